// Web: a party as a calendar file, with what its reader may know and nothing else.
import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { tzlib_get_ical_block } from "timezones-ical-library";
import type { Instant, Seen } from "../../src/core.ts";

/** RFC 5545 text: one event in the party's zone, with that zone's rules. */
export const calendarFile = (seen: Seen<"person">, at: { url: string; now: Instant }): string => {
  const calendar = ical({
    name: seen.title,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: "Party With Me", product: "party", language: "EN" },
  });
  calendar.timezone({ name: seen.timeZone, generator: zoneBlock });
  const place = seen.exact?.address ?? seen.label;
  const { point } = seen.exact ?? {};
  const event = calendar.createEvent({
    id: `${seen.code}@party-with-me`,
    stamp: new Date(at.now),
    start: new Date(seen.startsAt),
    end: new Date(seen.overAt),
    timezone: seen.timeZone,
    summary: seen.title,
    description: [seen.about, at.url].filter((part) => part !== undefined).join("\n\n"),
    sequence: seen.version,
    status: seen.calledOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    url: at.url,
  });
  if (place !== "") event.location({ title: place, ...(point && { geo: { lat: point.lat, lon: point.lng } }) });
  return calendar.toString();
};

/** The zone's VTIMEZONE; null where the library has none, and then the times stand in UTC. */
const zoneBlock = (zone: string): string | null => {
  const [block] = tzlib_get_ical_block(zone);
  return block ?? null;
};
