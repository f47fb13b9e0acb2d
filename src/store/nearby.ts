// Store: parties near a point, by cells of three sizes: asked fine first, coarser only while too few were found.
import type { Knex } from "knex";
import type { Level } from "../domain/cells.ts";
import { cellsOf, chordOfKm, cover, kmOfChord, vectorOf } from "../domain/cells.ts";
import { snap } from "../domain/grid.ts";
import type { Party } from "../domain/party.ts";
import type { LatLng } from "../domain/place.ts";
import type { PartyRow } from "./party-row.ts";
import { partyOf } from "./party-row.ts";
import { rowsOf } from "./room.ts";
import type { Room } from "./room.ts";
import type { NearbyRow, Reads } from "./types.ts";

type Question = Parameters<Reads["parties"]["nearby"]>[0];

/** The parties in reach, the nearest first, of equally near ones the soonest. At most three statements. */
export const nearby = async (room: Room, question: Question): Promise<NearbyRow[]> => {
  // Whoever calls: nothing finer than the grid is ever compared.
  const asked = { ...question, at: snap(question.at) };
  const found = await (asked.after ? further(room, asked) : nearest(room, asked));
  return found.map(({ row, km }) => ({ party: partyOf(row, room.keyring), km }));
};

/** The radius in km that each step looks in, with the size of cells that covers it. The last one takes whatever radius is asked. */
const STEPS: readonly { level: Level; km: number }[] = [
  { level: 0, km: 1.1 },
  { level: 0, km: 2 },
  { level: 1, km: 10 },
  { level: 2, km: 50 },
];
/** Where nothing is remembered. The step before it pays only where a square kilometre holds enough: half the rows are read. */
const USUAL = 1;
const LAST = STEPS.length - 1;

const stepOf = (index: number): (typeof STEPS)[number] => STEPS[index] as (typeof STEPS)[number];
/** The first step, from `index` on, that looks at least as far as `km`. */
const reaching = (km: number, index = 0): number => {
  const found = STEPS.findIndex((step, i) => i >= index && step.km >= km);
  return found < 0 ? LAST : found;
};

/**
 * Which step sufficed last, by 10 km cell and, for cells nobody searched from yet, by 50 km cell: only for speed; the answer is the same
 * wherever one begins. By 50 km cells alone a city's middle and its suburbs mislead each other (measured: twice the time).
 */
const sufficed = new Map<number, number>();
const REMEMBERED = 20_000;
/** A finer step is begun with only where it would suffice with room to spare: else neighbours in one cell go up and down in turns. */
const SPARE = 0.7;

const nearest = async (room: Room, question: Question): Promise<Found[]> => {
  const [, home, region] = cellsOf(question.at);
  const begin = sufficed.get(home) ?? sufficed.get(region) ?? USUAL;
  const { found, step } = await climb(room, question, Math.min(begin, reaching(question.km)));
  const enough = STEPS.findIndex(
    ({ km }, i) => found.filter((one) => one.km <= (i < begin ? km * SPARE : km)).length >= question.limit,
  );
  // A radius that was too small to find enough says only that no finer step would have.
  const learnt = enough < 0 ? Math.max(begin, step) : enough;
  if (sufficed.size >= REMEMBERED) sufficed.clear();
  sufficed.set(home, learnt).set(region, learnt);
  return found;
};

/** Those behind the last one that was shown, beginning with the size that its distance needs. */
const further = async (room: Room, question: Question): Promise<Found[]> => {
  const begin = Math.max(USUAL, reaching(question.after?.km ?? 0));
  return (await climb(room, question, Math.min(begin, reaching(question.km)))).found;
};

const climb = async (room: Room, q: Question, begin: number): Promise<{ found: Found[]; step: number }> => {
  let step = begin;
  let found: Found[] = [];
  for (let statements = 1; ; statements += 1) {
    const { level, km } = stepOf(step);
    const reach = step === LAST ? q.km : Math.min(q.km, km);
    found = await within(room, q, reach, level);
    if (found.length >= q.limit || reach >= q.km) return { found, step };
    step = statements === 2 ? reaching(q.km, step) : next(step, found.length, q);
  }
};

/** The next step that, by how many were found so far, is likely to find enough; where none is, the last that is of use. */
const next = (step: number, found: number, { km, limit }: Question): number => {
  const last = reaching(km, step + 1);
  const likely = STEPS.findIndex((one, i) => i > step && found * (one.km / stepOf(step).km) ** 2 >= limit);
  return likely < 0 ? last : Math.min(last, likely);
};

