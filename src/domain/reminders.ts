// Domain: when a party reminds, and whom: the usual times, what a host may set in their place, and how they are written and read.
import type { Party } from "./party.ts";
import type { Answer } from "./rsvp.ts";
import { DAY, HOUR, type Instant, MINUTE } from "./time.ts";
import { eveningOf, eveningsBetween } from "./evening.ts";

/** Chats that hold the card, guests who are coming, and those invited who have not answered. */
export type Audience = "group" | "guests" | "unanswered";
export const AUDIENCES: readonly Audience[] = ["group", "guests", "unanswered"];

/** Minutes before the start, for the audiences of which a host has set them; the others have the usual ones. */
export type ReminderTimes = Readonly<Partial<Record<Audience, readonly number[]>>>;

export const USUAL_TIMES: Readonly<Record<Audience, readonly number[]>> = {
  group: [1_440, 120],
  guests: [1_440, 120],
  unanswered: [],
};

/** Times for one audience. */
export const TIMES_MAX = 6;
export const MINUTES_MIN = 5;
export const MINUTES_MAX = (30 * DAY) / MINUTE;

type Reminding = Pick<Party, "reminders">;

export const timesOf = ({ reminders }: Reminding, audience: Audience): readonly number[] =>
  reminders?.[audience] ?? USUAL_TIMES[audience];

/** The times of every audience, each once. */
export const allTimesOf = (party: Reminding): number[] =>
  inOrder(AUDIENCES.flatMap((audience) => timesOf(party, audience)));

/** As whom somebody with this answer is reminded; undefined when they are not. */
export const audienceOf = (answer: Answer): Exclude<Audience, "group"> | undefined => {
  if (answer === "going" || answer === "maybe") return "guests";
  return answer === "invited" ? "unanswered" : undefined;
};

/** Each once, the longest before the start first. */
export const inOrder = (minutes: readonly number[]): number[] => [...new Set(minutes)].sort((a, b) => b - a);

/** With other times for some audiences. Undefined where that leaves the usual ones for all. */
export const withTimes = (
  old: ReminderTimes | undefined,
  audiences: readonly Audience[],
  times: readonly number[] | "usual",
): ReminderTimes | undefined => {
  const next: Partial<Record<Audience, readonly number[]>> = { ...old };
  for (const audience of audiences) {
    if (times === "usual") delete next[audience];
    else next[audience] = inOrder(times);
  }
  return Object.keys(next).length > 0 ? next : undefined;
};

export type TimesDoubt = "notUnderstood" | "tooMany" | "tooClose" | "tooFar";

const OFF = /^(off|none|no|never|aus|nein|nie|keine?)$/;
const USUAL = /^(the )?(usual|usually|default|normal|standard|üblich|wie üblich|die üblichen)$/;
const UNITS: readonly [RegExp, number][] = [
  [/^(m|min|mins|minutes?|minuten?)$/, 1],
  [/^(h|hr|hrs|hours?|std|st|stunden?)$/, HOUR / MINUTE],
  [/^(d|days?|t|tage?n?)$/, DAY / MINUTE],
  [/^(w|wk|wks|weeks?|wochen?)$/, (7 * DAY) / MINUTE],
];
/** "1h30" is one time, "1h 30m" are two. */
const HOURS_AND_MINUTES = /(?<![\p{L}\d.,])(\d{1,3})h(\d{1,2})(?:m|min)?(?![\p{L}\d])/gu;
const HALF_AN_HOUR = /(?<!\p{L})(?:half an hour|(?:(?:ein|1)e? )?halbe stunde)(?!\p{L})/gu;
const TIME = /(?<![\p{L}\d.,])(\d{1,6}(?:[.,]\d{1,2})?(?=\s*\p{L})|(?:an?|one|eine?n?)(?=\s))\s*(\p{L}+)\.?/gu;
const BESIDE = /(?<!\p{L})(and|und|before|vorher|davor|vor|the|start)(?!\p{L})|[\s,;&+/·]+/gu;

/** Times as people write them: "24h 2h", "1 day, 90 min", "off", "usual". In minutes before the start, in order. */
export const readTimes = (text: string): { ok: number[] | "usual" } | { doubt: TimesDoubt } => {
  const typed = text.toLowerCase().trim();
  if (OFF.test(typed)) return { ok: [] };
  if (USUAL.test(typed)) return { ok: "usual" };
  const found: number[] = [];
  const note = (minutes: number): string => {
    found.push(Math.round(minutes));
    return " ";
  };
  const rest = typed
    .replace(HOURS_AND_MINUTES, (_, hours: string, minutes: string) => note(Number(hours) * 60 + Number(minutes)))
    .replace(HALF_AN_HOUR, () => note(30))
    .replace(TIME, (whole, count: string, unit: string) => {
      const minutes = UNITS.find(([name]) => name.test(unit))?.[1];
      const many = /^\d/.test(count) ? Number(count.replace(",", ".")) : 1;
      return minutes === undefined ? whole : note(many * minutes);
    })
    .replace(BESIDE, "");
  if (rest !== "" || found.length === 0) return { doubt: "notUnderstood" };
  const times = inOrder(found);
  if (times.length > TIMES_MAX) return { doubt: "tooMany" };
  if (times.some((minutes) => minutes < MINUTES_MIN)) return { doubt: "tooClose" };
  return times.some((minutes) => minutes > MINUTES_MAX) ? { doubt: "tooFar" } : { ok: times };
};

/** How long before the start a stored reminder was meant for. Notes of earlier releases say it in hours. */
export const minutesOf = (reason: { minutesBefore: number } | { hoursBefore: number }): number =>
  "minutesBefore" in reason ? reason.minutesBefore : reason.hoursBefore * 60;

/** How far a start is, as people say it: in minutes where it is near, in days from evening to evening where it is not. */
export type Until = { minutes: number } | { days: number };

const NEAR = 6 * HOUR;

export const untilStart = ({ startsAt, timeZone }: Pick<Party, "startsAt" | "timeZone">, now: Instant): Until => {
  const minutes = Math.max(0, Math.round((startsAt - now) / MINUTE));
  if (startsAt - now < NEAR) return { minutes };
  const days = eveningsBetween(eveningOf(now, timeZone), eveningOf(startsAt, timeZone));
  return days > 0 ? { days } : { minutes };
};
