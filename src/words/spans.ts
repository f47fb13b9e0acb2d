// Words: spans of time as a language writes them, by Intl alone.
import type { Until } from "../domain/reminders.ts";

const HOUR = 60;
const DAY = 24 * HOUR;

/** "90 minutes", "2 hours", "1 day", "3 hours, 10 minutes". */
export const spanIn = (language: string, minutes: number): string => {
  const parts: [number, string][] =
    minutes <= 2 * HOUR && minutes % HOUR !== 0
      ? [[minutes, "minute"]]
      : [
          [Math.floor(minutes / DAY), "day"],
          [Math.floor((minutes % DAY) / HOUR), "hour"],
          [minutes % HOUR, "minute"],
        ];
  const named = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) =>
      new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count),
    );
  return new Intl.ListFormat(language, { type: "unit" }).format(named);
};

/** "In 90 minutes", "Tomorrow", "In 3 days"; `now` and `soon` are the words for right away and for two hours. */
export const untilIn = (language: string, until: Until, { now, soon }: { now: string; soon: string }): string => {
  if ("minutes" in until && until.minutes < 3) return now;
  if ("minutes" in until && isTwoHours(until.minutes)) return soon;
  const said = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const text = "days" in until ? said.format(until.days, "day") : near(said, until.minutes);
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
};

const isTwoHours = (minutes: number): boolean => minutes >= 115 && minutes < 2.5 * HOUR;

/** Nobody counts single minutes of an hour. */
const near = (said: Intl.RelativeTimeFormat, minutes: number): string => {
  if (minutes >= 2 * HOUR || minutes === HOUR) return said.format(Math.round(minutes / HOUR), "hour");
  return said.format(minutes > 10 ? Math.round(minutes / 5) * 5 : minutes, "minute");
};
