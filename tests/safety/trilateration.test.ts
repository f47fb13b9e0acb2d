// Safety: whoever asks and asks, about whatever, learns no more of a home than the square kilometre it is in.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CITY_RADIUS_M, nearOf, shownAs, snap, steady } from "../../src/domain/grid.ts";
import type { LatLng, Place, Shown } from "../../src/domain/place.ts";
import { bandOf } from "../../src/domain/place.ts";
import { Secret } from "../../src/domain/secret.ts";
import { DAY } from "../../src/domain/time.ts";
import { kmBetween } from "../../src/places/distance.ts";
import type { World } from "../stories/language.ts";
import { startWorld } from "../stories/world.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES } from "../support/databases.ts";
import { farBetween, farOfKm, kmOfFar, pinOf } from "../support/far.ts";
import { samplePerson, sampleParty } from "../support/samples.ts";
import type { Answer, Target } from "./attackers.ts";
import { ATTACKERS, moved } from "./attackers.ts";

const VICTIMS = Number(process.env["VICTIMS"] ?? 200);
const QUERIES_MAX = 5_000;

/** Mulberry32, so that every run attacks the same homes. */
const drawer = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

type Home = { code: string; at: LatLng; shown?: Shown };

/** What anyone is answered, without a database: the same as `core.around`, as the tests below hold. */
const searchOver = (homes: readonly Home[]): ((from: LatLng, km: number) => Answer) => {
  const pins = homes.map(({ code, at, shown }) => ({ code, shown, pin: pinOf(at, shown) }));
  return (from, km) => {
    const here = pinOf(from);
    return pins
      .map(({ pin, ...home }) => ({ ...home, far: farBetween(here, pin) }))
      .filter(({ far }) => far <= farOfKm(km))
      .sort((a, b) => a.far - b.far || (a.code < b.code ? -1 : 1))
      .map(({ code, far, shown }) => ({ code, km: bandOf(kmOfFar(far), shown) }));
  };
};

const homeIn = (draw: () => number): LatLng => ({ lat: -50 + 115 * draw(), lng: -180 + 360 * draw() });

/** Somewhere else in the same cell. */
const twinOf = (home: LatLng, draw: () => number): LatLng => {
  const cell = snap(home);
  for (;;) {
    const twin = moved(cell, 1.1 * (draw() - 0.5), 1.1 * (draw() - 0.5));
    if (snap(twin).lat === cell.lat && snap(twin).lng === cell.lng) return twin;
  }
};

/** Somewhere else in the same city. */
const townsmanOf = (home: LatLng, draw: () => number): LatLng => {
  const cell = snap(home, "city");
  for (;;) {
    const twin = moved(cell, 11 * (draw() - 0.5), 11 * (draw() - 0.5));
    const there = snap(twin, "city");
    if (there.lat === cell.lat && there.lng === cell.lng) return twin;
  }
};

const anchorsAround = (area: LatLng, draw: () => number): Map<string, LatLng> =>
  new Map(Array.from({ length: 6 }, (_, i) => [`anchor${i}`, moved(area, 5 * (draw() - 0.5), 5 * (draw() - 0.5))]));

/** The attack on one home; `heard` takes down every question and answer. */
const attack = (
  name: string,
  home: LatLng,
  seed: number,
  shown: Shown = "neighbourhood",
): { guess: LatLng; asked: number; heard: string } => {
  const area = snap(home, shown);
  const anchors = anchorsAround(area, drawer(seed));
  const homes: Home[] = [{ code: "victim", at: home, shown }, ...[...anchors].map(([code, at]) => ({ code, at }))];
  const search = searchOver(homes);
  const heard = createHash("sha256");
  let asked = 0;
  const target: Target = {
    victim: "victim",
    area,
    anchors,
    ask: (at, km) => {
      asked += 1;
      const answer = search(at, km);
      heard.update(answer.map((one) => `${one.code} ${one.km}`).join());
      return answer;
    },
  };
  const guess = (ATTACKERS[name] as NonNullable<(typeof ATTACKERS)[string]>)(target);
  return { guess, asked, heard: heard.digest("hex") };
};

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const draw = drawer(7);
const victims = Array.from({ length: VICTIMS }, () => homeIn(draw));
const centreError = median(victims.map((home) => kmBetween(home, snap(home))));

describe.each(Object.keys(ATTACKERS))("an attacker who %s", (name) => {
  test(
    "does no better than the centre of the cell, and hears the same about every home in it",
    () => {
      const errors: number[] = [];
      for (const [i, home] of victims.entries()) {
        const { guess, asked, heard } = attack(name, home, i);
        expect(asked).toBeLessThanOrEqual(QUERIES_MAX);
        if (i % 10 === 0) expect(attack(name, twinOf(home, draw), i).heard).toBe(heard);
        errors.push(kmBetween(home, guess));
      }
      expect(median(errors)).toBeGreaterThanOrEqual(0.99 * centreError);
    },
    60_000 + VICTIMS * 200,
  );
});

