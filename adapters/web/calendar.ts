// Web: a party as a calendar file, with what its reader may know and nothing else.
import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { DateTime } from "luxon";
import { tzlib_get_ical_block } from "timezones-ical-library";
import type { Instant, Seen } from "../../src/core.ts";

/** RFC 5545 text: one event in the party's zone, with that zone's rules. */
export const calendarFile = (seen: Seen<"person">, at: { url: string; now: Instant }): string => {
  const calendar = ical({
    name: escapeText(seen.title),
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: "Party With Me", product: "party", language: "EN" },
  });
  // The calendar itself has no zone: with one, the stamps, which must be UTC, are written in it. The event has.
  calendar.timezone({ name: null, generator: zoneBlock });
  // A native Date would be written in the zone of this machine: luxon's is written in the event's.
  const inZone = (instant: Instant): DateTime => DateTime.fromMillis(instant, { zone: seen.timeZone });
  const place = seen.exact?.address ?? seen.label;
  const { point } = seen.exact ?? {};
  const event = calendar.createEvent({
    id: `${seen.code}@party-with-me`,
    stamp: new Date(at.now),
    start: inZone(seen.startsAt),
    end: inZone(seen.overAt),
    ...(zoneBlock(seen.timeZone) !== null && { timezone: seen.timeZone }),
    summary: seen.title,
    description: [seen.about, at.url].filter((part) => part !== undefined).join("\n\n"),
    sequence: seen.version,
    status: seen.calledOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    url: at.url,
  });
  if (place !== "") event.location({ title: place, ...(point && { geo: { lat: point.lat, lon: point.lng } }) });
  return calendar.toString();
};

/** TEXT of RFC 5545: the library escapes an event's texts, and not the calendar's name. */
const escapeText = (text: string): string => text.replace(/[\\;,]/g, "\\$&").replace(/\s+/g, " ");

/** The zone's VTIMEZONE, under the very name asked for (the library answers for Aruba with Puerto Rico's); null where it has none. */
const zoneBlock = (zone: string): string | null => {
  const [block] = tzlib_get_ical_block(zone);
  return block?.replace(/^(TZID|X-LIC-LOCATION):[^\r\n]*/gm, `$1:${zone}`) ?? null;
};
