// Bench: parties around the world's real cities, one of them as dense as Manhattan, and the places that people search from.
import type { LatLng } from "../src/domain/place.ts";
import { snap } from "../src/domain/grid.ts";
import { readCityRecords } from "../src/places/city-records.ts";

/** `area` is snapped, as a stored party's is. */
export type Pin = { code: string; area: LatLng; startsAt: number; upcoming: boolean };
export type Ground = "dense" | "rural";
export type Globe = { pins(many: number, now: number): Pin[]; searchers(ground: Ground, many: number): LatLng[] };

const MANHATTAN: LatLng = { lat: 40.7549, lng: -73.984 };
/** One party in forty is there, with this spread: 16 upcoming ones in a square kilometre where there are a million. */
const MANHATTAN_SHARE = 0.025;
const MANHATTAN_KM = 5;
const SEARCHERS_KM = 3;
/** People search where they live, again and again: from around these many villages. */
const VILLAGES = 20;
const VILLAGE_PEOPLE = 5_000;
const VILLAGE_KM = 5;
const UPCOMING_SHARE = 0.1;
const DAY = 86_400_000;
const KM_OF_DEGREE = 111.195;

/** The same globe for the same seed. */
export const openGlobe = async (seed: number): Promise<Globe> => {
  const { count, lat, lng, population } = await readCityRecords();
  const draw = drawer(seed);
  const at = (i: number): LatLng => ({ lat: (lat[i] ?? 0) / 1e5, lng: (lng[i] ?? 0) / 1e5 });
  const upTo = new Float64Array(count);
  for (let i = 0, sum = 0; i < count; i += 1) upTo[i] = sum += population[i] ?? 0;
  const villages = Array.from({ length: count }, (_, i) => i).filter((i) => (population[i] ?? 0) < VILLAGE_PEOPLE);
  const home = (): LatLng => {
    if (draw() < MANHATTAN_SHARE) return around(MANHATTAN, MANHATTAN_KM, draw);
    const city = firstAbove(upTo, draw() * (upTo[count - 1] ?? 0));
    return around(at(city), 0.25 + 0.0045 * Math.sqrt(population[city] ?? 0), draw);
  };
  return {
    pins: (many, now) =>
      Array.from({ length: many }, (_, i) => {
        const upcoming = draw() < UPCOMING_SHARE;
        const startsAt = now + Math.round((upcoming ? 30 : -300) * DAY * draw()) + (upcoming ? 1 : -1);
        return { code: i.toString(36).padStart(8, "0"), area: snap(home()), startsAt, upcoming };
      }),
    searchers: (ground, many) => {
      const homes = Array.from({ length: VILLAGES }, () => at(villages[Math.floor(draw() * villages.length)] ?? 0));
      return Array.from({ length: many }, (_, i) =>
        ground === "dense"
          ? around(MANHATTAN, SEARCHERS_KM, draw)
          : around(homes[i % VILLAGES] as LatLng, VILLAGE_KM, draw),
      );
    },
  };
};

/** Normally spread, `km` in each direction. */
const around = (at: LatLng, km: number, draw: () => number): LatLng => {
  const far = km * Math.sqrt(-2 * Math.log(1 - draw()));
  const turn = 2 * Math.PI * draw();
  const lat = Math.max(-90, Math.min(90, at.lat + (far * Math.cos(turn)) / KM_OF_DEGREE));
  const wide = KM_OF_DEGREE * Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return { lat, lng: ((((at.lng + (far * Math.sin(turn)) / wide + 180) % 360) + 360) % 360) - 180 };
};

const firstAbove = (sums: Float64Array, wanted: number): number => {
  let low = 0;
  for (let high = sums.length - 1; low < high; ) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Mulberry32: numbers in [0, 1). */
const drawer = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
