// Cells: whatever lies within reach lies in a cell of the cover, anywhere on the globe.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Level } from "../../src/domain/cells.ts";
import { cellAt, cellsOf, chordOfKm, cover, kmOfChord, reachKm, vectorOf } from "../../src/domain/cells.ts";
import type { LatLng } from "../../src/domain/place.ts";

const RAD = Math.PI / 180;
const R = 6371.0088;

const haversine = (a: LatLng, b: LatLng): number => {
  const h =
    Math.sin(((b.lat - a.lat) * RAD) / 2) ** 2 +
    Math.cos(a.lat * RAD) * Math.cos(b.lat * RAD) * Math.sin(((b.lng - a.lng) * RAD) / 2) ** 2;
  return 2 * R * Math.asin(Math.min(1, Math.sqrt(h)));
};

/** The point at a bearing (radians) and distance (km) from another. */
const away = (from: LatLng, bearing: number, km: number): LatLng => {
  const [lat, d] = [from.lat * RAD, km / R];
  const to = Math.asin(Math.sin(lat) * Math.cos(d) + Math.cos(lat) * Math.sin(d) * Math.cos(bearing));
  const lng =
    from.lng * RAD +
    Math.atan2(Math.sin(bearing) * Math.sin(d) * Math.cos(lat), Math.cos(d) - Math.sin(lat) * Math.sin(to));
  return { lat: to / RAD, lng: ((((lng / RAD + 180) % 360) + 360) % 360) - 180 };
};

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const point = fc.oneof(
  fc.record({ lat: real(-90, 90), lng: real(-180, 180) }),
  fc.record({ lat: fc.oneof(real(89.5, 90), real(-90, -89.5), fc.constantFrom(-90, 90, 0)), lng: real(-180, 180) }),
  fc.record({ lat: real(-90, 90), lng: fc.oneof(real(179.9, 180), real(-180, -179.9), fc.constantFrom(-180, 180, 0)) }),
);
const level = fc.constantFrom<Level>(0, 1, 2);

describe("cells", () => {
  it("cover every point within the radius, at the poles and the antimeridian too", () => {
    fc.assert(
      fc.property(point, level, real(0, 1), real(0, 2 * Math.PI), real(0, 1), (at, size, part, bearing, share) => {
        const km = reachKm(size) * part;
        const there = away(at, bearing, km * share);
        expect(cover(at, km, size)).toContain(cellAt(there, size));
      }),
      { numRuns: 6_000 },
    );
  });

  it("of the coarsest size cover far radii as well", () => {
    fc.assert(
      fc.property(point, real(0, 600), real(0, 2 * Math.PI), real(0, 1), (at, km, bearing, share) => {
        expect(cover(at, km, 2)).toContain(cellAt(away(at, bearing, km * share), 2));
      }),
      { numRuns: 500 },
    );
  });

  it("are few and named once, at the size made for the radius", () => {
    fc.assert(
      fc.property(fc.record({ lat: real(-85, 85), lng: real(-180, 180) }), level, (at, size) => {
        const cells = cover(at, reachKm(size), size);
        expect(new Set(cells).size).toBe(cells.length);
        expect(cells.length).toBeLessThanOrEqual(16);
      }),
      { numRuns: 2_000 },
    );
  });

  it("have numbers of their own at each size, that fit a 32-bit integer", () => {
    fc.assert(
      fc.property(point, (at) => {
        const cells = cellsOf(at);
        expect(new Set(cells).size).toBe(3);
        for (const cell of cells) expect(Number.isInteger(cell) && cell >= 0 && cell < 2 ** 31).toBe(true);
      }),
    );
  });

  it("one turn around the globe is the same place", () => {
    expect(cellsOf({ lat: 12, lng: 180 })).toEqual(cellsOf({ lat: 12, lng: -180 }));
  });

  it("the chord tells the same distance as the haversine", () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        const [u, v] = [vectorOf(a), vectorOf(b)];
        const squared = (u.x - v.x) ** 2 + (u.y - v.y) ** 2 + (u.z - v.z) ** 2;
        // Near the antipodes both formulas lose digits: a metre of 20,000 km.
        expect(Math.abs(kmOfChord(squared) - haversine(a, b))).toBeLessThan(squared > 3.99 ? 1 : 1e-4);
      }),
    );
    expect(kmOfChord(chordOfKm(42))).toBeCloseTo(42, 9);
  });
});
