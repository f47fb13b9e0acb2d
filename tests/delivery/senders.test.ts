// Tests: several senders on one database, leases that run out, order within a destination.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HOUR } from "../../src/domain/time.ts";
import { BATCH, LEASE } from "../../src/delivery/post.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { Store } from "../../src/store/types.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { createWorld, type World } from "./world.ts";

describe.each(DATABASES)("senders on %s", (kind) => {
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

  /** A party that moved, with `count` guests who are to be told. */
  const moved = async (count: number) => {
    const host = await world.person("host");
    const guests = await world.people(...Array.from({ length: count }, (_, n) => `g${n}`));
    const party = await world.host(host, [await world.group("flat")]);
    await world.answer(party.code, guests, "going");
    await world.sender.drain();
    await world.move(party.code, { startsAt: party.startsAt + HOUR });
    return { ...party, guests };
  };

  test("three senders on one database send each of 60 notes once", async () => {
    const { guests } = await moved(60);
    const senders = [world.sender, world.senderWith(), world.senderWith()];
    await Promise.all(senders.map((sender) => sender.drain()));
    for (const sender of senders) await sender.drain();
    expect(guests.filter(({ to }) => world.told(to).join() === "moved")).toHaveLength(60);
    expect(world.web.delivered.filter((one) => one.repeat)).toEqual([]);
  });

  test("destinations are served side by side, each one in order and one at a time", async () => {
    const { guests, code } = await moved(30);
    const club = await world.group("club");
    const card = newId();
    await world.act(async (tx, record) => {
      await tx.cards.add({ id: card, party: code, chat: club.key }, world.clock.now);
      record({ kind: "carded", party: code, card });
      record({
        kind: "moved",
        party: code,
        was: { startsAt: 1, timeZone: "UTC", label: "" },
        time: true,
        place: false,
      });
    });
    world.web.most.inAll = 0;
    world.web.onDeliver(() => new Promise((done) => setImmediate(done)));
    await world.sender.drain();
    expect(world.web.most.toOne).toBe(1);
    expect(world.web.most.inAll).toBeGreaterThan(1);
    expect(world.web.most.inAll).toBeLessThanOrEqual(BATCH);
    expect(guests.every(({ to }) => world.told(to).length === 1)).toBe(true);
  });

  test("a lease that runs out is taken over by another sender, and not before", async () => {
    const { guests } = await moved(5);
    const { now } = world.clock;
    const dead = await store.outbox.claim({ now, until: now + LEASE, limit: 50, owner: "dead" });
    expect(dead.length).toBeGreaterThanOrEqual(5);
    await world.at(now + LEASE - 1);
    expect(guests.flatMap(({ to }) => world.told(to))).toEqual([]);
    await world.at(now + LEASE + 1);
    expect(guests.every(({ to }) => world.told(to).length === 1)).toBe(true);
    for (const lease of dead) expect(await store.outbox.finish(lease, world.clock.now)).toBe(false);
    await world.sender.drain();
    expect(guests.every(({ to }) => world.told(to).length === 1)).toBe(true);
  });

  test("one destination that hangs does not keep the others waiting, nor what is put meanwhile", async () => {
    const { guests, code, startsAt } = await moved(3);
    const [slow, quick] = guests;
    if (!slow || !quick) throw new Error("nobody");
    let release = (): void => {};
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    let times = 0;
    const second = new Promise<void>((resolve) => {
      world.web.onDeliver(async (to) => {
        if (to === slow.to) return hanging;
        if (to !== quick.to) return;
        times++;
        if (times === 2) return resolve();
        await world.move(code, { startsAt: startsAt + 4 * HOUR });
        world.sender.wake();
      });
    });
    world.sender.wake();
    await second;
    expect(world.told(slow.to)).toEqual([]);
    release();
    await world.sender.drain();
    expect(world.told(slow.to)).toContain("moved");
  });

  test("a sender that stops finishes what is on its way and leaves the rest for the next", async () => {
    const { guests } = await moved(60);
    world.web.onDeliver(() => new Promise((done) => setImmediate(done)));
    const one = world.senderWith();
    one.wake();
    await one.stop();
    one.wake();
    const soFar = guests.filter(({ to }) => world.told(to).length > 0).length;
    expect(soFar).toBeLessThan(60);
    await world.sender.drain();
    expect(guests.filter(({ to }) => world.told(to).join() === "moved")).toHaveLength(60);
    expect(world.web.delivered.filter((sent) => sent.repeat)).toEqual([]);
  });

  test("a note that is to be tried again comes on time although another destination hangs", async () => {
    const { guests } = await moved(2);
    const [slow, quick] = guests;
    if (!slow || !quick) throw new Error("nobody");
    let release = (): void => {};
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.web.fault(quick.to, { outcome: "retry", afterMs: 100 });
    let times = 0;
    const again = new Promise<void>((resolve) => {
      world.web.onDeliver(async (to) => {
        if (to === slow.to) return hanging;
        if (to === quick.to && ++times === 2) resolve();
      });
    });
    const timed = world.senderWith({ timer: true, now: () => (world.clock.now += 10) });
    timed.wake();
    await again;
    release();
    await timed.stop();
    expect([world.told(slow.to), world.told(quick.to)]).toEqual([["moved"], ["moved"]]);
  });

  test("the sender wakes by itself when the next note is due", async () => {
    const { code, guests, startsAt } = await moved(1);
    await world.sender.drain();
    const guest = guests[0]?.to ?? "";
    world.clock.now = startsAt + HOUR - 24 * HOUR - 30;
    const arrived = new Promise<void>((resolve) => {
      world.web.onDeliver(async (to) => {
        if (to === guest) resolve();
      });
    });
    const timed = world.senderWith({ timer: true, now: () => (world.clock.now += 10) });
    timed.wake();
    await arrived;
    await timed.stop();
    expect(world.told(guest)).toContain("remind 24h");
    expect(await store.reads.parties.get(code)).toBeDefined();
  });
});
