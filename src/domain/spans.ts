// Domain: the spans of time that people name when they look for a party.
import { DateTime } from "luxon";
import type { Instant } from "./time.ts";

export type Span = { from: Instant; to: Instant };

/** Until six in the morning people still say "tonight". */
export const NIGHT_ENDS = 6;

/** From now until six in the morning that ends this night, in the zone. */
export const tonight = (now: Instant, timeZone: string): Span => {
  const here = DateTime.fromMillis(now, { zone: timeZone });
  const day = here.hour < NIGHT_ENDS ? here : here.plus({ days: 1 });
  return { from: now, to: day.startOf("day").set({ hour: NIGHT_ENDS }).toMillis() };
};

/** The coming weekend (or the rest of this one): Friday 17:00 to Monday 06:00, in the zone. */
export const nextWeekend = (now: Instant, timeZone: string): Span => {
  const here = DateTime.fromMillis(now, { zone: timeZone });
  const monday = here.startOf("week");
  const stillLast = here.weekday === 1 && here.hour < NIGHT_ENDS;
  const start = (stillLast ? monday.minus({ weeks: 1 }) : monday).plus({ days: 4 }).set({ hour: 17 });
  const end = start.plus({ days: 3 }).set({ hour: NIGHT_ENDS });
  return { from: Math.max(now, start.toMillis()), to: end.toMillis() };
};
