// Page: time. `now` comes from the browser's own monotonic clock, set to the server's where it told us.

let ahead = 0;

/** Milliseconds since 1970, as the server sees it. */
export const now = (): number => performance.timeOrigin + performance.now() + ahead;
export const setNow = (server: number): void => {
  ahead = server - (performance.timeOrigin + performance.now());
};

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const full = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

export const clockTime = (at: number): string => clock.format(at);
/** The viewer's own time, when the party's zone is another one. */
export const yourTime = (at: number, timeZone: string): string | undefined => {
  const there = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "short", timeZone }).format(at);
  const here = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "short" }).format(at);
  return there === here ? undefined : `${full.format(at)} your time`;
};
/** "Today", "Yesterday" or the day in words. */
export const dayName = (at: number): string => {
  const days = Math.round((midnight(at) - midnight(now())) / DAY);
  const words = Math.abs(days) <= 1 ? relative.format(days, "day") : day.format(at);
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
};

export type Stage = "calledOff" | "over" | "on" | "soon";
export const stageOf = (party: { startsAt: number; overAt: number; calledOff: boolean }, at: number): Stage =>
  party.calledOff ? "calledOff" : at >= party.overAt ? "over" : at >= party.startsAt ? "on" : "soon";

/** How long until the start, in its two largest units: "in 3 days 4 hours". */
export const until = (startsAt: number, at: number): string => {
  const left = Math.max(0, startsAt - at);
  const days = Math.floor(left / DAY);
  const hours = Math.floor((left % DAY) / HOUR);
  const minutes = Math.floor((left % HOUR) / MINUTE);
  if (days > 13) return `in ${days} days`;
  if (days > 0) return `in ${unit(days, "day")}${hours > 0 ? ` ${unit(hours, "hour")}` : ""}`;
  if (hours > 0) return `in ${unit(hours, "hour")}${minutes > 0 ? ` ${unit(minutes, "minute")}` : ""}`;
  return minutes > 0 ? `in ${unit(minutes, "minute")}` : "any moment now";
};

const unit = (count: number, name: string): string => `${count} ${name}${count === 1 ? "" : "s"}`;
const midnight = (at: number): number => {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
};
