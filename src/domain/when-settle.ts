// Domain: turns facts into an instant of a zone, or into the question that is left.
import { DateTime } from "luxon";
import type { Instant } from "./time.ts";
import type { Env, WhenAnswer, WhenChoice, WhenDoubt } from "./when-answer.ts";
import { choicesOf, doubt, farthest } from "./when-answer.ts";
import type { Day, Days } from "./when-days.ts";
import { resolveDays } from "./when-days.ts";
import type { Clock, Facts } from "./when-facts.ts";
import type { Part } from "./when-words.ts";
import type { LocalTime } from "./zone.ts";
import { besideGap, localParts, offsetsOf } from "./zone.ts";

const OFFERED: Record<Part | "any", readonly number[]> = {
  morning: [9, 10, 11],
  afternoon: [14, 15, 16, 17],
  evening: [18, 19, 20, 21],
  night: [20, 21, 22, 23],
  any: [18, 19, 20, 21],
};

/** Minutes after a day's first; 1440 and more are on the next day. */
type Hours = { minutes: number[]; why?: "ambiguousHour" | "ambiguousDate" };

const withPart = (minutes: number, part: Part): number[] => {
  const hour = Math.floor(minutes / 60) % 12;
  const late = (minutes % 720) + 720;
  if (part === "morning") return [minutes % 720];
  if (part === "afternoon" || part === "evening") return [late];
  if (hour === 0) return [1440 + (minutes % 720)];
  return hour >= 6 ? [late] : [1440 + minutes];
};

/** "saturday morning 8pm": one of the two is a slip. */
const clashes = (minutes: number, part: Part | undefined): boolean =>
  part === "morning" ? minutes >= 780 : part !== undefined && minutes < 720;

const hoursOf = (clock: Clock, facts: Facts, env: Env): Hours => {
  const { minutes } = clock;
  const named = facts.days.length > 0 && facts.tonight !== true;
  if (clock.midnight) return named ? { minutes: [1440, 0], why: "ambiguousDate" } : { minutes: [1440] };
  if (!clock.sure && facts.part) return { minutes: withPart(minutes, facts.part) };
  if (!clock.sure)
    return { minutes: minutes >= 720 ? [minutes, minutes + 720] : [minutes + 720, minutes], why: "ambiguousHour" };
  const small = minutes < 6 * 60 && (facts.part === "night" || facts.tonight === true);
  if (!small && clashes(minutes, facts.part))
    return { minutes: [minutes, (minutes + 720) % 1440], why: "ambiguousHour" };
  if (!small) return { minutes: [minutes] };
  if (named) return { minutes: [minutes + 1440, minutes], why: "ambiguousDate" };
  // "tonight 2am", said at one in the night, is in an hour
  const local = localParts(env.now, env.zone);
  return { minutes: [local.hour < 5 && local.hour * 60 + local.minute < minutes ? minutes : minutes + 1440] };
};

const localOf = (day: Day, minutes: number, millis = 0): LocalTime => {
  const date = day.plus({ days: Math.floor(minutes / 1440) });
  const { year, month, day: dayOfMonth } = date;
  return {
    year,
    month,
    day: dayOfMonth,
    hour: Math.floor((minutes % 1440) / 60),
    minute: minutes % 60,
    second: Math.floor(millis / 1_000),
  };
};
const instantsOf = (day: Day, minutes: number, env: Env, millis = 0): Instant[] =>
  offsetsOf(localOf(day, minutes, millis), env.zone).map((at) => at + (millis % 1_000));

const todayOf = (env: Env): Day => {
  const { year, month, day } = localParts(env.now, env.zone);
  return DateTime.utc(year, month, day);
};

const ahead = (days: readonly Day[], again: Days["again"]): Day[] => days.map((day) => day.plus(again));
/** The same day in later weeks or years until it is still to come: a date of long ago too. */
const nextAfter = (day: Day, minutes: number, again: Days["again"], env: Env): Instant[] => {
  for (let [next, tries] = [day.plus(again), 0]; tries < 60; [next, tries] = [next.plus(again), tries + 1]) {
    const coming = instantsOf(next, minutes, env).filter((at) => at > env.now);
    if (coming.length > 0) return coming;
  }
  return [];
};

const noTime = (found: Days, facts: Facts, env: Env): WhenAnswer => {
  const days = found.days.length > 0 ? found.days : (found.instead ?? []);
  const hours = OFFERED[facts.part ?? "any"];
  const offered = days.length > 1 ? hours.slice(1, 3) : hours;
  const at = (list: readonly Day[]): Instant[] =>
    list.flatMap((day) => offered.flatMap((hour) => instantsOf(day, hour * 60, env)));
  const why: WhenDoubt = found.why === "notADate" || found.why === "weekdayMismatch" ? found.why : "noTime";
  if (days.length === 0) return doubt(why);
  const choices = choicesOf(at(days), env);
  if (choices.length > 0) return doubt(why, choices);
  if (at(days).every((each) => each > env.now)) return doubt("tooFar");
  const isPast = days.every((day) => day < todayOf(env));
  return doubt(
    isPast ? "past" : why,
    choicesOf(
      isPast ? days.flatMap((day) => nextAfter(day, 1200, found.again, env)) : at(ahead(days, found.again)),
      env,
    ),
  );
};

