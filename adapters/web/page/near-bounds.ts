// Page: what of the map's view is told to the server: rounded outwards to a coarse grid, so that nobody's exact view is.
import type { WireBounds } from "../wire.ts";

/** Degrees: some two kilometres. */
export const GRID = 0.02;
/** The wider the view, the coarser: a small move then asks nothing new. */
const STEPS_A_VIEW = 8;
const ROUND = 360;
/** Degrees that no eye sees: what rounding may leave. */
const SLACK = 1e-6;

/** The view, `west` < `east` in any turn of the world, as what is asked for: at least as large, on the grid. */
export const askedFor = ({ south, west, north, east }: WireBounds): WireBounds => {
  const span = Math.min(ROUND, Math.max(north - south, east - west));
  const step = GRID * 2 ** Math.max(0, Math.ceil(Math.log2(span / STEPS_A_VIEW / GRID)));
  const lats = { south: tidy(Math.max(-90, down(south, step))), north: tidy(Math.min(90, up(north, step))) };
  const [from, to] = [down(west, step), up(east, step)];
  return to - from >= ROUND ? { ...lats, west: -180, east: 180 } : { ...lats, west: turned(from), east: turned(to) };
};

/** Whether `inner` adds nothing to `outer`; neither knows of turns. */
export const holds = (outer: WireBounds, inner: WireBounds): boolean => {
  if (inner.south < outer.south - SLACK || inner.north > outer.north + SLACK) return false;
  const width = widthOf(outer);
  return width >= ROUND || eastward(outer.west - SLACK, inner.west) + widthOf(inner) <= width + 2 * SLACK;
};

/** A point at the centre of its cell of the grid: what is kept of the viewer's own position. */
export const roughly = ({ lat, lng }: { lat: number; lng: number }): { lat: number; lng: number } => ({
  lat: tidy(down(lat, GRID) + GRID / 2),
  lng: tidy(down(lng, GRID) + GRID / 2),
});

/** The longitude of the same meridian that is nearest to `centre`: where to draw it beside the antimeridian. */
export const near = (lng: number, centre: number): number => lng + ROUND * Math.round((centre - lng) / ROUND);

const down = (degrees: number, step: number): number => Math.floor(degrees / step + 1e-9) * step;
const up = (degrees: number, step: number): number => Math.ceil(degrees / step - 1e-9) * step;
const tidy = (degrees: number): number => Number(degrees.toFixed(6));
const turned = (lng: number): number =>
  tidy(lng >= -180 && lng <= 180 ? lng : lng - ROUND * Math.floor((lng + 180) / ROUND));
const eastward = (from: number, to: number): number => (((to - from) % ROUND) + ROUND) % ROUND;
const widthOf = ({ west, east }: WireBounds): number => (west === -180 && east === 180 ? ROUND : eastward(west, east));
