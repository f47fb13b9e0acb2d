// Domain: what a language and region tell about how times are written.
import type { ScanOptions } from "./when-facts.ts";

type Habits = ScanOptions & { weekStart: 1 | 7; base: string };
const MONTH_FIRST = new Set(["ja", "zh", "ko", "hu"]);
const SUNDAY_REGIONS = new Set(["US", "CA", "MX", "BR", "JP", "KR", "TW", "HK", "IN", "IL", "ZA", "PH", "CO", "PE"]);
const CACHE_MAX = 100;
const cache = new Map<string, Habits>();

const habitsOf = (locale: string): Habits => {
  let parsed: Intl.Locale;
  try {
    parsed = new Intl.Locale(locale);
  } catch {
    return { twelveHours: false, weekStart: 1, base: "en" };
  }
  const { language, region } = parsed;
  // plain "en" is what a program says when it does not know; Canada writes both
  const slashes =
    region === "US" || region === "PH"
      ? "monthFirst"
      : (language === "en" && !region) || region === "CA"
        ? undefined
        : MONTH_FIRST.has(language)
          ? "monthFirst"
          : "dayFirst";
  const twelveHours =
    region !== undefined && new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hour12 === true;
  return {
    ...(slashes && { slashes }),
    twelveHours,
    weekStart: region && SUNDAY_REGIONS.has(region) ? 7 : 1,
    base: language,
  };
};

const habits = (locale = ""): Habits => {
  const known = cache.get(locale);
  if (known) return known;
  if (cache.size >= CACHE_MAX) cache.clear();
  const made = habitsOf(locale);
  cache.set(locale, made);
  return made;
};

export const optionsOf = (locale: string | undefined): ScanOptions => habits(locale);
/** The first day of the week: 1 Monday, 7 Sunday. */
export const weekStartOf = (locale: string | undefined): 1 | 7 => habits(locale).weekStart;
/** The language alone: "de" of "de-AT". */
export const languageOf = (locale: string | undefined): string => habits(locale).base;
/** Whether 4/5 is 5 April there. */
export const writesMonthFirst = (locale: string | undefined): boolean => habits(locale).slashes === "monthFirst";
