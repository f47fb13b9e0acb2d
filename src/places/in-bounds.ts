// Places: the largest cities of a part of the map, apart from each other: the names that tell somebody where they are.
import type { Bounds } from "../domain/cells.ts";
import { type CityRecords, SECTION } from "./city-records.ts";

const STEPS = 1e5;
/** Degrees: wider than this, only whole cities are named. */
const SECTIONS_WITHIN = 1.5;
/** Of the width and the height: nearer than both to a larger one, a name would lie on its name. */
const APART = { lng: 1 / 7, lat: 1 / 14 };

/** The places in `records` (which are in order of population) of at most `most` cities in `bounds`, the largest first. One pass: about a millisecond where there are few. */
export const largestIn = (records: CityRecords, bounds: Bounds, most: number): number[] => {
  const south = bounds.south * STEPS;
  const height = bounds.north * STEPS - south;
  const width = eastward(bounds.west, bounds.east) * STEPS;
  const sections = Math.max(height, width) <= SECTIONS_WITHIN * STEPS;
  const found: { i: number; up: number; over: number }[] = [];
  for (let i = 0; i < records.count && found.length < most; i++) {
    const up = records.lat[i]! - south;
    if (up < 0 || up > height || (!sections && records.feature[i] === SECTION)) continue;
    const over = eastward(bounds.west, records.lng[i]! / STEPS) * STEPS;
    if (over > width) continue;
    const near = found.some(
      (other) => Math.abs(other.up - up) < height * APART.lat && Math.abs(other.over - over) < width * APART.lng,
    );
    if (!near) found.push({ i, up, over });
  }
  return found.map(({ i }) => i);
};

/** Degrees from one meridian to another, going east; all around when the whole globe is asked for. */
const eastward = (from: number, to: number): number => (to - from >= 360 ? 360 : (((to - from) % 360) + 360) % 360);
