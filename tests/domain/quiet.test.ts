// Quiet hours: in every zone and on every day, those on which the clocks change too, what falls into them comes at their beginning.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beforeQuiet, isQuiet, readQuiet, USUAL_QUIET } from "../../src/domain/quiet.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import { localParts } from "../../src/domain/zone.ts";

const RUNS = Number(process.env["PROPERTY_RUNS"] ?? 300);
const ZONES = Intl.supportedValuesOf("timeZone");
const clock = fc.integer({ min: 0, max: 1_439 });
const written = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => `${part}`.padStart(2, "0")).join(":");
const quiets = fc
  .tuple(clock, clock)
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => `${written(from)}-${written(to)}`);

/** Any time from 2024 to 2036, every other one within a day of a change of the clocks there. */
const moments = fc
  .tuple(fc.constantFrom(...ZONES), fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2036, 0, 1) }), fc.boolean())
  .map(([zone, at, near]) => ({ zone, at: near ? (nextChange(at, zone) ?? at) + (at % DAY) - DAY / 2 : at }));

function nextChange(from: number, zone: string): number | undefined {
  const offset = localParts(from, zone).offset;
  for (let at = from; at < from + 220 * DAY; at += DAY)
    if (localParts(at + DAY, zone).offset !== offset) return at + DAY;
  return undefined;
}

describe("quiet hours", () => {
  test("what falls into them comes at their beginning and never later; all else at its own moment", () => {
    fc.assert(
      fc.property(moments, quiets, ({ zone, at }, quiet) => {
        const then = beforeQuiet(at, quiet, zone);
        expect(then).toBeLessThanOrEqual(at);
        expect(beforeQuiet(then, quiet, zone)).toBe(then);
        if (!isQuiet(at, quiet, zone)) {
          expect(then).toBe(at);
          return;
        }
        expect(isQuiet(then, quiet, zone)).toBe(true);
        expect(isQuiet(then - 1, quiet, zone)).toBe(false);
        for (let one = then; one < at; one += 7 * MINUTE) expect(isQuiet(one, quiet, zone)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test("the usual ones of Berlin are from ten to eight, also in the nights when the clocks change", () => {
    const berlin = (at: number): number => beforeQuiet(at, USUAL_QUIET, "Europe/Berlin");
    expect(berlin(Date.UTC(2026, 6, 1, 5))).toBe(Date.UTC(2026, 5, 30, 20));
    expect(berlin(Date.UTC(2026, 6, 1, 6))).toBe(Date.UTC(2026, 6, 1, 6));
    expect(berlin(Date.UTC(2026, 6, 1, 20))).toBe(Date.UTC(2026, 6, 1, 20));
    expect(berlin(Date.UTC(2026, 2, 29, 5))).toBe(Date.UTC(2026, 2, 28, 21));
    expect(berlin(Date.UTC(2026, 9, 25, 6))).toBe(Date.UTC(2026, 9, 24, 20));
  });

  test("hours that begin in the hour that is skipped begin when the clocks go on", () => {
    const skipped = Date.UTC(2026, 2, 29, 1);
    expect(beforeQuiet(skipped + 3 * HOUR, "02:30-09:00", "Europe/Berlin")).toBe(skipped);
  });

  test("hours that last nearly all day are as long as the day on which the clocks go back", () => {
    const begun = Date.UTC(2026, 9, 24, 22, 1);
    expect(beforeQuiet(begun + DAY + 50 * MINUTE, "00:01-00:00", "Europe/Berlin")).toBe(begun);
  });

  test("off is off", () => {
    expect(beforeQuiet(Date.UTC(2026, 6, 1, 1), "off", "Europe/Berlin")).toBe(Date.UTC(2026, 6, 1, 1));
  });

  test.each([
    ["23:00-07:30", "23:00-07:30"],
    ["23-7:30", "23:00-07:30"],
    ["10pm – 8am", "22:00-08:00"],
    ["22 Uhr bis 8 Uhr", "22:00-08:00"],
    ["from 12am to 12pm", "00:00-12:00"],
    ["22.30-24", "22:30-00:00"],
    ["off", "off"],
    ["aus", "off"],
    ["Üblich", "usual"],
    ["8-8", undefined],
    ["25-8", undefined],
    ["13pm-8am", undefined],
    ["at night", undefined],
  ])("“%s” is read as %s", (typed, quiet) => {
    expect(readQuiet(typed)).toBe(quiet);
  });
});
