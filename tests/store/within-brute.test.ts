// Within: the same answers as looking at every party, on both databases, for small parts of the map and wide ones, across poles and the antimeridian.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snap } from "../../src/domain/grid.ts";
import type { Party } from "../../src/domain/party.ts";
import { HOUR } from "../../src/domain/time.ts";
import type { Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { samplePerson, sampleParty } from "../support/samples.ts";

const now = NOON;
const RUNS = Number(process.env["WITHIN_QUERIES"] ?? 600) / DATABASES.length;

/** A city, a countryside, both sides of the antimeridian, both poles, and the whole globe. */
const PLACES = [
  { lat: 52.52, lng: 13.405, high: 0.05, wide: 0.08, many: 120 },
  { lat: 52.3, lng: 13.1, high: 1.2, wide: 2, many: 50 },
  { lat: -17.8, lng: 179.98, high: 0.4, wide: 0.6, many: 40 },
  { lat: 89.95, lng: 20, high: 0.2, wide: 180, many: 30 },
  { lat: -89.98, lng: 0, high: 0.05, wide: 180, many: 20 },
  { lat: 0, lng: 0, high: 80, wide: 180, many: 140 },
] as const;
type Spot = (typeof PLACES)[number];

const clamp = (lat: number): number => Math.max(-90, Math.min(90, lat));
const turned = (lng: number): number => ((((lng + 180) % 360) + 360) % 360) - 180;
const at = ({ lat, lng, high, wide }: Spot, [a, b]: [number, number]) => ({
  lat: clamp(lat + high * a),
  lng: turned(lng + wide * b),
});
const shownAt = (i: number) => (i % 5 === 0 ? "city" : "neighbourhood");
const spots = PLACES.flatMap((spot) =>
  Array.from({ length: spot.many }, (_, i) => at(spot, [((i * 0.754877) % 1) * 2 - 1, ((i * 0.56984) % 1) * 2 - 1])),
);
const areas = spots.map((spot, i) => snap(spot, shownAt(i)));

const unit = fc.double({ min: -1, max: 1, noNaN: true });
/** Corners anywhere about a place, or exactly on parties: the edges count as inside. */
const corner = fc
  .constantFrom(...PLACES)
  .chain((spot) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.tuple(unit, unit).map((by) => at(spot, by)) },
      { weight: 1, arbitrary: fc.constantFrom(...areas) },
    ),
  );
const bounds = fc
  .tuple(fc.constantFrom(...PLACES), unit, unit, unit, unit, corner, corner, fc.integer({ min: 0, max: 9 }))
  .map(([spot, a, b, c, d, one, other, how]) => {
    const [p, q] = how < 5 ? [at(spot, [a, b]), at(spot, [c, d])] : [one, other];
    const [south, north] = [Math.min(p.lat, q.lat), Math.max(p.lat, q.lat)];
    return how === 9 ? { south, north, west: -180, east: 180 } : { south, north, west: p.lng, east: q.lng };
  });
const query = fc.record({
  bounds,
  limit: fc.constantFrom(1, 5, 40, 2_001),
  from: fc.constantFrom(now, now + 20 * HOUR),
  to: fc.constantFrom(undefined, now + 40 * HOUR, now + 7 * HOUR),
});
type Query = typeof query extends fc.Arbitrary<infer T> ? T : never;

const brute = (parties: readonly Party[], { bounds: b, from, to, limit }: Query): string[] =>
  parties
    .filter(({ findable, state, startsAt, place: { area } }) => {
      if (!area || findable !== "nearby" || state !== "on") return false;
      const inLng =
        b.west <= b.east ? area.lng >= b.west && area.lng <= b.east : area.lng >= b.west || area.lng <= b.east;
      return inLng && area.lat >= b.south && area.lat <= b.north && startsAt >= from && startsAt < (to ?? Infinity);
    })
    .sort((a, c) => a.startsAt - c.startsAt || (a.code < c.code ? -1 : 1))
    .slice(0, limit)
    .map(({ code }) => code);

describe.each(DATABASES)("within on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  let parties: Party[];
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
    parties = await store.write(async (tx) => {
      const host = await samplePerson(tx, "Hanna");
      const all = areas.map((area, i) =>
        sampleParty(host, {
          findable: i % 11 === 10 ? "invited" : "nearby",
          state: i % 13 === 12 ? "calledOff" : "on",
          startsAt: now + (((i * 7) % 60) - 4) * HOUR,
          place: {
            ...sampleParty(host).place,
            label: "x",
            area,
            ...(shownAt(i) === "city" && { shown: "city" as const }),
          },
        }),
      );
      for (const party of all) await tx.parties.add(party, now);
      return all;
    });
  });
  afterAll(() => fresh.close());

  it("answers as looking at every party would", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(query, async (q) => {
        const { bounds: where, to, ...rest } = q;
        const rows = await store.reads.parties.within({ ...where, ...rest, ...(to !== undefined && { to }) });
        expect(rows.map(({ code }) => code)).toEqual(brute(parties, q));
        found += rows.length;
      }),
      { numRuns: RUNS },
    );
    expect(found).toBeGreaterThan(RUNS);
  });

  it("reads nothing secret", async () => {
    const rows = await store.reads.parties.within({ south: 52, north: 53, west: 13, east: 14, from: now, limit: 50 });
    expect(rows.length).toBeGreaterThan(10);
    for (const { place } of rows)
      expect(Object.keys(place).sort()).toEqual(expect.not.arrayContaining(["address", "point"]));
  });
});
