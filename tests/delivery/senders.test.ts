// Tests: several senders on one database, leases that run out, order within a destination.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../src/domain/time.ts";
import { LEASE, ROOM } from "../../src/delivery/post.ts";
import { SENDER, TERM } from "../../src/delivery/tenure.ts";
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
    expect(world.web.most.inAll).toBeLessThanOrEqual(ROOM);
    expect(guests.every(({ to }) => world.told(to).length === 1)).toBe(true);
  });

  test("while one sender has the right to send no other does, and one that died is replaced within ten seconds", async () => {
    const { guests } = await moved(3);
    const other = world.senderWith();
    await other.drain();
    expect(guests.flatMap(({ to }) => world.told(to))).toEqual([]);
    await world.at(world.clock.now);
    expect(guests.map(({ to }) => world.told(to).join())).toEqual(["moved", "moved", "moved"]);
    const more = await moved(2);
    world.clock.now += 10 * SECOND;
    await other.drain();
    expect(more.guests.map(({ to }) => world.told(to).join())).toEqual(["moved,moved", "moved,moved"]);
  });

  test("a sender that stops leaves the right to send to the next at once", async () => {
    const { guests } = await moved(2);
    await world.sender.stop();
    await world.senderWith().drain();
    expect(guests.map(({ to }) => world.told(to).join())).toEqual(["moved", "moved"]);
  });

  test("a claim of somebody whose right was taken over takes nothing", async () => {
    await moved(2);
    const { now } = world.clock;
    await world.sender.stop();
    const fence = (await store.adapters.take(SENDER, "slow", now, now + TERM)) ?? 0;
    const later = now + TERM + 1;
    expect(await store.adapters.take(SENDER, "quick", later, later + TERM)).toBe(fence + 1);
    const asked = { now: later, until: later + LEASE, limit: 50 };
    const slow = { name: SENDER, owner: "slow", fence, until: later + TERM };
    expect(await store.outbox.claim({ ...asked, owner: "slow", tenure: slow })).toEqual([]);
    const quick = { name: SENDER, owner: "quick", fence: fence + 1, until: later + TERM };
    expect((await store.outbox.claim({ ...asked, owner: "quick", tenure: quick })).length).toBeGreaterThanOrEqual(2);
    await store.adapters.release(SENDER, "quick");
  });

  test("a chat that hangs takes few of the places, and its own notes wait for it", async () => {
    const host = await world.person("host");
    const [slow, quick] = [await world.group("slow"), await world.group("quick")];
    for (let n = 0; n < 12; n++) await world.host(host, [slow]);
    let release = (): void => {};
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    let hung = 0;
    const arrived = new Promise<void>((resolve) => {
      world.web.onDeliver(async (to) => {
        if (to === slow.to) {
          hung += 1;
          return hanging;
        }
        resolve();
      });
    });
    world.sender.wake();
    await world.host(host, [quick]);
    world.sender.wake();
    await arrived;
    expect(hung).toBe(1);
    release();
    for (let n = 0; n < 4; n++) await world.at(world.clock.now + SECOND);
    expect(world.web.delivered.filter((one) => one.to === slow.to)).toHaveLength(12);
  });

  test("a clock that was a day ahead for a while loses no reminder and repeats none", async () => {
    const host = await world.person("host");
    const [ana] = await world.people("ana");
    if (!ana) throw new Error("nobody");
    const { code, startsAt } = await world.host(host, []);
    await world.answer(code, ana, "going");
    await world.sender.drain();
    await world.at(startsAt - 24 * HOUR - MINUTE);
    const right = world.clock.now;
    await world.at(startsAt + HOUR);
    expect(world.told(ana.to)).toEqual([]);
    await world.at(right);
    await world.at(startsAt - 24 * HOUR);
    await world.at(startsAt - 2 * HOUR);
    expect(world.told(ana.to)).toEqual(["remind 24h", "remind 2h"]);
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
    await world.sender.stop();
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
