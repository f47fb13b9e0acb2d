// Domain: what a text says about a time, before a calendar is asked what it means.
import type { Part } from "./when-words.ts";

export type DayFact =
  | {
      kind: "date";
      year?: number;
      month: number;
      day: number /** The other way to read it: month and day swapped. */;
      swapped?: { month: number; day: number };
    }
  | { kind: "weekday"; weekday: number; which: "coming" | "next" | "nextWeek" }
  /** The weekday some weeks after the coming one; `loose`: "friday in two weeks", where the count may start this week. */
  | { kind: "weekdayPlus"; weekday: number; weeks: number; loose: boolean }
  | { kind: "offset"; days: number; months: number }
  | { kind: "monthDay"; day: number }
  | { kind: "nth"; nth: number; weekday: number; month?: number; monthsAhead?: number; year?: number }
  /** Several days, and none of them named. */
  | { kind: "span"; of: "weekend" | "nextWeekend" | "thisWeek" | "nextWeek" }
  | { kind: "span"; of: "month"; month: number };

export type Clock = {
  /** Of the day, 0 to 1440 (24:00, the next day's first minute). */
  minutes: number;
  /** Seconds and their fraction, for instants written by machines. */
  millis?: number;
  /** False: the same reading stands for twelve hours later too. */
  sure: boolean;
  /** "midnight", "12am": of a day, its first or its last minute. */
  midnight?: boolean;
  /** Written as 20:00, 20h, 20 Uhr. */
  day24?: boolean;
  am?: boolean;
  pm?: boolean;
};

export type Facts = {
  days: DayFact[];
  clock?: Clock;
  part?: Part;
  /** Said with the day: "tonight" ends after midnight. */
  tonight?: boolean;
  /** From now: calendar days and months, then minutes on the clock of the universe. */
  from?: { days: number; months: number; minutes: number };
  /** A zone that luxon reads, when the text says one; `zones`: several that it may mean. */
  zone?: string;
  /** The name behind an offset: "+01:00[Europe/Berlin]". */
  shown?: string;
  zones?: readonly string[];
  end?: Clock;
  /** Minutes that the party lasts. */
  lasts?: number;
  /** What follows "until", unread. */
  until?: string;
  /** A number that no word explains. */
  bare?: number;
  /** An hour or a day that no clock or calendar has. */
  impossible: boolean;
  /** A date or a time where one could be read as the other: "sat 20.10". */
  dotted?: Clock;
  /** Words that say nothing about a time. */
  left: string[];
  /** How many pieces were understood. */
  found: number;
};

export type ScanOptions = {
  /** Which number of 4/5 is the day; absent when nothing tells. */
  slashes?: "dayFirst" | "monthFirst";
  /** Whether people here write 10:00 for the evening too. */
  twelveHours: boolean;
};

/** A pattern that is tried where the reading stands; `take` returns false to let the next rule try. */
export type Rule = { pattern: RegExp; take(match: RegExpExecArray, facts: Facts, options: ScanOptions): boolean };

/** A rule's pattern: sticky, and ending where a word ends. */
export const sticky = (source: string): RegExp => new RegExp(source, "uy");