const single = (day: Day, minutes: number, found: Days, clock: Clock, env: Env): WhenAnswer => {
  const instants = instantsOf(day, minutes, env, clock.millis);
  const [at] = instants;
  if (at === undefined) return doubt("nonexistent", choicesOf(besideGap(localOf(day, minutes), env.zone), env));
  if (instants.every((each) => each <= env.now))
    return doubt("past", choicesOf(nextAfter(day, minutes, found.again, env), env));
  if (at > farthest(env.now)) return doubt("tooFar");
  if (instants.length > 1) return doubt("ambiguousZone", choicesOf(instants, env));
  return { kind: "ok", at, timeZone: env.shown };
};

const several = (found: Days, hours: Hours, clock: Clock, env: Env, unnamed: boolean): WhenAnswer => {
  const days = found.days.length > 0 ? found.days : (found.instead ?? []);
  const all = days.flatMap((day) =>
    hours.minutes.map((minutes) => ({ day, minutes, at: instantsOf(day, minutes, env, clock.millis) })),
  );
  // an hour without a day is each time its next one
  const instants = all.flatMap(({ day, minutes, at }) =>
    unnamed && at.every((each) => each <= env.now) ? nextAfter(day, minutes, found.again, env) : at,
  );
  const choices = choicesOf(instants, env);
  const [only] = choices;
  const why = found.why ?? hours.why ?? "ambiguousDate";
  if (choices.length === 1 && why === "ambiguousHour" && only?.at !== undefined)
    return { kind: "ok", at: only.at, timeZone: env.shown };
  if (choices.length > 0 || instants.length === 0 || why === "notADate" || why === "weekdayMismatch")
    return doubt(why, choices);
  if (instants.some((at) => at > farthest(env.now))) return doubt("tooFar");
  return doubt(
    "past",
    choicesOf(
      all.flatMap(({ day, minutes }) => nextAfter(day, minutes, found.again, env)),
      env,
    ),
  );
};

const fromNow = ({ days, months, minutes }: NonNullable<Facts["from"]>, env: Env): WhenAnswer => {
  const moved = DateTime.fromMillis(env.now, { zone: env.zone }).plus({
    days: Math.min(days, 40_000),
    months: Math.min(months, 1_000),
  });
  const at = Math.floor(moved.plus({ minutes }).toMillis() / 60_000) * 60_000;
  if (!Number.isFinite(at) || at > farthest(env.now)) return doubt("tooFar");
  return at > env.now ? { kind: "ok", at, timeZone: env.shown } : doubt("past");
};

/** "sat 20.10": the 20th of October, which is no Saturday, or ten past eight in the evening? Both are offered. */
const dottedHour = (facts: Facts, env: Env): WhenChoice[] => {
  const { dotted, ...rest } = facts;
  if (!dotted || facts.days.length < 2) return [];
  const others = facts.days.filter((day) => day.kind !== "date");
  const answer = settle({ ...rest, clock: dotted, days: others }, env);
  return answer.kind === "ok" ? choicesOf([answer.at], env) : answer.choices;
};

/** The instant that the facts say in the zone, or the doubt. */
export const settle = (facts: Facts, env: Env): WhenAnswer => {
  if (facts.impossible) return doubt("notADate");
  const { clock } = facts;
  if (facts.from) {
    const answer = fromNow(facts.from, env);
    return (clock || facts.days.length > 0) && answer.kind === "ok"
      ? doubt("notUnderstood", choicesOf([answer.at], env))
      : answer;
  }
  const today = todayOf(env);
  const named = resolveDays(facts, { today, weekStart: env.weekStart });
  if (!named && !clock && !facts.part) return doubt("notUnderstood");
  const found: Days = named ?? { days: [today], again: { days: 1 } };
  const dotted = dottedHour(facts, env);
  if (dotted.length > 0) return doubt(found.why ?? "ambiguousDate", dotted);
  if (!clock) return noTime(found, facts, env);
  const hours = hoursOf(clock, facts, env);
  const [day] = found.days;
  const [minutes] = hours.minutes;
  if (found.days.length === 1 && hours.minutes.length === 1 && !found.why && day && minutes !== undefined)
    return single(day, minutes, found, clock, env);
  return several(found, hours, clock, env, !named);
};
