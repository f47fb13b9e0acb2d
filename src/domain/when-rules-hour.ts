// Domain: how hours, ranges of hours, parts of the day and lengths of time are written.
import type { Clock, Facts, Rule, ScanOptions } from "./when-facts.ts";
import { sticky } from "./when-facts.ts";
import { anyOf, END, EVENINGS, HOURS, listed, NUMBERS, numberOf, PARTS, UNITS } from "./when-words.ts";

const MARK = "(?:a\\.?\\s?m\\.?|p\\.?\\s?m\\.?|[ap]|uhr|h|o'clock|oclock)";
// "um 8 am Samstag", "20 am 28.": there "am" says "on"
const NOT_ON =
  "(?!\\s?am\\s+(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mo|di|mi|do|fr|sa|so|\\d{1,2}\\.)(?![\\p{L}\\p{N}]))";
const WORD = anyOf(HOURS.keys());
const CLOCK = `(\\d{1,2})(?:([:.h])(\\d{2})(?::\\d{2})?)?(?:${NOT_ON}\\s?(${MARK}))?${END}`;
const AT = `(?:${anyOf(["at", "@", "um", "gegen", "ab", "ca.", "ca", "from", "around", "about", "starting at", "von", "zum"])}\\s*)`;
const NOON = listed("noon");
const MIDNIGHT = listed("midnight");
const UNIT = anyOf(UNITS.keys());
export const NUM = `(?:\\d{1,6}(?:[.,]\\d{1,2})?|${anyOf(NUMBERS.keys())})`;
export const AMOUNT = `(?:${NUM}\\s*${UNIT}${END}|\\d{1,3}h\\d{2}${END})`;
const ONE = new RegExp(`(${NUM})\\s*(${UNIT})${END}|(\\d{1,3})h(\\d{2})`, "gu");

/** "3 hours and 30 minutes", as calendar months and days and as minutes. */
export const amountOf = (text: string): { days: number; months: number; minutes: number } => {
  const sum = { days: 0, months: 0, minutes: 0 };
  for (const [, count, word, h, m] of text.matchAll(ONE)) {
    if (h) sum.minutes += Number(h) * 60 + Number(m);
    const n = count ? numberOf(count) : 0;
    const unit = word && UNITS.get(word);
    if (unit === "minute") sum.minutes += n;
    if (unit === "hour") sum.minutes += n * 60;
    // a part of a day is hours: "in 1.5 days"
    if (unit === "day" || unit === "week") {
      const days = n * (unit === "week" ? 7 : 1);
      sum.days += Math.floor(days);
      sum.minutes += (days - Math.floor(days)) * 24 * 60;
    }
    if (unit === "month") sum.months += Math.round(n);
  }
  return { ...sum, minutes: Math.round(sum.minutes) };
};

/** A clock's reading; undefined when no clock shows it. */
export const clockOf = (
  hour: number,
  minute: number | undefined,
  written: { mark?: string; padded?: boolean },
  options: ScanOptions,
): Clock | undefined => {
  const mark = (written.mark ?? "").replace(/[.\s]/g, "");
  const half = /^[ap]m?$/.test(mark) ? mark[0] : undefined;
  const past = minute ?? 0;
  if (past > 59 || hour > 24 || (hour === 24 && past > 0)) return undefined;
  if (half && hour > 12)
    return half === "p" && hour < 24 ? { minutes: hour * 60 + past, sure: true, day24: true } : undefined;
  if (half === "a" && hour === 12 && past === 0) return { minutes: 0, sure: true, midnight: true, am: true };
  if (half)
    return {
      minutes: ((hour % 12) + (half === "p" ? 12 : 0)) * 60 + past,
      sure: true,
      ...(half === "p" ? { pm: true } : { am: true }),
    };
  const colon = minute !== undefined;
  const sure =
    hour === 0 ||
    hour > 12 ||
    (written.padded === true && (hour < 10 || (colon && !options.twelveHours))) ||
    (hour === 12 && (colon || /^(uhr|h)/.test(mark)));
  return { minutes: hour * 60 + past, sure, day24: sure };
};

const read = (
  digits: string,
  minute: string | undefined,
  mark: string | undefined,
  options: ScanOptions,
): Clock | undefined =>
  clockOf(
    Number(digits),
    minute === undefined ? undefined : Number(minute),
    { ...(mark !== undefined && { mark }), padded: digits.length === 2 },
    options,
  );

const set = (facts: Facts, clock: Clock | undefined): boolean => {
  if (facts.clock) return false;
  if (clock) facts.clock = clock;
  else facts.impossible = true;
  return true;
};

/** The start of "8-11pm" takes the half of the day that lets it come before the end. */
const startBefore = (start: Clock, end: Clock): Clock => {
  if (start.sure || !(end.am || end.pm) || start.minutes >= 13 * 60) return start;
  const early = start.minutes % 720;
  const same = early + (end.minutes >= 720 ? 720 : 0);
  const fits = same < end.minutes || end.midnight;
  const minutes = end.midnight ? early + 720 : fits ? same : (same + 720) % 1440;
  return { minutes, sure: true };
};

