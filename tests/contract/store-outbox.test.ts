// Contract: a note is held by one sender at a time, and none is lost, on both databases.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { NewNote } from "../../src/domain/note.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/domain/time.ts";
import { newCode, newId } from "../../src/safety/tokens.ts";
import { openStore } from "../../src/store/open.ts";
import type { Lease, Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { besides } from "../support/raw-rows.ts";

const now = NOON;
const party = newCode();

const note = (over: Partial<NewNote> = {}): NewNote => ({
  key: newId(),
  to: { chat: "a chat" },
  party,
  reason: { kind: "remind", minutesBefore: 120 },
  dueAt: now,
  expiresAt: now + HOUR,
  ...over,
});

describe.each(DATABASES)("the outbox on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
  });
  beforeEach(() => besides(fresh.url, async ({ writer }) => void (await writer("notes").del())));
  afterAll(() => fresh.close());

  const put = (...notes: NewNote[]) => store.write((tx) => tx.notes.put(notes, now));
  const claim = (at = now, limit = 10, until = at + MINUTE): Promise<Lease[]> =>
    store.outbox.claim({ now: at, until, limit, owner: "a test" });
  const keys = (leases: Lease[]): string[] => leases.map((lease) => lease.note.key);
  const only = async (at = now): Promise<Lease> => {
    const leases = await claim(at);
    expect(leases).toHaveLength(1);
    return leases[0] as Lease;
  };

  it("gives a note back as it was put, to each kind of receiver", async () => {
    const was = { startsAt: now, timeZone: "Europe/Berlin", label: "Kreuzberg, Berlin" };
    const notes = [
      note({ to: { person: "p" }, reason: { kind: "moved", was, time: true, place: false } }),
      note({ to: { chat: "c" }, reason: { kind: "calledOff" }, dueAt: now - 1 }),
      note({ to: { card: "k" }, reason: { kind: "card" } }),
    ];
    await put(...notes);
    const leases = await claim();
    for (const one of notes)
      expect(leases.find((lease) => lease.note.key === one.key)?.note).toMatchObject({
        ...one,
        version: 1,
        attempts: 0,
      });
  });

  it("never gives the same note to two senders", async () => {
    await put(...Array.from({ length: 300 }, () => note()));
    const other = await openStore({ url: fresh.url, keyring: fresh.keyring });
    const given: string[] = [];
    const sender = async (from: Store): Promise<void> => {
      const leases = await from.outbox.claim({ now, until: now + MINUTE, limit: 20, owner: newId() });
      given.push(...keys(leases));
      for (const lease of leases) expect(await from.outbox.finish(lease, now)).toBe(true);
      if (leases.length > 0) await sender(from);
    };
    await Promise.all([sender(store), sender(other), sender(store), sender(other)]);
    await other.close();
    expect(given).toHaveLength(300);
    expect(new Set(given).size).toBe(300);
    expect(await store.outbox.stats(now)).toEqual({ pending: 0, due: 0, kinds: [] });
  });

  it("gives a note whose sender died to the next one, and the late sender no longer counts", async () => {
    await put(note());
    const dead = await only();
    expect(await claim(now + MINUTE - 1)).toEqual([]);
    const next = await only(now + MINUTE);
    expect(next.note.id).toBe(dead.note.id);
    expect(await store.outbox.finish(dead, now)).toBe(false);
    expect(await store.outbox.finish(next, now)).toBe(true);
    expect(await claim(now + 5 * MINUTE)).toEqual([]);
  });

  it("sends again what was put anew while it was being sent", async () => {
    const one = note();
    await put(one);
    const lease = await only();
    await put({ ...one, reason: { kind: "remind", minutesBefore: 1440 } });
    expect(await claim()).toEqual([]);
    expect(await store.outbox.finish(lease, now)).toBe(false);
    const again = await only();
    expect(again.note).toMatchObject({ version: 2, reason: { minutesBefore: 1440 } });
    expect(await store.outbox.finish(again, now)).toBe(true);
  });

  it("reopens a sent or dropped note only when it is due in the future, but a card's always", async () => {
    const [past, future, card, lost] = [note(), note(), note({ reason: { kind: "card" }, to: { card: "k" } }), note()];
    await put(past, future, card, lost);
    for (const lease of await claim()) {
      if (lease.note.key === lost.key) await store.outbox.giveUp(lease, "blocked", now);
      else await store.outbox.finish(lease, now);
    }
    await put(past, { ...future, dueAt: now + 1 }, card, lost);
    expect(keys(await claim(now + 1)).sort()).toEqual([future.key, card.key].sort());
  });

  it("tries again at the time named, with one attempt more, unless it was put anew", async () => {
    const one = note();
    await put(one);
    await store.outbox.again(await only(), now + 10 * SECOND);
    expect(await claim(now + 9 * SECOND)).toEqual([]);
    const lease = await only(now + 10 * SECOND);
    expect(lease.note.attempts).toBe(1);
    await put({ ...one, dueAt: now + HOUR / 2 });
    await store.outbox.again(lease, now + 20 * SECOND);
    expect(await store.outbox.nextDue(now)).toBe(now + HOUR / 2);
    expect((await only(now + HOUR / 2)).note).toMatchObject({ attempts: 0, version: 2 });
  });

  it("a crowd of notes with the same key becomes one", async () => {
    const card = note({ reason: { kind: "card" }, to: { card: "k" } });
    await Promise.all(Array.from({ length: 20 }, () => put(card, card)));
    expect((await only()).note.version).toBe(40);
  });

  it("takes back what is pending or being sent, by party and beginning of the key, or by key", async () => {
    const [a, b, c, d] = [
      note({ key: "remind:x:1", dueAt: now - 1 }),
      note({ key: "remind:x:2" }),
      note({ key: "told_x" }),
      note({ key: "told%x" }),
    ];
    await put(a, b, c, d);
    const leases = await claim(now, 1);
    expect([...(await store.write((tx) => tx.notes.pending(party, "remind:"))).keys()].sort()).toEqual([a.key, b.key]);
    await store.write((tx) => tx.notes.drop(party, "remind:"));
    expect((await store.write((tx) => tx.notes.pending(party, "remind:"))).size).toBe(0);
    expect(await store.outbox.finish(leases[0] as Lease, now)).toBe(false);
    expect(keys(leases)).toEqual([a.key]);
    expect(keys(await claim()).sort()).toEqual([c.key, d.key].sort());
    await store.write((tx) => tx.notes.dropKeys([c.key, "unknown"]));
    await store.write((tx) => tx.notes.drop(newCode(), ""));
    await store.write((tx) => tx.notes.drop(party, ""));
    expect(await claim(now + HOUR / 2)).toEqual([]);
  });

  it("sends news before reminders before cards, and yet no card waits for ever behind news", async () => {
    const card = note({ key: "card", reason: { kind: "card" }, to: { card: "k" } });
    const remind = note({ key: "remind" });
    await put(
      card,
      remind,
      ...Array.from({ length: 3 }, (_, i) => note({ key: `news ${i}`, reason: { kind: "promoted" } })),
    );
    const order: string[] = [];
    for (const _ of [1, 2, 3, 4, 5]) {
      const [one] = await claim(now, 1);
      if (one && (await store.outbox.finish(one, now))) order.push(one.note.key);
    }
    expect(order.map((key) => key.split(" ")[0])).toEqual(["news", "news", "news", "remind", "card"]);
    const later = now + 16 * MINUTE + 1;
    const news = Array.from({ length: 5 }, () => note({ reason: { kind: "promoted" }, dueAt: later }));
    await put(...news, note({ key: "old card", reason: { kind: "card" }, to: { card: "k2" } }));
    expect(keys(await claim(later, 1))).toEqual(["old card"]);
  });

  it("sends a cancellation before what was due long before it", async () => {
    const calledOff = note({ key: "called off", reason: { kind: "calledOff" }, dueAt: now + 10 * MINUTE });
    await put(...Array.from({ length: 20 }, (_, nth) => note({ nth })), calledOff);
    expect(keys(await claim(now + 10 * MINUTE, 1))).toEqual(["called off"]);
  });

  it("lets parties take turns, however many guests one has", async () => {
    const big = Array.from({ length: 100 }, (_, nth) => note({ key: `big ${nth}`, nth }));
    const small = Array.from({ length: 3 }, (_, nth) => note({ key: `small ${nth}`, nth, party: newCode() }));
    await put(...big);
    await put(...small);
    const first = keys(await claim(now, 8));
    expect(first.filter((key) => key.startsWith("small"))).toHaveLength(3);
  });

  it("tells since when an earlier attempt may have gone out, until it is settled", async () => {
    await put(note({ expiresAt: now + DAY }));
    const first = await only();
    expect(first.note.triedAt).toBeUndefined();
    await store.outbox.again(first, now + MINUTE, { doubt: true });
    const second = await only(now + MINUTE);
    expect(second.note.triedAt).toBe(now);
    await store.outbox.again(second, now + 2 * MINUTE, { spent: false, doubt: true });
    const third = await only(now + 2 * MINUTE);
    expect(third.note).toMatchObject({ triedAt: now, attempts: 1 });
    await store.outbox.again(third, now + 3 * MINUTE);
    expect((await only(now + 3 * MINUTE)).note.triedAt).toBeUndefined();
  });

  it("takes back what a clock did that was ahead", async () => {
    const [dropped, putOff] = [note(), note({ expiresAt: now + 9 * DAY })];
    await put(dropped, putOff);
    const ahead = now + 2 * DAY;
    const lease = await only(ahead);
    expect(lease.note.key).toBe(putOff.key);
    await store.outbox.again(lease, ahead + MINUTE);
    expect(await claim(now)).toEqual([]);
    expect(await store.outbox.rewind(now)).toBe(2);
    expect(new Set(keys(await claim(now)))).toEqual(new Set([dropped.key, putOff.key]));
  });

  it("drops what came too late, and forgets what was done long ago", async () => {
    const late = note({ expiresAt: now + SECOND });
    await put(late, note({ dueAt: now + DAY, expiresAt: now + 2 * DAY }), note());
    expect(keys(await claim(now + SECOND)).includes(late.key)).toBe(false);
    await put(note({ expiresAt: now + 2 }));
    expect(await store.outbox.sweep(now + 3, now)).toEqual({ expired: 1, pruned: 0 });
    expect((await store.outbox.sweep(now + 3, now + DAY)).pruned).toBe(2);
    // The one that is in hand, and the one that is still to come.
    expect(await store.outbox.stats(now + 3)).toMatchObject({ pending: 2, due: 1 });
  });

  it("a heap of expired notes does not hide the one that is not", async () => {
    await put(...Array.from({ length: 50 }, () => note({ dueAt: now - HOUR, expiresAt: now })), note({ key: "alive" }));
    expect(keys(await claim(now, 10))).toEqual(["alive"]);
  });

  it("an answer that was given is kept for a day, and no longer", async () => {
    const answered = (id: string, at: number) => store.write((tx) => tx.requests.ran(id, "the reply", at));
    await answered("yesterday", now - DAY - 1);
    await answered("just now", now - DAY + HOUR);
    await store.outbox.sweep(now, now - 30 * DAY);
    expect(await store.reads.requests.reply("yesterday")).toBeUndefined();
    expect(await store.reads.requests.reply("just now")).toBe("the reply");
  });

  it("tells when the next one is due, and how many are", async () => {
    expect(await store.outbox.nextDue(now)).toBeUndefined();
    await put(note({ dueAt: now + HOUR, expiresAt: now + DAY }), note({ dueAt: now - 5, expiresAt: now + DAY }));
    expect(await store.outbox.nextDue(now)).toBe(now - 5);
    expect(await store.outbox.stats(now)).toMatchObject({ pending: 2, due: 1, oldestDueAt: now - 5 });
  });
});