/** Squared chords are compared as whole numbers of these: 2 mm at 1 km, far above rounding, so equal distances are equal everywhere. */
const UNIT = 1e13;
const unitsOf = (km: number): number => Math.round(chordOfKm(km) * UNIT);

type Row = PartyRow & { d: number };
type Found = { row: Row; km: number };

/** The nearest `limit` in the cells of that size, as far as they lie within `km`. */
const within = async (room: Room, q: Question, km: number, level: Level): Promise<Found[]> => {
  const cells = inCells(cover(q.at, km + SLACK_KM, level));
  const from = distanceFrom(room, q.at);
  const after = behind(q.after, from);
  const rows = await rowsOf<Row>(
    room,
    `SELECT parties.*, first.d FROM
      (SELECT party_code, starts_at, ${from.sql} AS d FROM party_cell
        WHERE ${cells.sql} AND starts_at >= ?${q.to === undefined ? "" : " AND starts_at < ?"}${after.sql}
        ORDER BY d, starts_at, party_code LIMIT ?) AS first
      JOIN parties ON parties.code = first.party_code
      ORDER BY first.d, first.starts_at, first.party_code`,
    [...from.bindings, ...cells.bindings, q.from, ...(q.to === undefined ? [] : [q.to]), ...after.bindings, q.limit],
  );
  const most = unitsOf(km);
  return rows.filter((row) => row.d <= most).map((row) => ({ row, km: kmOfChord(row.d / UNIT) }));
};

/** A metre: the whole numbers that distances are compared by may put a point just beyond the radius inside it. */
const SLACK_KM = 0.001;

type Part = { sql: string; bindings: readonly (number | string)[] };

const distanceFrom = ({ dialect }: Room, at: LatLng): Part => {
  const { x, y, z } = vectorOf(at);
  // mysql2 would write 0.5, which is a DECIMAL: turned into a DOUBLE again for every row (measured: twice the time). 5e-1 is a DOUBLE.
  const [a, b, c] = dialect === "mysql" ? [x, y, z].map((n) => `(${n.toExponential()})`) : ["?", "?", "?"];
  return {
    sql: `ROUND(((x - ${a}) * (x - ${a}) + (y - ${b}) * (y - ${b}) + (z - ${c}) * (z - ${c})) * 1e13)`,
    bindings: dialect === "mysql" ? [] : [x, x, y, y, z, z],
  };
};

const behind = (after: Question["after"], from: Part): Part => {
  if (!after) return { sql: "", bindings: [] };
  const d = unitsOf(after.km);
  return {
    sql: ` AND (${from.sql} > ? OR (${from.sql} = ? AND (starts_at > ? OR (starts_at = ? AND party_code > ?))))`,
    bindings: [...from.bindings, d, ...from.bindings, d, after.startsAt, after.startsAt, after.code],
  };
};

/** More cells than these (a radius beyond 700 km) are asked as one range: the distance still decides. */
const MOST_CELLS = 1_000;

const inCells = (cells: readonly number[]): Part =>
  cells.length <= MOST_CELLS
    ? { sql: `cell IN (${cells.map(() => "?").join(",")})`, bindings: cells }
    : {
        sql: "cell BETWEEN ? AND ?",
        bindings: [cells.reduce((a, b) => Math.min(a, b)), cells.reduce((a, b) => Math.max(a, b))],
      };

/** Writes a party's cells anew: three rows while it can be found nearby, none otherwise. */
export const placeInCells = async (room: Room, party: Party): Promise<void> => {
  const rows = cellRows(party);
  await room.q("party_cell").where({ party_code: party.code }).del();
  if (rows.length > 0) await room.q("party_cell").insert(rows);
};

type CellRow = Knex.MaybeRawRecord<Record<string, number | string>>;

/** The rows of `party_cell` for a party: none while nobody nearby may find it. */
export const cellRows = (party: Pick<Party, "code" | "startsAt" | "findable" | "state" | "place">): CellRow[] => {
  if (!party.place.area || party.findable !== "nearby" || party.state !== "on") return [];
  const area = snap(party.place.area, party.place.shown);
  return cellsOf(area).map((cell) => ({ cell, starts_at: party.startsAt, party_code: party.code, ...vectorOf(area) }));
};
