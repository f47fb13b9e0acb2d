// Calendar files: judged by Python's icalendar where it is installed, and by the rules of RFC 5545 everywhere.
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarFile } from "../../../adapters/web/calendar.ts";
import type { Seen } from "../../../src/core.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 22, 11, 0);
const AT = { url: "https://party.example/p/k3x9q2bb", now: NOW };

const seen = (patch: Partial<Seen<"person">> = {}): Seen<"person"> => ({
  seenBy: "person",
  code: "k3x9q2bb",
  title: "Rooftop BBQ",
  hostName: "Ada",
  startsAt: Date.UTC(2026, 10, 28, 18, 0),
  overAt: Date.UTC(2026, 10, 29, 0, 0),
  timeZone: "Europe/Berlin",
  label: "Kreuzberg, Berlin",
  shown: "neighbourhood",
  areaKm: 0.75,
  hasExact: true,
  plusMax: 5,
  findable: "invited",
  approval: false,
  calledOff: false,
  version: 7,
  going: 1,
  maybe: 0,
  waiting: 0,
  ...patch,
});

/** The file's lines with folded ones joined again. */
const linesOf = (text: string): string[] => text.replace(/\r\n[ \t]/g, "").split("\r\n");
const valueOf = (text: string, name: string): string | undefined => {
  const event = text.slice(text.indexOf("BEGIN:VEVENT"));
  return linesOf(event).find((line) => new RegExp(`^${name}[;:]`).test(line));
};

/** What a wall clock in the zone shows, by Intl. */
const wallOf = (at: number, timeZone: string): string => {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}${part("month")}${part("day")}T${part("hour")}${part("minute")}${part("second")}`;
};

const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
const starts = fc
  .integer({ min: Date.UTC(2026, 0, 1) / MINUTE, max: Date.UTC(2030, 0, 1) / MINUTE })
  .map((m) => m * MINUTE);
const texts = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 100 }),
  fc.constantFrom('A "quoted", title; with \\ and :', "Zoë's 🎉 Party", "a,b;c"),
);

test("the hours are those of the party's zone, whatever the zone of the machine", () => {
  expect(valueOf(calendarFile(seen(), AT), "DTSTART")).toBe("DTSTART;TZID=Europe/Berlin:20261128T190000");
  fc.assert(
    fc.property(zones, starts, (timeZone, startsAt) => {
      const text = calendarFile(seen({ timeZone, startsAt, overAt: startsAt + 90 * MINUTE }), AT);
      const start = valueOf(text, "DTSTART") ?? "";
      const [head = "", value] = start.split(/:(?=\d)/);
      if (head === "DTSTART") expect(value).toBe(`${wallOf(startsAt, "UTC")}Z`);
      else {
        expect(value).toBe(wallOf(startsAt, timeZone));
        expect(text).toContain(`TZID:${timeZone}\r\n`);
        expect(text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
      }
    }),
    { numRuns: 150 },
  );
});

test("the stamp is in UTC, the party's version is the sequence, and its code the id", () => {
  const text = calendarFile(seen(), AT);
  expect(valueOf(text, "DTSTAMP")).toBe("DTSTAMP:20261122T110000Z");
  expect(valueOf(text, "SEQUENCE")).toBe("SEQUENCE:7");
  expect(valueOf(text, "UID")).toBe("UID:k3x9q2bb@party-with-me");
});

test("a guest who may read the address finds it there, anybody else the neighbourhood", () => {
  const exact = { address: "Canarygasse 77", point: { lat: 52.5, lng: 13.4 } };
  expect(valueOf(calendarFile(seen({ exact }), AT), "LOCATION")).toBe("LOCATION:Canarygasse 77");
  expect(valueOf(calendarFile(seen(), AT), "LOCATION")).toBe("LOCATION:Kreuzberg\\, Berlin");
  expect(calendarFile(seen(), AT)).not.toContain("GEO:");
});

test("a party that was called off is cancelled in the calendar too", () => {
  expect(valueOf(calendarFile(seen({ calledOff: true }), AT), "STATUS")).toBe("STATUS:CANCELLED");
});

test("whatever a party is called, no text opens a line of its own, and no line of the event is too long", () => {
  fc.assert(
    fc.property(texts, texts, (title, about) => {
      const text = calendarFile(seen({ title: `${title}\nATTACH:x`, about: `${about}\r\nATTACH:x` }), AT);
      expect(linesOf(text).filter((line) => line.startsWith("ATTACH"))).toEqual([]);
      const event = text.slice(text.indexOf("BEGIN:VEVENT"));
      for (const line of event.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    }),
    { numRuns: 200 },
  );
});

const READ = `
import json, sys
from datetime import timezone
from icalendar import Calendar
for text in json.load(sys.stdin):
    calendar = Calendar.from_ical(text)
    event = calendar.walk("VEVENT")[0]
    assert not event.errors, event.errors
    print(int(event.decoded("DTSTART").astimezone(timezone.utc).timestamp() * 1000),
          int(event.decoded("DTEND").astimezone(timezone.utc).timestamp() * 1000),
          event["LOCATION"], event["STATUS"], event["SUMMARY"])
`;
const python = spawnSync("/usr/bin/python3", ["-c", "import icalendar"]).status === 0;

describe.runIf(python)("another program reads", () => {
  test("the same instants, titles and places out of the file", () => {
    const parties = fc
      .sample(fc.tuple(zones, starts, texts), { numRuns: 120, seed: 7 })
      .map(([timeZone, startsAt, title]) =>
        seen({
          timeZone,
          startsAt,
          overAt: startsAt + 3 * 60 * MINUTE,
          title: title.replace(/\s+/g, " ").trim() || "x",
        }),
      );
    const read = spawnSync("/usr/bin/python3", ["-c", READ], {
      input: JSON.stringify(parties.map((party) => calendarFile(party, AT))),
      encoding: "utf8",
      env: { ...process.env, PYTHONIOENCODING: "utf8" },
    });
    expect(read.stderr).toBe("");
    const lines = read.stdout.trim().split("\n");
    expect(lines).toHaveLength(parties.length);
    for (const [i, party] of parties.entries()) {
      expect(lines[i]).toBe(`${party.startsAt} ${party.overAt} Kreuzberg, Berlin CONFIRMED ${party.title}`);
    }
  });
});
