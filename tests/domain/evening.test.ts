// Evenings: reminders of one person that belong together are told together, and none is lost, doubled or far too soon.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Due, eveningOf, gathered, PARTIES_MAX, TOGETHER } from "../../src/domain/evening.ts";
import { HOUR } from "../../src/domain/time.ts";

const dues = fc.uniqueArray(
  fc.record({
    party: fc.constantFrom("a", "b", "c", "d"),
    minutes: fc.constantFrom(30, 120, 180, 1_440),
    at: fc.integer({ min: 0, max: 30 * HOUR }),
    evening: fc.constantFrom("2026-11-28", "2026-11-29"),
  }),
  { maxLength: 16, selector: ({ party, minutes }) => `${party} ${minutes}` },
);

describe("the reminders of one person", () => {
  test("are each told once, at their own moment or at an earlier one of the same evening, within bounds", () => {
    fc.assert(
      fc.property(dues, (some) => {
        const groups = gathered(some);
        expect(groups.flat().sort(byName)).toEqual([...some].sort(byName));
        for (const group of groups) {
          const [first] = group;
          expect(new Set(group.map(({ evening }) => evening)).size).toBe(1);
          expect(new Set(group.map(({ party }) => party)).size).toBe(group.length);
          expect(group.length).toBeLessThanOrEqual(PARTIES_MAX);
          for (const { at } of group) {
            expect(at).toBeGreaterThanOrEqual(first.at);
            expect(at - first.at).toBeLessThanOrEqual(TOGETHER);
          }
        }
      }),
    );
  });

  test("of one party alone are never told together, and none of them sooner", () => {
    fc.assert(
      fc.property(dues, (some) => {
        const alone = some.filter(({ party }) => party === "a");
        expect(gathered(alone).every((group) => group.length === 1)).toBe(true);
      }),
    );
  });

  test("a party after midnight is on the evening before, by its own clocks", () => {
    const one = Date.UTC(2026, 10, 29, 0);
    expect(eveningOf(one, "Europe/Berlin")).toBe("2026-11-28");
    expect(eveningOf(one + 6 * HOUR, "Europe/Berlin")).toBe("2026-11-29");
    expect(eveningOf(one, "Asia/Tokyo")).toBe("2026-11-29");
  });
});

const byName = (a: Due, b: Due): number => `${a.party} ${a.minutes}`.localeCompare(`${b.party} ${b.minutes}`);
