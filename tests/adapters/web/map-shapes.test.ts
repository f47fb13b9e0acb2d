// The outline of the world as a tile shows it: cut and thinned, it covers what the whole covers.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Box, Shape } from "../../../adapters/web/page/world-shapes.ts";
import {
  boxOf,
  drawLine,
  drawRing,
  lineOf,
  meets,
  ringOf,
  turnedBox,
} from "../../../adapters/web/page/world-shapes.ts";

const SCALE = 100_000;
const unit = fc.double({ min: 0, max: 1, noNaN: true });

/** Whether a point lies in a ring of x, y, x, y …: the even-odd rule. */
const covers = (points: ArrayLike<number>, x: number, y: number): boolean => {
  let inside = false;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = [points[i], points[i + 1], points[j], points[j + 1]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
};

const drawn = (ring: Shape, box: Box): number[] => {
  const points: number[] = [];
  drawRing(ring, box, SCALE, (x, y) => points.push(x, y));
  return points;
};

test("a ring that is cut to a tile covers the same points of it, and nothing beyond its edge", () => {
  const corners = fc.array(
    fc.tuple(fc.double({ min: -170, max: 170, noNaN: true }), fc.double({ min: -80, max: 80, noNaN: true })),
    {
      minLength: 3,
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(corners, unit, unit, unit, unit, (positions, left, top, over, down) => {
      const west = left * 0.8;
      const north = top * 0.8;
      const box: Box = [west, north, west + 0.2, north + 0.2];
      // Neighbours less than half the globe apart: a longer step goes the other way around.
      const ring = ringOf(positions.map(([lng, lat]) => [lng / 2.2, lat]));
      const points = drawn(ring, box);
      for (const [i, value] of points.entries()) {
        const [low, high] = i % 2 === 0 ? [box[0], box[2]] : [box[1], box[3]];
        expect(value >= low * SCALE - 1e-3 && value <= high * SCALE + 1e-3).toBe(true);
      }
      const [x, y] = [west + 0.2 * (0.001 + 0.998 * over), north + 0.2 * (0.001 + 0.998 * down)];
      // Thinning may move an edge by less than a pixel: points that near to one are left out.
      const near = [-2, 2].some((by) =>
        [0, 1].some(
          (axis) =>
            covers(ring.points, x + (axis === 0 ? by / SCALE : 0), y + (axis === 1 ? by / SCALE : 0)) !==
            covers(ring.points, x, y),
        ),
      );
      if (!near) expect(covers(points, x * SCALE, y * SCALE)).toBe(covers(ring.points, x, y));
    }),
  );
});

test("land across the antimeridian is met on both sides of the map, and a pole's land reaches its edge", () => {
  const island = ringOf([
    [178, 10],
    [-178, 10],
    [-178, -10],
    [178, -10],
    [178, 10],
  ]);
  expect(island.box[2] - island.box[0]).toBeCloseTo(4 / 360);
  const [east, west] = [boxOf({ x: 255, y: 127 }, 1, 0, 256), boxOf({ x: 0, y: 127 }, 1, 0, 256)];
  const met = (box: Box): number[] => [-1, 0, 1].filter((turns) => meets(island.box, turnedBox(box, turns)));
  expect([met(east), met(west)]).toEqual([[0], [-1]]);
  const antarctica = ringOf([-180, -90, 0, 90, 180].map((lng) => [lng, -70]));
  expect(covers(antarctica.points, 0.4, 0.99)).toBe(true);
  expect(covers(antarctica.points, 0.4, 0.5)).toBe(false);
});

test("of a line only what a tile may show is drawn, and it is picked up where it comes back", () => {
  const line = lineOf([
    [0, 0],
    [10, 0],
    [10, 60],
    [20, 60],
    [20, 0],
    [30, 0],
  ]);
  const begun: number[] = [];
  drawLine(
    line,
    boxOf({ x: 128, y: 120 }, 24, 0, 256),
    256,
    (x, _y, fresh) => void (fresh && begun.push(Math.round(x))),
  );
  expect(begun).toEqual([128, 142]);
});
