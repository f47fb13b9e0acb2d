// Migrations: the notes in the order they are sent, with the due time beside: what a claim is read by.
import type { Knex } from "knex";
import { addIndexes, dropIndexes } from "./tables.ts";

const INDEXES = {
  notes_by_turn: { table: "notes", columns: "state, rank_at, due_at" },
};

/**
 * What costs more than it helps, for each ending writes every index that holds the state. The first columns of the new one stand in for
 * `notes_by_rank`; what ended long ago was also due long ago, so `notes_by_time` finds it. A replica of the release before names no index.
 * What it has on lease (`state` is `leased`) stays so until it ends it, or the lease is over: then it is taken over.
 */
const GONE = {
  notes_by_rank: { table: "notes", columns: "state, rank_at" },
  notes_by_end: { table: "notes", columns: "state, finished_at" },
};

export const up = async (knex: Knex): Promise<void> => {
  await addIndexes(knex, INDEXES);
  await dropIndexes(knex, GONE);
};

/** The release before knows what is on lease by its state alone. */
export const down = async (knex: Knex): Promise<void> => {
  await knex("notes").where({ state: "pending" }).whereNotNull("lease_token").update({ state: "leased" });
  await addIndexes(knex, GONE);
  await dropIndexes(knex, INDEXES);
};
