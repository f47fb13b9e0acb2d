import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, test } from "vitest";
import { isZone, localParts, moveWallClock, offsetsOf, readZone, suggestZones } from "../../src/domain/zone.ts";

const at = (text: string, zone: string): number => DateTime.fromISO(text, { zone }).toMillis();

test.each([
  ["Europe/Berlin", "Europe/Berlin"],
  ["europe/berlin", "Europe/Berlin"],
  ["EUROPE/BERLIN", "Europe/Berlin"],
  ["Berlin", "Europe/Berlin"],
  ["münchen", "Europe/Berlin"],
  ["Munich", "Europe/Berlin"],
  ["new york", "America/New_York"],
  ["America/New York", "America/New_York"],
  ["San Francisco", "America/Los_Angeles"],
  ["kathmandu", "Asia/Kathmandu"],
  ["Asia/Katmandu", "Asia/Kathmandu"],
  ["Asia/Calcutta", "Asia/Kolkata"],
  ["Mumbai", "Asia/Kolkata"],
  ["Lord Howe", "Australia/Lord_Howe"],
  ["são paulo", "America/Sao_Paulo"],
  ["kyiv", "Europe/Kyiv"],
  ["Kiev", "Europe/Kyiv"],
  ["UTC", "UTC"],
  ["gmt", "UTC"],
  ["CET", "Europe/Brussels"],
  ["MEZ", "Europe/Brussels"],
  ["JST", "Asia/Tokyo"],
  ["Berlin time", "Europe/Berlin"],
  ["Berliner Zeit", "Europe/Berlin"],
  ["UTC+2", "Etc/GMT-2"],
  ["GMT-5", "Etc/GMT+5"],
  ["UTC+0", "UTC"],
  ["Buenos Aires", "America/Argentina/Buenos_Aires"],
])("%s is %s", (text, zone) => {
  expect(readZone(text)).toEqual({ ok: zone });
  expect(isZone(zone)).toBe(true);
});

test.each([
  ["EST", "America/New_York"],
  ["CST", "America/Chicago"],
  ["IST", "Asia/Kolkata"],
  ["BST", "Europe/London"],
  ["ber", "Europe/Berlin"],
])("%s is asked back, %s first or among them", (text, zone) => {
  const answer = readZone(text);
  expect("choices" in answer && answer.choices).toContain(zone);
  for (const each of "choices" in answer ? answer.choices : []) expect(isZone(each)).toBe(true);
});

test("what is no zone has no choices", () => {
  for (const text of ["", "Atlantis", "x".repeat(10_000), "../../etc/passwd", "UTC+99"])
    expect(readZone(text)).toEqual({ choices: [] });
  for (const name of ["", "Mars/Olympus", "+01:00", "Europe/Berlin; DROP", "\u0000"]) expect(isZone(name)).toBe(false);
});

test("zones are suggested by city, then by any part of the name, and never too many", () => {
  expect(suggestZones("ber", 5)[0]).toMatch(/Berlin|Bermuda/);
  expect(suggestZones("syd", 3)).toEqual(["Australia/Sydney"]);
  expect(suggestZones("australia", 25)).toContain("Australia/Lord_Howe");
  expect(suggestZones("", 4)).toHaveLength(4);
  for (const each of suggestZones("a", 25)) expect(isZone(each)).toBe(true);
  expect(suggestZones("a", 25).length).toBe(25);
});

test.each([
  ["2027-03-28T01:30", "Europe/Berlin", 1],
  ["2027-03-28T02:30", "Europe/Berlin", 0],
  ["2027-10-31T02:30", "Europe/Berlin", 2],
  ["2027-03-14T02:00", "America/New_York", 0],
  ["2027-11-07T01:00", "America/New_York", 2],
  ["2027-10-03T02:15", "Australia/Lord_Howe", 0],
  ["2027-10-03T02:30", "Australia/Lord_Howe", 1],
  ["2027-04-04T01:30", "Australia/Lord_Howe", 2],
  ["2027-04-04T01:59", "Australia/Lord_Howe", 2],
  ["2027-04-04T02:00", "Australia/Lord_Howe", 1],
  ["2027-03-28T02:30", "Asia/Kathmandu", 1],
])("%s in %s is shown %i times", (text, zone, times) => {
  const { year, month, day, hour, minute } = DateTime.fromISO(text, { zone: "utc" });
  expect(offsetsOf({ year, month, day, hour, minute }, zone)).toHaveLength(times);
});

test("every instant is among those that show its wall clock", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2030, 0) }),
      fc.constantFrom("Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu"),
      (instant, zone) => {
        const second = Math.floor(instant / 1_000) * 1_000;
        expect(offsetsOf(localParts(second, zone), zone)).toContain(second);
      },
    ),
    { numRuns: 500 },
  );
});

test("a changed place keeps the wall clock's time", () => {
  expect(moveWallClock(at("2026-11-28T20:00", "Europe/Berlin"), "Europe/Berlin", "America/New_York")).toBe(
    at("2026-11-28T20:00", "America/New_York"),
  );
  expect(moveWallClock(at("2026-11-28T20:00", "Europe/Berlin"), "Europe/Berlin", "Europe/Berlin")).toBe(
    at("2026-11-28T20:00", "Europe/Berlin"),
  );
  expect(moveWallClock(at("2026-11-28T20:00", "Asia/Kathmandu"), "Asia/Kathmandu", "Australia/Lord_Howe")).toBe(
    at("2026-11-28T20:00", "Australia/Lord_Howe"),
  );
});

test("in a gap of the new place's clocks it becomes the next time there is", () => {
  expect(moveWallClock(at("2027-03-28T02:30", "Asia/Kathmandu"), "Asia/Kathmandu", "Europe/Berlin")).toBe(
    at("2027-03-28T03:00", "Europe/Berlin"),
  );
  expect(moveWallClock(at("2027-10-03T02:15", "Asia/Kathmandu"), "Asia/Kathmandu", "Australia/Lord_Howe")).toBe(
    at("2027-10-03T02:30", "Australia/Lord_Howe"),
  );
  expect(moveWallClock(at("2027-10-31T02:30", "Asia/Kathmandu"), "Asia/Kathmandu", "Europe/Berlin")).toBe(
    at("2027-10-31T02:30", "UTC") - 2 * 3_600_000,
  );
});
