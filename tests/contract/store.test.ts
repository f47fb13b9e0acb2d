// Contract: both databases keep what they are given, in the same way.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Account, Chat } from "../../src/domain/chat.ts";
import { Secret } from "../../src/domain/secret.ts";
import { DAY, HOUR } from "../../src/domain/time.ts";
import { hashToken, newId, newToken } from "../../src/safety/tokens.ts";
import { AlreadyRan, type Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { hosted, samplePerson, sampleParty } from "../support/samples.ts";

const now = NOON;

describe.each(DATABASES)("the store on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
  });
  afterAll(() => fresh.close());

  const account = (): Account => ({ platform: "telegram", userId: newId() });
  const group = (): Chat => ({ platform: "telegram", chatId: newId(), kind: "group", reach: "post" });

  it("answers, and says what it is", async () => {
    await store.ping();
    expect(store.kind).toBe(kind);
  });

  it("makes a person once for an account, follows a new name, and keeps what the person chose", async () => {
    const mine = account();
    const first = await store.write((tx) => tx.people.ensure(mine, { name: "Ann", locale: "de", now }));
    await store.write((tx) => tx.people.set(first.id, { timeZone: "Europe/Berlin", locale: "en", reminders: false }));
    const again = await store.write((tx) => tx.people.ensure(mine, { name: "Ann-Marie 🎉", locale: "fr", timeZone: "Asia/Tokyo", now: now + 1 }));
    expect(again).toEqual({ id: first.id, name: "Ann-Marie 🎉", locale: "en", timeZone: "Europe/Berlin", reminders: false });
    expect(await store.reads.people.byAccount(mine)).toEqual(again);
    expect(await store.reads.people.byIds([first.id, "nobody"])).toEqual([again]);
    expect(await store.reads.people.byAccount({ ...mine, platform: "discord" })).toBeUndefined();
    const named = await store.write((tx) => tx.people.known(mine, "Somebody", now + 9));
    expect(named).toEqual(again);
    expect(await store.reads.people.accountsOf(first.id)).toEqual([{ ...mine, personId: first.id, lastUsedAt: now + 1, unreachable: false }]);
    const stranger = account();
    const met = await store.write((tx) => tx.people.known(stranger, "New", now));
    expect(await store.reads.people.byAccounts([stranger, account(), mine])).toEqual([met.id, undefined, first.id]);
  });

  it("people who arrive at once under one account are one person", async () => {
    const mine = account();
    const people = await Promise.all(Array.from({ length: 12 }, () => store.write((tx) => tx.people.ensure(mine, { name: "Ann", now }))));
    expect(new Set(people.map((person) => person.id)).size).toBe(1);
  });

  it("tells accounts that cannot be reached last, until they are used again", async () => {
    const [old, recent] = [account(), account()];
    const person = await store.write((tx) => tx.people.ensure(old, { name: "Ann", now }));
    const other = await store.write((tx) => tx.people.ensure(recent, { name: "Ann", now: now + 5 }));
    await store.outbox.setUnreachable(recent, true);
    const all = await store.reads.people.accountsOfMany([person.id, other.id]);
    expect(all.map((one) => [one.userId, one.unreachable])).toEqual([[old.userId, false], [recent.userId, true]]);
    await store.write((tx) => tx.people.ensure(recent, { name: "Ann", now: now + 6 }));
    expect((await store.reads.people.accountsOf(other.id))[0]?.unreachable).toBe(false);
  });

  it("tells ids apart by their case", async () => {
    const id = newId();
    const [a, b] = await store.write(async (tx) => [
      await tx.people.ensure({ platform: "web", userId: `x${id}` }, { name: "a", now }),
      await tx.people.ensure({ platform: "web", userId: `X${id}` }, { name: "b", now }),
    ] as const);
    expect(a.id).not.toBe(b.id);
  });

  it("keeps a chat and its threads apart, and what was set for it", async () => {
    const chat = group();
    const row = await store.write((tx) => tx.chats.ensure(chat, "Friends"));
    const thread = await store.write((tx) => tx.chats.ensure({ ...chat, threadId: "7" }));
    expect(thread.key).not.toBe(row.key);
    await store.write((tx) => tx.chats.set(row.key, { timeZone: "Europe/Berlin", locale: "de", reminders: false, gone: true }));
    expect(await store.reads.chats.find(chat)).toEqual({
      key: row.key, ref: chat, title: "Friends", locale: "de", timeZone: "Europe/Berlin", reminders: false, gone: true,
    });
    expect((await store.write((tx) => tx.chats.ensure(chat))).gone).toBe(false);
    expect((await store.reads.chats.byKeys([thread.key]))[0]?.ref.threadId).toBe("7");
    expect(await store.reads.chats.find(group())).toBeUndefined();
  });

  it("a chat that moves to another id keeps its cards and settings, also when somebody was faster under the new id", async () => {
    const [from, to] = [group(), group()];
    const { party } = await hosted(store, 0);
    const [a, b] = [newId(), newId()];
    const old = await store.write(async (tx) => {
      const row = await tx.chats.ensure(from, "Friends");
      await tx.chats.set(row.key, { timeZone: "Europe/Paris" });
      await tx.cards.add({ id: a, party: party.code, chat: row.key }, now);
      await tx.cards.add({ id: b, party: party.code, chat: (await tx.chats.ensure(to)).key }, now + 1);
      await tx.chats.migrate(from, to);
      return row;
    });
    expect(await store.reads.chats.find(to)).toMatchObject({ key: old.key, title: "Friends", timeZone: "Europe/Paris", ref: to });
    expect(await store.reads.chats.find(from)).toBeUndefined();
    expect((await store.reads.cards.of(party.code)).map((card) => [card.id, card.chat])).toEqual([[a, old.key], [b, old.key]]);
  });

  it("gives a party back as it was put in, in any script, without U+0000", async () => {
    const about = "Zoë's 30th — 終電まで 🪩\n`';-- \\ %s ?";
    const { party } = await hosted(store, 0, { title: "Sommer\0fest 🎈", about, endsAt: now + 36 * HOUR, max: 30, approval: true, findable: "nearby" });
    const read = await store.reads.parties.get(party.code);
    expect(read).toEqual({ ...party, title: "Sommerfest 🎈" });
    expect(read?.place.address?.reveal()).toBe("Kastanienallee 12");
    expect(read?.place.point?.reveal()).toEqual({ lat: 52.538123, lng: 13.409876 });
    expect(JSON.stringify(read)).not.toContain("Kastanien");
    expect(await store.reads.parties.get(party.code.toUpperCase())).toBeUndefined();
    expect(await store.reads.parties.many(["nothing2", party.code])).toEqual([read]);
  });

  it("an edit writes what it names, clears what is undefined, and raises the version", async () => {
    const { party } = await hosted(store, 0, { about: "bring ice", endsAt: now + 36 * HOUR });
    const place = { label: "Kreuzberg, Berlin", address: new Secret("Oranienstraße 1") };
    const edited = await store.write((tx) => tx.parties.edit(party.code, { title: "Moved", about: undefined, place }));
    expect(edited).toMatchObject({ title: "Moved", endsAt: now + 36 * HOUR, version: 2 });
    const read = await store.reads.parties.get(party.code);
    expect(read).toEqual(edited);
    expect(read).not.toHaveProperty("about");
    expect(read?.place).toEqual(place);
    expect(read?.place.address?.reveal()).toBe("Oranienstraße 1");
    await store.write((tx) => tx.parties.touch(party.code));
    expect((await store.write((tx) => tx.parties.edit(party.code, { endsAt: undefined, state: "calledOff" }))).version).toBe(4);
    expect(await store.reads.parties.get(party.code)).not.toHaveProperty("endsAt");
  });

  it("tells whose party is whose: hosting, co-hosting, guest; upcoming soonest first, past ones latest first", async () => {
    const codes = await store.write(async (tx) => {
      const [me, other] = [await samplePerson(tx, "Me"), await samplePerson(tx, "Other")];
      const own = sampleParty(me, { startsAt: now + 2 * DAY });
      const helped = sampleParty(other, { startsAt: now + DAY });
      const visited = sampleParty(other, { startsAt: now + 3 * DAY });
      const past = sampleParty(me, { startsAt: now - 2 * DAY });
      const off = sampleParty(me, { startsAt: now + 5 * DAY, state: "calledOff" });
      const refused = sampleParty(other);
      for (const party of [own, helped, visited, past, off, refused]) await tx.parties.add(party, now);
      await tx.parties.addCohost(helped.code, me, now);
      await tx.rsvps.answer({ party: visited.code, personId: me, answer: "maybe", now });
      await tx.rsvps.answer({ party: refused.code, personId: me, answer: "declined", admitted: "no", now });
      return { me, own: own.code, helped: helped.code, visited: visited.code, past: past.code, off: off.code };
    });
    const mine = await store.reads.parties.mine(codes.me, { past: false, now, limit: 10 });
    expect(mine.map((one) => [one.party.code, one.role, one.rsvp?.answer])).toEqual([
      [codes.helped, "cohost", undefined], [codes.own, "host", undefined], [codes.visited, "guest", "maybe"],
    ]);
    expect((await store.reads.parties.mine(codes.me, { past: false, now, limit: 1 })).map((one) => one.party.code)).toEqual([codes.helped]);
    const over = await store.reads.parties.mine(codes.me, { past: true, now, limit: 10 });
    expect(over.map((one) => one.party.code)).toEqual([codes.off, codes.past]);
  });

  it("tells what disclosure needs, for many parties as for one", async () => {
    const { party, guests } = await hosted(store, 4, { max: 2 });
    const { party: empty } = await hosted(store, 0);
    await store.write(async (tx) => {
      const say = (i: number, answer: "going" | "maybe") => tx.rsvps.answer({ party: party.code, personId: guests[i] as string, answer, now: now + i });
      for (const i of [0, 1, 2]) await say(i, "going");
      await say(3, "maybe");
    });
    const facts = await store.reads.parties.facts(party.code);
    expect(facts).toMatchObject({ hostName: "Hanna", goingNames: ["Guest 1", "Guest 2"] });
    expect(facts?.counts).toEqual({ invited: 0, going: 2, maybe: 1, declined: 0, waitlisted: 1, requested: 0 });
    expect(await store.reads.parties.factsOfMany([empty.code, party.code])).toEqual([await store.reads.parties.facts(empty.code), facts]);
    expect(await store.reads.parties.facts("nothing2")).toBeUndefined();
    expect((await store.reads.rsvps.list(party.code, { limit: 9 })).map((one) => one.name)).toEqual(["Guest 1", "Guest 2", "Guest 4", "Guest 3"]);
    expect((await store.reads.rsvps.list(party.code, { answers: ["going", "maybe"], limit: 2, offset: 1 })).map((one) => one.name)).toEqual(["Guest 2", "Guest 4"]);
    expect((await store.reads.rsvps.of(party.code, [guests[2] as string, "nobody"]))[0]).toMatchObject({ answer: "waitlisted" });
  });

  it("tells what people are to a party, and one person to many", async () => {
    const { party, guests } = await hosted(store, 4, { max: 1 });
    const [a, b, c, d] = guests as [string, string, string, string];
    await store.write(async (tx) => {
      for (const guest of [a, b, c]) await tx.rsvps.answer({ party: party.code, personId: guest, answer: "going", now });
      await tx.parties.addCohost(party.code, d, now);
    });
    const standings = await store.reads.parties.standings(party.code, [party.hostId, a, c, d, "nobody"]);
    expect(Object.fromEntries([...standings].map(([person, one]) => [person, [one.role, one.waiting]]))).toEqual({
      [party.hostId]: ["host", undefined], [a]: ["going", undefined], [c]: ["waitlisted", 2], [d]: ["cohost", undefined], nobody: ["stranger", undefined],
    });
    const other = await hosted(store, 0);
    const of = await store.reads.parties.standingsOf(c, [party.code, other.party.code]);
    expect(of.get(party.code)).toEqual(standings.get(c));
    expect(of.get(other.party.code)).toEqual({ role: "stranger" });
    expect((await store.reads.parties.standingsOf(party.hostId, [party.code])).get(party.code)?.role).toBe("host");
  });

  it("finds invitations and calendars by the hash of their token alone", async () => {
    const { party, guests } = await hosted(store, 1);
    const [link, feed] = [newToken(), newToken()];
    const invitation = { id: newId(), party: party.code, tokenHash: link.hash, invitedBy: party.hostId, createdAt: now };
    const calendar = { tokenHash: feed.hash, party: party.code, personId: guests[0] as string, createdAt: now };
    await store.write(async (tx) => {
      await tx.invitations.add(invitation);
      await tx.invitations.add({ id: newId(), party: party.code, personId: guests[0] as string, invitedBy: party.hostId, createdAt: now });
      await tx.calendars.add(calendar);
    });
    expect(await store.reads.invitations.byTokenHash(hashToken(link.token))).toEqual(invitation);
    expect(await store.reads.invitations.byTokenHash(link.token)).toBeUndefined();
    expect(await store.reads.calendars.byTokenHash(feed.hash)).toEqual(calendar);
  });

  it("remembers which message shows a card, and never that it shows less than it did", async () => {
    const { party } = await hosted(store, 0);
    const [first, second] = [newId(), newId()];
    const chat = await store.write(async (tx) => {
      const row = await tx.chats.ensure(group());
      await tx.cards.add({ id: first, party: party.code, chat: row.key }, now);
      await tx.cards.add({ id: second, party: party.code, chat: row.key }, now + 1);
      await tx.cards.shown(first, 5, "m1");
      await tx.cards.shown(first, 3);
      return row.key;
    });
    const card = { id: first, party: party.code, chat, messageId: "m1", shownVersion: 5 };
    expect(await store.reads.cards.get(first)).toEqual(card);
    expect(await store.reads.cards.byMessage(chat, "m1")).toEqual(card);
    expect((await store.reads.cards.inChat(chat, party.code))?.id).toBe(second);
    expect((await store.reads.parties.inChat(chat, now, 5)).map((one) => one.code)).toEqual([party.code]);
    expect(await store.reads.parties.inChat(chat, now + 9 * DAY, 5)).toEqual([]);
    await store.write((tx) => tx.cards.lost(first));
    expect(await store.reads.cards.get(first)).toEqual({ id: first, party: party.code, chat, shownVersion: 0 });
  });

  it("keeps one draft per person and chat, for as long as it lasts", async () => {
    const draft = { id: newId(), personId: newId(), chat: newId(), command: "create", args: { what: "BBQ", where: "Kastanienallee 12" }, asked: "when", expiresAt: now + 1 };
    await store.write((tx) => tx.drafts.put(draft));
    expect(await store.reads.drafts.get(draft.id, now)).toEqual(draft);
    expect(await store.reads.drafts.get(draft.id, now + 1)).toBeUndefined();
    const { asked: _, ...next } = { ...draft, id: newId(), args: {} };
    await store.write((tx) => tx.drafts.put(next));
    expect(await store.reads.drafts.open(draft.personId, draft.chat, now)).toEqual(next);
    expect(await store.reads.drafts.get(draft.id, now)).toBeUndefined();
    await store.write((tx) => tx.drafts.put({ ...next, chat: "elsewhere" }));
    expect(await store.reads.drafts.get(next.id, now)).toMatchObject({ chat: "elsewhere" });
    expect(await store.write((tx) => tx.drafts.drop(draft.personId, "elsewhere"))).toBe(true);
    expect(await store.write((tx) => tx.drafts.drop(draft.personId, "elsewhere"))).toBe(false);
  });

  it("runs a request once, however often and at once it comes", async () => {
    const id = `discord:${"9".repeat(3_000)}:${newId()}`;
    const { party, guests } = await hosted(store, 8);
    const runs = await Promise.allSettled(guests.map((guest, i) => store.write(async (tx) => {
      await tx.rsvps.answer({ party: party.code, personId: guest, answer: "going", now });
      await tx.requests.ran(id, `reply ${i}`, now);
    })));
    expect(runs.filter((run) => run.status === "fulfilled")).toHaveLength(1);
    for (const run of runs) if (run.status === "rejected") expect(run.reason).toBeInstanceOf(AlreadyRan);
    const winner = runs.findIndex((run) => run.status === "fulfilled");
    expect(await store.reads.requests.reply(id)).toBe(`reply ${winner}`);
    expect((await store.reads.rsvps.counts(party.code)).going).toBe(1);
    expect(await store.reads.requests.reply("another")).toBeUndefined();
  });

  it("keeps the messages of a room in order, each once, with what they say now", async () => {
    const room = newId();
    const posts = await Promise.all(Array.from({ length: 10 }, (_, i) => store.web.post(room, `m${i}`, `body ${i}`, now)));
    const first = await store.web.post(room, "m0", "again", now + 1);
    expect(first).toEqual(posts[0]);
    expect(await store.web.replace(room, "m3", "changed")).toMatchObject({ id: posts[3]?.id, body: "changed" });
    expect(await store.web.replace(room, "nothing", "changed")).toBeUndefined();
    const all = await store.web.messages(room, 20);
    expect(all.map((one) => one.id)).toEqual(posts.map((one) => one.id).sort((a, b) => a - b));
    expect(all.find((one) => one.messageId === "m3")?.body).toBe("changed");
    expect(await store.web.messages(room, 2, all[5]?.id)).toEqual(all.slice(3, 5));
  });

  it("knows a web account by its bearer's hash, and who is in a room", async () => {
    const { hash } = newToken();
    const room = newId();
    await store.web.addBearer(hash, { platform: "web", userId: "u1" }, now);
    expect(await store.web.byBearer(hash)).toEqual({ platform: "web", userId: "u1" });
    expect(await store.web.byBearer("nothing")).toBeUndefined();
    await store.web.join(room, "u1", "Ann", now);
    await store.web.join(room, "u2", "Bo", now + 1);
    await store.web.join(room, "u1", "Ann-Marie", now + 2);
    expect(await store.web.members(room)).toEqual([{ userId: "u1", name: "Ann-Marie" }, { userId: "u2", name: "Bo" }]);
  });

  it("keeps nothing of a transaction that failed", async () => {
    const mine = account();
    const work = store.write(async (tx) => {
      await tx.people.ensure(mine, { name: "Ann", now });
      throw new Error("no");
    });
    await expect(work).rejects.toThrow("no");
    expect(await store.reads.people.byAccount(mine)).toBeUndefined();
  });
});