test.each(Object.keys(ATTACKERS))(
  "of a home that shows the city alone, an attacker who %s hears the same all over it",
  (name) => {
    for (const [i, home] of victims.slice(0, 6).entries()) {
      const heard = attack(name, home, i, "city").heard;
      expect(attack(name, townsmanOf(home, draw), i, "city").heard).toBe(heard);
      expect(kmBetween(home, snap(home, "city")) * 1_000).toBeLessThan(CITY_RADIUS_M);
    }
  },
);

test("a host who changes their mind shows what was shown before, and nothing in between", () => {
  const place = (at: LatLng): Place => ({ label: "Quarter", area: snap(at), point: new Secret(at) });
  const seen = ({ label, area }: Place) => ({ label, area });
  for (const home of victims) {
    const city = shownAs(place(home), "city", "City");
    expect(seen(city)).toEqual({ label: "City", area: snap(home, "city") });
    expect(seen(shownAs(shownAs(city, "city", "City"), "neighbourhood"))).toEqual(seen(place(home)));
    // A pin put down again some metres off moves neither.
    const again = steady(city, place(moved(home, 0.02, -0.02)));
    expect(seen(shownAs(again, "city", "City"))).toEqual(seen(city));
    expect(nearOf(again)).toEqual(nearOf(city));
  }
});

test("showing now the neighbourhood and now the city tells no more than the neighbourhood", () => {
  for (const home of victims) {
    expect(snap(twinOf(home, draw), "city")).toEqual(snap(home, "city"));
    expect(snap(snap(home), "city")).toEqual(snap(home, "city"));
  }
});

test("a pin put down again and again, some metres off each time, shows the same place", () => {
  const place = (at: LatLng) => ({ label: "x", area: snap(at), point: new Secret(at) });
  const errors = victims.map((home) => {
    let shown = place(home);
    const areas = [shown.area];
    for (let edit = 0; edit < 40; edit += 1) {
      const pin = moved(home, 0.03 * (draw() - 0.5), 0.03 * (draw() - 0.5));
      shown = { ...shown, ...steady(shown, place(pin)) };
      areas.push(shown.area);
    }
    const mean = (of: (point: LatLng) => number): number => areas.reduce((sum, one) => sum + of(one), 0) / areas.length;
    return kmBetween(home, { lat: mean((one) => one.lat), lng: mean((one) => one.lng) });
  });
  expect(median(errors)).toBeGreaterThanOrEqual(0.99 * centreError);
});

test("a party that really moves is shown where it is now", () => {
  const place = (at: LatLng) => ({ label: "x", area: snap(at), point: new Secret(at) });
  for (const home of victims.slice(0, 100)) {
    const there = moved(home, 1.6, 0);
    expect(steady(place(home), place(there))).toEqual(place(there));
  }
});

describe.each(DATABASES)("what the attackers are answered on %s", (kind) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(kind);
  }, 120_000);
  afterAll(() => world.close());

  test("is what the real search answers", async () => {
    const homes: Home[] = [];
    const areas = victims.slice(0, 12);
    for (const [i, home] of areas.entries()) {
      // Every third home shows the city alone.
      const shown: Shown = i % 3 === 2 ? "city" : "neighbourhood";
      const code = (n: number): string => `v${i.toString(36)}${n}`.padEnd(8, "z");
      const around = [home, ...anchorsAround(snap(home), drawer(i)).values()];
      homes.push(...around.map((at, n) => ({ code: code(n), at, shown })));
    }
    await world.app.store.write(async (tx) => {
      const host = await samplePerson(tx, "Hanna");
      for (const { code, at, shown } of homes) {
        // As it would be if a caller forgot to snap: the store compares nothing finer all the same.
        const place: Place = { label: "x", area: at, point: new Secret(at), ...(shown === "city" && { shown }) };
        await tx.parties.add(sampleParty(host, { code, findable: "nearby", startsAt: NOON + DAY, place }), NOON);
      }
    });
    for (const [i, home] of areas.entries()) {
      for (let n = 0; n < 16; n += 1) {
        const far = n < 8 ? 1.5 : 9;
        const at = moved(home, far * (draw() - 0.5), far * (draw() - 0.5));
        const km = [2, 10, 50][(i + n) % 3] as number;
        const real = await world.app.core.around(`${at.lat.toFixed(6)},${at.lng.toFixed(6)}`, km);
        expect(real?.found.map((row) => ({ code: row.seen.code, km: row.km }))).toEqual(searchOver(homes)(at, km));
      }
    }
  }, 120_000);
});
