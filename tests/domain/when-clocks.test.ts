import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import { formatIn, formatShort, formatWhen, readUntil, readWhen, suggestWhen } from "../../src/domain/when.ts";

const BERLIN = "Europe/Berlin";
const iso = (text: string, zone = BERLIN): number => DateTime.fromISO(text, { zone }).toMillis();
const NOW = iso("2026-11-22T12:00");
const values = (answer: ReturnType<typeof readWhen> | ReturnType<typeof readUntil>): string[] =>
  answer.kind === "ok" ? ["ok"] : [answer.why, ...answer.choices.map(({ value }) => value)];

describe("clocks that change", () => {
  test.each([
    [BERLIN, "28.3.2027 2:30am", "nonexistent", "2027-03-28T01:30+01:00", "2027-03-28T03:30+02:00"],
    [BERLIN, "28.3.2027 02:00", "nonexistent", "2027-03-28T01:00+01:00", "2027-03-28T03:00+02:00"],
    [BERLIN, "2027-03-28T02:59", "nonexistent", "2027-03-28T01:59+01:00", "2027-03-28T03:59+02:00"],
    ["America/New_York", "14 march 2027 2:15am", "nonexistent", "2027-03-14T01:15-05:00", "2027-03-14T03:15-04:00"],
    ["Australia/Sydney", "3 oct 2027 02:30", "nonexistent", "2027-10-03T01:30+10:00", "2027-10-03T03:30+11:00"],
    ["Australia/Lord_Howe", "3 oct 2027 02:15", "nonexistent", "2027-10-03T01:45+10:30", "2027-10-03T02:45+11:00"],
    [BERLIN, "31.10.2027 02:30", "ambiguousZone", "2027-10-31T02:30+02:00", "2027-10-31T02:30+01:00"],
    [BERLIN, "2027-10-31T02:00", "ambiguousZone", "2027-10-31T02:00+02:00", "2027-10-31T02:00+01:00"],
    ["America/New_York", "7 nov 2027 1:30am", "ambiguousZone", "2027-11-07T01:30-04:00", "2027-11-07T01:30-05:00"],
    ["Australia/Sydney", "4 april 2027 02:30", "ambiguousZone", "2027-04-04T02:30+11:00", "2027-04-04T02:30+10:00"],
    ["Australia/Lord_Howe", "4 april 2027 01:45", "ambiguousZone", "2027-04-04T01:45+11:00", "2027-04-04T01:45+10:30"],
  ])("%s: %s is %s", (timeZone, text, ...expected) => {
    expect(values(readWhen(text, { now: NOW, timeZone }))).toEqual(expected);
  });

  test.each([
    [BERLIN, "2027-03-28T01:59"],
    [BERLIN, "2027-03-28T03:00"],
    [BERLIN, "2027-10-31T01:59"],
    [BERLIN, "2027-10-31T03:00"],
    ["Australia/Lord_Howe", "2027-10-03T02:30"],
    ["Australia/Lord_Howe", "2027-04-04T01:29"],
    ["Asia/Kathmandu", "2027-03-28T02:30"],
  ])("%s: %s is certain", (timeZone, text) => {
    expect(readWhen(text, { now: NOW, timeZone })).toEqual({ kind: "ok", at: iso(text, timeZone), timeZone });
  });

  test("three hours from now are three hours, across a change of the clocks too", () => {
    const now = iso("2027-03-28T00:30");
    expect(readWhen("in 3 hours", { now, timeZone: BERLIN })).toEqual({
      kind: "ok",
      at: iso("2027-03-28T04:30"),
      timeZone: BERLIN,
    });
    expect(readWhen("in 1 day at 20:00", { now, timeZone: BERLIN })).toEqual({
      kind: "ok",
      at: iso("2027-03-29T20:00"),
      timeZone: BERLIN,
    });
  });
});

