// Domain: what reading a time comes to: an instant, or a doubt with what it may have meant.
import { DateTime } from "luxon";
import type { Instant } from "./time.ts";

export type WhenDoubt =
  /** It has gone by; the choices are the next such times. */
  | "past"
  /** The clocks jump over it. */
  | "nonexistent"
  /** The clocks show it twice; or the zone's name is used by several. */
  | "ambiguousZone"
  /** It can be one of several days: 4/5, "next friday", midnight of a day. */
  | "ambiguousDate"
  /** Morning or evening: "sat 8". */
  | "ambiguousHour"
  /** A weekday and a date that do not go together. */
  | "weekdayMismatch"
  /** A day without an hour. */
  | "noTime"
  /** An hour and no certain day: "next week 8pm". */
  | "noDay"
  | "noZone"
  /** More than two years ahead (of an end: more than a week after the start). */
  | "tooFar"
  /** No calendar or clock has it: 31 February, 25:00. */
  | "notADate"
  | "notUnderstood";

/** `value` is a text that `readWhen` accepts and reads as `at`. */
export type WhenChoice = { value: string; at?: Instant; endsAt?: Instant };
export type WhenAnswer =
  | { kind: "ok"; at: Instant; timeZone: string; endsAt?: Instant }
  | { kind: "doubt"; why: WhenDoubt; choices: WhenChoice[] };

export type WhenContext = {
  now: Instant;
  /** IANA name; absent: nothing is known, and only a text that names its zone is read. */
  timeZone?: string;
  /** BCP 47; with a region it says whether 4/5 is in April or in May. */
  locale?: string;
};

/** Where and when a text is read. */
export type Env = {
  now: Instant;
  /** The zone the text is meant in, as luxon reads it. */
  zone: string;
  /** IANA name of the zone the answer is shown in. */
  shown: string;
  /** Whether a value must name its zone, because the context has none. */
  namesZone: boolean;
  weekStart: 1 | 7;
};

export const CHOICES_MAX = 8;
const YEARS_AHEAD = 2;

export const doubt = (why: WhenDoubt, choices: WhenChoice[] = []): Extract<WhenAnswer, { kind: "doubt" }> => ({
  kind: "doubt",
  why,
  choices,
});

/** An instant with its offset, to the minute unless it holds more: "2026-11-28T20:00+01:00". */
export const writeInstant = (at: Instant, env: Pick<Env, "shown" | "namesZone">): string => {
  const text =
    DateTime.fromMillis(at, { zone: env.shown }).toISO({ suppressMilliseconds: true, suppressSeconds: true }) ?? "";
  return env.namesZone ? `${text}[${env.shown}]` : text;
};

/** The last instant a time may have. */
export const farthest = (now: Instant): Instant =>
  DateTime.fromMillis(now, { zone: "utc" }).plus({ years: YEARS_AHEAD }).toMillis();

/** Choices for those of the instants that would be accepted, without doubles, in the order given. */
export const choicesOf = (instants: readonly Instant[], env: Env): WhenChoice[] => {
  const last = farthest(env.now);
  const good = [...new Set(instants)].filter((at) => at > env.now && at <= last);
  return good.slice(0, CHOICES_MAX).map((at) => ({ value: writeInstant(at, env), at }));
};
