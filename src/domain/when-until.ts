// Domain: how the end of a party is read, once its start is known.
import { DateTime } from "luxon";
import type { Instant } from "./time.ts";
import { DAY, HOUR, MINUTE } from "./time.ts";
import type { Env, WhenChoice, WhenContext, WhenDoubt } from "./when-answer.ts";
import { doubt, writeInstant } from "./when-answer.ts";
import { resolveDays } from "./when-days.ts";
import type { Clock, Facts } from "./when-facts.ts";
import { AMOUNT, amountOf } from "./when-rules-hour.ts";
import { optionsOf, weekStartOf } from "./when-locale.ts";
import { scan } from "./when-scan.ts";
import { fold, listed } from "./when-words.ts";
import { localParts, moveWallClock, offsetsOf } from "./zone.ts";

export type UntilContext = WhenContext & { startsAt: Instant; timeZone: string };
export type UntilAnswer = { kind: "ok"; endsAt: Instant } | { kind: "doubt"; why: WhenDoubt; choices: WhenChoice[] };

/** The longest a party may last. */
const LONGEST = 7 * DAY;
const TEXT_MAX = 200;
const LEAD = new RegExp(`^(?:${listed("until")}|${listed("during")})\\s+`, "u");
const LENGTH = new RegExp(`^${AMOUNT}(?:\\s*(?:and|und|,)?\\s*${AMOUNT}){0,2}(?:\\s+(?:long|lang))?$`, "u");

const within = (at: Instant, ctx: UntilContext): boolean => at > ctx.startsAt && at <= ctx.startsAt + LONGEST;
const choices = (instants: readonly Instant[], ctx: UntilContext): WhenChoice[] =>
  [...new Set(instants)]
    .filter((at) => within(at, ctx))
    .slice(0, 8)
    .map((at) => ({ value: writeInstant(at, { shown: ctx.timeZone, namesZone: false }), at }));
const questioned = (why: WhenDoubt, instants: readonly Instant[], ctx: UntilContext): UntilAnswer =>
  doubt(why, choices(instants, ctx));

const settled = (instants: readonly Instant[], why: WhenDoubt, ctx: UntilContext): UntilAnswer => {
  const good = [...new Set(instants)].filter((at) => within(at, ctx));
  const [first] = good;
  if (first !== undefined) return good.length === 1 ? { kind: "ok", endsAt: first } : questioned(why, good, ctx);
  return instants.some((at) => at > ctx.startsAt)
    ? doubt("tooFar")
    : questioned("past", [ctx.startsAt + 4 * HOUR], ctx);
};

/** Every instant of a calendar day that the clock may mean; a time that a gap swallows is its end. */
const onDay = (day: DateTime, minutes: number, zone: string): Instant[] => {
  const date = day.plus({ days: Math.floor(minutes / 1440) });
  const hour = Math.floor((minutes % 1440) / 60);
  const minute = minutes % 60;
  const instants = offsetsOf({ year: date.year, month: date.month, day: date.day, hour, minute }, zone);
  return instants.length > 0 ? instants : [moveWallClock(date.set({ hour, minute }).toMillis(), "utc", zone)];
};
const startDay = (at: Instant, zone: string): DateTime => {
  const { year, month, day } = localParts(at, zone);
  return DateTime.utc(year, month, day);
};

const firstAfter = (minutes: number, ctx: UntilContext, zone: string): Instant[] => {
  const day = startDay(ctx.startsAt, zone);
  const days = [0, 1].map((n) => onDay(day.plus({ days: n }), minutes, zone).filter((at) => at > ctx.startsAt));
  return days.find((instants) => instants.length > 0) ?? [];
};
const readings = (clock: Clock): number[] => {
  const early = clock.minutes % 720;
  return clock.sure ? [clock.minutes] : [early, early + 720];
};

