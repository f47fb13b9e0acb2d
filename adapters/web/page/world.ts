// Page: the outline of the world, from this server alone: what every map stands on, seen where no street tiles are, or none came.
import L from "leaflet";
import type { MultiLineString, Polygon, MultiPolygon } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Box, Pen, Shape } from "./world-shapes.ts";
import { boxOf, drawLine, drawRing, lineOf, meets, ringOf, turnedBox } from "./world-shapes.ts";

type Atlas = Topology<{
  countries: GeometryCollection<{ name: string }>;
  land: GeometryCollection;
}>;
type World = { land: Shape[][]; coasts: Shape[]; borders: Shape[] };

const PANE = "outline";
/** Beneath the tiles, which are at 200. */
const BENEATH = "150";
const SIZE = 512;
/** Pixels of the whole map at zoom 0. */
const WIDTH = 256;
/** What crosses the antimeridian is met on either side of the map. */
const TURNS = [-1, 0, 1];
/** Pixels drawn beyond a tile's edge. */
const MARGIN = 4;
/** ms of a frame that drawing may take: a hand that drags must not feel it. */
const BUDGET = 5;

/**
 * Loads the outline (Natural Earth, public domain, 1:50 m) only now, and draws it under everything else: on canvases, tile by tile, which a
 * moving map carries along. As one drawing of 80,000 points it was painted anew in every frame of a move.
 */
export const drawWorld = async (map: L.Map): Promise<void> => {
  const world = await readWorld();
  const pane = map.createPane(PANE);
  pane.style.zIndex = BENEATH;
  const soon = oneByOne();
  const layer = L.gridLayer({
    pane: PANE,
    tileSize: SIZE,
    updateWhenZooming: false,
    keepBuffer: 1,
    className: "outline",
  });
  const createTile = (at: L.Coords, done: L.DoneCallback): HTMLElement => {
    const canvas = document.createElement("canvas");
    soon(() => {
      paint(canvas, pane, world, at);
      done(undefined, canvas);
    });
    return canvas;
  };
  Object.assign(layer, { createTile }).addTo(map);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => layer.redraw());
};

const readWorld = async (): Promise<World> => {
  const [{ feature, mesh }, read] = await Promise.all([
    import("topojson-client"),
    import("world-atlas/countries-50m.json"),
  ]);
  const atlas = read.default as unknown as Atlas;
  const { countries, land } = atlas.objects;
  const lines = ({ coordinates }: MultiLineString): Shape[] => coordinates.map(lineOf);
  const polygons = feature(atlas, land).features.flatMap(({ geometry }) => ringsOf(geometry as Polygon | MultiPolygon));
  return {
    land: polygons.map((rings) => rings.map(ringOf)),
    coasts: lines(mesh(atlas, countries, (a, b) => a === b)),
    borders: lines(mesh(atlas, countries, (a, b) => a !== b)),
  };
};

const ringsOf = (geometry: Polygon | MultiPolygon): Polygon["coordinates"][] =>
  geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;

/**
 * Colours are the style sheet's: of the pane `background` is the sea, `fill` the land, `stroke` its coast, `color` a border. The tile is
 * given a finished, opaque picture: one that could still be drawn on is copied in every frame where there is no graphics card (0.3 ms each).
 */
const paint = (canvas: HTMLCanvasElement, pane: HTMLElement, world: World, { x, y, z }: L.Coords): void => {
  const sharp = Math.min(2, devicePixelRatio);
  const sheet = new OffscreenCanvas(SIZE * sharp, SIZE * sharp);
  const ink = sheet.getContext("2d", { alpha: false });
  if (!ink) return;
  const { backgroundColor, fill, stroke, color } = getComputedStyle(pane);
  ink.fillStyle = backgroundColor;
  ink.fillRect(0, 0, sheet.width, sheet.height);
  const corner = { x: x * SIZE, y: y * SIZE };
  const scale = WIDTH * 2 ** z;
  const box = boxOf(corner, SIZE, MARGIN, scale);
  ink.scale(sharp, sharp);
  ink.translate(-corner.x, -corner.y);
  ink.lineJoin = "round";
  for (const turns of TURNS) {
    const part = { box: turnedBox(box, turns), scale, pen: penOn(ink, turns * scale) };
    ink.fillStyle = fill;
    ink.beginPath();
    for (const [outer, ...holes] of world.land)
      if (outer && meets(outer.box, part.box))
        for (const ring of [outer, ...holes]) drawRing(ring, part.box, scale, part.pen);
    ink.fill("evenodd");
    line(ink, world.borders, { ...part, color, width: 1 });
    line(ink, world.coasts, { ...part, color: stroke, width: 1.25 });
  }
  canvas.width = canvas.height = SIZE * sharp;
  canvas.getContext("bitmaprenderer", { alpha: false })?.transferFromImageBitmap(sheet.transferToImageBitmap());
};

const penOn =
  (ink: Ink, over: number): Pen =>
  (x, y, fresh) =>
    fresh ? ink.moveTo(x + over, y) : ink.lineTo(x + over, y);

type Ink = OffscreenCanvasRenderingContext2D;
type Stroke = { box: Box; scale: number; pen: Pen; color: string; width: number };

const line = (ink: Ink, lines: readonly Shape[], { box, scale, pen, color, width }: Stroke): void => {
  ink.beginPath();
  for (const shape of lines) if (meets(shape.box, box)) drawLine(shape, box, scale, pen);
  ink.strokeStyle = color;
  ink.lineWidth = width;
  ink.stroke();
};

/** Work that waits for the next frame, and for the one after that when it is much. */
const oneByOne = (): ((work: () => void) => void) => {
  const waiting: (() => void)[] = [];
  const run = (): void => {
    const began = performance.now();
    do waiting.shift()?.();
    while (waiting.length > 0 && performance.now() - began < BUDGET);
    if (waiting.length > 0) requestAnimationFrame(run);
  };
  return (work) => {
    if (waiting.push(work) === 1) requestAnimationFrame(run);
  };
};
