// Domain: how days and dates are written.
import type { DayFact, Facts, Rule } from "./when-facts.ts";
import { sticky } from "./when-facts.ts";
import { AMOUNT, amountOf, clockOf, isEvening, NUM } from "./when-rules-hour.ts";
import { anyOf, DAYS, END, FEASTS, listed, MONTHS, numberOf, ORDINALS, PARTS, UNITS, WEEKDAYS } from "./when-words.ts";

const W = `(${anyOf(WEEKDAYS.keys())})`;
const M = `(${anyOf(MONTHS.keys())})`;
const ORD = `(${anyOf(ORDINALS.keys())})`;
const YEAR = "((?:19|20|21)\\d{2})(?![\\d:.]|\\s?(?:h|hrs|uhr))";
const NTH = "(?:st|nd|rd|th|\\.|ter|ten|er|en)";
const THE = "(?:(?:the|den|der|dem|on|on the|am)\\s+)?";
const weeks = anyOf([...UNITS].filter(([, unit]) => unit === "week").map(([word]) => word));
const NOT_HOUR = "(?!\\d|[:.h]\\d|\\s?(?:am|pm|a\\.m|p\\.m|uhr|h|hrs|o'clock)(?![\\p{L}\\p{N}]))";

const push = (facts: Facts, day: DayFact): true => {
  facts.days.push(day);
  return true;
};
const fullYear = (text: string | undefined): { year?: number } =>
  text === undefined ? {} : { year: text.length === 2 ? 2000 + Number(text) : Number(text) };
const clean = (text: string | undefined): string => (text ?? "").replace(/\s+/g, " ");

const iso: Rule = {
  pattern: sticky(
    `(\\d{4})-(\\d{2})-(\\d{2})(?:(?:t|\\s+)(\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,3})\\d{0,6})?)?\\s?(?:(z)|([+-])(\\d{2})(?::?(\\d{2}))?)?)?${END}`,
  ),
  take: (m, facts) => {
    const [, year, month, day, h, min, s = "0", ms = "", z, sign, oh, om = "00"] = m;
    push(facts, { kind: "date", year: Number(year), month: Number(month), day: Number(day) });
    if (h === undefined) return true;
    const clock = clockOf(Number(h), Number(min), { padded: true, mark: "h" }, { twelveHours: false });
    if (!clock || Number(s) > 59 || Number(oh ?? 0) > 14 || Number(om) > 59) facts.impossible = true;
    else facts.clock = { ...clock, sure: true, millis: Number(s) * 1_000 + Number(ms.padEnd(3, "0")) };
    if (z) facts.zone = "UTC+0";
    if (sign) facts.zone = `UTC${sign}${Number(oh)}:${om}`;
    return true;
  },
};

/** "/2026-11-29T01:00+01:00" after a start: an interval as machines write it. */
const isoEnd: Rule = {
  pattern: sticky("/\\s*(\\d{4}-\\d{2}-\\d{2}t\\S+)"),
  take: ([, end], facts) => {
    if (!facts.clock) return false;
    facts.until = end ?? "";
    return true;
  },
};

const dotted: Rule = {
  pattern: sticky(
    `${THE}(\\d{1,2})\\.\\s?(\\d{1,2})(\\.\\s?${YEAR}|\\.\\d{2}(?![\\d:.]|\\s?(?:h|uhr|am|pm))|\\.?)(?!\\d|:\\d|\\s?(?:uhr|h|pm|p\\.m)${END}|\\s?am$)`,
  ),
  take: ([, d, m, tail, year4], facts, options) => {
    const day = Number(d);
    const month = Number(m);
    const asClock = tail === "" && m?.length === 2 && day < 24 && month < 60;
    if (asClock && month > 12) return false;
    const two = year4 ?? (tail && tail.length > 1 ? tail.slice(1) : undefined);
    push(facts, { kind: "date", ...fullYear(two), month, day });
    const clock = asClock ? clockOf(day, month, { padded: d?.length === 2 }, options) : undefined;
    if (clock) facts.dotted = clock;
    return true;
  },
};

