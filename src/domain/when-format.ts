// Domain: how times are shown, through Intl.
import { DAY, HOUR, MINUTE } from "./time.ts";
import type { Instant } from "./time.ts";
import { localParts, offsetsOf } from "./zone.ts";

const CACHE_MAX = 200;
const formats = new Map<string, Intl.DateTimeFormat>();
const relatives = new Map<string, Intl.RelativeTimeFormat>();

const cached = <T>(cache: Map<string, T>, key: string, make: () => T): T => {
  const known = cache.get(key);
  if (known) return known;
  if (cache.size >= CACHE_MAX) cache.clear();
  const made = make();
  cache.set(key, made);
  return made;
};

/** A locale that Intl takes; English without a region is that of Britain: day first and 24 hours. */
const spoken = (locale: string | undefined): string => {
  try {
    const name = new Intl.Locale(locale ?? "en-GB").toString();
    return name === "en" ? "en-GB" : name;
  } catch {
    return "en-GB";
  }
};

const format = (
  locale: string,
  timeZone: string,
  name: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat =>
  cached(formats, `${name}|${locale}|${timeZone}`, () => new Intl.DateTimeFormat(locale, { ...options, timeZone }));

const clock = (locale: string): Intl.DateTimeFormatOptions => {
  const twelve = format(locale, "UTC", "cycle", { hour: "numeric" }).resolvedOptions().hour12 === true;
  return { hour: twelve ? "numeric" : "2-digit", minute: "2-digit" };
};

const zoneWords = (at: Instant, timeZone: string, locale: string): string => {
  if (timeZone === "UTC" || timeZone === "Etc/UTC") return "UTC";
  const parts = format(locale, timeZone, "zone", { hour: "numeric", timeZoneName: "longGeneric" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
};

/**
 * In full, with the zone in words: "Saturday, 28 November 2026 at 20:00 (Central European Time)"; with an end,
 * "… at 20:00 – 01:00 (Central European Time)".
 */
export const formatWhen = (at: Instant, timeZone: string, locale?: string, endsAt?: Instant): string => {
  const language = spoken(locale);
  const full = format(language, timeZone, "full", { dateStyle: "full", timeStyle: "short" });
  const end = endsAt === undefined ? "" : ` – ${formatEnd(endsAt, at, timeZone, locale)}`;
  return `${full.format(at)}${end} (${zoneWords(at, timeZone, language)})`;
};

/** As it can be typed again: "2026-11-28 20:00", in the zone; with the offset where the clocks show that hour twice. */
export const writeWhen = (at: Instant, timeZone: string): string => {
  const { year, month, day, hour, minute, offset } = localParts(at, timeZone);
  const two = (n: number): string => String(n).padStart(2, "0");
  const local = `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
  if (offsetsOf({ year, month, day, hour, minute }, timeZone).length < 2) return local;
  const east = Math.abs(offset);
  return `${local.replace(" ", "T")}${offset < 0 ? "-" : "+"}${two(Math.floor(east / 60))}:${two(east % 60)}`;
};

/** In short, without the year: "Sat 28 Nov, 20:00". */
export const formatShort = (at: Instant, timeZone: string, locale?: string): string => {
  const language = spoken(locale);
  return format(language, timeZone, "short", {
    weekday: "short",
    day: "numeric",
    month: "short",
    ...clock(language),
  }).format(at);
};

/** An end beside its start: the hour alone within a day ("01:00"), else in short. */
export const formatEnd = (at: Instant, startsAt: Instant, timeZone: string, locale?: string): string => {
  if (at - startsAt >= DAY) return formatShort(at, timeZone, locale);
  const language = spoken(locale);
  return format(language, timeZone, "hour", clock(language)).format(at);
};

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["month", 30 * DAY],
  ["week", 7 * DAY],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
];

/** How long until (or, negative, since): "in 3 hours", "2 days ago". Weeks begin at two, months at two. */
export const formatIn = (ms: number, locale?: string): string => {
  const language = spoken(locale);
  const relative = cached(relatives, language, () => new Intl.RelativeTimeFormat(language, { numeric: "always" }));
  const size = Math.abs(ms);
  const [unit, length] = UNITS.find(
    ([name, each]) => size >= (name === "month" || name === "week" ? 2 * each : each),
  ) ?? ["minute", MINUTE];
  return relative.format(Math.trunc(ms / length), unit);
};
