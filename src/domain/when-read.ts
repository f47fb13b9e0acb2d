// Domain: reads a party's time: our rules first, chrono-node for what they leave over, a question for what stays in doubt.
import type { Env, WhenAnswer, WhenChoice, WhenContext } from "./when-answer.ts";
import { CHOICES_MAX, doubt, writeInstant } from "./when-answer.ts";
import type { Facts } from "./when-facts.ts";
import { optionsOf, weekStartOf } from "./when-locale.ts";
import { scan } from "./when-scan.ts";
import { secondOpinion } from "./when-second.ts";
import { settle } from "./when-settle.ts";
import { endOfFacts } from "./when-until.ts";
import { fold } from "./when-words.ts";
import { isZone } from "./zone.ts";

export const WHEN_TEXT_MAX = 200;

const envOf = (facts: Facts, ctx: WhenContext): Env | undefined => {
  const given = ctx.timeZone !== undefined && isZone(ctx.timeZone) ? ctx.timeZone : undefined;
  // an offset fixes the instant but is no zone to show a party in
  const stated =
    facts.shown ?? (facts.zone?.startsWith("UTC+") || facts.zone?.startsWith("UTC-") ? undefined : facts.zone);
  const shown = given ?? stated;
  if (!shown) return undefined;
  return {
    now: ctx.now,
    zone: facts.zone ?? shown,
    shown,
    namesZone: given === undefined,
    weekStart: weekStartOf(ctx.locale),
  };
};

/** A choice with the end that the text said, as an ISO interval; undefined when the end does not fit it. */
const withEnd = (choice: WhenChoice, facts: Facts, ctx: WhenContext, env: Env): WhenChoice | undefined => {
  if (choice.at === undefined) return choice;
  const end = endOfFacts(facts, choice.at, ctx, env);
  if (!end) return choice;
  return end.kind === "ok"
    ? { ...choice, value: `${choice.value}/${writeInstant(end.endsAt, env)}`, endsAt: end.endsAt }
    : undefined;
};

const ended = (answer: WhenAnswer, facts: Facts, ctx: WhenContext, env: Env): WhenAnswer => {
  if (answer.kind === "doubt") {
    const choices = answer.choices
      .map((choice) => withEnd(choice, facts, ctx, env))
      .filter((choice) => choice !== undefined);
    return { ...answer, choices: choices.length > 0 ? choices : answer.choices };
  }
  const end = endOfFacts(facts, answer.at, ctx, env);
  if (!end) return answer;
  if (end.kind === "ok") return { ...answer, endsAt: end.endsAt };
  const start = writeInstant(answer.at, env);
  const ends = end.choices.flatMap(({ at }) =>
    at === undefined ? [] : [{ value: `${start}/${writeInstant(at, env)}`, at: answer.at, endsAt: at }],
  );
  return doubt(end.why, ends.length > 0 ? ends : [{ value: start, at: answer.at }]);
};

const choicesIn = (answer: WhenAnswer, env: Env): WhenChoice[] => {
  if (answer.kind === "doubt") return answer.choices;
  const { at, endsAt } = answer;
  const value = writeInstant(at, env);
  return [endsAt === undefined ? { value, at } : { value: `${value}/${writeInstant(endsAt, env)}`, at, endsAt }];
};

const distinct = (choices: readonly WhenChoice[]): WhenChoice[] =>
  choices.filter((choice, i) => choices.findIndex((other) => other.value === choice.value) === i).slice(0, CHOICES_MAX);

/** Our rules left words over: chrono is heard, and what either understood is offered. */
const heard = (text: string, facts: Facts, own: WhenAnswer, ctx: WhenContext, env: Env): WhenAnswer => {
  const second = secondOpinion(text, env, ctx.locale);
  const its = second && settle(second.facts, { ...env, zone: second.facts.zone ?? env.zone });
  const answer = second && its ? ended(its, second.facts, ctx, env) : undefined;
  if (answer && second?.whole) return answer;
  const ours = facts.found > 0 ? choicesIn(own, env) : [];
  // an opinion that is itself a question adds only noise to ours
  const theirs = answer && (answer.kind === "ok" || ours.length === 0) ? choicesIn(answer, env) : [];
  return doubt("notUnderstood", distinct(second?.foreign ? [...theirs, ...ours] : [...ours, ...theirs]));
};

const inEachZone = (facts: Facts, ctx: WhenContext): WhenAnswer => {
  const { zones = [], ...rest } = facts;
  const answers = zones.flatMap((zone) => {
    const stated = { ...rest, zone };
    const env = envOf(stated, ctx);
    return env ? [{ env, answer: ended(settle(stated, env), stated, ctx, env) }] : [];
  });
  const choices = distinct(answers.flatMap(({ env, answer }) => choicesIn(answer, env)));
  const [first] = answers;
  // New York and Panama in winter: whichever was meant, it is the same instant
  const agreed =
    first?.answer.kind === "ok" &&
    choices.length === 1 &&
    answers.every(({ answer }) => answer.kind === "ok") &&
    facts.left.length === 0;
  return agreed ? first.answer : doubt("noZone", choices);
};

/**
 * Reads a time as people write it (English, German, ISO; other languages through chrono-node), in the zone given.
 * `ok` only for a time to come, within two years, that the whole text says in one way; else why not, with at most
 * eight choices, which read back as themselves under the same context. Never throws; texts over 200 characters are not read.
 */
export const readWhen = (text: string, ctx: WhenContext): WhenAnswer => {
  if (text.length > WHEN_TEXT_MAX) return doubt("notUnderstood");
  const folded = fold(text);
  if (folded === "" || folded.length > 2 * WHEN_TEXT_MAX) return doubt("notUnderstood");
  const facts = scan(folded, optionsOf(ctx.locale));
  if (facts.zones) return inEachZone(facts, ctx);
  const env = envOf(facts, ctx);
  if (!env) return doubt("noZone");
  const own = ended(settle(facts, env), facts, ctx, env);
  return facts.left.length > 0 || facts.found === 0 ? heard(text, facts, own, ctx, env) : own;
};
