// Domain: time zones: the wall clock of a zone and back, and how people name zones.
import { DateTime } from "luxon";
import { ABBREVIATIONS, CITIES, DOUBTFUL, MODERN, POPULAR } from "./zone-names.ts";
import type { Instant } from "./time.ts";

/** A wall clock's reading: `month` and `weekday` count from 1, Monday is 1. */
export type LocalTime = { year: number; month: number; day: number; hour: number; minute: number; second?: number };
export type LocalParts = Required<LocalTime> & { weekday: number /** Minutes east of UTC. */; offset: number };

/** What the clocks of `zone` show at `at`. */
export const localParts = (at: Instant, zone: string): LocalParts => {
  const { year, month, day, hour, minute, second, weekday, offset } = DateTime.fromMillis(at, { zone });
  return { year, month, day, hour, minute, second, weekday, offset };
};

/** Every instant at which the clocks of `zone` show `local`, earliest first: none in a gap, two in an overlap. */
export const offsetsOf = (local: LocalTime, zone: string): Instant[] => {
  const { weekday: _, offset: __, ...wall } = { weekday: 0, offset: 0, ...local };
  const guess = DateTime.fromObject({ second: 0, ...wall, millisecond: 0 }, { zone });
  // luxon moves a time that a gap swallows, in silence
  if (!guess.isValid || guess.hour !== local.hour || guess.minute !== local.minute || guess.day !== local.day)
    return [];
  return guess
    .getPossibleOffsets()
    .map((each) => each.toMillis())
    .sort((a, b) => a - b);
};

/** The two instants beside a time that a gap swallows: with the offset after it (earlier), and with the one before it (later). */
export const besideGap = (local: LocalTime, zone: string): [Instant, Instant] => {
  const { year, month, day, hour, minute, second = 0 } = local;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const offsetAt = (at: Instant): number => DateTime.fromMillis(at, { zone }).offset * 60_000;
  return [wall - offsetAt(wall + 86_400_000), wall - offsetAt(wall - 86_400_000)];
};

/** The instant that shows in `toZone` what `at` shows in `fromZone`; the first of two; in a gap the next time there is. */
export const moveWallClock = (at: Instant, fromZone: string, toZone: string): Instant => {
  const local = localParts(at, fromZone);
  const within = at - Math.floor(at / 1_000) * 1_000;
  const [first] = offsetsOf(local, toZone);
  if (first !== undefined) return first + within;
  let [valid, after] = besideGap(local, toZone);
  // the gap's end is where the offset changes: between the instants beside it, found by halving down to the second
  const offsetAfter = localParts(after, toZone).offset;
  while (after - valid > 1_000) {
    const middle = Math.floor((valid + after) / 2_000) * 1_000;
    if (localParts(middle, toZone).offset === offsetAfter) after = middle;
    else valid = middle;
  }
  return after;
};

const modern = (name: string): string => MODERN[name] ?? name;
const key = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[\s_.'’-]+/g, " ")
    .trim();

type Names = { byName: Map<string, string>; byCity: Map<string, string>; all: string[] };
let names: Names | undefined;
const zoneNames = (): Names => {
  if (names) return names;
  const byName = new Map<string, string>([
    ["utc", "UTC"],
    ["etc/utc", "UTC"],
  ]);
  const byCity = new Map<string, string>();
  const supported = [...Intl.supportedValuesOf("timeZone"), ...Object.values(MODERN)].filter((name) =>
    name.includes("/"),
  );
  for (const name of supported) {
    byName.set(name.toLowerCase(), Object.values(MODERN).includes(name) ? name : modern(name));
    byCity.set(key(name.slice(name.lastIndexOf("/") + 1)), modern(name));
  }
  for (const [zone, cities] of Object.entries(CITIES))
    for (const city of cities.split(", ")) byCity.set(key(city), zone);
  names = { byName, byCity, all: [...new Set(byName.values())].sort() };
  return names;
};

const known = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

/** Whether `name` is an IANA time zone that this machine knows. */
export const isZone = (name: string): boolean =>
  zoneNames().byName.has(name.toLowerCase()) ||
  (/^[a-z_]+(\/[a-z0-9_+-]+){0,2}$/i.test(name) && name.length <= 40 && known(name));

const fixedOffset = (text: string): string | undefined => {
  const match = /^(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::?00)?$/i.exec(text);
  if (!match) return undefined;
  const hours = Number(match[2]);
  if (hours === 0) return "UTC";
  // the names under Etc count west as positive
  const name = `Etc/GMT${match[1] === "+" ? "-" : "+"}${hours}`;
  return known(name) ? name : undefined;
};

/**
 * The zone a person means: an IANA name in any case, a city, an abbreviation that only one zone uses, "UTC+2".
 * Otherwise zones to choose from, the likeliest first; none when nothing resembles it.
 */
export const readZone = (text: string): { ok: string } | { choices: string[] } => {
  const typed = text.slice(0, 80).trim();
  const short = key(typed);
  const doubtful = DOUBTFUL[short];
  if (doubtful) return { choices: [...doubtful] };
  const plain = short.replace(/\s+(time|zeit)$/, "");
  const { byName, byCity } = zoneNames();
  const named = byName.get(typed.toLowerCase().replace(/\s+/g, "_"));
  const ok =
    named ?? ABBREVIATIONS[short] ?? byCity.get(plain) ?? byCity.get(plain.replace(/er$/, "")) ?? fixedOffset(typed);
  if (ok) return { ok };
  if (typed.includes("/") && isZone(typed))
    return { ok: modern(new Intl.DateTimeFormat("en", { timeZone: typed }).resolvedOptions().timeZone) };
  return { choices: short === "" ? [] : suggestZones(typed, 5) };
};

/** Zones for what is typed so far: cities that begin with it, then names that hold it; the most used for nothing typed. */
export const suggestZones = (typed: string, limit: number): string[] => {
  const part = key(typed.slice(0, 80));
  if (part === "") return POPULAR.slice(0, limit);
  const { byCity, all } = zoneNames();
  const begins = [...byCity].filter(([city]) => city.startsWith(part)).map(([, zone]) => zone);
  const holds = all.filter((name) => key(name).includes(part));
  const abbreviated = [ABBREVIATIONS[part], ...(DOUBTFUL[part] ?? [])].filter((zone) => zone !== undefined);
  return [...new Set([...abbreviated, ...begins, ...holds])].slice(0, limit);
};
