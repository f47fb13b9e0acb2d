// Migrations: how much of where it is a party shows, and whether its pin is still a guess.
import type { Knex } from "knex";
import { addColumns, dropColumns } from "./tables.ts";

const COLUMNS = {
  parties: {
    shown: "VARCHAR(16) NOT NULL DEFAULT 'neighbourhood'",
    // Where the city is shown: the neighbourhood, for when the host shows that again.
    near_sealed: "TEXT",
    // A mark of what a geocoder guessed; null once a host has said that it is right, as of all that were there before.
    guess: "VARCHAR(16)",
  },
};

export const up = (knex: Knex): Promise<void> => addColumns(knex, COLUMNS);
export const down = (knex: Knex): Promise<void> => dropColumns(knex, COLUMNS);
