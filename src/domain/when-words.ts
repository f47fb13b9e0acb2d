// Domain: the words for times of every language read, folded together into what the rules match and look up.
import { german } from "./when-words-de.ts";
import { english } from "./when-words-en.ts";

export type Unit = "minute" | "hour" | "day" | "week" | "month";
export type Part = "morning" | "afternoon" | "evening" | "night";

/** One language's words. A list of spellings is one string, parted by commas. */
export type Tongue = {
  /** Seven, Monday first. */
  weekdays: readonly string[];
  /** Twelve, January first. */
  months: readonly string[];
  numbers: Record<string, number>;
  /** Numbers that can stand for an hour on their own. */
  hours: Record<string, number>;
  /** -1 is the last. */
  ordinals: Record<string, number>;
  /** Days from today. */
  days: Record<string, number>;
  evenings: string;
  units: Record<Unit, string>;
  parts: Record<Part, string>;
  noon: string;
  midnight: string;
  next: string;
  coming: string;
  nextWeek: string;
  nextMonth: string;
  thisMonth: string;
  thisWeek: string;
  weekend: string;
  nextWeekend: string;
  from: string;
  until: string;
  during: string;
  of: string;
  /** Month and day. */
  feasts: Record<string, readonly [number, number]>;
  /** Words that say nothing more about the time. */
  fillers: string;
};

const TONGUES: readonly Tongue[] = [english, german];

const split = (list: string): string[] => list.split(",").filter((word) => word !== "");
const merge = <T>(pick: (tongue: Tongue) => Record<string, T>): Map<string, T> =>
  new Map(TONGUES.flatMap((tongue) => Object.entries(pick(tongue))));
const number = (lists: (tongue: Tongue) => readonly string[]): Map<string, number> =>
  new Map(
    TONGUES.flatMap((tongue) => lists(tongue).flatMap((list, i) => split(list).map((word) => [word, i + 1] as const))),
  );
const invert = <K extends string>(pick: (tongue: Tongue) => Record<K, string>): Map<string, K> =>
  new Map(
    TONGUES.flatMap((tongue) =>
      (Object.entries(pick(tongue)) as [K, string][]).flatMap(([k, list]) => split(list).map((w) => [w, k] as const)),
    ),
  );

export const WEEKDAYS = number((tongue) => tongue.weekdays);
export const MONTHS = number((tongue) => tongue.months);
export const NUMBERS = merge((tongue) => tongue.numbers);
export const HOURS = merge((tongue) => tongue.hours);
export const ORDINALS = merge((tongue) => tongue.ordinals);
export const DAYS = merge((tongue) => tongue.days);
export const FEASTS = merge((tongue) => tongue.feasts);
export const UNITS = invert((tongue) => tongue.units);
export const PARTS = invert((tongue) => tongue.parts);
export const EVENINGS: ReadonlySet<string> = new Set(TONGUES.flatMap((tongue) => split(tongue.evenings)));

const escape = (word: string): string => word.replace(/[.]/g, "\\.").replace(/ /g, "\\s+");
/** A pattern for any of the words, the longest first. */
export const anyOf = (words: Iterable<string>): string =>
  `(?:${[...new Set(words)]
    .sort((a, b) => b.length - a.length)
    .map(escape)
    .join("|")})`;

type ListName = { [K in keyof Tongue]: Tongue[K] extends string ? K : never }[keyof Tongue];
/** A pattern for any word of a list, of every language. */
export const listed = (name: ListName): string => anyOf(TONGUES.flatMap((tongue) => split(tongue[name])));

/** Where a word or a number ends. */
export const END = "(?![\\p{L}\\p{N}])";

/** Lower case, without accents, odd spaces, dashes, quotes or invisible characters: what every pattern is written for. */
export const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[’‘`´ʼ]/g, "'")
    .replace(/[‐-―−]/g, "-")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();

/** The number that digits or a number word say. */
export const numberOf = (text: string): number =>
  NUMBERS.get(text.replace(/\s+/g, " ")) ?? Number(text.replace(",", "."));
