// Tests: who is told of a change, a cancellation, a place that came free, an invitation, a request; and nobody else is.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HOUR } from "../../src/domain/time.ts";
import type { Store } from "../../src/store/types.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { createWorld, NOON, type World } from "./world.ts";

/** More than a sender has in hand at once. */
const GUESTS = 80;

describe.each(DATABASES)("what people are told on %s", (kind) => {
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

  const setting = async (max = 2) => {
    const all = await world.people("host", "going", "maybe", "waiting", "asking", "declined", "invited", "stranger");
    const [host, going, maybe, waiting, asking, declined, invited, stranger] = all;
    if (!host || !going || !maybe || !waiting || !asking || !declined || !invited || !stranger)
      throw new Error("nobody");
    const [flat, club, other] = [await world.group("flat"), await world.group("club"), await world.group("other")];
    const party = await world.host(host, [flat, club], { max });
    await world.answer(party.code, going, "going");
    await world.answer(party.code, maybe, "maybe");
    await world.answer(party.code, asking, "requested");
    await world.answer(party.code, declined, "declined");
    await world.answer(party.code, invited, "invited");
    return { ...party, host, going, maybe, waiting, asking, declined, invited, stranger, flat, club, other, all };
  };
  const heard = (kind: string, who: readonly { to: string }[]): string[] =>
    who.filter(({ to }) => world.told(to).includes(kind)).map(({ to }) => to.split(".")[0] as string);

  test("a move is told to those who answered and to the groups with the card, from the old time to the new", async () => {
    const { code, startsAt, going, flat, club, other, all } = await setting();
    await world.sender.drain();
    await world.move(code, { startsAt: startsAt + HOUR });
    await world.sender.drain();
    expect(heard("moved", [...all, flat, club, other])).toEqual(["@going", "@maybe", "@asking", "#flat", "#club"]);
    const moved = world.reasonsTold(going.to).find((reason) => reason.kind === "moved");
    expect(moved).toMatchObject({ was: { startsAt, label: "Kreuzberg, Berlin" }, time: true, place: false });
    const read = JSON.stringify(world.web.shown(going.to).at(-1));
    expect(read.indexOf(`"at":${startsAt},`)).toBeGreaterThan(-1);
    expect(read.indexOf(`"at":${startsAt + HOUR},`)).toBeGreaterThan(read.indexOf(`"at":${startsAt},`));
  });

  test("two moves before anybody was told are one, from what was known to what is true", async () => {
    const { code, startsAt, going } = await setting();
    await world.sender.drain();
    await world.move(code, { startsAt: startsAt + HOUR });
    await world.move(code, { place: { label: "Mitte, Berlin" } });
    await world.sender.drain();
    const moves = world.reasonsTold(going.to).filter((reason) => reason.kind === "moved");
    expect(moves).toHaveLength(1);
    expect(moves[0]).toMatchObject({ was: { startsAt, label: "Kreuzberg, Berlin" }, time: true, place: true });
    await world.move(code, { startsAt: startsAt + 3 * HOUR });
    await world.sender.drain();
    const last = world
      .reasonsTold(going.to)
      .filter((reason) => reason.kind === "moved")
      .at(-1);
    expect(last).toMatchObject({
      was: { startsAt: startsAt + HOUR, label: "Mitte, Berlin" },
      time: true,
      place: false,
    });
  });

  test("a move that is taken back before anybody was told is not told", async () => {
    const { code, startsAt, going, flat } = await setting();
    await world.sender.drain();
    await world.move(code, { startsAt: startsAt + HOUR });
    await world.move(code, { startsAt });
    await world.sender.drain();
    expect(heard("moved", [going, flat])).toEqual([]);
  });

  test("a cancellation is told to those who answered and to the groups, and takes the place of all that was untold", async () => {
    const { code, startsAt, flat, club, other, all } = await setting();
    await world.sender.drain();
    await world.move(code, { startsAt: startsAt + HOUR });
    await world.callOff(code);
    await world.sender.drain();
    expect(heard("calledOff", [...all, flat, club, other])).toEqual(["@going", "@maybe", "@asking", "#flat", "#club"]);
    expect(heard("moved", [...all, flat, club])).toEqual([]);
    expect(world.told(flat.to).filter((what) => what === "card")).toHaveLength(2);
  });

  test("who waits is told of a move, and of the place that came free", async () => {
    const { code, startsAt, going, waiting } = await setting(1);
    await world.answer(code, waiting, "going");
    await world.move(code, { startsAt: startsAt + HOUR });
    await world.sender.drain();
    expect(world.told(waiting.to)).toEqual(["moved"]);
    await world.leave(code, going);
    await world.sender.drain();
    expect(world.told(waiting.to)).toEqual(["moved", "promoted"]);
  });

  test("a place that came free and was given up again before it was told is not told", async () => {
    const { code, going, waiting } = await setting(1);
    await world.answer(code, waiting, "going");
    await world.leave(code, going);
    await world.answer(code, waiting, "declined");
    await world.sender.drain();
    expect(world.told(waiting.to)).toEqual([]);
  });

  test("an invitation is told to the person invited, unless they answered first", async () => {
    const { code, host, stranger, invited } = await setting();
    await world.act(async (_, record) => {
      record({ kind: "invited", party: code, personId: invited.id, by: host.id });
      record({ kind: "invited", party: code, personId: stranger.id, by: host.id });
    });
    await world.answer(code, stranger, "maybe");
    await world.sender.drain();
    expect(world.told(invited.to)).toEqual(["invited"]);
    expect(world.told(stranger.to)).toEqual([]);
  });

  test("a request is told to the host and the co-hosts, and the answer to who asked", async () => {
    const { code, host, asking, stranger, declined } = await setting();
    const pushy = await world.person("pushy");
    await store.write((tx) => tx.parties.addCohost(code, stranger.id, world.clock.now));
    await world.answer(code, pushy, "requested");
    await world.sender.drain();
    expect(world.told(stranger.to)).toEqual(["asked"]);
    expect(world.told(host.to)).toEqual(["asked", "asked"]);
    await world.act(async (tx, record) => {
      await tx.rsvps.answer({
        party: code,
        personId: asking.id,
        answer: "going",
        admitted: "yes",
        now: world.clock.now,
      });
      record({ kind: "answered", party: code, personId: asking.id });
      record({ kind: "admitted", party: code, personId: asking.id });
      await tx.rsvps.answer({
        party: code,
        personId: pushy.id,
        answer: "declined",
        admitted: "no",
        now: world.clock.now,
      });
      record({ kind: "turnedAway", party: code, personId: pushy.id });
    });
    await world.sender.drain();
    expect(world.told(asking.to)).toEqual(["admitted"]);
    expect(world.told(pushy.to)).toEqual(["turnedAway"]);
    expect(world.told(declined.to)).toEqual([]);
  });

  test("a renamed party tells nobody; its card shows it", async () => {
    const { code, flat, all } = await setting();
    await world.sender.drain();
    const before = all.flatMap(({ to }) => world.told(to));
    await world.rename(code, "Garden BBQ");
    await world.sender.drain();
    expect(all.flatMap(({ to }) => world.told(to))).toEqual(before);
    expect(world.web.shown(flat.to).map((view) => view.title)).toEqual([expect.stringContaining("Garden BBQ")]);
  });

  test("every guest of a large party is told of a move, once", async () => {
    const host = await world.person("host");
    const guests = await world.people(...Array.from({ length: GUESTS }, (_, n) => `g${n}`));
    const { code, startsAt } = await world.host(host, []);
    await world.answer(code, guests, "maybe");
    await world.move(code, { startsAt: startsAt + HOUR });
    await world.sender.drain();
    expect(guests.filter(({ to }) => world.told(to).join() === "moved")).toHaveLength(GUESTS);
    expect(world.clock.now).toBe(NOON);
  });
});
