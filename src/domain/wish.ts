// Domain: a wish to be told of new parties nearby: which parties it means, and when they may be told.
import { cellAt, cover, kmOfChord, type Level, vectorOf } from "./cells.ts";
import type { Party } from "./party.ts";
import type { PersonId } from "./person.ts";
import type { LatLng } from "./place.ts";
import { NIGHT_ENDS } from "./spans.ts";
import type { Instant } from "./time.ts";
import { localParts } from "./zone.ts";

export type WishDays = "any" | "weekend" | "weekdays";

/** All that is kept of who wishes: a snapped point, how far, and on which days. */
export type Wish = { personId: PersonId; at: LatLng; km: WishKm; days: WishDays };

export type WishKm = 2 | 10 | 50;

/** What a wish is compared with: the public facts of a party alone. */
export type Sight = { area: LatLng; startsAt: Instant; timeZone: string };

/** A party as somebody nearby may find it; undefined while nobody may. */
export const sightOf = ({ findable, state, place, startsAt, timeZone }: Party): Sight | undefined =>
  findable === "nearby" && state === "on" && place.area ? { area: place.area, startsAt, timeZone } : undefined;

/** Between two snapped points. */
export const kmBetween = (a: LatLng, b: LatLng): number => {
  const [u, v] = [vectorOf(a), vectorOf(b)];
  return kmOfChord((u.x - v.x) ** 2 + (u.y - v.y) ** 2 + (u.z - v.z) ** 2);
};

export const matches = (
  { at, km, days }: Pick<Wish, "at" | "km" | "days">,
  { area, startsAt, timeZone }: Sight,
): boolean => (days === "any" || (days === "weekend") === isOnWeekend(startsAt, timeZone)) && kmBetween(at, area) <= km;

/** Minutes since Monday 00:00. */
const FRIDAY_EVENING = (4 * 24 + 17) * 60;
const MONDAY_MORNING = NIGHT_ENDS * 60;

/** From Friday 17:00 to Monday 06:00 on the party's own wall, as lists of parties nearby have it. */
export const isOnWeekend = (at: Instant, timeZone: string): boolean => {
  const { weekday, hour, minute } = localParts(at, timeZone);
  const sinceMonday = ((weekday - 1) * 24 + hour) * 60 + minute;
  return sinceMonday >= FRIDAY_EVENING || sinceMonday < MONDAY_MORNING;
};

const LEVEL: Record<WishKm, Level> = { 2: 0, 10: 1, 50: 2 };

/** The one cell a wish is found by: as large as its radius. */
export const cellOfWish = ({ at, km }: Pick<Wish, "at" | "km">): number => cellAt(at, LEVEL[km]);

/** Every cell that a wish which means this point may be kept under. Some forty. */
export const cellsOfWishes = (area: LatLng): number[] =>
  ([2, 10, 50] as const).flatMap((km) => cover(area, km, LEVEL[km])).sort((a, b) => a - b);
