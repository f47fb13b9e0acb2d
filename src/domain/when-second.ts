// Domain: the second opinion, of chrono-node, on what our own rules left over. Loaded when first asked: 70 ms a language.
import { createRequire } from "node:module";
import type { ParsedComponents, ParsedResult } from "chrono-node";
import { DAY } from "./time.ts";
import type { Env } from "./when-answer.ts";
import type { Clock, Facts } from "./when-facts.ts";
import { languageOf, writesMonthFirst } from "./when-locale.ts";
import { scan } from "./when-scan.ts";
import { fold } from "./when-words.ts";
import { localParts } from "./zone.ts";

type Parser = {
  parse(text: string, reference: { instant: Date; timezone: number }, option: { forwardDate: boolean }): ParsedResult[];
};
const LANGUAGES = new Set([
  "ar",
  "de",
  "en",
  "es",
  "fi",
  "fr",
  "id",
  "it",
  "ja",
  "nl",
  "pt",
  "ru",
  "sv",
  "uk",
  "vi",
  "zh",
]);
const load = createRequire(import.meta.url);
const loaded = new Map<string, Parser>();

const parserOf = (locale: string | undefined): Parser => {
  const language = LANGUAGES.has(languageOf(locale)) ? languageOf(locale) : "en";
  const key = language === "en" && !writesMonthFirst(locale) ? "en-GB" : language;
  const known = loaded.get(key);
  if (known) return known;
  const module = load(`chrono-node/${language}`) as Parser & { GB?: Parser };
  const parser = key === "en-GB" ? (module.GB ?? module) : module;
  loaded.set(key, parser);
  return parser;
};

/** Loads a language's parser ahead of its first use. */
export const loadSecond = (locale?: string): void => {
  parserOf(locale);
};

const clockOf = (parts: ParsedComponents): Clock | undefined => {
  const hour = parts.get("hour");
  if (!parts.isCertain("hour") || hour === null) return undefined;
  const sure = parts.isCertain("meridiem") || hour > 12 || hour === 0;
  return { minutes: hour * 60 + (parts.get("minute") ?? 0), sure };
};

/** A weekday that chrono did not put on its next day: "vendredi prochain" is a question in every language. */
const isDistantWeekday = ({ start }: ParsedResult, env: Env): boolean => {
  const weekday = start.get("weekday");
  if (!start.isCertain("weekday") || start.isCertain("day") || weekday === null) return false;
  const { year, month, day, weekday: today } = localParts(env.now, env.zone);
  const its = Date.UTC(start.get("year") ?? 0, (start.get("month") ?? 1) - 1, start.get("day") ?? 1);
  return its - Date.UTC(year, month - 1, day) !== ((weekday - today + 7) % 7) * DAY;
};

const factsOf = ({ start, end }: ParsedResult): Facts => {
  const facts: Facts = { days: [], impossible: false, left: [], found: 1 };
  const [year, month, day] = [start.get("year"), start.get("month"), start.get("day")];
  const dated = ["day", "weekday", "month"].some((part) => start.isCertain(part as "day"));
  if (dated && year !== null && month !== null && day !== null) {
    const fixed = start.isCertain("year") || !start.isCertain("day");
    facts.days.push({ kind: "date", month, day, ...(fixed && { year }) });
  }
  const clock = clockOf(start);
  if (clock) facts.clock = clock;
  const ending = end && clockOf(end);
  if (ending) facts.end = ending;
  const offset = start.isCertain("timezoneOffset") ? start.get("timezoneOffset") : null;
  const size = Math.abs(offset ?? 0);
  if (offset !== null)
    facts.zone = `UTC${offset < 0 ? "-" : "+"}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
  return facts;
};

/**
 * What chrono-node reads in the text as facts, never as its own `Date` (an hour wrong across a change of the clocks).
 * `whole`: nothing of the text was left over, and the language is one that only chrono reads; `foreign`: the latter alone.
 */
export const secondOpinion = (
  text: string,
  env: Env,
  locale: string | undefined,
): { facts: Facts; whole: boolean; foreign: boolean } | undefined => {
  const reference = { instant: new Date(env.now), timezone: localParts(env.now, env.zone).offset };
  let results: ParsedResult[];
  try {
    results = parserOf(locale).parse(text, reference, { forwardDate: true });
  } catch {
    return undefined;
  }
  const [first, second] = results;
  if (!first || second) return undefined;
  const rest = scan(fold(text.slice(0, first.index) + " " + text.slice(first.index + first.text.length)), {
    twelveHours: false,
  });
  const foreign = !["en", "de"].includes(languageOf(locale)) && LANGUAGES.has(languageOf(locale));
  return {
    facts: factsOf(first),
    foreign,
    whole: foreign && !isDistantWeekday(first, env) && rest.left.length === 0 && rest.found === 0,
  };
};
