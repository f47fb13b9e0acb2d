// The names that a map without street tiles shows, over real HTTP: the largest cities of what is seen, apart from each other, from our own data.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WireCity } from "../../../adapters/web/wire.ts";
import type { Gazetteer } from "../../../src/places/gazetteer.ts";
import { openGazetteer } from "../../../src/places/gazetteer.ts";
import type { House } from "./house.ts";
import { openHouse } from "./house.ts";

let house: House;
let gazetteer: Gazetteer;
beforeAll(async () => {
  [house, gazetteer] = await Promise.all([openHouse(), openGazetteer()]);
});
afterAll(() => house.world.close());

const named = async (part: string): Promise<WireCity[]> =>
  (await (await house.gets(`/nearby/cities?in=${part}`)).json()) as WireCity[];

describe("the names on a map without street tiles", () => {
  test("a city is named with its parts and those around it, the largest first, and no more than fit", async () => {
    const cities = await named("52.36,13.04,52.68,13.78");
    expect(cities[0]).toEqual({ name: "Berlin", lat: 52.52437, lng: 13.41053 });
    expect(cities.map(({ name }) => name)).toEqual(expect.arrayContaining(["Potsdam", "Neukölln"]));
    expect(cities.find(({ name }) => name === "Neukölln")).toMatchObject({ part: true });
    expect(cities.length).toBeLessThanOrEqual(14);
    const wide = await named("46,4,56,18");
    expect(wide.some(({ part }) => part)).toBe(false);
  });

  test("it works across the antimeridian, and where there is nobody", async () => {
    expect((await named("-20,175,-10,-175")).map(({ name }) => name)).toContain("Suva");
    expect(await named("-50,-130,-40,-110")).toEqual([]);
  });

  test("anybody may keep the answer for a day; what is no part of a map is refused", async () => {
    const kept = await house.gets("/nearby/cities?in=52,13,53,14");
    expect(kept.headers.get("cache-control")).toBe("public, max-age=86400");
    for (const part of ["", "1,2,3", "53,13,52,14", "a,b,c,d", "52,13,53,200", "-91,0,0,1", "1e9,0,2,3"])
      expect((await house.gets(`/nearby/cities?in=${part}`)).status).toBe(400);
  });

  test("whatever is seen, each name lies in it, the larger city first", () => {
    const bounds = fc
      .tuple(
        fc.double({ min: -60, max: 70, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: 0.02, max: 20, noNaN: true }),
      )
      .map(([south, west, size]) => ({ south, west, north: south + size, east: ((west + size + 540) % 360) - 180 }));
    fc.assert(
      fc.property(bounds, (part) => {
        const cities = gazetteer.within(part, 14);
        expect(cities.length).toBeLessThanOrEqual(14);
        cities.forEach(({ point: { lat, lng }, population }, i) => {
          expect(lat >= part.south && lat <= part.north).toBe(true);
          expect(((lng - part.west + 360) % 360) - ((part.east - part.west + 360) % 360)).toBeLessThan(1e-6);
          if (i > 0) expect(population).toBeLessThanOrEqual(cities[i - 1]?.population ?? 0);
        });
      }),
    );
  });
});
