// Migrations: a party's own reminder times, who is spared which reminder, quiet hours, and when a note was first tried.
import type { Knex } from "knex";
import { addColumns, addIndexes, dropColumns, dropIndexes } from "./tables.ts";

const COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Null: the usual times; else minutes before the start for each audience, as JSON.
  parties: { reminders: "VARCHAR(255)", nudged_at: "BIGINT" },
  // One guest wants no reminders of this one party.
  rsvps: { muted: "TINYINT NOT NULL DEFAULT 0" },
  // Null: the usual hours; else `off` or `22:00-08:00`, by the person's own clock.
  people: { quiet: "VARCHAR(16)" },
  // When a message of this note may first have gone out; null while none can have.
  notes: { tried_at: "BIGINT" },
};

const INDEXES = {
  // With the kind in it, what waits is counted by kind from the index alone.
  notes_by_time: { table: "notes", columns: "state, due_at, kind" },
};

/**
 * What costs more than it helps: each claim and each ending writes every index that holds the state or the lease. `notes_by_time` stands in
 * for the first; claimed notes are found by their ids, and those on lease are few.
 */
const GONE = {
  notes_by_due: { table: "notes", columns: "state, due_at" },
  notes_by_lease: { table: "notes", columns: "lease_token" },
};

export const up = async (knex: Knex): Promise<void> => {
  await addColumns(knex, COLUMNS);
  await addIndexes(knex, INDEXES);
  await dropIndexes(knex, GONE);
};

export const down = async (knex: Knex): Promise<void> => {
  await addIndexes(knex, GONE);
  await dropIndexes(knex, INDEXES);
  await dropColumns(knex, COLUMNS);
};
