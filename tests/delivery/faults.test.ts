// Tests: each fault a platform can answer with, and what becomes of the note.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../src/domain/time.ts";
import { backoff, BACKOFF_MAX } from "../../src/delivery/backoff.ts";
import type { Store } from "../../src/store/types.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { createWorld, type World } from "./world.ts";

describe.each(DATABASES)("faults on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  let world: World;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
  });
  afterAll(() => fresh.close());
  beforeEach(async () => {
    world = await createWorld(store);
  });

  /** A guest who is about to be told that the party moved. */
  const setting = async () => {
    const [host, ana] = await world.people("host", "ana");
    const flat = await world.group("flat");
    if (!host || !ana) throw new Error("nobody");
    const party = await world.host(host, [flat]);
    await world.answer(party.code, ana, "going");
    await world.sender.drain();
    await world.move(party.code, { startsAt: party.startsAt + HOUR });
    return { ...party, ana, flat };
  };
  const later = (ms: number) => world.at(world.clock.now + ms);

  test("retry: waits as long as the platform says, then sends", async () => {
    const { ana } = await setting();
    world.web.fault(ana.to, { outcome: "retry", afterMs: 7 * SECOND });
    await world.sender.drain();
    await later(7 * SECOND - 1);
    expect(world.told(ana.to)).toEqual([]);
    await later(1);
    expect(world.told(ana.to)).toEqual(["moved"]);
  });

  test("retry without a time: backs off, longer each time", async () => {
    const { ana } = await setting();
    world.web.fault(ana.to, { outcome: "retry" }, { outcome: "retry" }, { outcome: "retry" });
    const tries: number[] = [];
    world.web.onDeliver(async (to) => {
      if (to === ana.to) tries.push(world.clock.now);
    });
    await world.sender.drain();
    for (let step = 0; step < 30; step++) await later(500);
    expect(world.told(ana.to)).toEqual(["moved"]);
    const gaps = tries.slice(1).map((at, n) => at - (tries[n] ?? 0));
    expect(gaps).toHaveLength(3);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
  });

  test("ambiguous: is tried again under the same nonce, so it is seen once, and never on another account", async () => {
    const { ana } = await setting();
    world.web.fault(ana.to, "lost answer");
    await world.sender.drain();
    await later(MINUTE);
    const sent = world.web.delivered.filter((one) => one.to === ana.to);
    expect(sent.map((one) => one.repeat)).toEqual([false, true]);
    expect(new Set(sent.map((one) => one.nonce)).size).toBe(1);
    expect(world.web.shown(ana.to)).toHaveLength(1);
  });

  test("a fault nobody knows raises an alarm and is tried again", async () => {
    const { ana } = await setting();
    world.web.fault(ana.to, new TypeError("a name that must not be logged"));
    await world.sender.drain();
    expect(world.alarms).toContain("delivery.unknown_fault");
    expect(world.told(ana.to)).toEqual([]);
    await later(MINUTE);
    expect(world.told(ana.to)).toEqual(["moved"]);
  });

  test("gone, for what is no card: is given up", async () => {
    const { ana } = await setting();
    world.web.fault(ana.to, { outcome: "gone" });
    await world.sender.drain();
    await later(HOUR);
    expect(world.told(ana.to)).toEqual([]);
  });

  test("unreachable with no other account: is given up, and the account is known for it until it is reached", async () => {
    const { code, startsAt, ana } = await setting();
    world.web.fault(ana.to, { outcome: "unreachable", why: "blocked" });
    await world.sender.drain();
    expect((await store.reads.people.accountsOf(ana.id)).map((one) => one.unreachable)).toEqual([true]);
    await later(HOUR);
    expect(world.told(ana.to)).toEqual([]);
    await world.move(code, { startsAt: startsAt + 5 * HOUR });
    await world.sender.drain();
    expect(world.told(ana.to)).toEqual(["moved"]);
    expect((await store.reads.people.accountsOf(ana.id)).map((one) => one.unreachable)).toEqual([false]);
  });

  test("a platform without an adapter here: its notes wait until there is one", async () => {
    const { ana } = await setting();
    const bare = world.senderWith({ adapters: new Map() });
    await bare.drain();
    expect(world.told(ana.to)).toEqual([]);
    await later(MINUTE);
    expect(world.told(ana.to)).toEqual(["moved"]);
  });

  test("a platform that keeps failing is asked until the note expires, and not after", async () => {
    const { code, ana } = await setting();
    const party = await store.reads.parties.get(code);
    let tries = 0;
    world.web.onDeliver(async (to) => {
      if (to !== ana.to) return;
      tries++;
      throw new TypeError("down");
    });
    await world.sender.drain();
    for (let hour = 0; hour < 60; hour++) await later(HOUR);
    expect(world.clock.now).toBeGreaterThan((party?.startsAt ?? 0) + 6 * HOUR);
    const all = tries;
    expect(all).toBeGreaterThan(10);
    await later(HOUR);
    expect(tries).toBe(all);
  });
});

test("the wait grows to fifteen minutes and no further, and is never less than half", () => {
  for (let attempts = 0; attempts < 40; attempts++) {
    const [least, most] = [backoff(attempts, () => 0), backoff(attempts, () => 0.999999)];
    expect(least).toBeGreaterThanOrEqual(500);
    expect(most).toBeLessThanOrEqual(BACKOFF_MAX);
    expect(most - least).toBeGreaterThan(least * 0.9);
  }
  expect(backoff(30, () => 0.999999)).toBe(BACKOFF_MAX);
});
