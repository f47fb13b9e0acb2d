// Places: the grid of public points gives away no more than its cell, anywhere on Earth.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bandOf } from "../../src/domain/place.ts";
import { kmBetween } from "../../src/places/distance.ts";
import { AREA_RADIUS_M, snap } from "../../src/places/snap.ts";

const anywhere = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lng: fc.double({ min: -180, max: 180, noNaN: true }),
});
const nearTheEdges = fc.record({
  lat: fc.constantFrom(90, -90, 89.9999, -89.995, 89.98, 0, 0.009, -0.009, 45),
  lng: fc.constantFrom(180, -180, 179.99999, -179.99999, 0, 1e-9),
});
const points = fc.oneof(anywhere, nearTheEdges);

describe("the public point", () => {
  test("snapping twice changes nothing", () => {
    fc.assert(
      fc.property(points, (point) => void expect(snap(snap(point))).toEqual(snap(point))),
      { numRuns: 5_000 },
    );
  });

  test("it is on Earth, and the circle around it contains the exact point", () => {
    fc.assert(
      fc.property(points, (point) => {
        const area = snap(point);
        expect(Math.abs(area.lat)).toBeLessThanOrEqual(90);
        expect(Math.abs(area.lng)).toBeLessThanOrEqual(180);
        expect(kmBetween(point, area) * 1_000).toBeLessThan(AREA_RADIUS_M);
      }),
      { numRuns: 5_000 },
    );
  });

  test("the antimeridian is one line, written either way", () => {
    expect(snap({ lat: 12.3, lng: 180 })).toEqual(snap({ lat: 12.3, lng: -180 }));
  });

  test("everybody in a cell has the same public point, so 1,000 homes cannot be told from the middle of theirs", () => {
    const homes = fc.sample(
      fc.record({
        lat: fc.double({ min: 52.3, max: 52.7, noNaN: true }),
        lng: fc.double({ min: 13.0, max: 13.8, noNaN: true }),
      }),
      1_000,
    );
    const errors = homes.map((home) => kmBetween(home, snap(home))).sort((a, b) => a - b);
    expect(homes.filter((home) => kmBetween(home, snap(home)) === 0)).toEqual([]);
    expect(errors[500]).toBeGreaterThan(0.3);
    // Walking within a cell never changes what is shown: there is no finer answer to be asked for.
    for (const home of homes.slice(0, 100)) {
      const area = snap(home);
      for (const [up, over] of [
        [0.004, 0.004],
        [-0.004, 0.004],
        [0.004, -0.004],
        [-0.004, -0.004],
      ] as const) {
        expect(snap({ lat: area.lat + up, lng: area.lng + over })).toEqual(area);
      }
    }
  });
});

test("distances are told in kind steps", () => {
  expect([0, 0.4, 1, 1.2, 3, 7, 12, 40, 50, 51, 240].map((km) => bandOf(km))).toEqual([
    1, 1, 1, 2, 5, 10, 20, 50, 50, 100, 250,
  ]);
});

test("Berlin to Paris is 878 km", () => {
  expect(kmBetween({ lat: 52.52, lng: 13.405 }, { lat: 48.8566, lng: 2.3522 })).toBeCloseTo(877.5, 0);
});
