// Places: the cities of the world in memory, in order of population, found by name, by beginning, by one slip of the pen, by nearness.
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Bounds } from "../domain/cells.ts";
import type { LatLng } from "../domain/place.ts";
import { CAPITAL, type CityRecords, readCityRecords, SECTION, SLICE } from "./city-records.ts";
import { kmBetween } from "./distance.ts";
import { fold } from "./fold.ts";
import { largestIn } from "./in-bounds.ts";
import { withinOneEdit } from "./one-edit.ts";

/** `rank` is the place in the order of population, from 0. `country` is ISO 3166-1, `region` GeoNames' first-order code. */
export type City = {
  rank: number;
  name: string;
  country: string;
  region: string;
  population: number;
  capital: boolean;
  /** A part of a city. */
  section: boolean;
  point: LatLng;
};

export type Gazetteer = {
  /** Cities with this folded name, the largest first. */
  named(folded: string): City[];
  /** Cities whose folded name begins so, the largest first. */
  beginning(folded: string, limit: number): City[];
  /** Cities one letter away from the folded name, the largest first. */
  misspelt(folded: string, limit: number, leastPopulation: number): City[];
  /** The city that a point most likely belongs to: near, weighed by how far a city of that size reaches. */
  holding(point: LatLng): City | undefined;
  /** The part of a city that is nearest to a point, weighed likewise, when it lies within its reach. */
  sectionNear(point: LatLng): City | undefined;
  /** The nearest large city of the same country, to tell namesakes apart. */
  largeNear(city: City): City | undefined;
  /** The largest cities of a part of the map that lie apart from each other, and the parts of cities where it is small. */
  within(bounds: Bounds, most: number): City[];
};

/** Decodes and indexes in slices of about 5 ms, so that nothing else waits. Rejects when the data cannot be read. */
export const openGazetteer = async (): Promise<Gazetteer> => {
  const records = await byPopulation(await readCityRecords());
  const names = await foldNames(records);
  const city = (i: number): City => cityAt(records, i);
  return {
    named: (folded) => withName(names, Buffer.from(folded)).map(city),
    beginning: (folded, limit) => {
      const wanted = Buffer.from(folded);
      return scan(
        names,
        limit,
        names.count,
        (start, end) => end - start >= wanted.length && startsAt(names.bytes, start, wanted),
      ).map(city);
    },
    misspelt: (folded, limit, leastPopulation) => {
      const wanted = Buffer.from(folded);
      return scan(names, limit, countAbove(records, leastPopulation), (start, end) =>
        withinOneEdit(names.bytes, start, end, wanted),
      ).map(city);
    },
    holding: (point) => {
      const i = holder(records, point, false, FARTHEST_KM);
      return i < 0 ? undefined : city(i);
    },
    sectionNear: (point) => {
      const i = holder(records, point, true, SECTION_KM);
      return i < 0 ? undefined : city(i);
    },
    largeNear: (of) => nearestLarge(records, of, city),
    within: (bounds, most) => largestIn(records, bounds, most).map(city),
  };
};

/** Folded names end to end, and a hash table of chains; within a chain the larger city comes first. */
type Names = { count: number; bytes: Buffer; start: Uint32Array; head: Int32Array; next: Int32Array };

const TABLE = 2 ** 17;
const LARGE = 100_000;
/** 1e-5 degrees of latitude. */
const KM_PER_STEP = 0.00111195;
/** Farther than this from every city, a point has no name. */
const FARTHEST_KM = 40;
const SECTION_KM = 2.5;

/** The records in order of population, the largest first, and no more of the file than the names. */
const byPopulation = async (all: CityRecords): Promise<CityRecords> => {
  const { count } = all;
  const order = orderOf(all);
  await nextTurn();
  const nameLength = sorted(all.nameLength, order, new Uint8Array(count));
  const { bytes, start: nameStart } = packNames(all, order);
  await nextTurn();
  const lat = sorted(all.lat, order, new Int32Array(count));
  const lng = sorted(all.lng, order, new Int32Array(count));
  const population = sorted(all.population, order, new Uint32Array(count));
  await nextTurn();
  const country = sorted(all.country, order, new Uint16Array(count));
  const region = sorted(all.region, order, new Uint16Array(count));
  const feature = sorted(all.feature, order, new Uint8Array(count));
  return { count, lat, lng, population, country, region, regions: all.regions, feature, nameStart, nameLength, bytes };
};

/** Sorted as plain numbers, `2^32 - population` above and the index below: no comparison function is called. */
const orderOf = ({ count, population }: CityRecords): Uint32Array => {
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = (2 ** 32 - population[i]!) * 2 ** 18 + i;
  keys.sort();
  const order = new Uint32Array(count);
  for (let n = 0; n < count; n++) order[n] = keys[n]! - Math.floor(keys[n]! / 2 ** 18) * 2 ** 18;
  return order;
};

type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array;
const sorted = <T extends Column>(from: T, order: Uint32Array, into: T): T => {
  for (let n = 0; n < order.length; n++) into[n] = from[order[n]!]!;
  return into;
};

const packNames = (all: CityRecords, order: Uint32Array): { bytes: Buffer; start: Uint32Array } => {
  let room = 0;
  for (let n = 0; n < order.length; n++) room += all.nameLength[n]!;
  const bytes = Buffer.alloc(room);
  const start = new Uint32Array(order.length);
  let at = 0;
  for (let n = 0; n < order.length; n++) {
    start[n] = at;
    const from = all.nameStart[order[n]!]!;
    const length = all.nameLength[order[n]!]!;
    for (let k = 0; k < length; k++) bytes[at++] = all.bytes[from + k]!;
  }
  return { bytes, start };
};

