// Store: what every query needs: where to ask, how the database speaks, and the keys.
import type { Knex } from "knex";
import type { Keyring } from "../safety/keyring.ts";

export type Dialect = "sqlite" | "mysql";

/** `q` is a connection to read from, or a transaction, which can `ask` without the detour through knex. */
export type Room = { readonly q: Knex; ask?: Ask; dialect: Dialect; keyring: Keyring };

/** The same within a transaction. */
export const roomAt = ({ dialect, keyring }: Room, at: { readonly q: Knex; ask: Ask }): Room => ({
  dialect,
  keyring,
  ask: at.ask,
  get q() {
    return at.q;
  },
});

/** In the update part of an upsert: the value that was to be inserted. */
export const incoming = (room: Room, column: string): string =>
  room.dialect === "sqlite" ? `excluded.${column}` : `VALUES(${column})`;

type Bindings = readonly Knex.RawBinding[];
/** A statement without the detour through knex, which costs as much again as the question. */
export type Ask = (sql: string, bindings: Bindings) => Promise<unknown>;

const respond = (room: Room, sql: string, bindings: Bindings): PromiseLike<unknown> =>
  room.ask ? room.ask(sql, bindings) : room.q.raw(sql, bindings);

/** The rows of a raw SELECT. */
export const rowsOf = async <R>(room: Room, sql: string, bindings: Bindings): Promise<R[]> => {
  const answer = await respond(room, sql, bindings);
  return (room.dialect === "sqlite" ? answer : (answer as unknown[])[0]) as R[];
};

/** How many rows a raw statement wrote; on MySQL, how many it matched. */
export const changed = async (room: Room, sql: string, bindings: Bindings): Promise<number> => {
  const answer = await respond(room, sql, bindings);
  return room.dialect === "sqlite"
    ? (answer as { changes: number }).changes
    : (answer as [{ affectedRows: number }])[0].affectedRows;
};
