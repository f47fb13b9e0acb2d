// Places: what is public of a place that a provider found depends on nothing finer than its cell, whatever the provider says.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import fc from "fast-check";
import { kmBetween } from "../../src/places/distance.ts";
import { createPlaces } from "../../src/places/index.ts";
import { snap } from "../../src/places/snap.ts";
import { json, knows, startWire, type Wire } from "./wire.ts";

let wire: Wire;
beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());

/** Anywhere, and where zones, countries and quarters meet. */
const points = fc.oneof(
  fc.record({
    lat: fc.double({ min: -85, max: 85, noNaN: true }),
    lng: fc.double({ min: -180, max: 180, noNaN: true }),
  }),
  fc.record({
    lat: fc.double({ min: 52.4, max: 52.6, noNaN: true }),
    lng: fc.double({ min: 13.2, max: 13.6, noNaN: true }),
  }),
  // Spain and Portugal, an hour apart, along the Guadiana.
  fc.record({
    lat: fc.double({ min: 37.2, max: 38.3, noNaN: true }),
    lng: fc.double({ min: -7.55, max: -7.0, noNaN: true }),
  }),
);
const steps = fc.record({
  up: fc.double({ min: -0.0044, max: 0.0044, noNaN: true }),
  over: fc.double({ min: -0.0044, max: 0.0044, noNaN: true }),
});

const KINDS = [
  { kind: "google", options: () => ({ googleKey: "AIzaCanaryKey-0123456789", googleUrl: `${wire.host}/geocode` }) },
  { kind: "nominatim", options: () => ({ geocoderUrl: `nominatim+${wire.host}` }) },
  { kind: "photon", options: () => ({ geocoderUrl: `photon+${wire.host}` }) },
] as const;

describe.each(KINDS)("by $kind", ({ kind, options }) => {
  test("two homes of one cell have one label, one area and one zone", async () => {
    const places = createPlaces({ now: () => 0, ...options() });
    const seenAt = async (point: { lat: number; lng: number }) => {
      wire.answer = json(knows[kind](point));
      const answer = await places.read("Oranienstrasse 25", {});
      if (answer.kind !== "found") throw new Error("asked");
      const kept = answer.found.place.point?.reveal();
      expect(kept && kmBetween(kept, point)).toBe(0);
      const { label, area } = answer.found.place;
      const spot = await places.spot("Oranienstrasse 25", {});
      return { label, area, zone: answer.found.timeZone, spot };
    };
    await fc.assert(
      fc.asyncProperty(points, steps, async (home, { up, over }) => {
        const middle = snap(home);
        const other = { lat: middle.lat + up, lng: middle.lng + over };
        fc.pre(Math.abs(other.lng) <= 180);
        const first = await seenAt(home);
        expect(JSON.stringify(first)).not.toContain("Near");
        if (snap(other).lat === middle.lat && snap(other).lng === middle.lng)
          expect(await seenAt(other)).toEqual(first);
      }),
      { numRuns: Number(process.env["PLACES_RUNS"] ?? 25) },
    );
  });
});

test("a quarter is told by the middle of the cell, and a postcode is not told at all", async () => {
  const home = { lat: 52.50031, lng: 13.42214 };
  const places = createPlaces({ now: () => 0, ...KINDS[0].options() });
  wire.answer = json(knows.google(home));
  expect(await places.read("Oranienstrasse 25", {})).toMatchObject({
    found: { place: { label: "Kreuzberg, Berlin" } },
  });
  const place = knows.google(home, "10999 Berlin, Germany");
  wire.answer = json({ ...place, results: place.results.map((one) => ({ ...one, types: ["postal_code"] })) });
  expect(await places.read("D-10999 Bln", {})).toMatchObject({ found: { place: { label: "Kreuzberg, Berlin" } } });
});
