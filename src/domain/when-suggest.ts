// Domain: times to offer while someone types.
import { DateTime } from "luxon";
import type { Instant } from "./time.ts";
import type { WhenContext } from "./when-answer.ts";
import { CHOICES_MAX, choicesOf } from "./when-answer.ts";
import { readWhen } from "./when-read.ts";
import { DAYS, fold, MONTHS, WEEKDAYS } from "./when-words.ts";
import { isZone, localParts, offsetsOf } from "./zone.ts";

export type WhenSuggestion = { value: string; at: Instant };

const USUAL_HOUR = 20;
const FRIDAY = 5;
const SATURDAY = 6;
const ENDINGS = [...new Set([...DAYS.keys(), ...WEEKDAYS.keys(), ...MONTHS.keys(), "noon", "midnight"])].filter(
  (word) => word.length > 3,
);

const usual = (ctx: WhenContext, timeZone: string): WhenSuggestion[] => {
  const { year, month, day } = localParts(ctx.now, timeZone);
  const today = DateTime.utc(year, month, day);
  const days = [0, 1, ...[FRIDAY, SATURDAY].map((weekday) => (weekday - today.weekday + 7) % 7)].map((n) =>
    today.plus({ days: n }),
  );
  const instants = days.flatMap((each) =>
    offsetsOf({ year: each.year, month: each.month, day: each.day, hour: USUAL_HOUR, minute: 0 }, timeZone),
  );
  return suggestions(
    choicesOf(instants, { now: ctx.now, zone: timeZone, shown: timeZone, namesZone: false, weekStart: 1 }),
  );
};

const suggestions = (choices: readonly { value: string; at?: Instant }[]): WhenSuggestion[] =>
  choices.flatMap(({ value, at }) => (at === undefined ? [] : [{ value, at }]));

const understood = (text: string, ctx: WhenContext): WhenSuggestion[] => {
  const answer = readWhen(text, ctx);
  if (answer.kind === "doubt") return suggestions(answer.choices);
  const value = DateTime.fromMillis(answer.at, { zone: answer.timeZone }).toISO({
    suppressMilliseconds: true,
    suppressSeconds: true,
  });
  return value === null ? [] : [{ value, at: answer.at }];
};

/** What the last word may be about to become: "satu" a weekday, "sat 2" an hour, "in 3" a while. */
const completions = (typed: string): string[] => {
  const text = fold(typed);
  const [, before = "", last = ""] = /^(.*?)([\p{L}\p{N}]+)$/u.exec(text) ?? [];
  if (last === "") return [];
  if (/^in /.test(text) && /^\d{1,3}$/.test(last))
    return [`${text} hours`, `${text} days 20:00`, `${text} weeks 20:00`];
  if (/^[12]$/.test(last)) return [0, 1, 2, 3, 8, 9].map((n) => `${before}${last}${n}:00`);
  if (/^in?$/.test(text)) return ["in 1 hour", "in 2 hours", "in 3 hours"];
  return last.length < 2
    ? []
    : ENDINGS.filter((word) => word.startsWith(last) && word !== last)
        .slice(0, 3)
        .map((word) => before + word);
};

const ordered = (all: readonly WhenSuggestion[]): WhenSuggestion[] =>
  all.filter(({ at }, i) => all.findIndex((other) => other.at === at) === i).slice(0, CHOICES_MAX);

/** At most eight times for what is typed so far; the usual party times for nothing. None while the zone is unknown. */
export const suggestWhen = (typed: string, ctx: WhenContext): WhenSuggestion[] => {
  const zone = ctx.timeZone;
  if (typed.trim() === "") return zone !== undefined && isZone(zone) ? usual(ctx, zone) : [];
  if (typed.length > 100) return [];
  const own = understood(typed, ctx);
  return ordered([...own, ...completions(typed).flatMap((text) => understood(text, ctx))]);
};