const range: Rule = {
  pattern: sticky(
    `(?:${listed("from")}\\s+)?${CLOCK}\\s*(?:-|(?:${listed("until")}|and|und)\\s)\\s*(?:${CLOCK}|(${MIDNIGHT}|${NOON})${END})`,
  ),
  take: (m, facts, options) => {
    const [, h1, , m1, mark1, h2, , m2, mark2, word] = m;
    if (!h1 || facts.clock || facts.end) return false;
    const named =
      word && sticky(MIDNIGHT).test(word)
        ? { minutes: 0, sure: true, midnight: true }
        : { minutes: 720, sure: true, pm: true };
    const end: Clock | undefined = h2 ? read(h2, m2, mark2, options) : named;
    // "20-23 Uhr", "20-23h": the mark is said once
    const first = read(h1, m1, mark1 ?? (mark2 && /^(uhr|h)/.test(mark2) ? mark2 : undefined), options);
    if (!first || !end) return false;
    facts.clock = startBefore(first, end);
    facts.end = facts.clock.day24 && h2 && !end.am && !end.pm && Number(h1) > 12 ? { ...end, sure: true } : end;
    return true;
  },
};

const PAST_WORDS: Record<string, number> = {
  "half past": 30,
  "quarter past": 15,
  "quarter to": -15,
  half: 30,
  halb: -30,
  "viertel nach": 15,
  "viertel vor": -15,
  dreiviertel: -15,
  viertel: -45,
};
const clockWords: Rule = {
  pattern: sticky(`${AT}?(${anyOf(Object.keys(PAST_WORDS))})\\s+(\\d{1,2}|${WORD})(?:\\s?(${MARK}))?${END}`),
  take: ([, words, hour, mark], facts, options) => {
    const shift = PAST_WORDS[words?.replace(/\s+/g, " ") ?? ""];
    const whole = HOURS.get(hour ?? "") ?? Number(hour);
    if (shift === undefined || whole > 24) return false;
    const total = (whole * 60 + shift + 1440) % 1440;
    return set(facts, clockOf(Math.floor(total / 60), total % 60, { ...(mark && { mark }) }, options));
  },
};

const spelled: Rule = {
  pattern: sticky(`(${AT})?(${WORD})(?:\\s+(${MARK}))?(?:\\s+(\\d{1,2}|thirty|fifteen|dreissig))?${END}`),
  take: ([, at, word, mark, after], facts, options) => {
    // "a party at one" is an hour, "one" alone is not
    if (!at && !mark && facts.found === 0) return false;
    const minute = after === undefined ? undefined : numberOf(after);
    return set(facts, clockOf(HOURS.get(word ?? "") ?? 99, minute, { ...(mark && { mark }) }, options));
  },
};

const digits: Rule = {
  pattern: sticky(
    `(${AT})?(?:(\\d{1,2})\\s?uhr\\s?(\\d{2})${END}|(\\d{2})(\\d{2})\\s?(?:h|hrs|hours|uhr)${END}|${CLOCK})`,
  ),
  take: (m, facts, options) => {
    const [, at, uhrH, uhrM, milH, milM, h, mid, min, mark] = m;
    if (uhrH) return set(facts, read(uhrH, uhrM, "uhr", options));
    if (milH) return set(facts, read(milH, milM, "h", options));
    if (!h) return false;
    if (mid === "." && !mark && !at && Number(h) > 24) return false;
    if (min === undefined && !mark && !at) {
      if (facts.bare !== undefined) return false;
      facts.bare = Number(h);
      return true;
    }
    return set(facts, read(h, min, mark, options));
  },
};

const named: Rule[] = [
  {
    pattern: sticky(`${AT}?${MIDNIGHT}${END}`),
    take: (_, facts) => set(facts, { minutes: 0, sure: true, midnight: true }),
  },
  // "Samstag Mittag 13 Uhr": an hour that follows says it better
  {
    pattern: sticky(`${AT}?${NOON}${END}(?!\\s+(?:um\\s+)?\\d)`),
    take: (_, facts) => set(facts, { minutes: 720, sure: true, pm: true }),
  },
];

const parts: Rule = {
  pattern: sticky(`(${anyOf(PARTS.keys())})${END}`),
  take: ([, word], facts) => {
    const part = PARTS.get(word?.replace(/\s+/g, " ") ?? "");
    if (!part || facts.part) return false;
    facts.part = part;
    if (word?.startsWith("this ")) facts.days.push({ kind: "offset", days: 0, months: 0 });
    return true;
  },
};

const lasts: Rule = {
  pattern: sticky(`${listed("during")}\\s+(${AMOUNT}(?:\\s*(?:and|und|,)?\\s*${AMOUNT}){0,2})`),
  take: ([, text], facts) => {
    const { days, months, minutes } = amountOf(text ?? "");
    if (months || facts.lasts) return false;
    facts.lasts = days * 1440 + minutes;
    return true;
  },
};

/** What follows "until" is read by itself, once the start is known. */
const until: Rule = {
  pattern: sticky(`(?:-|${listed("until")}${END})\\s*(.+)`),
  take: ([, rest], facts) => {
    if (!facts.clock && facts.bare === undefined && !facts.from) return false;
    facts.until = rest ?? "";
    return true;
  },
};

export const isEvening = (word: string): boolean => EVENINGS.has(word);
export const HOUR_RULES: readonly Rule[] = [lasts, range, clockWords, ...named, parts, digits, spelled, until];
