// Store: what every query needs: where to ask, how the database speaks, and the keys.
import type { Knex } from "knex";
import type { Keyring } from "../safety/keyring.ts";

export type Dialect = "sqlite" | "mysql";

/** `q` is a connection to read from, or a transaction. */
export type Room = { q: Knex; dialect: Dialect; keyring: Keyring };

/** In the update part of an upsert: the value that was to be inserted. */
export const incoming = (room: Room, column: string): string =>
  room.dialect === "sqlite" ? `excluded.${column}` : `VALUES(${column})`;

/** The rows of a raw SELECT. */
export const rowsOf = async <R>(room: Room, sql: string, bindings: readonly Knex.RawBinding[]): Promise<R[]> => {
  const answer = await room.q.raw(sql, bindings);
  return (room.dialect === "sqlite" ? answer : answer[0]) as R[];
};

/** How many rows a raw statement wrote; on MySQL, how many it matched. */
export const changed = async (room: Room, sql: string, bindings: readonly Knex.RawBinding[]): Promise<number> => {
  const answer = await room.q.raw(sql, bindings);
  return room.dialect === "sqlite"
    ? (answer as { changes: number }).changes
    : (answer[0] as { affectedRows: number }).affectedRows;
};
