// Domain: evenings: which parties are on the same one, and which reminders of one person are told together.
import { DateTime } from "luxon";
import type { PartyCode } from "./party.ts";
import { NIGHT_ENDS } from "./spans.ts";
import { DAY, HOUR, type Instant } from "./time.ts";

/** A day, "2026-11-28", that lasts until six in the morning: a party at one at night is on the evening before. */
export type Evening = string;

export const eveningOf = (at: Instant, timeZone: string): Evening => {
  const local = DateTime.fromMillis(at, { zone: timeZone });
  return (local.hour < NIGHT_ENDS ? local.minus({ days: 1 }) : local).toFormat("yyyy-MM-dd");
};

/** How many evenings later `then` is. */
export const eveningsBetween = (first: Evening, then: Evening): number =>
  Math.round((Date.parse(then) - Date.parse(first)) / DAY);

/** One reminder of one person: of which party, how long before its start, and when it is told if it is told alone. */
export type Due = { party: PartyCode; minutes: number; at: Instant; evening: Evening };

/** How much sooner than by itself a reminder may come, to be told with that of another party. */
export const TOGETHER = 4 * HOUR;
/** As many parties fit in one message. */
export const PARTIES_MAX = 8;

/**
 * The reminders of one person, each group told in one message at the moment of its first: parties of one evening, each at most once, all
 * due within `TOGETHER` of the first. Alone, none is told before its own moment.
 */
export const gathered = (dues: readonly Due[]): [Due, ...Due[]][] => {
  const groups: [Due, ...Due[]][] = [];
  const inTime = [...dues].sort(
    (a, b) => a.at - b.at || (a.party < b.party ? -1 : a.party > b.party ? 1 : b.minutes - a.minutes),
  );
  for (const due of inTime) {
    const group = groups.find((one) => takes(one, due));
    if (group) group.push(due);
    else groups.push([due]);
  }
  return groups;
};

const takes = (group: readonly [Due, ...Due[]], due: Due): boolean =>
  group[0].evening === due.evening &&
  due.at - group[0].at <= TOGETHER &&
  group.length < PARTIES_MAX &&
  group.every(({ party }) => party !== due.party);