const foldNames = async (records: CityRecords): Promise<Names> => {
  const { count } = records;
  const room = Buffer.alloc(records.bytes.length * 2);
  const names: Names = {
    count,
    bytes: room,
    start: new Uint32Array(count + 1),
    head: new Int32Array(TABLE).fill(-1),
    next: new Int32Array(count).fill(-1),
  };
  let at = 0;
  for (let i = 0; i < count; i++) {
    at += plainly(records, i, room, at) || room.write(fold(nameAt(records, i)), at);
    names.start[i + 1] = at;
    if (i % SLICE === 0) await nextTurn();
  }
  names.bytes = Buffer.from(room.subarray(0, at));
  for (let i = count - 1; i >= 0; i--) {
    const slot = hash(names.bytes, names.start[i]!, names.start[i + 1]!);
    names.next[i] = names.head[slot]!;
    names.head[slot] = i;
  }
  return names;
};

/** Writes a name of plain letters and single spaces in lower case: five of six names, without making a string. 0 for any other. */
const plainly = (records: CityRecords, i: number, into: Buffer, at: number): number => {
  const start = records.nameStart[i]!;
  const length = records.nameLength[i]!;
  for (let k = 0; k < length; k++) {
    const byte = records.bytes[start + k]!;
    const lower = byte | 32;
    if ((lower < 97 || lower > 122) && byte !== 32) return 0;
    into[at + k] = lower;
  }
  return length;
};

const nameAt = (records: CityRecords, i: number): string =>
  records.bytes.toString("utf8", records.nameStart[i]!, records.nameStart[i]! + records.nameLength[i]!);

const pointAt = (records: CityRecords, i: number): LatLng => ({
  lat: records.lat[i]! / 1e5,
  lng: records.lng[i]! / 1e5,
});

const countryAt = (records: CityRecords, i: number): string =>
  String.fromCharCode(records.country[i]! >> 8, records.country[i]! & 255);

const cityAt = (records: CityRecords, i: number): City => ({
  rank: i,
  name: nameAt(records, i),
  country: countryAt(records, i),
  region: records.regions[records.region[i]!] ?? "",
  population: records.population[i]!,
  capital: records.feature[i] === CAPITAL,
  section: records.feature[i] === SECTION,
  point: pointAt(records, i),
});

/** FNV-1a, cut to the table. */
const hash = (bytes: Buffer, start: number, end: number): number => {
  let h = 0x811c9dc5;
  for (let k = start; k < end; k++) h = Math.imul(h ^ bytes[k]!, 0x01000193);
  return (h ^ (h >>> 15)) & (TABLE - 1);
};

const withName = (names: Names, wanted: Buffer): number[] => {
  const found: number[] = [];
  if (wanted.length === 0) return found;
  for (let i = names.head[hash(wanted, 0, wanted.length)]!; i >= 0; i = names.next[i]!) {
    const start = names.start[i]!;
    if (names.start[i + 1]! - start === wanted.length && startsAt(names.bytes, start, wanted)) found.push(i);
  }
  return found;
};

const startsAt = (bytes: Buffer, start: number, wanted: Buffer): boolean => {
  for (let k = 0; k < wanted.length; k++) if (bytes[start + k] !== wanted[k]) return false;
  return true;
};

const scan = (names: Names, limit: number, count: number, fits: (start: number, end: number) => boolean): number[] => {
  const found: number[] = [];
  for (let i = 0; i < count && found.length < limit; i++) if (fits(names.start[i]!, names.start[i + 1]!)) found.push(i);
  return found;
};

const countAbove = (records: CityRecords, population: number): number => {
  let low = 0;
  for (let high = records.count; low < high; ) {
    const middle = (low + high) >> 1;
    if (records.population[middle]! >= population) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** How far a city of that size reaches: 17 km for 3.4 million, 1.4 km for 10,000. */
const reachKm = (population: number): number => 0.5 + 0.009 * Math.sqrt(population);

const holder = (
  { count, lat, lng, population, feature }: CityRecords,
  point: LatLng,
  sections: boolean,
  farthestKm: number,
): number => {
  const middle = Math.round(point.lat * 1e5);
  const [south, north] = [middle - 40_000, middle + 40_000];
  const narrow = Math.cos((point.lat * Math.PI) / 180);
  let best = -1;
  let bestScore = Infinity;
  for (let i = 0; i < count; i++) {
    if (lat[i]! < south || lat[i]! > north || (feature[i] === SECTION) !== sections) continue;
    const up = lat[i]! - middle;
    let over = Math.abs(lng[i]! - point.lng * 1e5);
    if (over > 18_000_000) over = 36_000_000 - over;
    const km = Math.sqrt(up * up + (over * narrow) ** 2) * KM_PER_STEP;
    if (km > farthestKm) continue;
    const score = km / reachKm(population[i]!);
    if (score >= bestScore) continue;
    best = i;
    bestScore = score;
  }
  return best;
};

const nearestLarge = (records: CityRecords, of: City, city: (i: number) => City): City | undefined => {
  const country = (of.country.charCodeAt(0) << 8) | of.country.charCodeAt(1);
  let best = -1;
  let bestKm = Infinity;
  for (let i = 0; i < records.count && records.population[i]! >= LARGE; i++) {
    if (records.country[i] !== country || i === of.rank || records.feature[i] === SECTION) continue;
    const km = kmBetween(of.point, pointAt(records, i));
    if (km < bestKm) [best, bestKm] = [i, km];
  }
  return best < 0 ? undefined : city(best);
};
