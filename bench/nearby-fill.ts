// Bench: fills a database with many parties quickly, and beside them the tables that other ways of searching need.
import type { Knex } from "knex";
import { cellRows } from "../src/store/nearby.ts";
import type { Connections } from "../src/store/open.ts";
import type { Pin } from "./nearby-globe.ts";

const ROWS = 2_000;

/** All parties in `parties` and in `spots` (what a plain solution searches); the upcoming ones' cells, as the store writes them. */
export const fill = async ({ writer, dialect }: Connections, pins: readonly Pin[]): Promise<void> => {
  const sqlite = dialect === "sqlite";
  await writer.transaction(async (tx) => {
    await tx.raw(`CREATE TABLE spots (id INTEGER PRIMARY KEY, code VARCHAR(16) NOT NULL, starts_at BIGINT NOT NULL,
      lat DOUBLE NOT NULL, lng DOUBLE NOT NULL${sqlite ? "" : ", at POINT NOT NULL"})`);
    const columns = `id, code, starts_at, lat, lng${sqlite ? "" : ", at"}`;
    await insert(tx, `spots (${columns})`, pins, ({ code, startsAt, area: { lat, lng } }, i) =>
      [i + 1, `'${code}'`, startsAt, lat, lng, ...(sqlite ? [] : [`POINT(${lng},${lat})`])].join(),
    );
    await tx.raw(`INSERT INTO parties (code, host_id, title, starts_at, over_at, time_zone, label, area_lat, area_lng,
        plus_max, findable, approval, state, going, queue_seq, version, created_at)
      SELECT code, 'host', 'A party like any other', starts_at, starts_at + 14400000, 'UTC', 'A quarter, a city', lat, lng,
        5, 'nearby', 1, 'on', 0, 0, 1, 0 FROM spots ORDER BY code`);
    const cells = pins.filter((pin) => pin.upcoming).flatMap(cellsOfPin);
    cells.sort((a, b) => a.cell - b.cell || a.starts_at - b.starts_at);
    await insert(tx, "party_cell (cell, starts_at, party_code, x, y, z)", cells, (row) =>
      [row.cell, row.starts_at, `'${row.party_code}'`, row.x, row.y, row.z].join(),
    );
  });
  for (const sql of sqlite ? SQLITE : MYSQL) await writer.raw(sql);
};

type Cell = { cell: number; starts_at: number; party_code: string; x: number; y: number; z: number };
const cellsOfPin = ({ code, startsAt, area }: Pin): Cell[] =>
  cellRows({ code, startsAt, findable: "nearby", state: "on", place: { label: "", area } }) as Cell[];

const insert = async <R>(tx: Knex, into: string, rows: readonly R[], values: (row: R, i: number) => string) => {
  for (let from = 0; from < rows.length; from += ROWS) {
    const part = rows.slice(from, from + ROWS).map((row, i) => `(${values(row, from + i)})`);
    await tx.raw(`INSERT INTO ${into} VALUES ${part.join()}`);
  }
};

const BOX_INDEX = "CREATE INDEX spots_by_point ON spots (lat, lng, starts_at)";

const SQLITE = [
  BOX_INDEX,
  "CREATE VIRTUAL TABLE tree USING rtree(id, south, north, west, east)",
  "INSERT INTO tree SELECT id, lat, lat, lng, lng FROM spots",
  "ANALYZE",
];
const MYSQL = [
  BOX_INDEX,
  "ALTER TABLE spots ADD SPATIAL INDEX spots_in_space (at)",
  "ANALYZE TABLE parties, party_cell, spots",
];
