// Domain: cells on the globe, for finding what is near. Pure arithmetic: rows of equal latitude, each cut into as many columns as fit.
import type { LatLng } from "./place.ts";

/** A point on the unit sphere. */
export type Vector = { x: number; y: number; z: number };

/** Mean Earth radius, km (IUGG). */
const EARTH_KM = 6371.0088;
const RAD = Math.PI / 180;

/** How high a cell is in degrees, and the radius in km that it is made for: 0.018° are 2.0015 km. */
const LEVELS = [
  { size: 0.018, km: 2 },
  { size: 0.09, km: 10 },
  { size: 0.45, km: 50 },
] as const;

export type Level = 0 | 1 | 2;

/** A rectangle in degrees, its edges included. `west` > `east` where it crosses the antimeridian. */
export type Bounds = { south: number; west: number; north: number; east: number };

/** The radius in km that `cover` answers with a handful of cells. */
export const reachKm = (level: Level): number => LEVELS[level].km;

// A cell's number is its level's first number + row · (most columns) + column: below 2^31 for all three levels together.
const rowsOf = (size: number): number => Math.round(180 / size);
const mostColumns = (size: number): number => Math.round(360 / size);
const FIRST = LEVELS.map((_, i) =>
  LEVELS.slice(0, i).reduce((sum, { size }) => sum + rowsOf(size) * mostColumns(size), 0),
);

/** Columns of a row, by its edge nearer to a pole: at least one, and none narrower than the row is high. */
const columnsOf = (row: number, size: number): number => {
  const edge = Math.max(Math.abs(-90 + row * size), Math.abs(-90 + (row + 1) * size));
  return Math.max(1, Math.floor((360 * Math.cos(Math.min(edge, 90) * RAD)) / size));
};

const rowAt = (lat: number, size: number): number =>
  Math.min(rowsOf(size) - 1, Math.max(0, Math.floor((lat + 90) / size)));
/** Longitude as a part of the full turn, in [0, 1). */
const turn = (lng: number): number => ((((lng + 180) / 360) % 1) + 1) % 1;
const columnAt = (lng: number, columns: number): number => Math.min(columns - 1, Math.floor(turn(lng) * columns));
const numberOf = (level: Level, row: number, column: number): number =>
  (FIRST[level] as number) + row * mostColumns(LEVELS[level].size) + column;

/** The cell of a point at each level, the finest first. */
export const cellsOf = (point: LatLng): [number, number, number] => [
  cellAt(point, 0),
  cellAt(point, 1),
  cellAt(point, 2),
];

/** The one cell of a point at a level. */
export const cellAt = ({ lat, lng }: LatLng, level: Level): number => {
  const { size } = LEVELS[level];
  const row = rowAt(lat, size);
  return numberOf(level, row, columnAt(lng, columnsOf(row, size)));
};

/** Every cell of a level that the circle of `km` around `point` touches; across the poles and the antimeridian like anywhere else. */
export const cover = (point: LatLng, km: number, level: Level): number[] => {
  const { size } = LEVELS[level];
  // A hair wider, so that rounding at a cell's edge cannot lose a point that lies exactly at `km`.
  const angle = (km / EARTH_KM) * (1 + 1e-9) + 1e-12;
  const [south, north] = [point.lat - angle / RAD, point.lat + angle / RAD];
  const half = halfWidth(point.lat * RAD, angle);
  const cells: number[] = [];
  for (let row = rowAt(south, size); row <= rowAt(north, size); row += 1) {
    const columns = columnsOf(row, size);
    for (const column of columnsBetween(point.lng, half, columns)) cells.push(numberOf(level, row, column));
  }
  return cells;
};

/** Every cell that the rectangle touches, of the finest level at which those are at most `most`; undefined when they are more at each. */
export const cellsWithin = (bounds: Bounds, most: number): number[] | undefined => {
  for (const level of [0, 1, 2] as const) {
    const cells = atLevel(bounds, level, most);
    if (cells) return cells;
  }
  return undefined;
};

const atLevel = ({ south, north, west, east }: Bounds, level: Level, most: number): number[] | undefined => {
  const { size } = LEVELS[level];
  const [first, last] = [rowAt(south, size), rowAt(north, size)];
  if (last - first >= most) return undefined;
  const half = (west <= east ? east - west : east - west + 360) / 2;
  const cells: number[] = [];
  for (let row = first; row <= last; row += 1) {
    const columns = columnsOf(row, size);
    if (cells.length + Math.min(columns, (half / 180) * columns) > most) return undefined;
    // A hair wider, for a point that lies exactly on an edge.
    for (const column of columnsBetween(west + half, half + 1e-9, columns)) cells.push(numberOf(level, row, column));
  }
  return cells.length > most ? undefined : cells;
};

/** The widest difference of longitude, in degrees, within `angle` of latitude `lat` (both radians); 180 where a pole lies inside. */
const halfWidth = (lat: number, angle: number): number => {
  if (Math.abs(lat) + angle >= Math.PI / 2) return 180;
  // Where the circle touches a meridian: sin(half) = sin(angle) / cos(lat).
  return Math.asin(Math.min(1, Math.sin(angle) / Math.cos(lat))) / RAD + 1e-9;
};

const columnsBetween = (lng: number, half: number, columns: number): number[] => {
  const from = Math.floor(turn(lng - half) * columns);
  const many = Math.ceil(((2 * half) / 360) * columns) + 1;
  if (many >= columns) return Array.from({ length: columns }, (_, i) => i);
  return Array.from({ length: many }, (_, i) => (from + i) % columns);
};

export const vectorOf = ({ lat, lng }: LatLng): Vector => ({
  x: Math.cos(lat * RAD) * Math.cos(lng * RAD),
  y: Math.cos(lat * RAD) * Math.sin(lng * RAD),
  z: Math.sin(lat * RAD),
});

/** The length in km along the sphere of a chord given squared, in unit-sphere units. */
export const kmOfChord = (squared: number): number =>
  2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(Math.max(0, squared)) / 2));

/** The squared chord of a distance in km: what `kmOfChord` undoes. */
export const chordOfKm = (km: number): number => (2 * Math.sin(Math.min(km / (2 * EARTH_KM), Math.PI / 2))) ** 2;
