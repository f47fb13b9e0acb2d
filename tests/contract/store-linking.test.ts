// Contract: two people become one on both databases: all that the two had is one person's, and no place is given twice or gained by it.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NewNote, Reason } from "../../src/domain/note.ts";
import type { Party, PartyCode } from "../../src/domain/party.ts";
import type { PersonId } from "../../src/domain/person.ts";
import type { Rsvp } from "../../src/domain/rsvp.ts";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { besides } from "../support/raw-rows.ts";
import { hosted, sampleParty } from "../support/samples.ts";
import { expectSound } from "../support/sound.ts";

const now = NOON;

describe.each(DATABASES)("two people made one on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
  });
  afterAll(() => fresh.close());

  const say = (
    party: PartyCode,
    personId: PersonId,
    answer: "going" | "maybe" | "declined" | "invited" | "requested",
    over: { plus?: number; admitted?: Rsvp["admitted"] } = {},
  ) => store.write((tx) => tx.rsvps.answer({ party, personId, answer, ...over, now }));
  const merge = (from: PersonId, into: PersonId) => store.write((tx) => tx.people.merge(from, into, now));
  const meets = (max?: number) => hosted(store, 4, max === undefined ? {} : { max });
  const rsvpOf = (party: Party, person: PersonId) => store.reads.rsvps.get(party.code, person);

  it("a code works once, for ten minutes, and only the newest of a person", async () => {
    const { guests } = await meets();
    const [a] = guests as [string];
    const [first, second, late] = [newId(), newId(), newId()];
    await store.write((tx) => tx.people.offerLink(first, a, now + 10 * MINUTE));
    await store.write((tx) => tx.people.offerLink(second, a, now + 10 * MINUTE));
    const take = (hash: string, at = now) => store.write((tx) => tx.people.takeLink(hash, at));
    expect(await take(first)).toBeUndefined();
    expect(await store.write((tx) => tx.people.offeredBy(second, now))).toBe(a);
    const both = await Promise.all([take(second), take(second)]);
    expect(both.filter((one) => one === a)).toHaveLength(1);
    expect(await store.write((tx) => tx.people.offeredBy(second, now))).toBeUndefined();
    await store.write((tx) => tx.people.offerLink(late, a, now + 10 * MINUTE));
    expect(await store.write((tx) => tx.people.offeredBy(late, now + 10 * MINUTE))).toBeUndefined();
    expect(await take(late, now + 10 * MINUTE)).toBeUndefined();
  });

  it("whoever is let in while they are made one with somebody is waited for, and is nobody then", async () => {
    const { guests } = await meets();
    const [from, into] = guests as [string, string];
    let merged = (): void => {};
    const hasMerged = new Promise<void>((resolve) => (merged = resolve));
    const merging = store.write(async (tx) => {
      await tx.people.merge(from, into, now);
      merged();
      // The commit comes when the other has asked: without waiting it would have its answer after as many turns and more.
      for (let turns = 0; turns < 2_000; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    });
    await hasMerged;
    const [person] = await Promise.all([store.write((tx) => tx.people.hold(from)), merging]);
    expect(person).toBeUndefined();
    expect((await store.write((tx) => tx.people.hold(into)))?.id).toBe(into);
  });

  it("nothing in any table speaks of the one who is no more", async () => {
    const { party, guests } = await meets();
    const [from, into, other] = guests as [string, string, string];
    const own = sampleParty(from);
    const cohosted = sampleParty(other);
    const chat = await store.write(async (tx) => {
      const { key } = await tx.chats.ensure({ platform: "web", chatId: newId(), kind: "person", reach: "post" });
      await tx.people.set(from, { locale: "de", timeZone: "Asia/Tokyo" });
      await tx.people.set(into, { timeZone: "Europe/Rome" });
      await tx.parties.add(own, now);
      await tx.parties.add(cohosted, now);
      await tx.parties.addCohost(cohosted.code, from, now);
      await tx.rsvps.answer({ party: party.code, personId: from, answer: "going", now });
      const link = { id: newId(), party: party.code, createdAt: now };
      await tx.invitations.add({ ...link, personId: from, invitedBy: from });
      await tx.calendars.add({ tokenHash: newId(), party: party.code, personId: from, createdAt: now });
      await tx.drafts.put({ id: newId(), personId: from, chat: key, command: "x", args: {}, expiresAt: now + HOUR });
      await tx.people.offerLink(newId(), from, now + HOUR);
      const note = { to: { person: from }, party: party.code, dueAt: now, expiresAt: now + HOUR };
      const reason = { kind: "promoted" } as const;
      await tx.notes.put([{ ...note, reason, key: `promoted:${party.code}:${from}:7` }], now);
      return key;
    });
    const accounts = await store.reads.people.accountsOfMany([from, into]);
    const merged = await merge(from, into);
    expect(new Set(merged.parties)).toEqual(new Set([party.code, own.code, cohosted.code]));
    expect((await store.reads.people.accountsOf(into)).map((one) => one.userId).sort()).toEqual(
      accounts.map((one) => one.userId).sort(),
    );
    expect(await store.reads.people.byIds([from, into])).toMatchObject([
      { id: into, locale: "de", timeZone: "Europe/Rome" },
    ]);
    expect((await store.reads.parties.get(own.code))?.hostId).toBe(into);
    expect(await store.reads.parties.cohosts(cohosted.code)).toEqual([into]);
    expect(await rsvpOf(party, into)).toMatchObject({ answer: "going" });
    expect(await store.reads.drafts.open(into, chat, now)).toBeUndefined();
    await besides(fresh.url, async ({ writer }) => {
      for (const [table, columns] of Object.entries(PERSON_COLUMNS))
        for (const column of columns)
          expect([table, await writer(table).where({ [column]: from })]).toEqual([table, []]);
    });
  });

  it("cards are to show the new name: the version of parties to come is raised, and those that are over are left alone", async () => {
    const { party, guests } = await meets();
    const [from, into] = guests as [string, string];
    const over = sampleParty(from, { startsAt: now - 48 * HOUR });
    await store.write((tx) => tx.parties.add(over, now));
    await say(party.code, from, "going");
    const before = await store.reads.parties.many([party.code, over.code]);
    expect(await merge(from, into)).toEqual({ parties: [party.code], promoted: [] });
    const after = await store.reads.parties.many([party.code, over.code]);
    expect(after.map((one, i) => one.version - (before[i]?.version ?? 0))).toEqual([1, 0]);
    expect(after[1]?.hostId).toBe(into);
  });

  it("someone who was going twice is one guest with the larger number of extra guests, and the first who waits gets in", async () => {
    const { party, guests } = await meets(5);
    const [a, b, c, d] = guests as [string, string, string, string];
    await say(party.code, a, "going", { plus: 2 });
    await say(party.code, b, "going");
    await say(party.code, c, "going");
    await say(party.code, d, "going");
    expect(await store.reads.rsvps.waiting(party.code, d)).toBe(1);
    const { promoted } = await merge(a, b);
    expect(promoted).toMatchObject([{ personId: d, answer: "going" }]);
    expect(await rsvpOf(party, b)).toMatchObject({ answer: "going", plus: 2 });
    expect((await store.reads.parties.get(party.code))?.going).toBe(5);
    await expectSound(store.reads, party.code);
  });

  it("extra guests that do not fit are not brought along", async () => {
    const { party, guests } = await meets(3);
    const [a, b, c] = guests as [string, string, string];
    await say(party.code, a, "going", { plus: 0 });
    await say(party.code, b, "maybe", { plus: 2 });
    await say(party.code, c, "going", { plus: 1 });
    await merge(b, a);
    expect(await rsvpOf(party, a)).toMatchObject({ answer: "going", plus: 0 });
    await say(party.code, c, "declined");
    const { guests: more } = await meets();
    await say(party.code, more[0] as string, "maybe", { plus: 2 });
    await merge(more[0] as string, a);
    expect(await rsvpOf(party, a)).toMatchObject({ answer: "going", plus: 2 });
    await expectSound(store.reads, party.code);
  });

  it("someone who waits twice stands where the first of the two stood, with as many as queued there", async () => {
    const { party, guests } = await meets(3);
    const [full, a, between, b] = guests as [string, string, string, string];
    await say(party.code, full, "going", { plus: 2 });
    for (const one of [a, between]) await say(party.code, one, "going");
    await say(party.code, b, "going", { plus: 2 });
    await merge(b, a);
    expect(await rsvpOf(party, a)).toMatchObject({ answer: "waitlisted", plus: 0 });
    expect(await store.reads.rsvps.waiting(party.code, a)).toBe(1);
    expect(await store.reads.rsvps.waiting(party.code, between)).toBe(2);
    await expectSound(store.reads, party.code);
  });

  it("hosts and co-hosts take no place: their other account's answer goes, and who waits gets in", async () => {
    const { party, guests } = await meets(1);
    const [a, b, c] = guests as [string, string, string];
    await say(party.code, a, "going");
    await say(party.code, b, "going");
    expect((await merge(a, party.hostId)).promoted).toMatchObject([{ personId: b }]);
    expect(await rsvpOf(party, party.hostId)).toBeUndefined();
    await store.write((tx) => tx.parties.addCohost(party.code, c, now));
    await merge(c, b);
    expect(await store.reads.parties.cohosts(party.code)).toEqual([b]);
    expect(await rsvpOf(party, b)).toBeUndefined();
    await merge(b, party.hostId);
    expect(await store.reads.parties.cohosts(party.code)).toEqual([]);
    expect((await store.reads.parties.get(party.code))?.going).toBe(0);
  });

  it("nobody who was turned away gets in by being somebody else too", async () => {
    const { party, guests } = await meets(1);
    const [away, friend, waits] = guests as [string, string, string];
    await say(party.code, away, "declined", { admitted: "no" });
    await say(party.code, friend, "going", { admitted: "yes" });
    await say(party.code, waits, "going");
    expect((await merge(away, friend)).promoted).toMatchObject([{ personId: waits }]);
    expect((await store.reads.parties.standings(party.code, [friend])).get(friend)?.role).toBe("turnedAway");
    await expectSound(store.reads, party.code);
  });

  it("who was let in on one account and asked on the other stays let in, as they answered there", async () => {
    const { party, guests } = await meets();
    const [asks, letIn] = guests as [string, string];
    await say(party.code, asks, "requested");
    await say(party.code, letIn, "maybe", { admitted: "yes" });
    await merge(asks, letIn);
    expect(await rsvpOf(party, letIn)).toMatchObject({ answer: "maybe", admitted: "yes" });
  });

  it("what was still to be told is told to the one person, once; what was told stays told", async () => {
    const { party, guests } = await meets();
    const [from, into, other] = guests as [string, string, string];
    const { code, hostId } = party;
    const to = (person: PersonId, key: string, reason: Reason): NewNote => ({
      ...{ key, to: { person }, party: code, reason, dueAt: now, expiresAt: now + HOUR },
    });
    const was = { startsAt: now, timeZone: "Europe/Berlin", label: "x" };
    const moved: Reason = { kind: "moved", was, time: true, place: false };
    await say(code, from, "going");
    await store.write((tx) =>
      tx.notes.put(
        [
          to(from, `remind:${code}:${from}:24h`, { kind: "remind", minutesBefore: 1440 }),
          to(from, `moved:${code}:${from}:3`, moved),
          to(into, `moved:${code}:${into}:2`, moved),
          to(from, `promoted:${code}:${from}:3`, { kind: "promoted" }),
          to(hostId, `asked:${code}:${from}:${hostId}:3`, { kind: "asked", who: from }),
          to(other, `invited:${code}:${other}:3`, { kind: "invited", by: from }),
        ],
        now,
      ),
    );
    await merge(from, into);
    const leases = await store.outbox.claim({ now, until: now + MINUTE, limit: 100, owner: "test" });
    const notes = leases.filter(({ note }) => note.party === code).map(({ note }) => note);
    const said = notes.map((note) => [note.key, note.to, note.reason.kind === "moved" ? "moved" : note.reason]);
    expect(said.sort((a, b) => String(a[0]).localeCompare(String(b[0])))).toEqual([
      [`asked:${code}:${into}:${hostId}:3`, { person: hostId }, { kind: "asked", who: into }],
      [`invited:${code}:${other}:3`, { person: other }, { kind: "invited", by: into }],
      [`moved:${code}:${into}:2`, { person: into }, "moved"],
      [`promoted:${code}:${into}:3`, { person: into }, { kind: "promoted" }],
    ]);
    for (const lease of leases) await store.outbox.finish(lease, now);
  });

  it("a note that is being sent just now is finished as it was begun", async () => {
    const { party, guests } = await meets();
    const [from, into] = guests as [string, string];
    const key = `promoted:${party.code}:${from}:3`;
    const note = { key, to: { person: from }, party: party.code, dueAt: now, expiresAt: now + HOUR };
    await store.write((tx) => tx.notes.put([{ ...note, reason: { kind: "promoted" } }], now));
    const leases = await store.outbox.claim({ now, until: now + MINUTE, limit: 100, owner: "test" });
    await merge(from, into);
    const lease = leases.find((one) => one.note.key === key);
    expect(lease && (await store.outbox.finish(lease, now))).toBe(true);
    for (const one of leases) await store.outbox.finish(one, now);
  });

  it("two who become each other at once are one person, and whoever acts meanwhile acts for that one", async () => {
    const { party, guests } = await meets(3);
    const [a, b] = guests as [string, string];
    const [accountA, accountB] = [
      (await store.reads.people.accountsOf(a))[0],
      (await store.reads.people.accountsOf(b))[0],
    ];
    if (!accountA || !accountB) throw new Error("nobody");
    const acts = (account: typeof accountA, i: number) =>
      store.write(async (tx) => {
        const { id } = await tx.people.ensure(account, { name: "Ann", now: now + i });
        return tx.rsvps.answer({ party: party.code, personId: id, answer: "going", plus: i % 2, now });
      });
    const one = (x: PersonId, y: PersonId) =>
      store.write(async (tx) => {
        const left = await tx.people.byIds([x, y]);
        if (left.length === 2) await tx.people.merge(x, y, now);
      });
    await Promise.all([one(a, b), one(b, a), ...[1, 2, 3, 4].flatMap((i) => [acts(accountA, i), acts(accountB, i)])]);
    const people = await store.reads.people.byAccounts([accountA, accountB]);
    expect(people[0]).toBe(people[1]);
    expect(await store.reads.rsvps.list(party.code, { limit: 10 })).toMatchObject([{ personId: people[0] }]);
    await expectSound(store.reads, party.code);
  });
});

const PERSON_COLUMNS: Record<string, string[]> = {
  people: ["id"],
  accounts: ["person_id"],
  parties: ["host_id"],
  cohosts: ["person_id"],
  rsvps: ["person_id"],
  invitations: ["person_id", "invited_by"],
  calendars: ["person_id"],
  drafts: ["person_id"],
  notes: ["target_id"],
  link_codes: ["person_id"],
};
