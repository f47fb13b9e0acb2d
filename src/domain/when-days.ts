// Domain: which days of the calendar a text's day can mean. Days are luxon dates in UTC at midnight: no clock change disturbs them.
import { DateTime } from "luxon";
import type { DayFact, Facts } from "./when-facts.ts";

export type Day = DateTime;
export type Days = {
  /** The likeliest first; empty when the calendar has no such day. */
  days: Day[];
  why?: "ambiguousDate" | "noDay" | "notADate" | "weekdayMismatch";
  /** How far to the next such day, when this one is past. */
  again: { days: number } | { years: number };
  /** Days that exist, when `days` is not what was asked for. */
  instead?: Day[];
};

export type Calendar = {
  today: Day /** The first day of the week there, 1 for Monday, 7 for Sunday. */;
  weekStart: 1 | 7;
};

const WEEK = { days: 7 };
const plus = (day: Day, days: number): Day => day.plus({ days });
const make = (year: number, month: number, day: number): Day | undefined => {
  const made = DateTime.utc(year, month, day);
  return made.isValid ? made : undefined;
};
const coming = (weekday: number, today: Day): Day => plus(today, (weekday - today.weekday + 7) % 7);
const inWeekOf = (weekday: number, day: Day): Day => plus(day, weekday - day.weekday);
const either = (days: Day[], again: Days["again"] = WEEK): Days => {
  const distinct = days.filter((day, i) => days.findIndex((other) => +other === +day) === i);
  return distinct.length > 1 ? { days: distinct, why: "ambiguousDate", again } : { days: distinct, again };
};

/** A date without a year is the next one; one that has just gone by stays past, for the person to say. */
const LONG_AHEAD_DAYS = 270;
const yearly = (today: Day, of: (year: number) => Day | undefined): Day | undefined => {
  const current = of(today.year);
  if (current && current >= today) return current;
  const next = of(today.year + 1);
  return current && next && next.diff(today, "days").days > LONG_AHEAD_DAYS ? current : (next ?? current);
};

const monthEnd = (today: Day, fact: { year?: number; month: number }): Day[] => {
  const ends = (year: number): Day | undefined => make(year, fact.month, 1)?.endOf("month").startOf("day");
  const end = fact.year === undefined ? yearly(today, ends) : ends(fact.year);
  return end ? [end] : [];
};

const dateDays = (fact: Extract<DayFact, { kind: "date" }>, { today }: Calendar): Days => {
  const of = (month: number, day: number): Day | undefined =>
    fact.year === undefined ? yearly(today, (year) => make(year, month, day)) : make(fact.year, month, day);
  const found = [of(fact.month, fact.day), fact.swapped && of(fact.swapped.month, fact.swapped.day)].filter(
    (day) => day !== undefined,
  );
  const again = { years: 1 };
  if (found.length === 0) return { days: [], why: "notADate", again, instead: monthEnd(today, fact) };
  return either(found, again);
};

const weekdayDays = (fact: Extract<DayFact, { kind: "weekday" }>, { today, weekStart }: Calendar): Days => {
  const first = coming(fact.weekday, today);
  if (fact.which === "coming") return { days: [first], again: WEEK };
  const ofNextWeek = inWeekOf(fact.weekday, plus(today, 7));
  // on a Sunday the week that begins on Sundays is a week ahead of the other
  if (fact.which === "nextWeek")
    return either(weekStart === 7 && today.weekday === 7 ? [ofNextWeek, plus(ofNextWeek, 7)] : [ofNextWeek]);
  if (+first === +today) return { days: [plus(first, 7)], again: WEEK };
  return either([first, ofNextWeek]);
};

const weekdayPlusDays = (fact: Extract<DayFact, { kind: "weekdayPlus" }>, { today }: Calendar): Days => {
  const counted = plus(coming(fact.weekday, today), 7 * fact.weeks);
  return either(fact.loose ? [inWeekOf(fact.weekday, plus(today, 7 * fact.weeks)), counted] : [counted]);
};

const nthDays = (fact: Extract<DayFact, { kind: "nth" }>, { today }: Calendar): Days => {
  const of = (year: number, month: number): Day | undefined => {
    const first = DateTime.utc(year, month, 1);
    const last = first.endOf("month").startOf("day");
    const found =
      fact.nth < 0
        ? plus(last, -((last.weekday - fact.weekday + 7) % 7))
        : plus(coming(fact.weekday, first), 7 * (fact.nth - 1));
    return found.month === month ? found : undefined;
  };
  const ahead = today.startOf("month").plus({ months: fact.monthsAhead ?? 0 });
  const { month } = fact;
  const day =
    month === undefined
      ? of(ahead.year, ahead.month)
      : fact.year !== undefined
        ? of(fact.year, month)
        : yearly(today, (year) => of(year, month));
  return day ? { days: [day], again: WEEK } : { days: [], why: "notADate", again: WEEK };
};