const slashed: Rule = {
  pattern: sticky(`${THE}(\\d{1,2})(?:/(\\d{1,2})(?:/(\\d{4}|\\d{2}))?|-(\\d{1,2})-(\\d{4}|\\d{2}))${END}`),
  take: ([, first, s2, sy, d2, dy], facts, options) => {
    const [a, b] = [Number(first), Number(s2 ?? d2)];
    const year = fullYear(sy ?? dy);
    if (a > 12 || b > 12 || a === b)
      return push(facts, { kind: "date", ...year, ...(b > 12 ? { month: a, day: b } : { month: b, day: a }) });
    const fact = {
      kind: "date",
      ...year,
      ...(options.slashes === "monthFirst" ? { month: a, day: b } : { month: b, day: a }),
    } as const;
    return push(facts, options.slashes ? fact : { ...fact, swapped: { month: a, day: b } });
  },
};
const yearFirst: Rule = {
  pattern: sticky(`(\\d{4})[/.](\\d{1,2})[/.](\\d{1,2})${END}`),
  take: ([, y, m, d], facts) => push(facts, { kind: "date", year: Number(y), month: Number(m), day: Number(d) }),
};

const dayMonth: Rule = {
  pattern: sticky(
    `${THE}(?:(\\d{1,2})${NTH}?|${ORD})\\s*(?:of\\s+)?${M}(?![\\p{L}])\\.?(?:,?\\s*${YEAR}|\\s*'(\\d{2}))?`,
  ),
  take: ([, digits, word, month, year, short], facts) => {
    const day = digits ? Number(digits) : (ORDINALS.get(word ?? "") ?? 0);
    if (day < 0) return false;
    return push(facts, { kind: "date", ...fullYear(year ?? short), month: MONTHS.get(month ?? "") ?? 0, day });
  },
};
const monthDay: Rule = {
  pattern: sticky(`${THE}${M}\\.?\\s+(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th|\\.)?${NOT_HOUR}(?:,?\\s*${YEAR})?`),
  take: ([, month, day, year], facts) =>
    push(facts, { kind: "date", ...fullYear(year), month: MONTHS.get(month ?? "") ?? 0, day: Number(day) }),
};
const feast: Rule = {
  pattern: sticky(`${THE}(${anyOf(FEASTS.keys())})${END}(?:\\s+${YEAR})?`),
  take: ([, name, year], facts) => {
    const [month, day] = FEASTS.get(clean(name)) ?? [0, 0];
    return push(facts, { kind: "date", ...fullYear(year), month, day });
  },
};
const nthDay: Rule = {
  pattern: sticky(`${THE}(\\d{1,2})(?:st|nd|rd|th|\\.)(?![\\p{L}\\p{N}.])`),
  take: ([, day], facts) => push(facts, { kind: "monthDay", day: Number(day) }),
};

const nthWeekday: Rule = {
  pattern: sticky(
    `${THE}${ORD}\\s+${W}\\s+(?:(?:${listed("of")}|of the)\\s+)?(?:${M}|(${listed("nextMonth")})|(${listed("thisMonth")}))${END}(?:\\s+${YEAR})?`,
  ),
  take: ([, ord, weekday, month, next, current, year], facts) =>
    push(facts, {
      kind: "nth",
      nth: ORDINALS.get(ord ?? "") ?? 1,
      weekday: WEEKDAYS.get(weekday ?? "") ?? 1,
      ...fullYear(year),
      ...(month ? { month: MONTHS.get(month) ?? 1 } : { monthsAhead: next ? 1 : current ? 0 : 0 }),
    }),
};

