// Tests: whatever a town does, hour by hour, each reminder comes to exactly those who then are to have it.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOUR, type Instant } from "../../src/domain/time.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { createWorld } from "./world.ts";

const who = fc.nat({ max: 2 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("answer" as const),
      who,
      answer: fc.constantFrom("going", "maybe", "declined"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("leave" as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("switch" as const), who, on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("move" as const), hours: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("callOff" as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 6 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe.each(DATABASES)("a town on %s", (kind) => {
  let fresh: FreshStore;
  beforeAll(async () => {
    fresh = await freshStore(kind);
  });
  afterAll(() => fresh.close());

  const live = async (steps: readonly Step[]): Promise<void> => {
    const world = await createWorld(fresh.store);
    const [host, ...guests] = await world.people("host", "ana", "ben", "cem");
    if (!host) throw new Error("nobody");
    const { code, startsAt: first } = await world.host(host, [], { startsAt: world.clock.now + 27 * HOUR });
    const truth = { startsAt: first, on: true, coming: new Set<number>(), wants: new Set([0, 1, 2]) };
    const count = (index: number) =>
      world.told(guests[index]?.to ?? "").filter((what) => what.startsWith("remind")).length;
    const hour = async (): Promise<void> => {
      const next: Instant = world.clock.now + HOUR;
      const due = truth.on && [24, 2].some((hours) => truth.startsAt - hours * HOUR === next);
      const before = guests.map((_, index) => count(index));
      await world.at(next);
      const got = guests.map((_, index) => count(index) - (before[index] ?? 0));
      expect(got).toEqual(guests.map((_, index) => (due && truth.coming.has(index) && truth.wants.has(index) ? 1 : 0)));
    };
    const act = async (one: Step): Promise<void> => {
      if (one.do === "wait") for (let h = 0; h < one.hours; h++) await hour();
      if (!truth.on) return;
      if (one.do === "move") {
        truth.startsAt = world.clock.now + one.hours * HOUR;
        await world.move(code, { startsAt: truth.startsAt });
      } else if (one.do === "callOff") {
        truth.on = false;
        await world.callOff(code);
      } else if (one.do !== "wait") await personal(one);
    };
    const personal = async (one: Extract<Step, { who: number }>): Promise<void> => {
      const guest = guests[one.who];
      if (!guest) throw new Error("nobody");
      if (one.do === "switch") {
        one.on ? truth.wants.add(one.who) : truth.wants.delete(one.who);
        return world.reminders(guest, one.on);
      }
      const comes = one.do === "answer" && one.answer !== "declined";
      comes ? truth.coming.add(one.who) : truth.coming.delete(one.who);
      await (one.do === "answer" ? world.answer(code, guest, one.answer as "going") : world.leave(code, guest));
    };
    for (const one of steps) await act(one);
  };

  test("each reminder comes at its hour to exactly the guests who are coming and want it", async () => {
    const runs = fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), live);
    await fc.assert(runs, { numRuns: 12, seed: 7 });
  });
});
