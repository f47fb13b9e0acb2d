// Reminder times: how people write them, what is too much, and how a start that is near or far is put into words.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inOrder, minutesOf, readTimes, timesOf, untilStart, withTimes } from "../../src/domain/reminders.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import { wordsFor } from "../../src/words/words.ts";

describe("times before a party, as people write them", () => {
  test.each([
    ["24h 2h", [1_440, 120]],
    ["2h, 24h", [1_440, 120]],
    ["1 day, 90 min", [1_440, 90]],
    ["a day and an hour before", [1_440, 60]],
    ["1 Tag und 2 Stunden vorher", [1_440, 120]],
    ["eine Woche, 30 Min.", [10_080, 30]],
    ["1h30", [90]],
    ["1.5h", [90]],
    ["1,5 Stunden", [90]],
    ["half an hour", [30]],
    ["eine halbe Stunde", [30]],
    ["3d 3d 72h", [4_320]],
    ["off", []],
    ["aus", []],
  ])("%s", (typed, minutes) => {
    expect(readTimes(typed)).toEqual({ ok: minutes });
  });

  test.each([
    ["usual", { ok: "usual" }],
    ["Üblich", { ok: "usual" }],
    ["tomorrow", { doubt: "notUnderstood" }],
    ["24h or so", { doubt: "notUnderstood" }],
    ["24", { doubt: "notUnderstood" }],
    ["", { doubt: "notUnderstood" }],
    ["1 min", { doubt: "tooClose" }],
    ["31 days", { doubt: "tooFar" }],
    ["1h 2h 3h 4h 5h 6h 7h", { doubt: "tooMany" }],
  ])("%s", (typed, answer) => {
    expect(readTimes(typed)).toEqual(answer);
  });

  test("any six times within the limits are read back as written, and no text at all breaks the reader", () => {
    const times = fc.array(fc.integer({ min: 5, max: 43_200 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(times, fc.constantFrom(" ", ", ", " and "), (minutes, between) => {
        expect(readTimes(minutes.map((one) => `${one} min`).join(between))).toEqual({ ok: inOrder(minutes) });
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void readTimes(text)));
  });
});

describe("what a host set", () => {
  test("stands for its audience alone, until the usual times are wished for again", () => {
    const set = withTimes(undefined, ["guests"], [60, 2_880, 60]);
    expect(timesOf({ ...(set && { reminders: set }) }, "guests")).toEqual([2_880, 60]);
    expect(timesOf({ ...(set && { reminders: set }) }, "group")).toEqual([1_440, 120]);
    expect(withTimes(set, ["guests"], "usual")).toBeUndefined();
    expect(timesOf({ reminders: { group: [] } }, "group")).toEqual([]);
  });

  test("a note of an earlier release says in hours what one of today says in minutes", () => {
    expect(minutesOf({ hoursBefore: 24 })).toBe(minutesOf({ minutesBefore: 1_440 }));
  });
});

describe("how far a start is", () => {
  const startsAt = Date.UTC(2026, 10, 28, 18);
  const says = (before: number, locale: string, start = startsAt): string =>
    wordsFor(locale).reminding.title("BBQ", untilStart({ startsAt: start, timeZone: "Europe/Berlin" }, start - before));

  test.each([
    [3 * DAY, "In 3 days: BBQ", "In 3 Tagen: BBQ"],
    [2 * DAY, "In 2 days: BBQ", "Übermorgen: BBQ"],
    [DAY, "Tomorrow: BBQ", "Morgen: BBQ"],
    [8 * HOUR, "In 8 hours: BBQ", "In 8 Stunden: BBQ"],
    [3 * HOUR, "In 3 hours: BBQ", "In 3 Stunden: BBQ"],
    [2 * HOUR, "Soon: BBQ", "Gleich: BBQ"],
    [90 * MINUTE, "In 90 minutes: BBQ", "In 90 Minuten: BBQ"],
    [HOUR, "In 1 hour: BBQ", "In 1 Stunde: BBQ"],
    [5 * MINUTE, "In 5 minutes: BBQ", "In 5 Minuten: BBQ"],
    [MINUTE, "Now: BBQ", "Jetzt: BBQ"],
  ])("%i ms before: %s", (before, english, german) => {
    expect(says(before, "en")).toBe(english);
    expect(says(before, "de")).toBe(german);
  });

  test("a party at one at night is this evening's, and one at nine is tomorrow's", () => {
    const night = Date.UTC(2026, 10, 29, 0);
    expect(says(8 * HOUR, "en", night)).toBe("In 8 hours: BBQ");
    expect(says(11 * HOUR, "en", night + 8 * HOUR)).toBe("Tomorrow: BBQ");
  });
});
