// Contract: claims of many senders at once, of senders of the release before, and how few rows a claim reads, on both databases.
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as claims from "../../migrations/0008-claims.ts";
import type { NewNote } from "../../src/domain/note.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/domain/time.ts";
import { newCode, newId } from "../../src/safety/tokens.ts";
import { type Connections, connect, disconnect, openStore } from "../../src/store/open.ts";
import { outboxDeskOf } from "../../src/store/outbox-desk.ts";
import type { Lease, Store, Tenure } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";

const now = NOON;
const TERM = 20 * SECOND;

const note = (over: Partial<NewNote> = {}): NewNote => ({
  key: newId(),
  to: { chat: "a chat" },
  party: newCode(),
  reason: { kind: "remind", minutesBefore: 120 },
  dueAt: now,
  expiresAt: now + HOUR,
  ...over,
});
const many = (count: number): NewNote[] => Array.from({ length: count }, () => note());
const keys = (leases: readonly Lease[]): string[] => leases.map((lease) => lease.note.key);

describe.each(DATABASES)("claims on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  let rows: Connections;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
    rows = await connect(fresh.url);
  });
  beforeEach(() => rows.writer("notes").del());
  afterAll(async () => {
    await disconnect(rows);
    await fresh.close();
  });

  const put = (...notes: NewNote[]) => store.write((tx) => tx.notes.put(notes, now));
  const claim = (limit: number, at = now, more: { owner?: string; tenure?: Tenure } = {}): Promise<Lease[]> =>
    store.outbox.claim({ now: at, until: at + TERM, limit, owner: "me", ...more });
  const stateOf = async (key: string) => (await rows.reader("notes").where({ note_key: key }).first()).state;
  /** As a sender of the release before leaves it when it claims. */
  const leasedBefore = (key: string) =>
    rows
      .writer("notes")
      .where({ note_key: key })
      .update({ state: "leased", lease_token: "old", lease_until: now + TERM, lease_owner: "old" });

  it("many at once in one process share out the notes, each no more than it asked for, the most urgent to the first", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 40 }),
        async (limits, due) => {
          await rows.writer("notes").del();
          const notes = Array.from({ length: due }, (_, i) => note({ dueAt: now - due + i }));
          if (due > 0) await put(...notes);
          const given = await Promise.all(limits.map((limit) => claim(limit)));
          for (const [i, leases] of given.entries()) expect(leases.length).toBeLessThanOrEqual(limits[i] as number);
          const wanted = limits.reduce((sum, limit) => sum + limit, 0);
          expect(keys(given.flat())).toEqual(notes.slice(0, wanted).map(({ key }) => key));
        },
      ),
      { numRuns: 15 },
    );
  });

  it("what is due together lies together, in whatever order it was put", async () => {
    const due = fc.integer({ min: now - DAY, max: now + 400 * DAY });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(due, { maxLength: 30, selector: (at) => Math.floor(at / SECOND) }),
        async (dues) => {
          await rows.writer("notes").del();
          await put(...dues.map((dueAt) => note({ dueAt, expiresAt: dueAt + HOUR })));
          const lying = await rows.reader("notes").orderBy("id").select("due_at");
          expect(lying.map((row) => Number(row.due_at))).toEqual(dues.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 15 },
    );
  });

  it("a lease takes no more room in its row than was left for it", async () => {
    const size =
      "LENGTH(COALESCE(lease_owner, '')) + LENGTH(COALESCE(lease_token, '')) + 8 * (lease_until IS NOT NULL)";
    const sizeOf = async (): Promise<number> => {
      const row = await rows.reader("notes").first(rows.reader.raw(`${size} + 8 * (tried_at IS NOT NULL) AS room`));
      return Number(row["room"]);
    };
    await put(note());
    const before = await sizeOf();
    await claim(1, now, { owner: newId() });
    expect(await sizeOf()).toBeLessThanOrEqual(before);
  });

  it("of one process without the right to send take nothing from those of another that has it", async () => {
    await put(...many(4));
    const fence = (await store.adapters.take("sender", "b", now, now + TERM)) as number;
    const mine = { name: "sender", owner: "a", fence: fence - 1, until: now + TERM };
    const [lost, held] = await Promise.all([
      claim(2, now, { owner: "a", tenure: mine }),
      claim(2, now, { owner: "b", tenure: { ...mine, owner: "b", fence } }),
    ]);
    expect([lost.length, held.length]).toEqual([0, 2]);
    await store.adapters.release("sender", "b");
  });

  it("take notes of different versions together, each as it is", async () => {
    const notes = many(6);
    await put(...notes);
    await put(...notes.slice(0, 3));
    await put(...notes.slice(0, 1));
    const leases = await claim(6);
    const versions = new Map(leases.map(({ note: { key, version } }) => [key, version]));
    expect(notes.map(({ key }) => versions.get(key))).toEqual([3, 2, 2, 1, 1, 1]);
    expect(await Promise.all(leases.map((lease) => store.outbox.finish(lease, now)))).toEqual(Array(6).fill(true));
  });

  it("never take twice, and never miss, what is put anew all the while", async () => {
    const notes = Array.from({ length: 60 }, () => note({ reason: { kind: "card" }, to: { card: newId() } }));
    await put(...notes);
    const other = await openStore({ url: fresh.url, keyring: fresh.keyring });
    const sent = new Map<string, number>();
    const sender = async (from: Store): Promise<void> => {
      const leases = await from.outbox.claim({ now, until: now + TERM, limit: 9, owner: newId() });
      for (const { note: one } of leases) expect(sent.get(one.key) ?? 0).toBeLessThan(one.version);
      for (const { note: one } of leases) sent.set(one.key, one.version);
      await Promise.all(leases.map((lease) => from.outbox.finish(lease, now)));
      if (leases.length > 0) await sender(from);
    };
    const again = async (): Promise<void> => {
      for (let i = 0; i < 60; i += 6) await put(...notes.slice(i, i + 6));
    };
    await Promise.all([sender(store), sender(other), sender(store), sender(other), again()]);
    await sender(store);
    await other.close();
    const versions = await rows.reader("notes").select("note_key", "version", "state");
    for (const row of versions) expect([row.state, sent.get(row.note_key)]).toEqual(["sent", Number(row.version)]);
  });

  it("leave what a sender of the release before has in hand, and take it over once its lease is over", async () => {
    const [one, other] = [note(), note()];
    await put(one, other);
    await leasedBefore(one.key);
    expect(keys(await claim(9))).toEqual([other.key]);
    expect(await store.outbox.nextDue(now)).toBe(now + TERM);
    const leases = await claim(9, now + TERM);
    expect(keys(leases).sort()).toEqual([one.key, other.key].sort());
    const lease = leases.find(({ note: { key } }) => key === one.key) as Lease;
    expect(await store.outbox.finish(lease, now + TERM)).toBe(true);
  });

  it("a sender of the release before ends what it had in hand, also when it is taken back or put anew meanwhile", async () => {
    const [sent, anew, back] = [note({ party: "p" }), note(), note({ party: "p", key: "back" })];
    await put(sent, anew, back);
    for (const { key } of [sent, anew, back]) await leasedBefore(key);
    await put(anew);
    await store.write((tx) => tx.notes.dropKeys(["back"]));
    const held = { state: "leased", lease_token: "old", version: 1 };
    await rows.writer("notes").where(held).update({ state: "sent", finished_at: now });
    expect([await stateOf(sent.key), await stateOf(anew.key), await stateOf(back.key)]).toEqual([
      "sent",
      "leased",
      "dropped",
    ]);
    expect(keys(await claim(9, now + TERM + SECOND))).toEqual([anew.key]);
  });

  it("what is on lease is shown as that, and neither retried nor dropped by hand", async () => {
    await put(note(), note());
    const [lease] = await claim(1);
    const desk = outboxDeskOf({ q: rows.writer, write: (work) => work(rows.writer) });
    const { id } = (lease as Lease).note;
    expect(await desk.list({ state: "leased", limit: 9 })).toMatchObject([
      { id, state: "leased", leasedUntil: now + TERM },
    ]);
    expect(await desk.list({ state: "pending", limit: 9 })).toHaveLength(1);
    expect([await desk.retry([id], now), await desk.drop([id], now)]).toEqual([["leased"], ["leased"]]);
  });

  it("a lease that a clock far ahead took keeps nobody waiting for its end", async () => {
    await put(note({ expiresAt: now + 2 * DAY }));
    await store.outbox.claim({ now: now + DAY, until: now + DAY + TERM, limit: 1, owner: "ahead" });
    expect(await store.outbox.nextDue(now)).toBe(now);
    expect(await claim(1)).toHaveLength(1);
  });

  it("nothing is due while all that is due is on lease, until the first lease ends", async () => {
    await put(...many(3), note({ dueAt: now + MINUTE, expiresAt: now + HOUR }));
    await claim(2);
    await claim(1, now + 1);
    expect(await store.outbox.nextDue(now)).toBe(now + TERM);
    await put(note({ dueAt: now + 2 }));
    expect(await store.outbox.nextDue(now)).toBe(now + 2);
  });

  it("a broken-off migration is run again, and going back keeps what is on lease", async () => {
    await put(note());
    const [lease] = await claim(1);
    await claims.down(rows.writer);
    expect(await stateOf((lease as Lease).note.key)).toBe("leased");
    await rows.writer.schema.raw("CREATE INDEX notes_by_turn ON notes (state, rank_at, due_at)");
    await claims.up(rows.writer);
    await claims.up(rows.writer);
    expect(await claim(1)).toEqual([]);
    expect(keys(await claim(1, now + TERM))).toEqual([(lease as Lease).note.key]);
  });
});
