// Telegram's pace: as fast as the platform takes it and no faster, against a server that holds its limits.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPace } from "../../../adapters/telegram/pace.ts";
import { createLimits } from "../../fakes/telegram/limits.ts";
import type { Room } from "../../fakes/telegram/state.ts";
import { holdTime } from "./held-time.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const group = { id: "-1", isGroup: true };
const person = { id: "7", isGroup: false };
const roomOf = ({ id, isGroup }: typeof group): Room =>
  ({ id: Number(id), type: isGroup ? "supergroup" : "private" }) as Room;

/** When each of these messages went out, and what Telegram would have refused of them. */
const sent = async (messages: readonly (typeof group)[]) => {
  const time = holdTime();
  const pace = createPace(time);
  const limits = createLimits(time.now, true);
  const times: number[] = [];
  const send = async (to: typeof group): Promise<void> => {
    for (let later = await pace.turn(to); later > 0; later = await pace.turn(to)) await time.rest(later);
    limits.count(roomOf(to));
    times.push(time.now());
  };
  await time.during(Promise.all(messages.map(send)));
  return times;
};

describe("many messages at once", () => {
  test("to whomever they go, none is refused, and each goes out", async () => {
    const some = fc.record({ id: fc.integer({ min: 1, max: 6 }).map(String), isGroup: fc.boolean() });
    const to = some.map((one) => (one.isGroup ? { ...one, id: `-${one.id}` } : one));
    await fc.assert(
      fc.asyncProperty(fc.array(to, { minLength: 1, maxLength: 120 }), async (messages) => {
        expect(await sent(messages)).toHaveLength(messages.length);
      }),
      { numRuns: 20 },
    );
  });

  test("to different people go out evenly, close to thirty a second", async () => {
    const people = Array.from({ length: 300 }, (_, at) => ({ id: `${at}`, isGroup: false }));
    const times = await sent(people);
    const gaps = times.slice(1).map((at, i) => at - (times[i] ?? at));
    expect(new Set(gaps)).toEqual(new Set([34, 35]));
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(1.04 * 10 * SECOND);
  });

  test("to one group: a few at once, then one a second, and twenty in any minute", async () => {
    const times = await sent(Array.from({ length: 45 }, () => group));
    const since = times.map((at) => at - (times[0] ?? at));
    expect(since[2]).toBeLessThan(SECOND);
    expect(since[19]).toBeLessThan(18 * SECOND);
    for (const [i, at] of since.slice(20).entries()) expect(at - (since[i] ?? 0)).toBeGreaterThanOrEqual(MINUTE);
  });
});

describe("a refusal", () => {
  test("of a group holds that group exactly as long as Telegram asks, and nobody else", async () => {
    const time = holdTime();
    const pace = createPace(time);
    expect(await pace.turn(group)).toBe(0);
    pace.refused(group, 7_000);
    expect(await pace.turn(group)).toBe(7_000);
    expect(await time.during(pace.turn(person))).toBe(0);
    time.passTo(time.now() + 6_000 - 35);
    const from = time.now();
    expect(await time.during(pace.turn(group))).toBe(0);
    expect(time.now() - from).toBe(SECOND);
  });

  test("of somebody who was written to once concerns everybody", async () => {
    const time = holdTime();
    const pace = createPace(time);
    expect(await pace.turn(person)).toBe(0);
    pace.refused(person, 30_000);
    for (const other of [person, group, { id: "8", isGroup: false }, undefined])
      expect(await pace.turn(other)).toBeGreaterThan(27_000);
    time.passTo(time.now() + 28_000);
    const from = time.now();
    expect(await time.during(pace.turn(person))).toBe(0);
    expect(time.now() - from).toBe(2_000);
  });
});

test("after a pause of the machine little is made up for, and never in a burst", async () => {
  const time = holdTime();
  const pace = createPace(time);
  const limits = createLimits(time.now, true);
  const times: number[] = [];
  const turns = Array.from({ length: 120 }, async (_, at) => {
    await pace.turn({ id: `${at}`, isGroup: false });
    limits.count(roomOf({ id: `${at}`, isGroup: false }));
    times.push(time.now());
    // The machine stands still for half a second, now and then.
    if (at % 25 === 10) time.passTo(time.now() + 500);
  });
  await time.during(Promise.all(turns));
  const gaps = times.slice(1).map((at, i) => at - (times[i] ?? at));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(17);
});

test("timers that are always late cost next to nothing", async () => {
  const held = holdTime();
  const time = { now: held.now, rest: (ms: number) => held.rest(ms + 3) };
  const pace = createPace(time);
  const from = time.now();
  await held.during(Promise.all(Array.from({ length: 150 }, (_, at) => pace.turn({ id: `${at}`, isGroup: false }))));
  expect(time.now() - from).toBeLessThan(1.04 * 5 * SECOND);
});

test("who would stand in line for longer than five seconds is told when to come, each for a turn of their own", async () => {
  const time = holdTime();
  const pace = createPace(time);
  const all = Promise.all(Array.from({ length: 210 }, (_, at) => pace.turn({ id: `${at}`, isGroup: false })));
  const sentAway = (await time.during(all)).filter((later) => later > 0);
  expect(sentAway.length).toBeGreaterThan(50);
  expect(Math.min(...sentAway)).toBeGreaterThan(2 * SECOND);
  for (const [i, later] of sentAway.slice(1).entries()) expect([34, 35]).toContain(later - (sentAway[i] ?? 0));
});

test("an answer that went out beside the turns makes the next one wait a place longer", async () => {
  const time = holdTime();
  const pace = createPace(time);
  await pace.turn(person);
  pace.counted();
  const from = time.now();
  await time.during(pace.turn({ id: "8", isGroup: false }));
  expect(time.now() - from).toBe(69);
});

test("answers without end delay the others, and do not hold them up", async () => {
  const time = holdTime();
  const pace = createPace(time);
  const waiting = Array.from({ length: 50 }, (_, at) => pace.turn({ id: `${at}`, isGroup: false }));
  const from = time.now();
  let over = false;
  const answers = async (): Promise<void> => {
    for (; !over; await time.rest(5)) pace.counted();
  };
  const all = Promise.all(waiting).finally(() => {
    over = true;
  });
  void answers();
  await time.during(all);
  expect(time.now() - from).toBeLessThan(30 * SECOND);
});
