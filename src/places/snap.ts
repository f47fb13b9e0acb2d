// Places: the fixed grid of public points. Everything that anyone may see of where a party is goes through `snap`.
import type { LatLng } from "../domain/place.ts";

/** Height of a row in degrees: 1.0008 km. 180 / ROW is a whole number, so rows end at the poles. */
const ROW = 0.009;
const ROWS = Math.round(180 / ROW);

/** Metres: a circle of this radius around a snapped point contains its whole cell. */
export const AREA_RADIUS_M = 750;

/**
 * The centre of the cell that holds `point` (degrees, WGS 84); moved by less than `AREA_RADIUS_M`. Snapping twice changes nothing.
 * Cells are iso-latitude rows of 0.009°, each cut into `floor(360·cos(lat)/0.009)` columns, so the poles and the antimeridian are
 * cells like any other. The grid is fixed: asking again from nearby tells no more than the cell.
 */
export const snap = (point: LatLng): LatLng => {
  const row = clamp(Math.floor((point.lat + 90) / ROW), ROWS);
  const columns = columnsOf(row);
  const turns = ((((point.lng + 180) % 360) + 360) % 360) / 360;
  const column = clamp(Math.floor(turns * columns), columns);
  return { lat: micro(-90 + (row + 0.5) * ROW), lng: micro(-180 + ((column + 0.5) * 360) / columns) };
};

/** Counted at the row's edge nearest the equator, so that no cell is much wider than a row is high. */
const columnsOf = (row: number): number => {
  const south = -90 + row * ROW;
  const widest = Math.min(Math.abs(south), Math.abs(south + ROW));
  return Math.max(1, Math.floor((360 * Math.cos((widest * Math.PI) / 180)) / ROW));
};

const clamp = (index: number, count: number): number => Math.min(Math.max(index, 0), count - 1);
const micro = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
