// Domain: reads a text from left to right, rule by rule, into facts; what no rule knows is kept as left over.
import type { Facts, Rule, ScanOptions } from "./when-facts.ts";
import { sticky } from "./when-facts.ts";
import { DAY_RULES } from "./when-rules-day.ts";
import { clockOf, HOUR_RULES } from "./when-rules-hour.ts";
import { anyOf, END, listed } from "./when-words.ts";
import { readZone } from "./zone.ts";
import { ABBREVIATIONS, DOUBTFUL } from "./zone-names.ts";

const setZone = (facts: Facts, text: string): boolean => {
  if (facts.zone || facts.zones) return false;
  const zone = readZone(text);
  if ("ok" in zone) facts.zone = zone.ok;
  else if (zone.choices.length > 0) facts.zones = zone.choices;
  return "ok" in zone || zone.choices.length > 0;
};

/** "+01:00[Europe/Berlin]": the offset has said the instant, the name where it is shown. */
const setShown = (facts: Facts, text: string): boolean => {
  const zone = readZone(text);
  if (!("ok" in zone)) return false;
  if (facts.zone) facts.shown = zone.ok;
  else facts.zone = zone.ok;
  return true;
};

const ZONE_RULES: readonly Rule[] = [
  {
    pattern: sticky("\\[([a-z_]{2,20}(?:/[a-z0-9_+-]{2,24}){0,2})\\]"),
    take: ([, name], facts) => setShown(facts, name ?? ""),
  },
  {
    pattern: sticky("([a-z_]{2,20}(?:/[a-z0-9_+-]{2,24}){1,2})"),
    take: ([, name], facts) =>
      facts.zone?.startsWith("UTC")
        ? setShown(facts, name ?? "")
        : "ok" in readZone(name ?? "") && setZone(facts, name ?? ""),
  },
  {
    pattern: sticky(`((?:utc|gmt)\\s?[+-]\\s?\\d{1,2}(?::?00)?)${END}`),
    take: ([, name], facts) => setZone(facts, name ?? ""),
  },
  {
    // an abbreviation is a zone only behind an hour: "ist" and "west" are words too
    pattern: sticky(`(${anyOf([...Object.keys(ABBREVIATIONS), ...Object.keys(DOUBTFUL)])})(?:\\s+time)?${END}`),
    take: ([, name], facts) => facts.clock !== undefined && setZone(facts, name ?? ""),
  },
  {
    pattern: sticky(`([\\p{L}]{2,20}(?:\\s[\\p{L}]{2,20})?)\\s(?:time|zeit)${END}`),
    take: ([, city], facts) => "ok" in readZone(city ?? "") && setZone(facts, city ?? ""),
  },
];

const FILLERS: Rule = {
  pattern: sticky(`(?:[\\s,;|()!?.:~]+|-(?=\\s|$)|@|${listed("fillers")}${END})`),
  take: () => true,
};
const WORD: Rule = {
  pattern: sticky("\\S+?(?=[\\s,;|()!?]|$)"),
  take: ([word], facts) => {
    facts.left.push(word);
    return true;
  },
};
const RULES: readonly Rule[] = [...DAY_RULES, ...ZONE_RULES, ...HOUR_RULES];

const attempt = (rule: Rule, text: string, at: number, facts: Facts, options: ScanOptions): number => {
  rule.pattern.lastIndex = at;
  const match = rule.pattern.exec(text);
  return match && match[0].length > 0 && rule.take(match, facts, options) ? match[0].length : 0;
};

const step = (text: string, at: number, facts: Facts, options: ScanOptions): number => {
  for (const rule of RULES) {
    const length = attempt(rule, text, at, facts, options);
    if (length === 0) continue;
    facts.found += 1;
    return length;
  }
  return attempt(FILLERS, text, at, facts, options) || attempt(WORD, text, at, facts, options) || 1;
};

/** A number that stood alone: the hour, or the day of the month beside an hour ("fri 4, 8pm"). */
const placeBare = (facts: Facts, options: ScanOptions): void => {
  if (facts.bare === undefined) return;
  const hasDate = facts.days.some((day) => day.kind === "date" || day.kind === "monthDay");
  if (!facts.clock) {
    const clock = clockOf(facts.bare, undefined, {}, options);
    if (clock) facts.clock = clock;
    else facts.left.push(String(facts.bare));
  } else if (!hasDate && facts.bare >= 1 && facts.bare <= 31) facts.days.push({ kind: "monthDay", day: facts.bare });
  else facts.left.push(String(facts.bare));
};

/** "sat 20.10" says a day already: then 20.10 may be the hour. */
const placeDotted = (facts: Facts): void => {
  if (!facts.dotted || facts.clock) delete facts.dotted;
};

/** The facts that a folded text says. */
export const scan = (text: string, options: ScanOptions): Facts => {
  const facts: Facts = { days: [], impossible: false, left: [], found: 0 };
  for (let at = 0; at < text.length; ) at += step(text, at, facts, options);
  placeBare(facts, options);
  placeDotted(facts);
  return facts;
};
