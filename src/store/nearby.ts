// Store: parties near a point, by cells of three sizes: asked fine first, coarser only while too few were found.
import type { Knex } from "knex";
import type { Level } from "../domain/cells.ts";
import { cellAt, cellsOf, chordOfKm, COARSEST, cover, FINEST, kmOfChord, reachKm, vectorOf } from "../domain/cells.ts";
import type { Party, PartyCode } from "../domain/party.ts";
import type { LatLng } from "../domain/place.ts";
import { rowsOf } from "./room.ts";
import type { Room } from "./room.ts";
import type { Reads } from "./types.ts";

type Question = Parameters<Reads["parties"]["nearby"]>[0];
export type Near = { code: PartyCode; km: number };

/** Which size sufficed last, by coarse cell: only for speed; the answer is the same wherever one begins. */
const begun = new Map<number, Level>();
const REMEMBERED = 5_000;

/** The codes of parties in reach, the nearest first. */
export const near = async (room: Room, question: Question): Promise<Near[]> => {
  const home = cellAt(question.at, COARSEST);
  const found = await search(room, question, begun.get(home) ?? FINEST);
  if (begun.size >= REMEMBERED) begun.clear();
  begun.set(home, found.level);
  return found.near;
};

const search = async (room: Room, question: Question, level: Level): Promise<{ near: Near[]; level: Level }> => {
  // The coarsest size takes whatever radius is asked, with as many cells as that needs.
  const km = level === COARSEST ? question.km : Math.min(question.km, reachKm(level));
  const found = await within(room, question, km, level);
  if (found.length < question.limit && km < question.km) return search(room, question, (level + 1) as Level);
  const enough = ([FINEST, 1] as const).find(
    (finer) => found.filter((one) => one.km <= reachKm(finer)).length >= question.limit,
  );
  return { near: found, level: enough ?? level };
};

const DISTANCE = "((x - ?) * (x - ?) + (y - ?) * (y - ?) + (z - ?) * (z - ?))";
/** On a squared chord: well under a millimetre, so that a point exactly at the radius is not lost to rounding. */
const HAIR = 1e-15;

const within = async (room: Room, q: Question, km: number, level: Level): Promise<Near[]> => {
  const cells = inCells(cover(q.at, km, level));
  const { x, y, z } = vectorOf(q.at);
  const at = [x, x, y, y, z, z];
  const rows = await rowsOf<{ party_code: string; d: number }>(
    room,
    `SELECT party_code, ${DISTANCE} AS d FROM party_cell
      WHERE ${cells.sql} AND starts_at >= ?${q.to === undefined ? "" : " AND starts_at < ?"} AND ${DISTANCE} <= ?
      ORDER BY d, starts_at, party_code LIMIT ?`,
    [...at, ...cells.bindings, q.from, ...(q.to === undefined ? [] : [q.to]), ...at, chordOfKm(km) + HAIR, q.limit],
  );
  return rows.map((row) => ({ code: row.party_code, km: kmOfChord(row.d) }));
};

/** More cells than these (a radius beyond 700 km) are asked as one range: the distance still decides. */
const MOST_CELLS = 1_000;

const inCells = (cells: readonly number[]): { sql: string; bindings: readonly number[] } =>
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

const cellRows = (party: Party): Knex.MaybeRawRecord<Record<string, number | string>>[] => {
  const area: LatLng | undefined = party.place.area;
  if (!area || party.findable !== "nearby" || party.state !== "on") return [];
  return cellsOf(area).map((cell) => ({ cell, starts_at: party.startsAt, party_code: party.code, ...vectorOf(area) }));
};