const weekdayPlus: Rule = {
  pattern: sticky(
    `${THE}(?:${W}\\s+in\\s+(${NUM})\\s*${weeks}|(${NUM})\\s*${weeks}\\s+(?:from|after|on)\\s+${W}|${W}\\s+week)${END}`,
  ),
  take: ([, w1, n1, n2, w2, w3], facts) =>
    push(facts, {
      kind: "weekdayPlus",
      weekday: WEEKDAYS.get(w1 ?? w2 ?? w3 ?? "") ?? 1,
      weeks: w3 ? 1 : numberOf(n1 ?? n2 ?? "1"),
      loose: w1 !== undefined,
    }),
};
const nextWeek: Rule = {
  pattern: sticky(
    `(?:in\\s+der\\s+)?(?:${listed("nextWeek")}(?:\\s+(?:on\\s+|am\\s+)?${W})?|${THE}${W}(?:\\s+of)?,?\\s+${listed("nextWeek")})${END}`,
  ),
  take: ([, after, before], facts) => {
    const weekday = WEEKDAYS.get(after ?? before ?? "");
    return push(facts, weekday ? { kind: "weekday", weekday, which: "nextWeek" } : { kind: "span", of: "nextWeek" });
  },
};
const weekday: Rule = {
  pattern: sticky(
    `(?:(?:(?:the|am)\\s+)?(${listed("next")})\\s+|(?:${listed("coming")})\\s+)?${W}(?:\\.|s(?=\\s))?(?:\\s*(${anyOf([...PARTS.keys(), "morgen"])}))?${END}`,
  ),
  take: ([, next, word, part], facts) => {
    push(facts, { kind: "weekday", weekday: WEEKDAYS.get(word ?? "") ?? 1, which: next ? "next" : "coming" });
    if (part) facts.part = PARTS.get(clean(part)) ?? "morning";
    return true;
  },
};

const dayWord: Rule = {
  pattern: sticky(`(${anyOf(DAYS.keys())})(?:\\s*(${anyOf([...PARTS.keys(), "morgen"])}))?${END}`),
  take: ([, word, part], facts) => {
    push(facts, { kind: "offset", days: DAYS.get(clean(word)) ?? 0, months: 0 });
    if (part) facts.part = PARTS.get(clean(part)) ?? "morning";
    const evening = isEvening(word ?? "");
    if (evening) facts.part ??= "evening";
    if (evening || (DAYS.get(clean(word)) === 0 && (facts.part === "night" || facts.part === "evening")))
      facts.tonight = true;
    return true;
  },
};

const MANY = `(${AMOUNT}(?:\\s*(?:and|und|,)?\\s*${AMOUNT}){0,2})`;
const relative: Rule = {
  pattern: sticky(
    `(?:in\\s+${MANY}(?:\\s+time)?|${MANY}\\s+from\\s+(?:now|today)|heute\\s+in\\s+${MANY}|${MANY}\\s+later)${END}`,
  ),
  take: (m, facts) => {
    const { days, months, minutes } = amountOf(m[1] ?? m[2] ?? m[3] ?? m[4] ?? "");
    if (minutes === 0 && (days > 0 || months > 0)) return push(facts, { kind: "offset", days, months });
    facts.from = { days, months, minutes };
    return true;
  },
};

const spans: Rule[] = [
  {
    pattern: sticky(`${listed("nextWeekend")}${END}`),
    take: (_, facts) => push(facts, { kind: "span", of: "nextWeekend" }),
  },
  {
    pattern: sticky(`(?:on\\s+)?${listed("weekend")}${END}`),
    take: (_, facts) => push(facts, { kind: "span", of: "weekend" }),
  },
  { pattern: sticky(`${listed("thisWeek")}${END}`), take: (_, facts) => push(facts, { kind: "span", of: "thisWeek" }) },
  {
    pattern: sticky(`(?:in\\s+|im\\s+)?${M}${END}`),
    take: ([, m], facts) => push(facts, { kind: "span", of: "month", month: MONTHS.get(m ?? "") ?? 1 }),
  },
];

export const DAY_RULES: readonly Rule[] = [
  iso,
  isoEnd,
  yearFirst,
  slashed,
  dotted,
  relative,
  nthWeekday,
  dayMonth,
  monthDay,
  feast,
  weekdayPlus,
  nextWeek,
  ...spans.slice(0, 3),
  weekday,
  dayWord,
  nthDay,
  ...spans.slice(3),
];
