// Domain: a person's quiet hours, by the clock on their wall: a reminder that falls into them comes at their beginning instead.
import type { Instant } from "./time.ts";
import { DAY, MINUTE } from "./time.ts";
import { localParts } from "./zone.ts";

/** `off`, or from when until when on the wall, "22:00-08:00". */
export type Quiet = string;

export const USUAL_QUIET: Quiet = "22:00-08:00";

const OFF = /^(off|none|no|never|aus|nein|nie|keine?)$/;
const USUAL = /^(usual|default|normal|standard|üblich)$/;
const CLOCK = String.raw`(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a|p|h|uhr)?`;
const SPAN = new RegExp(String.raw`^(?:from |von )?${CLOCK}\s*(?:-|–|—|to|till|until|bis)\s*${CLOCK}$`);

/** Quiet hours as people write them: "23-7:30", "10pm – 8am", "off", "usual". Undefined when they say nothing of the kind. */
export const readQuiet = (text: string): Quiet | "usual" | undefined => {
  const typed = text.toLowerCase().trim().replace(/\s+/g, " ");
  if (OFF.test(typed)) return "off";
  if (USUAL.test(typed)) return "usual";
  const [, h1, m1, half1, h2, m2, half2] = SPAN.exec(typed) ?? [];
  const from = clock(h1, m1, half1);
  const to = clock(h2, m2, half2);
  return from === undefined || to === undefined || from === to ? undefined : `${written(from)}-${written(to)}`;
};

const clock = (hours: string | undefined, minutes = "0", half = ""): number | undefined => {
  const hour = Number(hours);
  const minute = Number(minutes);
  if (hours === undefined || minute > 59) return undefined;
  if (!/^[ap]/.test(half)) return hour > 24 || (hour === 24 && minute > 0) ? undefined : (hour % 24) * 60 + minute;
  return hour < 1 || hour > 12 ? undefined : ((hour % 12) + (half.startsWith("p") ? 12 : 0)) * 60 + minute;
};

const written = (minutes: number): string =>
  `${`${Math.floor(minutes / 60)}`.padStart(2, "0")}:${`${minutes % 60}`.padStart(2, "0")}`;

/** Minutes of the day; undefined when there are none. */
const hoursOf = (quiet: Quiet): { from: number; to: number } | undefined => {
  const [, h1, m1, h2, m2] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(quiet) ?? [];
  if (h1 === undefined) return undefined;
  return { from: Number(h1) * 60 + Number(m1), to: Number(h2) * 60 + Number(m2) };
};

/** Whether `at` is in the quiet hours; the moment they end is not. */
export const isQuiet = (at: Instant, quiet: Quiet, timeZone: string): boolean => {
  const hours = hoursOf(quiet);
  if (!hours) return false;
  const { hour, minute } = localParts(at, timeZone);
  return within(hour * 60 + minute, hours);
};

const within = (minute: number, { from, to }: { from: number; to: number }): boolean =>
  from < to ? minute >= from && minute < to : minute >= from || minute < to;

/** When something that would be told at `at` is told: at the beginning of the quiet hours it falls into, else at `at`. Never later. */
export const beforeQuiet = (at: Instant, quiet: Quiet, timeZone: string): Instant => {
  const hours = hoursOf(quiet);
  if (!hours || !isQuiet(at, quiet, timeZone)) return at;
  const now = localParts(at, timeZone);
  const minute = Math.floor(at / MINUTE) * MINUTE;
  const begun = minute - ((now.hour * 60 + now.minute - hours.from + 1_440) % 1_440) * MINUTE;
  // The clocks did not change meanwhile, and neither just before.
  const before = [begun, begun - MINUTE].every((one) => localParts(one, timeZone).offset === now.offset);
  return before ? begun : beginning(minute, quiet, timeZone);
};

/** When something that nobody waits for is told: not before the quiet hours it falls into are over, else at `at`. */
export const afterQuiet = (at: Instant, quiet: Quiet, timeZone: string): Instant => {
  const hours = hoursOf(quiet);
  if (!hours || !isQuiet(at, quiet, timeZone)) return at;
  const { hour, minute } = localParts(at, timeZone);
  const left = (hours.to - (hour * 60 + minute) + 1_440) % 1_440;
  // The clocks may change meanwhile: from an hour before on, minute by minute.
  let ended = Math.floor(at / MINUTE) * MINUTE + Math.max(1, left - 60) * MINUTE;
  while (ended - at < 2 * DAY && isQuiet(ended, quiet, timeZone)) ended += MINUTE;
  return ended;
};

/** Back minute by minute, over the clocks' change, to where the quiet begins: on a day of 25 hours that can be more than 24 before. */
const beginning = (minute: Instant, quiet: Quiet, timeZone: string): Instant => {
  let begun = minute;
  while (minute - begun < 2 * DAY && isQuiet(begun - MINUTE, quiet, timeZone)) begun -= MINUTE;
  return begun;
};