describe("what a doubt offers", () => {
  const ctx = { now: NOW, timeZone: BERLIN };
  test.each([
    ["8am", "past", "2026-11-23T08:00+01:00"],
    ["sun 8am", "past", "2026-11-29T08:00+01:00"],
    ["20 nov 8pm", "past", "2027-11-20T20:00+01:00"],
    ["28.11.2020 20:00", "past", "2026-11-28T20:00+01:00"],
    ["sat 8", "ambiguousHour", "2026-11-28T20:00+01:00", "2026-11-28T08:00+01:00"],
    ["8", "ambiguousHour", "2026-11-22T20:00+01:00", "2026-11-23T08:00+01:00"],
    [
      "sat",
      "noTime",
      "2026-11-28T18:00+01:00",
      "2026-11-28T19:00+01:00",
      "2026-11-28T20:00+01:00",
      "2026-11-28T21:00+01:00",
    ],
    ["midnight of saturday", "ambiguousDate", "2026-11-29T00:00+01:00", "2026-11-28T00:00+01:00"],
    ["4/5 8pm", "ambiguousDate", "2027-05-04T20:00+02:00", "2027-04-05T20:00+02:00"],
    ["sunday 28.11. 20 Uhr", "weekdayMismatch", "2026-11-28T20:00+01:00", "2026-11-29T20:00+01:00"],
    ["31.2.2027 20 Uhr", "notADate", "2027-02-28T20:00+01:00"],
    ["sat 20.10", "weekdayMismatch", "2026-11-28T20:10+01:00"],
    ["sat 8pm bring beer", "notUnderstood", "2026-11-28T20:00+01:00"],
    [
      "sat 8-11",
      "ambiguousHour",
      "2026-11-28T20:00+01:00/2026-11-28T23:00+01:00",
      "2026-11-28T08:00+01:00/2026-11-28T11:00+01:00",
    ],
  ])("%s is %s", (text, ...expected) => {
    expect(values(readWhen(text, ctx))).toEqual(expected);
  });

  test("next friday, said on a Tuesday, is this week's or the next one's", () => {
    expect(values(readWhen("next friday 7pm", { now: iso("2026-11-24T12:00"), timeZone: BERLIN }))).toEqual([
      "ambiguousDate",
      "2026-11-27T19:00+01:00",
      "2026-12-04T19:00+01:00",
    ]);
  });
});

describe("the end of a party that starts on Saturday at 20:00", () => {
  const ctx = { now: NOW, timeZone: BERLIN, startsAt: iso("2026-11-28T20:00") };
  test.each([
    ["23:00", "2026-11-28T23:00"],
    ["1am", "2026-11-29T01:00"],
    ["until 1am", "2026-11-29T01:00"],
    ["bis 1 Uhr nachts", "2026-11-29T01:00"],
    ["midnight", "2026-11-29T00:00"],
    ["12am", "2026-11-29T00:00"],
    ["noon", "2026-11-29T12:00"],
    ["3h", "2026-11-28T23:00"],
    ["3 hours", "2026-11-28T23:00"],
    ["for 4 hours", "2026-11-29T00:00"],
    ["1h30", "2026-11-28T21:30"],
    ["für 3 Stunden", "2026-11-28T23:00"],
    ["90 min", "2026-11-28T21:30"],
    ["sun 2am", "2026-11-29T02:00"],
    ["Sonntag 2:00 Uhr", undefined],
    ["Sonntag 02:00", "2026-11-29T02:00"],
    ["2026-11-29T02:00", "2026-11-29T02:00"],
    ["2026-11-29T02:00+01:00", "2026-11-29T02:00"],
    ["mitternacht", "2026-11-29T00:00"],
    ["20:00", "2026-11-29T20:00"],
    ["2 days", "2026-11-30T20:00"],
  ])("“%s” is %s", (text, expected) => {
    const answer = readUntil(text, ctx);
    expect(answer.kind === "ok" ? answer.endsAt : undefined).toBe(expected && iso(expected));
  });

  test.each([
    ["", "notUnderstood"],
    ["late", "notUnderstood"],
    ["x".repeat(10_000), "notUnderstood"],
    ["25:00", "notADate"],
    ["1", "ambiguousHour"],
    ["sunday", "noTime"],
    ["10 days", "tooFar"],
    ["2026-11-27T20:00", "past"],
    ["0h", "past"],
    ["2027-01-01T20:00", "tooFar"],
    ["31.2. 20:00", "notADate"],
  ])("“%s” is asked back: %s", (text, why) => {
    expect(readUntil(text, ctx)).toMatchObject({ kind: "doubt", why });
  });
});