const monthDayDays = (day: number, today: Day): Days => {
  const here = make(today.year, today.month, day);
  if (here && here >= today) return { days: [here], again: WEEK };
  for (let ahead = here ? 1 : 0; day >= 1 && day <= 31 && ahead < 4; ahead += 1) {
    const { year, month } = today.startOf("month").plus({ months: ahead });
    const found = make(year, month, day);
    // "the 31st" in a month of 30 days is asked, not moved on in silence
    if (found && found >= today)
      return ahead > 1 || !here
        ? { days: [], why: "notADate", again: WEEK, instead: [found] }
        : { days: [found], again: WEEK };
  }
  return { days: [], why: "notADate", again: WEEK };
};

const spanDays = (fact: Extract<DayFact, { kind: "span" }>, { today }: Calendar): Days => {
  const open = (days: Day[]): Days => ({ days: days.filter((day) => day >= today), why: "noDay", again: WEEK });
  const weekend = (day: Day): Day[] => [5, 6, 7].map((weekday) => inWeekOf(weekday, day));
  // on a Sunday the weekend may be the one to come
  if (fact.of === "weekend") return open([...weekend(today), ...(today.weekday === 7 ? weekend(plus(today, 7)) : [])]);
  if (fact.of === "nextWeekend")
    return open([...weekend(plus(today, 7)), ...(today.weekday < 6 ? weekend(today) : [])]);
  if (fact.of !== "month")
    return open(
      [1, 2, 3, 4, 5, 6, 7].map((weekday) => inWeekOf(weekday, fact.of === "nextWeek" ? plus(today, 7) : today)),
    );
  const year = today.month > fact.month ? today.year + 1 : today.year;
  const from = today.month === fact.month ? today : DateTime.utc(year, fact.month, 1);
  const saturdays = [0, 1, 2, 3, 4].map((n) => plus(coming(6, from), 7 * n));
  return open(saturdays.filter((day) => day.month === fact.month));
};

const daysOf = (fact: DayFact, calendar: Calendar): Days => {
  if (fact.kind === "date") return dateDays(fact, calendar);
  if (fact.kind === "weekday") return weekdayDays(fact, calendar);
  if (fact.kind === "weekdayPlus") return weekdayPlusDays(fact, calendar);
  if (fact.kind === "nth") return nthDays(fact, calendar);
  if (fact.kind === "monthDay") return monthDayDays(fact.day, calendar.today);
  if (fact.kind === "span") return spanDays(fact, calendar);
  const day = calendar.today.plus({ days: Math.min(fact.days, 40_000), months: Math.min(fact.months, 1_000) });
  return { days: day.isValid ? [day] : [], again: { days: 1 } };
};

const sharper = (day: DayFact): number =>
  ["span", "weekday", "weekdayPlus", "offset", "monthDay", "nth", "date"].indexOf(day.kind);

/** A weekday beside a date must be that day's; which of the two is wrong, only the person knows. */
const matched = (main: DayFact, others: readonly DayFact[], calendar: Calendar): Days => {
  const found = daysOf(main, calendar);
  const agrees = (day: Day): boolean =>
    others.every((other) =>
      other.kind === "weekday"
        ? other.weekday === day.weekday
        : daysOf(other, calendar).days.some((each) => +each === +day || other.kind === "span"),
    );
  const days = found.days.filter(agrees);
  if (days.length > 0 || found.why === "notADate") {
    const { why: _, ...rest } = found;
    return days.length === 1 && found.why === "ambiguousDate" ? { ...rest, days } : { ...found, days };
  }
  const alternatives = others.flatMap((other) =>
    other.kind === "weekday" ? nearby(found.days, other.weekday) : daysOf(other, calendar).days,
  );
  return { days: [], why: "weekdayMismatch", again: found.again, instead: [...found.days, ...alternatives] };
};
const nearby = (days: readonly Day[], weekday: number): Day[] =>
  days.slice(0, 1).map((day) => {
    const ahead = (weekday - day.weekday + 7) % 7;
    return plus(day, ahead > 3 ? ahead - 7 : ahead);
  });

/** The days that the facts can mean; undefined when they name none. */
export const resolveDays = (facts: Facts, calendar: Calendar): Days | undefined => {
  const [main, ...others] = [...facts.days].sort((a, b) => sharper(b) - sharper(a));
  if (!main) return undefined;
  return others.length === 0 ? daysOf(main, calendar) : matched(main, others, calendar);
};
