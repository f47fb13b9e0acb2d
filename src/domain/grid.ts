// Domain: the fixed grid of public points. Everything that anyone may see of where a party is goes through `snap`.
import { kmOfChord, vectorOf } from "./cells.ts";
import type { LatLng, Place, Region, Shown } from "./place.ts";
import { Secret } from "./secret.ts";

/** Height of a row in degrees: 1.0008 and 10.008 km. 180 / ROW is a whole number, so rows end at the poles. */
const ROW: Readonly<Record<Shown, number>> = { neighbourhood: 0.009, city: 0.09 };

/** Metres: a circle of this radius around a snapped point contains its whole cell. */
export const AREA_RADIUS_M = 750;
/** The same of a city's cell: its half diagonal is 7.2 km, and what it is made from lies up to 0.75 km from the place. */
export const CITY_RADIUS_M = 8_000;

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

/** The neighbourhood of a place, whatever is shown of it. */
export const nearOf = (place: Place): Region | undefined =>
  place.near?.reveal() ?? (place.area && { label: place.label, area: place.area });

/** The place as its host chooses to show it. `cityLabel`: what the city is called; it may say no more than the city's cell. */
export const shownAs = (place: Place, shown: Shown, cityLabel = ""): Place => {
  const near = nearOf(place);
  const { near: _near, shown: _shown, ...plain } = place;
  const city: Place = { ...plain, shown: "city" };
  if (!near) return shown === "city" ? city : plain;
  return shown === "city"
    ? { ...city, label: cityLabel, area: snap(near.area, "city"), near: new Secret(near) }
    : { ...plain, ...near };
};

/**
 * The place that a party moves to, as it is shown: as before while the circle that is shown still holds it. A pin put down again a few
 * metres off would else, at a cell's edge, show now one cell and now the next, and so tell that it is there. Both by their neighbourhoods:
 * a city is made from one.
 */
export const steady = (before: Place, now: Place): Place => {
  const [near, point] = [nearOf(before), now.point?.reveal()];
  if (!near || !point || !before.point || metresBetween(near.area, point) > AREA_RADIUS_M) return now;
  return { ...now, ...near };
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
