// Nearby: the same answers as measuring every party, on both databases, at the poles and the antimeridian too, page after page.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snap } from "../../src/domain/grid.ts";
import type { Party } from "../../src/domain/party.ts";
import type { LatLng } from "../../src/domain/place.ts";
import { HOUR } from "../../src/domain/time.ts";
import { kmBetween } from "../../src/places/distance.ts";
import type { NearbyCursor, NearbyRow, Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { farBetween, farOfKm, pinOf } from "../support/far.ts";
import { samplePerson, sampleParty } from "../support/samples.ts";

const now = NOON;
const RUNS = Number(process.env["NEARBY_QUERIES"] ?? 1_500) / DATABASES.length;

/** A dense city, a thin countryside, both ends of the antimeridian, both poles. */
const PLACES: { at: LatLng; spread: number; many: number }[] = [
  { at: { lat: 52.52, lng: 13.405 }, spread: 0.03, many: 160 },
  { at: { lat: 52.3, lng: 13.1 }, spread: 1.2, many: 60 },
  { at: { lat: -17.8, lng: 179.98 }, spread: 0.4, many: 40 },
  { at: { lat: 0, lng: -179.999 }, spread: 0.02, many: 20 },
  { at: { lat: 89.95, lng: 20 }, spread: 0.2, many: 30 },
  { at: { lat: -89.99, lng: 0 }, spread: 0.05, many: 15 },
];

const onGlobe = ({ lat, lng }: LatLng): LatLng => ({
  lat: Math.max(-90, Math.min(90, lat)),
  lng: ((((lng + 180) % 360) + 360) % 360) - 180,
});

/** Spread by a fixed sequence, so that every run sees the same globe. */
const scattered = (): LatLng[] =>
  PLACES.flatMap(({ at, spread, many }) =>
    Array.from({ length: many }, (_, i) => {
      const lat = at.lat + spread * (((i * 0.754877) % 1) * 2 - 1);
      const wide = spread / Math.max(0.002, Math.cos((Math.min(90, Math.abs(lat)) * Math.PI) / 180));
      return onGlobe({ lat, lng: at.lng + wide * (((i * 0.56984) % 1) * 2 - 1) });
    }),
  );

const query = fc.constantFrom(...PLACES).chain(({ at, spread }) =>
  fc.record({
    at: fc
      .record({
        lat: fc.double({ min: -spread, max: spread, noNaN: true }),
        lng: fc.double({ min: -1, max: 1, noNaN: true }),
      })
      .map((by) => {
        const lat = Math.max(-90, Math.min(90, at.lat + by.lat));
        return onGlobe({ lat, lng: at.lng + (by.lng * spread) / Math.max(0.002, Math.cos((lat * Math.PI) / 180)) });
      }),
    km: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(0.5, 1, 2, 5, 10, 20, 50) },
      { weight: 1, arbitrary: fc.constantFrom(120, 690, 2_000, 20_016) },
    ),
    limit: fc.constantFrom(1, 3, 8, 10, 24),
    from: fc.constantFrom(now, now + 20 * HOUR, now + 58 * HOUR),
    to: fc.constantFrom(undefined, now + 40 * HOUR, now + 7 * HOUR),
    pages: fc.constantFrom(1, 1, 2, 3),
  }),
);

describe.each(DATABASES)("nearby on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  let parties: Party[];
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
    parties = await store.write(async (tx) => {
      const host = await samplePerson(tx, "Hanna");
      const all = scattered().map((area, i) =>
        sampleParty(host, {
          findable: i % 11 === 10 ? "invited" : "nearby",
          state: i % 13 === 12 ? "calledOff" : "on",
          startsAt: now + ((i * 7) % 60) * HOUR,
          place: { label: "x", area },
        }),
      );
      for (const party of all) await tx.parties.add(party, now);
      return all;
    });
  });
  afterAll(() => fresh.close());

  it(
    "answers as measuring every party would",
    async () => {
      await fc.assert(
        fc.asyncProperty(query, async ({ to, pages, ...asked }) => {
          const q = { ...asked, ...(to !== undefined && { to }) };
          const found: NearbyRow[] = [];
          for (let page = 0, after: NearbyCursor | undefined; page < pages; page += 1) {
            const more = await store.reads.parties.nearby({ ...q, ...(after && { after }) });
            found.push(...more);
            const last = more.at(-1);
            if (!last || more.length < q.limit) break;
            after = { km: last.km, startsAt: last.party.startsAt, code: last.party.code };
          }
          const measured = parties
            .filter((party) => party.findable === "nearby" && party.state === "on")
            .filter((party) => party.startsAt >= q.from && (to === undefined || party.startsAt < to))
            .map((party) => ({ party, far: farBetween(pinOf(q.at), pinOf(party.place.area as LatLng)) }))
            .filter(({ far }) => far <= farOfKm(q.km))
            .sort(
              (a, b) => a.far - b.far || a.party.startsAt - b.party.startsAt || (a.party.code < b.party.code ? -1 : 1),
            )
            .slice(0, q.limit * pages);
          expect(found.map((row) => row.party.code)).toEqual(measured.map((row) => row.party.code));
          for (const { party, km } of found) {
            const measuredKm = kmBetween(snap(q.at), snap(party.place.area as LatLng));
            // Near the antipodes both formulas lose digits.
            expect(Math.abs(km - measuredKm)).toBeLessThan(km > 19_000 ? 1 : 1e-4);
          }
        }),
        { numRuns: RUNS },
      );
    },
    60_000 + RUNS * 50,
  );
});
