// Contract: nearby finds exactly what measuring every distance would find, nearest first, on both databases.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snap } from "../../src/domain/grid.ts";
import type { Party } from "../../src/domain/party.ts";
import type { LatLng } from "../../src/domain/place.ts";
import { DAY, HOUR } from "../../src/domain/time.ts";
import type { Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { samplePerson, sampleParty } from "../support/samples.ts";

const now = NOON;
const RAD = Math.PI / 180;
const haversine = (a: LatLng, b: LatLng): number => {
  const h =
    Math.sin(((b.lat - a.lat) * RAD) / 2) ** 2 +
    Math.cos(a.lat * RAD) * Math.cos(b.lat * RAD) * Math.sin(((b.lng - a.lng) * RAD) / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(h)));
};

/** Between the snapped points: nothing finer is ever compared. */
const between = (a: LatLng, b: LatLng): number => haversine(snap(a), snap(b));

/** A dense city, a thin countryside, the antimeridian and a pole. */
const CENTRES: { at: LatLng; spread: number; many: number }[] = [
  { at: { lat: 52.52, lng: 13.405 }, spread: 0.05, many: 120 },
  { at: { lat: 52.3, lng: 13.1 }, spread: 1.2, many: 60 },
  { at: { lat: -17.8, lng: 179.98 }, spread: 0.4, many: 40 },
  { at: { lat: 89.9, lng: 20 }, spread: 0.3, many: 30 },
];

/** Spread by a fixed sequence, so that every run sees the same globe. */
const scattered = (): LatLng[] =>
  CENTRES.flatMap(({ at, spread, many }) =>
    Array.from({ length: many }, (_, i) => {
      const lat = Math.min(90, at.lat + spread * (((i * 0.754877) % 1) * 2 - 1));
      const lng = at.lng + (spread / Math.max(0.02, Math.cos(lat * RAD))) * (((i * 0.56984) % 1) * 2 - 1);
      return { lat, lng: ((((lng + 180) % 360) + 360) % 360) - 180 };
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
        sampleParty(host, { findable: "nearby", startsAt: now + ((i * 7) % 60) * HOUR, place: { label: "x", area } }),
      );
      for (const party of all) await tx.parties.add(party, now);
      return all;
    });
  });
  afterAll(() => fresh.close());

  it("is the same as measuring every party", async () => {
    const near = fc.constantFrom(...CENTRES).chain(({ at, spread }) =>
      fc.record({
        at: fc.record({
          lat: fc.double({ min: -spread, max: spread, noNaN: true }).map((d) => Math.min(90, at.lat + d)),
          lng: fc.double({ min: -spread, max: spread, noNaN: true }).map((d) => at.lng + d),
        }),
        km: fc.constantFrom(0.5, 2, 5, 10, 30, 50, 120, 2_000, 20_016),
        limit: fc.constantFrom(1, 5, 10, 25),
        from: fc.constantFrom(now, now + 20 * HOUR),
        to: fc.constantFrom(undefined, now + 40 * HOUR),
      }),
    );
    await fc.assert(
      fc.asyncProperty(near, async ({ to, ...q }) => {
        const found = await store.reads.parties.nearby({ ...q, ...(to !== undefined && { to }) });
        const measured = parties
          .filter((party) => party.startsAt >= q.from && (to === undefined || party.startsAt < to))
          .map((party) => between(q.at, party.place.area as LatLng))
          .filter((km) => km <= q.km)
          .sort((a, b) => a - b)
          .slice(0, q.limit);
        expect(found.length).toBe(measured.length);
        for (const [i, row] of found.entries()) {
          expect(Math.abs(row.km - (measured[i] as number))).toBeLessThan(1e-4);
          expect(Math.abs(row.km - between(q.at, row.party.place.area as LatLng))).toBeLessThan(1e-4);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it("finds only parties that are on, discoverable and on the map, at the hour they start now", async () => {
    const at = { lat: 40.7, lng: -74 };
    const find = async () =>
      (await store.reads.parties.nearby({ at, km: 1, from: now, limit: 5 })).map((row) => row.party.code);
    const party = await store.write(async (tx) => {
      const one = sampleParty(await samplePerson(tx, "Hanna"), { findable: "nearby", place: { label: "x", area: at } });
      await tx.parties.add(one, now);
      return one;
    });
    const edit = (patch: Parameters<Parameters<Parameters<Store["write"]>[0]>[0]["parties"]["edit"]>[1]) =>
      store.write((tx) => tx.parties.edit(party.code, patch));
    expect(await find()).toEqual([party.code]);
    await edit({ findable: "invited" });
    expect(await find()).toEqual([]);
    await edit({ findable: "nearby", startsAt: now - DAY });
    expect(await find()).toEqual([]);
    await edit({ startsAt: now + DAY, place: { label: "elsewhere", area: { lat: 41, lng: -74 } } });
    expect(await find()).toEqual([]);
    await edit({ place: { label: "not on a map" } });
    expect(await find()).toEqual([]);
    await edit({ place: { label: "x", area: at } });
    expect(await find()).toEqual([party.code]);
    await edit({ state: "calledOff" });
    expect(await find()).toEqual([]);
  });
});
