// Contract: both databases keep what they are given, in the same way.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Account, Chat } from "../../src/domain/chat.ts";
import { DAY } from "../../src/domain/time.ts";
import { hashToken, newId, newToken } from "../../src/safety/tokens.ts";
import { AlreadyRan, type Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { hosted } from "../support/samples.ts";

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

  it("finds invitations and calendars by the hash of their token alone", async () => {
    const { party, guests } = await hosted(store, 1);
    const [link, feed] = [newToken(), newToken()];
    const invitation = {
      id: newId(),
      party: party.code,
      tokenHash: link.hash,
      invitedBy: party.hostId,
      createdAt: now,
    };
    const calendar = { tokenHash: feed.hash, party: party.code, personId: guests[0] as string, createdAt: now };
    await store.write(async (tx) => {
      await tx.invitations.add(invitation);
      await tx.invitations.add({
        id: newId(),
        party: party.code,
        personId: guests[0] as string,
        invitedBy: party.hostId,
        createdAt: now,
      });
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
    const draft = {
      id: newId(),
      personId: newId(),
      chat: newId(),
      command: "create",
      args: { what: "BBQ", where: "Kastanienallee 12" },
      asked: "when",
      expiresAt: now + 1,
    };
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
    const runs = await Promise.allSettled(
      guests.map((guest, i) =>
        store.write(async (tx) => {
          await tx.rsvps.answer({ party: party.code, personId: guest, answer: "going", now });
          await tx.requests.ran(id, `reply ${i}`, now);
        }),
      ),
    );
    expect(runs.filter((run) => run.status === "fulfilled")).toHaveLength(1);
    for (const run of runs) if (run.status === "rejected") expect(run.reason).toBeInstanceOf(AlreadyRan);
    const winner = runs.findIndex((run) => run.status === "fulfilled");
    expect(await store.reads.requests.reply(id)).toBe(`reply ${winner}`);
    expect((await store.reads.rsvps.counts(party.code)).going).toBe(1);
    expect(await store.reads.requests.reply("another")).toBeUndefined();
  });

  it("keeps the messages of a room in order, each once, with what they say now", async () => {
    const room = newId();
    const posts = await Promise.all(
      Array.from({ length: 10 }, (_, i) => store.web.post(room, `m${i}`, `body ${i}`, now)),
    );
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
    expect(await store.web.members(room)).toEqual([
      { userId: "u1", name: "Ann-Marie" },
      { userId: "u2", name: "Bo" },
    ]);
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