/** The first time after the start that the clock shows; `near`: of morning and evening the nearer, as in "8pm-1". */
export const endAfter = (clock: Clock, ctx: UntilContext, near: boolean, zone = ctx.timeZone): UntilAnswer => {
  const each = readings(clock)
    .map((minutes) => firstAfter(minutes, ctx, zone))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  const overlap = each.some((instants) => instants.length > 1);
  return settled((near ? each.slice(0, 1) : each).flat(), overlap ? "ambiguousZone" : "ambiguousHour", ctx);
};

const onNamedDay = (facts: Facts, ctx: UntilContext, zone: string): UntilAnswer => {
  const byStart = resolveDays(facts, { today: startDay(ctx.startsAt, zone), weekStart: weekStartOf(ctx.locale) });
  const byNow = resolveDays(facts, { today: startDay(ctx.now, zone), weekStart: weekStartOf(ctx.locale) });
  const [main, other] = facts.days.some((day) => day.kind === "offset") ? [byNow, byStart] : [byStart, undefined];
  if (!main || main.why === "notADate" || main.why === "weekdayMismatch" || main.why === "noDay")
    return doubt(main?.why ?? "notADate");
  const { clock } = facts;
  const hours = clock ? (clock.midnight ? [0, 1440] : readings(clock)) : [120, 720, 1080, 1320];
  const at = (days: readonly DateTime[]): Instant[] =>
    days.flatMap((day) => hours.flatMap((minutes) => onDay(day, minutes, zone)));
  const mine = at(main.days);
  const instants = mine.some((each) => within(each, ctx)) || !other ? mine : at(other.days);
  if (!clock) return questioned("noTime", instants, ctx);
  return settled(instants, clock.sure && !clock.midnight ? "ambiguousZone" : "ambiguousHour", ctx);
};

const readFacts = (facts: Facts, ctx: UntilContext): UntilAnswer => {
  const zone = facts.zone ?? ctx.timeZone;
  if (facts.impossible) return doubt("notADate");
  if (facts.from || facts.until || facts.end || facts.lasts) return doubt("notUnderstood");
  if (facts.days.length > 0) return onNamedDay(facts, ctx, zone);
  if (!facts.clock) return doubt("notUnderstood");
  return endAfter(facts.clock.midnight ? { minutes: 0, sure: true } : facts.clock, ctx, facts.part !== undefined, zone);
};

const read = (text: string, ctx: UntilContext): UntilAnswer => {
  if (text.length > TEXT_MAX) return doubt("notUnderstood");
  const folded = fold(text).replace(LEAD, "");
  if (LENGTH.test(folded)) {
    const { days, months, minutes } = amountOf(folded);
    return settled([months > 0 ? Number.MAX_SAFE_INTEGER : ctx.startsAt + days * DAY + minutes * MINUTE], "past", ctx);
  }
  const facts = scan(folded, optionsOf(ctx.locale));
  const answer = readFacts(facts, ctx);
  if (facts.left.length === 0) return answer;
  return answer.kind === "ok" ? questioned("notUnderstood", [answer.endsAt], ctx) : { ...answer, why: "notUnderstood" };
};

/**
 * The end that a text says: an hour (rolled past midnight to be after the start), a length, a day with an hour, ISO.
 * After the start and at most a week long, or a doubt. Never throws.
 */
export const readUntil = (text: string, ctx: UntilContext): UntilAnswer => read(text, ctx);

/** The end that a start's own text says: "sat 8pm-1am", "8pm for 4 hours", "8pm until sun 2am". Undefined: none. */
export const endOfFacts = (facts: Facts, startsAt: Instant, ctx: WhenContext, env: Env): UntilAnswer | undefined => {
  const until: UntilContext = { ...ctx, startsAt, timeZone: env.shown };
  if (facts.lasts !== undefined) return settled([startsAt + facts.lasts * MINUTE], "past", until);
  if (facts.end) return endAfter(facts.end.midnight ? { minutes: 0, sure: true } : facts.end, until, true, env.zone);
  return facts.until === undefined ? undefined : read(facts.until, until);
};
