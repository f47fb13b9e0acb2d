// Bench: one race: every way to find the ten nearest, asked in turns about the same places, with what each took.
import type { Knex } from "knex";
import type { LatLng } from "../src/domain/place.ts";
import { snap } from "../src/domain/grid.ts";
import type { Connections } from "../src/store/open.ts";
import type { Store } from "../src/store/types.ts";
import type { Pin } from "./nearby-globe.ts";
import type { Finder } from "./nearby-rivals.ts";
import { LIMIT } from "./nearby-rivals.ts";

/** Milliseconds, by way. `same`: whether all ways found equally many at each place. */
export type Race = { times: Map<string, number[]>; rows: number[]; same: boolean };

export const FLOOR = "ten by key";
export const OURS = "cells";

export type Course = {
  store: Store;
  connections: Connections;
  finders: Record<string, Finder>;
  pins: readonly Pin[];
  now: number;
  /** How much time each way may take in one race, in ms: slow ones are asked at fewer places. */
  budgetMs: number;
};

/** Runs it at `searchers`, of which the first tenth warms up and is not counted. */
export const race = async (course: Course, searchers: readonly LatLng[], km: number): Promise<Race> => {
  const { store, now, budgetMs } = course;
  const times = new Map<string, number[]>();
  const spent = new Map<string, number>();
  const warm = Math.floor(searchers.length / 10);
  let same = true;
  for (const [i, searcher] of searchers.entries()) {
    const at = snap(searcher);
    const counts = new Set<number>();
    for (const [name, ask] of ways(course, i, { at, km, now })) {
      if ((spent.get(name) ?? 0) > budgetMs) continue;
      const began = performance.now();
      const found = await ask();
      const took = performance.now() - began;
      spent.set(name, (spent.get(name) ?? 0) + took);
      if (i >= warm || took > budgetMs / 20) times.set(name, [...(times.get(name) ?? []), took]);
      if (name !== FLOOR) counts.add(found);
    }
    same &&= counts.size === 1;
  }
  const rows: number[] = [];
  for (const searcher of searchers.slice(warm, warm + COUNTED)) {
    const q = { at: snap(searcher), km, from: now, limit: LIMIT };
    rows.push(await rowsRead(course.connections, () => store.reads.parties.nearby(q)));
  }
  return { times, rows, same };
};

const COUNTED = 40;
/** A multiplier that meets every index in turn, far from the last one. */
const STRIDE = 7_919;

type Way = [string, () => Promise<number>];

/** In another order each time, so that none always finds the caches warmed by the same other. */
const ways = ({ store, finders, pins }: Course, turn: number, asked: Parameters<Finder>[0]): Way[] => {
  const { parties } = store.reads;
  const ten = Array.from({ length: LIMIT }, (_, n) => pins[((turn * LIMIT + n) * STRIDE) % pins.length]?.code ?? "");
  const { at, km, now } = asked;
  const all: Way[] = [
    [FLOOR, async () => (await parties.many(ten)).length],
    [OURS, async () => (await parties.nearby({ at, km, from: now, limit: LIMIT })).length],
    ...Object.entries(finders).map(
      ([name, find]): Way => [name, async () => (await parties.many(await find(asked))).length],
    ),
  ];
  return [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
};

/** Rows that an answer read: by MariaDB's own counters; on SQLite those of the cells asked, and of the parties found. */
const rowsRead = async (connections: Connections, ask: () => Promise<unknown[]>): Promise<number> => {
  const { reader, dialect } = connections;
  if (dialect === "mysql") {
    const before = await handlerReads(reader);
    await ask();
    const after = await handlerReads(reader);
    // Asking the counters reads rows as well: as many the second time as the first.
    return 2 * after - before - (await handlerReads(reader));
  }
  const asked: { sql: string; bindings: Knex.RawBinding[] }[] = [];
  const listen = (query: (typeof asked)[number]): void => void asked.push(query);
  reader.on("query", listen);
  const found = (await ask()).length;
  reader.removeListener("query", listen);
  let rows = found;
  for (const { sql, bindings } of asked) {
    const where = /FROM party_cell\s+WHERE ([\s\S]*?)\s+ORDER BY/.exec(sql)?.[1] ?? "1 = 0";
    const places = [...where].filter((mark) => mark === "?").length;
    // Six of the bindings before are the searcher's point.
    const answer = await reader.raw(
      `SELECT COUNT(*) AS n FROM party_cell WHERE ${where}`,
      bindings.slice(6, 6 + places),
    );
    rows += Number((answer as { n: number }[])[0]?.n);
  }
  return rows;
};

const handlerReads = async (reader: Knex): Promise<number> => {
  const [rows] = (await reader.raw("SHOW GLOBAL STATUS LIKE 'Handler_read%'")) as [{ Value: string }[]];
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
};
