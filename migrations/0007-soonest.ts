// Migrations: the discoverable parties in the order they start, with where they are: what a wide map is read by.
import type { Knex } from "knex";
import { addIndexes, dropIndexes } from "./tables.ts";

const INDEXES = {
  parties_soonest: { table: "parties", columns: "findable, state, starts_at, code, area_lat, area_lng" },
};

export const up = (knex: Knex): Promise<void> => addIndexes(knex, INDEXES);

export const down = (knex: Knex): Promise<void> => dropIndexes(knex, INDEXES);
