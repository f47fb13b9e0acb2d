// Bench: other ways to find the ten nearest: each gives codes, and the parties are then read by primary key like ours.
import { around } from "geokdbush";
import KDBush from "kdbush";
import type { Knex } from "knex";
import type { LatLng } from "../src/domain/place.ts";
import type { Connections } from "../src/store/open.ts";
import type { Pin } from "./nearby-globe.ts";

export type Asked = { at: LatLng; km: number; now: number };
export type Finder = (asked: Asked) => Promise<string[]>;
export const LIMIT = 10;

const EARTH = 6371.0088;
const RAD = Math.PI / 180;
/** Haversine from `lat`, `lng`; `least` is the database's name for the smaller of two. */
const kmFrom = (lat: string, lng: string, least: string): string =>
  `2e0 * ${EARTH}e0 * ASIN(${least}(1e0, SQRT(POWER(SIN((lat - ${lat}) * ${RAD}e0 / 2e0), 2)
    + COS(lat * ${RAD}e0) * COS(${lat} * ${RAD}e0) * POWER(SIN((lng - ${lng}) * ${RAD}e0 / 2e0), 2))))`;

/** The finders of a database by name: those that its own features allow, and one in memory. */
export const rivals = ({ reader, dialect }: Connections, pins: readonly Pin[]): Record<string, Finder> => {
  const sqlite = dialect === "sqlite";
  const find =
    (where: string, more: (asked: Asked) => Knex.RawBinding[]): Finder =>
    async (asked) => {
      const { lat, lng } = asked.at;
      // As the store does: a number that mysql2 writes would be a DECIMAL, and slow.
      const km = sqlite
        ? kmFrom("?", "?", "MIN")
        : kmFrom(`(${lat.toExponential()})`, `(${lng.toExponential()})`, "LEAST");
      const answer = await reader.raw(
        `SELECT code, d FROM (SELECT code, starts_at, ${km} AS d FROM spots WHERE starts_at >= ? AND ${where}) AS found
          WHERE d <= ? ORDER BY d, starts_at, code LIMIT ${LIMIT}`,
        [...(sqlite ? [lat, lat, lng] : []), asked.now, ...more(asked), asked.km],
      );
      return ((sqlite ? answer : answer[0]) as { code: string }[]).map((row) => row.code);
    };
  const box = find("lat BETWEEN ? AND ? AND lng BETWEEN ? AND ?", boxOf);
  const space = sqlite
    ? {
        "R*Tree": find(
          "id IN (SELECT id FROM tree WHERE south >= ? AND north <= ? AND west >= ? AND east <= ?)",
          boxOf,
        ),
      }
    : { SPATIAL: find("MBRContains(ST_GeomFromText(?), at)", polygonOf) };
  return { scan: find("1 = 1", () => []), box, ...space, geokdbush: inMemory(pins) };
};

/** South, north, west, east; the benchmark's searchers live away from the poles and the antimeridian. */
const boxOf = ({ at, km }: Asked): number[] => {
  const high = km / EARTH / RAD;
  const wide = Math.asin(Math.min(1, Math.sin(km / EARTH) / Math.cos(at.lat * RAD))) / RAD;
  return [at.lat - high, at.lat + high, at.lng - wide, at.lng + wide];
};

const polygonOf = (asked: Asked): string[] => {
  const [south = 0, north = 0, west = 0, east = 0] = boxOf(asked);
  return [`POLYGON((${west} ${south},${east} ${south},${east} ${north},${west} ${north},${west} ${south}))`];
};

/** The upcoming ones alone, in memory: what no other process sees and no restart keeps. */
const inMemory = (pins: readonly Pin[]): Finder => {
  const upcoming = pins.filter((pin) => pin.upcoming);
  const index = new KDBush(upcoming.length);
  for (const { area } of upcoming) index.add(area.lng, area.lat);
  index.finish();
  return ({ at, km, now }) => {
    const found = around(index, at.lng, at.lat, LIMIT, km, (i) => (upcoming[i]?.startsAt ?? 0) >= now);
    return Promise.resolve(found.map((i) => upcoming[i]?.code ?? ""));
  };
};
