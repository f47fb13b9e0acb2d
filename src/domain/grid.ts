// Domain: the fixed grid of public points. Everything that anyone may see of where a party is goes through `snap`.
import { kmOfChord, vectorOf } from "./cells.ts";
import type { LatLng, Place } from "./place.ts";

/** How much of where it is a host shows: the square kilometre, or the hundred around it. */
export type Shown = "neighbourhood" | "city";

/** Height of a row in degrees: 1.0008 and 10.008 km. 180 / ROW is a whole number, so rows end at the poles. */
const ROW: Readonly<Record<Shown, number>> = { neighbourhood: 0.009, city: 0.09 };

/** Metres: a circle of this radius around a snapped point contains its whole cell. */
export const AREA_RADIUS_M = 750;

/**
 * The centre of the cell that holds `point` (degrees, WGS 84); moved by less than `AREA_RADIUS_M`. Snapping twice changes nothing.
 * Cells are iso-latitude rows of 0.009°, each cut into `floor(360·cos(lat)/0.009)` columns, so the poles and the antimeridian are
 * cells like any other. The grid is fixed: asking again from nearby tells no more than the cell. A city's point is made from the
 * neighbourhood's: showing now one and now the other tells no more than the neighbourhood alone.
 */
export const snap = (point: LatLng, shown: Shown = "neighbourhood"): LatLng => {
  const near = centreOf(point, ROW.neighbourhood);
  return shown === "neighbourhood" ? near : centreOf(near, ROW.city);
};

/**
 * The place that a party moves to, as it is shown: as before while the circle that is shown still holds it. A pin put down again a few
 * metres off would else, at a cell's edge, show now one cell and now the next, and so tell that it is there.
 */
export const steady = (before: Place, now: Place): Place => {
  const [shown, point] = [before.area, now.point?.reveal()];
  if (!shown || !point || !before.point || metresBetween(shown, point) > AREA_RADIUS_M) return now;
  return { ...now, label: before.label, area: shown };
};

const metresBetween = (a: LatLng, b: LatLng): number => {
  const [u, v] = [vectorOf(a), vectorOf(b)];
  return 1_000 * kmOfChord((u.x - v.x) ** 2 + (u.y - v.y) ** 2 + (u.z - v.z) ** 2);
};

const centreOf = (point: LatLng, height: number): LatLng => {
  const row = clamp(Math.floor((point.lat + 90) / height), Math.round(180 / height));
  const columns = columnsOf(row, height);
  const turns = ((((point.lng + 180) % 360) + 360) % 360) / 360;
  const column = clamp(Math.floor(turns * columns), columns);
  return { lat: micro(-90 + (row + 0.5) * height), lng: micro(-180 + ((column + 0.5) * 360) / columns) };
};

/** Counted at the row's edge nearest the equator, so that no cell is much wider than a row is high. */
const columnsOf = (row: number, height: number): number => {
  const south = -90 + row * height;
  const widest = Math.min(Math.abs(south), Math.abs(south + height));
  return Math.max(1, Math.floor((360 * Math.cos((widest * Math.PI) / 180)) / height));
};

const clamp = (index: number, count: number): number => Math.min(Math.max(index, 0), count - 1);
const micro = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