describe("what is offered while typing", () => {
  const ctx = { now: NOW, timeZone: BERLIN };
  const offered = (typed: string): string[] => suggestWhen(typed, ctx).map(({ value }) => value);

  test("for nothing: tonight, tomorrow, Friday and Saturday at eight", () => {
    expect(offered("")).toEqual([
      "2026-11-22T20:00+01:00",
      "2026-11-23T20:00+01:00",
      "2026-11-27T20:00+01:00",
      "2026-11-28T20:00+01:00",
    ]);
    expect(suggestWhen("", { now: iso("2026-11-27T21:00"), timeZone: BERLIN }).map(({ value }) => value)).toEqual([
      "2026-11-28T20:00+01:00",
    ]);
    expect(suggestWhen("", { now: NOW })).toEqual([]);
  });
  test("for a part of a word, and of an hour", () => {
    expect(offered("satu")).toContain("2026-11-28T20:00+01:00");
    expect(offered("tomor")).toContain("2026-11-23T20:00+01:00");
    expect(offered("sat 8pm")[0]).toBe("2026-11-28T20:00+01:00");
    expect(offered("sat 2")).toContain("2026-11-28T20:00+01:00");
    expect(offered("in")).toContain("2026-11-22T13:00+01:00");
    for (const typed of ["s", "sa", "next week", "in 3", "2", "x", "😀"])
      expect(offered(typed).length).toBeLessThanOrEqual(8);
  });
});

describe("how times are shown", () => {
  const at = iso("2026-11-28T20:00");
  test.each([
    [undefined, BERLIN, "Saturday, 28 November 2026 at 20:00 (Central European Time)", "Sat 28 Nov, 20:00"],
    ["en", BERLIN, "Saturday, 28 November 2026 at 20:00 (Central European Time)", "Sat 28 Nov, 20:00"],
    ["en-US", "America/New_York", "Saturday, November 28, 2026 at 2:00 PM (Eastern Time)", "Sat, Nov 28, 2:00 PM"],
    ["de", BERLIN, "Samstag, 28. November 2026 um 20:00 (Mitteleuropäische Zeit)", "Sa., 28. Nov., 20:00"],
    ["en", "Asia/Kathmandu", "Sunday, 29 November 2026 at 00:45 (Nepal Time)", "Sun 29 Nov, 00:45"],
    ["en", "UTC", "Saturday, 28 November 2026 at 19:00 (UTC)", "Sat 28 Nov, 19:00"],
    ["no such tongue!", BERLIN, "Saturday, 28 November 2026 at 20:00 (Central European Time)", "Sat 28 Nov, 20:00"],
  ])("%s in %s", (locale, zone, full, short) => {
    expect(formatWhen(at, zone, locale).replace(/\u202f/g, " ")).toBe(full);
    expect(formatShort(at, zone, locale).replace(/\u202f/g, " ")).toBe(short);
  });

  test("and how long until then", () => {
    const H = 3_600_000;
    expect(formatIn(3 * H, "en")).toBe("in 3 hours");
    expect(formatIn(-48 * H, "en")).toBe("2 days ago");
    expect(formatIn(3 * H, "de")).toBe("in 3 Stunden");
    expect(formatIn(21 * 24 * H, "en")).toBe("in 3 weeks");
    expect(formatIn(90_000, "en")).toBe("in 1 minute");
  });
});
