// Migrations: codes that make two accounts one person, servers and their settings, whether an account ever acted, facts that lapse.
import type { Knex } from "knex";
import type { Table } from "./tables.ts";
import { addColumns, addIndexes, dropColumns, dropIndexes, dropTables, makeTables } from "./tables.ts";

const ID = "VARCHAR(32)";
const HASH = "VARCHAR(64)";
const PLATFORM_ID = "VARCHAR(191)";

const TABLES: readonly Table[] = [
  {
    name: "link_codes",
    columns: [`code_hash ${HASH} NOT NULL`, `person_id ${ID} NOT NULL`, "expires_at BIGINT NOT NULL"],
    primary: "code_hash",
    index: { link_codes_of_person: "person_id", link_codes_by_expiry: "expires_at" },
  },
  {
    name: "servers",
    columns: [
      "platform VARCHAR(16) NOT NULL",
      `server_id ${PLATFORM_ID} NOT NULL`,
      "locale VARCHAR(64)",
      "time_zone VARCHAR(64)",
      // The chat that group reminders go to, in place of the chat that holds the card.
      `reminders_chat ${ID}`,
      "events TINYINT NOT NULL",
    ],
    primary: "platform, server_id",
  },
];

/** Empty for a chat that belongs to no server; whoever is only mentioned has not acted. */
const COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  chats: { server_id: `${PLATFORM_ID} NOT NULL DEFAULT ''` },
  accounts: { acted: "TINYINT NOT NULL DEFAULT 0" },
  memos: { expires_at: "BIGINT" },
};

const INDEXES = {
  // A server's parties are those with a card in one of its chats.
  chats_by_server: { table: "chats", columns: "platform, server_id" },
  // Whoever is made one with somebody takes these along.
  invitations_for_person: { table: "invitations", columns: "person_id" },
  invitations_by_person: { table: "invitations", columns: "invited_by" },
  calendars_of_person: { table: "calendars", columns: "person_id" },
};

export const up = async (knex: Knex): Promise<void> => {
  await makeTables(knex, TABLES);
  await addColumns(knex, COLUMNS);
  await addIndexes(knex, INDEXES);
};

export const down = async (knex: Knex): Promise<void> => {
  await dropIndexes(knex, INDEXES);
  await dropColumns(knex, COLUMNS);
  await dropTables(knex, TABLES);
};
