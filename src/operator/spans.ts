// Operator: spans of time as they are typed and shown: 90s, 10m, 2h, 3d.
import { DAY, HOUR, MINUTE, SECOND } from "../domain/time.ts";

const UNITS = { s: SECOND, m: MINUTE, h: HOUR, d: DAY } as const;

/** Milliseconds; undefined for what is no such span. */
export const readSpan = (text: string): number | undefined => {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * UNITS[unit as keyof typeof UNITS];
};

/** In the largest unit of which there are two: 119 s, 90 min as 90m. */
export const writeSpan = (ms: number): string => {
  const unit = (["d", "h", "m"] as const).find((one) => ms >= 2 * UNITS[one]) ?? "s";
  return `${Math.floor(ms / UNITS[unit])}${unit}`;
};
