// Page: the shapes of the world as they are drawn: projected once, then cut to a tile and thinned to what its pixels can show.

/**
 * `points` are x, y, x, y …, from 0 to 1 across the whole map (Web Mercator, y to the south). What crosses the antimeridian goes on beyond
 * 0 or 1. `box` is west, north, east, south of them.
 */
export type Shape = { points: Float64Array; box: Box };
export type Box = readonly [west: number, north: number, east: number, south: number];
/** Takes a point in pixels of the tile; `fresh` begins a new line. */
export type Pen = (x: number, y: number, fresh: boolean) => void;

type Position = readonly number[];
type Point = [x: number, y: number];

const MAX_LAT = 85.051_128_78;
/** Outside of every map. */
const BEYOND = 0.1;
/** Pixels: what is closer to the last point is left out. */
const FINE = 0.6;

export const lineOf = (positions: readonly Position[]): Shape => shapeOf(unturned(positions));

/** Closed. One that goes around the globe (Antarctica's) is closed beyond its pole. */
export const ringOf = (positions: readonly Position[]): Shape => {
  const points = unturned(positions);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || Math.abs(last[0] - first[0]) < 0.5) return shapeOf(points);
  const pole = first[1] > 0.5 ? 1 + BEYOND : -BEYOND;
  return shapeOf([...points, [last[0], pole], [first[0], pole]]);
};

/** The same part of the world, as it is met after `turns` around the globe to the east. */
export const turnedBox = ([west, north, east, south]: Box, turns: number): Box => [
  west - turns,
  north,
  east - turns,
  south,
];

/** The part of the world that a square of `size` pixels shows whose corner is at `x`, `y` pixels of a map `scale` pixels wide; `margin` more on each side. */
export const boxOf = ({ x, y }: { x: number; y: number }, size: number, margin: number, scale: number): Box => [
  (x - margin) / scale,
  (y - margin) / scale,
  (x + size + margin) / scale,
  (y + size + margin) / scale,
];

export const meets = (a: Box, b: Box): boolean => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

/** Draws what of a closed ring lies within `box`, closed along its edges. `scale` is the pixels of the whole map's width. */
export const drawRing = (ring: Shape, box: Box, scale: number, pen: Pen): void => {
  let points: number[] = thin(ring.points, FINE / scale);
  if (!within(ring.box, box)) for (let side = 0; side < 4; side++) points = cut(points, side, box[side] ?? 0);
  for (let i = 0; i < points.length; i += 2) pen((points[i] ?? 0) * scale, (points[i + 1] ?? 0) * scale, i === 0);
};

/** Draws the parts of a line that may be seen within `box`. */
export const drawLine = (line: Shape, box: Box, scale: number, pen: Pen): void => {
  const points = thin(line.points, FINE / scale);
  let down = false;
  for (let i = 2; i < points.length; i += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = [points[i - 2], points[i - 1], points[i], points[i + 1]];
    const seen =
      Math.min(ax, bx) <= box[2] &&
      Math.max(ax, bx) >= box[0] &&
      Math.min(ay, by) <= box[3] &&
      Math.max(ay, by) >= box[1];
    if (!seen) {
      down = false;
      continue;
    }
    if (!down) pen(ax * scale, ay * scale, true);
    pen(bx * scale, by * scale, false);
    down = true;
  }
};

/** Projected; no step is longer than half the globe. */
const unturned = (positions: readonly Position[]): Point[] => {
  let before: number | undefined;
  return positions.map(([lng = 0, lat = 0]) => {
    const x = (lng + 180) / 360;
    before = before === undefined ? x : x + Math.round(before - x);
    return [before, southOf(lat)];
  });
};

const shapeOf = (points: readonly Point[]): Shape => {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points)
    [west, north, east, south] = [Math.min(west, x), Math.min(north, y), Math.max(east, x), Math.max(south, y)];
  return { points: Float64Array.from(points.flat()), box: [west, north, east, south] };
};

const southOf = (lat: number): number => {
  const sin = Math.sin((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
};

const within = (inner: Box, outer: Box): boolean =>
  inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];

/** Without the points that lie within `least` of the one before; the first and the last stay. */
const thin = (points: Float64Array, least: number): number[] => {
  const kept: number[] = [];
  const last = points.length - 2;
  let [x, y] = [Infinity, Infinity];
  for (let i = 0; i <= last; i += 2) {
    const [nextX = 0, nextY = 0] = [points[i], points[i + 1]];
    if (i !== last && Math.abs(nextX - x) < least && Math.abs(nextY - y) < least) continue;
    kept.push(nextX, nextY);
    [x, y] = [nextX, nextY];
  }
  return kept;
};

/** One step of Sutherland and Hodgman (doi.org/10.1145/360767.360802): what of a ring lies inside one side of a box. */
const cut = (points: readonly number[], side: number, edge: number): number[] => {
  const axis = side % 2;
  const inside = (value: number): boolean => (side < 2 ? value >= edge : value <= edge);
  const kept: number[] = [];
  let before = points.slice(-2) as Point;
  for (let i = 0; i < points.length; i += 2) {
    const now: Point = [points[i] ?? 0, points[i + 1] ?? 0];
    const [was, is] = [inside(before[axis] ?? 0), inside(now[axis] ?? 0)];
    if (was !== is) kept.push(...crossing(before, now, axis, edge));
    if (is) kept.push(...now);
    before = now;
  }
  return kept;
};

const crossing = (a: Point, b: Point, axis: number, edge: number): Point => {
  const other = 1 - axis;
  const [from = 0, to = 0, low = 0, high = 0] = [a[axis], b[axis], a[other], b[other]];
  const at = low + ((edge - from) / (to - from)) * (high - low);
  return axis === 0 ? [edge, at] : [at, edge];
};
