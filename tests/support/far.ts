// Support: how far apart two public points are, by the same arithmetic as the store's: equally far is equally far everywhere.
import { chordOfKm, kmOfChord, vectorOf } from "../../src/domain/cells.ts";
import type { Vector } from "../../src/domain/cells.ts";
import { snap } from "../../src/domain/grid.ts";
import type { LatLng, Shown } from "../../src/domain/place.ts";

/** Squared chords in these are whole numbers: 2 mm at 1 km. */
const UNIT = 1e13;

export const pinOf = (point: LatLng, shown?: Shown): Vector => vectorOf(snap(point, shown));
export const farBetween = (a: Vector, b: Vector): number =>
  Math.round(((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y) + (b.z - a.z) * (b.z - a.z)) * UNIT);
export const farOfKm = (km: number): number => Math.round(chordOfKm(km) * UNIT);
export const kmOfFar = (far: number): number => kmOfChord(far / UNIT);
