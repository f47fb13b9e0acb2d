// Migrations: who is on the way, wishes to be told of new parties nearby, and which parties those are still to be compared with.
import type { Knex } from "knex";
import type { Table } from "./tables.ts";
import { addColumns, dropColumns, dropTables, makeTables } from "./tables.ts";

const ID = "VARCHAR(32)";
const CODE = "VARCHAR(16)";

const TABLES: readonly Table[] = [
  {
    name: "wishes",
    columns: [
      `person_id ${ID} NOT NULL`,
      // A snapped point: the square kilometre, never where somebody was.
      "lat DOUBLE NOT NULL",
      "lng DOUBLE NOT NULL",
      "km INTEGER NOT NULL",
      "days VARCHAR(16) NOT NULL",
      "cell INTEGER NOT NULL",
    ],
    primary: "person_id",
    index: { wishes_by_cell: "cell, person_id" },
  },
  {
    name: "party_news",
    columns: [
      `party_code ${CODE} NOT NULL`,
      // As it was noticed last, and as it was told of before that: whom it was told to is not told again.
      "lat DOUBLE NOT NULL",
      "lng DOUBLE NOT NULL",
      "starts_at BIGINT NOT NULL",
      "was_lat DOUBLE",
      "was_lng DOUBLE",
      "was_starts_at BIGINT",
      // Since when it waits to be compared with the wishes; 0 when that is done.
      "waiting_since BIGINT NOT NULL",
      // How far that has come: the last cell and person.
      "after_cell INTEGER NOT NULL",
      `after_person ${ID} NOT NULL`,
    ],
    primary: "party_code",
    index: { party_news_waiting: "waiting_since" },
  },
];

/** When a guest said that they are on the way, and when they expect to arrive. */
const COLUMNS = { rsvps: { on_way_at: "BIGINT", on_way_until: "BIGINT" } };

export const up = async (knex: Knex): Promise<void> => {
  await addColumns(knex, COLUMNS);
  await makeTables(knex, TABLES);
};

export const down = async (knex: Knex): Promise<void> => {
  await dropTables(knex, TABLES);
  await dropColumns(knex, COLUMNS);
};
