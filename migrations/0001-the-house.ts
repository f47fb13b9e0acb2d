// Migrations: people, chats, parties, answers, cards, the outbox: the tables of the first release.
import type { Knex } from "knex";
import type { Table } from "./tables.ts";
import { dropTables, makeTables } from "./tables.ts";

// Times are UTC epoch milliseconds. `*_sealed` columns hold `v1.<key>.<iv>.<data>`, never plain text.
const ID = "VARCHAR(32)";
const CODE = "VARCHAR(16)";
const HASH = "VARCHAR(64)";
const PLATFORM_ID = "VARCHAR(191)";

const TABLES: readonly Table[] = [
  {
    name: "people",
    columns: [`id ${ID} NOT NULL`, "name TEXT NOT NULL", "locale VARCHAR(64)", "time_zone VARCHAR(64)", "reminders TINYINT NOT NULL"],
    primary: "id",
  },
  {
    name: "accounts",
    columns: [
      "platform VARCHAR(16) NOT NULL", `user_id ${PLATFORM_ID} NOT NULL`, `person_id ${ID} NOT NULL`,
      "last_used_at BIGINT NOT NULL", "unreachable TINYINT NOT NULL",
    ],
    primary: "platform, user_id",
    index: { accounts_of_person: "person_id" },
  },
  {
    name: "chats",
    columns: [
      `chat_key ${ID} NOT NULL`, "platform VARCHAR(16) NOT NULL", `chat_id ${PLATFORM_ID} NOT NULL`, `thread_id ${PLATFORM_ID} NOT NULL`,
      "kind VARCHAR(8) NOT NULL", "reach VARCHAR(8) NOT NULL", "title TEXT", "locale VARCHAR(64)", "time_zone VARCHAR(64)",
      "reminders TINYINT NOT NULL", "gone TINYINT NOT NULL",
    ],
    primary: "chat_key",
    unique: { chats_by_platform_id: "platform, chat_id, thread_id" },
  },
  {
    name: "parties",
    columns: [
      `code ${CODE} NOT NULL`, `host_id ${ID} NOT NULL`, "title TEXT NOT NULL", "about TEXT", "starts_at BIGINT NOT NULL", "ends_at BIGINT",
      "over_at BIGINT NOT NULL", "time_zone VARCHAR(64) NOT NULL", "label TEXT NOT NULL", "area_lat DOUBLE", "area_lng DOUBLE",
      "address_sealed MEDIUMTEXT", "point_sealed TEXT", "max_guests INTEGER", "plus_max INTEGER NOT NULL", "findable VARCHAR(16) NOT NULL",
      "approval TINYINT NOT NULL", "state VARCHAR(16) NOT NULL", "going INTEGER NOT NULL", "queue_seq BIGINT NOT NULL",
      "version BIGINT NOT NULL", "created_at BIGINT NOT NULL",
    ],
    primary: "code",
    index: { parties_of_host: "host_id" },
  },
  {
    name: "cohosts",
    columns: [`party_code ${CODE} NOT NULL`, `person_id ${ID} NOT NULL`],
    primary: "party_code, person_id",
    index: { cohosts_of_person: "person_id" },
  },
  {
    name: "party_cell",
    columns: [
      "cell INTEGER NOT NULL", "starts_at BIGINT NOT NULL", `party_code ${CODE} NOT NULL`,
      "x DOUBLE NOT NULL", "y DOUBLE NOT NULL", "z DOUBLE NOT NULL",
    ],
    primary: "cell, starts_at, party_code",
    index: { party_cell_of_party: "party_code" },
    clustered: true,
  },
  {
    name: "rsvps",
    columns: [
      `party_code ${CODE} NOT NULL`, `person_id ${ID} NOT NULL`, "answer VARCHAR(16) NOT NULL", "plus INTEGER NOT NULL", "queue_no BIGINT",
      "admitted VARCHAR(8) NOT NULL", "answered_at BIGINT NOT NULL",
    ],
    primary: "party_code, person_id",
    index: {
      rsvps_of_person: "person_id",
      rsvps_in_queue: "party_code, answer, queue_no",
      rsvps_by_time: "party_code, answer, answered_at",
    },
  },
  {
    name: "invitations",
    columns: [
      `id ${ID} NOT NULL`, `party_code ${CODE} NOT NULL`, `token_hash ${HASH}`, `person_id ${ID}`, `invited_by ${ID} NOT NULL`,
      "created_at BIGINT NOT NULL",
    ],
    primary: "id",
    unique: { invitations_by_token: "token_hash" },
    index: { invitations_of_party: "party_code" },
  },
  {
    name: "calendars",
    columns: [`token_hash ${HASH} NOT NULL`, `party_code ${CODE} NOT NULL`, `person_id ${ID} NOT NULL`, "created_at BIGINT NOT NULL"],
    primary: "token_hash",
  },
  {
    name: "cards",
    columns: [
      `id ${ID} NOT NULL`, `party_code ${CODE} NOT NULL`, `chat_key ${ID} NOT NULL`, `message_id ${PLATFORM_ID}`,
      "shown_version BIGINT NOT NULL", "created_at BIGINT NOT NULL",
    ],
    primary: "id",
    index: {
      cards_of_party: "party_code, created_at",
      cards_in_chat: "chat_key, party_code, created_at",
      cards_by_message: "chat_key, message_id",
    },
  },
  {
    name: "drafts",
    columns: [
      `id ${ID} NOT NULL`, `person_id ${ID} NOT NULL`, `chat_key ${ID} NOT NULL`, "command VARCHAR(64) NOT NULL",
      "args_sealed MEDIUMTEXT NOT NULL", "asked VARCHAR(64)", "expires_at BIGINT NOT NULL",
    ],
    primary: "id",
    unique: { drafts_open: "person_id, chat_key" },
    index: { drafts_by_expiry: "expires_at", drafts_in_chat: "chat_key" },
  },
  {
    name: "notes",
    columns: [
      `id ${ID} NOT NULL`, "note_key VARCHAR(191) NOT NULL", "target VARCHAR(8) NOT NULL", `target_id ${ID} NOT NULL`, `party_code ${CODE} NOT NULL`,
      "kind VARCHAR(16) NOT NULL", "reason_sealed MEDIUMTEXT NOT NULL", "due_at BIGINT NOT NULL", "rank_at BIGINT NOT NULL",
      "expires_at BIGINT NOT NULL", "state VARCHAR(8) NOT NULL", "version BIGINT NOT NULL", "attempts INTEGER NOT NULL",
      `lease_token ${ID}`, "lease_until BIGINT", "lease_owner VARCHAR(64)", "why VARCHAR(191)", "finished_at BIGINT",
    ],
    primary: "id",
    unique: { notes_by_key: "note_key" },
    index: {
      notes_by_rank: "state, rank_at",
      notes_by_due: "state, due_at",
      notes_by_end: "state, finished_at",
      notes_by_lease: "lease_token",
      notes_of_party: "party_code",
      notes_by_target: "target, target_id",
    },
  },
  {
    name: "requests",
    columns: [`id_hash ${HASH} NOT NULL`, "reply_sealed MEDIUMTEXT NOT NULL", "ran_at BIGINT NOT NULL"],
    primary: "id_hash",
    index: { requests_by_time: "ran_at" },
  },
  {
    name: "web_rooms",
    columns: [`room ${PLATFORM_ID} NOT NULL`, "posts BIGINT NOT NULL"],
    primary: "room",
  },
  {
    name: "web_messages",
    columns: ["id {serial}", `room ${PLATFORM_ID} NOT NULL`, `message_id ${PLATFORM_ID} NOT NULL`, "body_sealed MEDIUMTEXT NOT NULL", "sent_at BIGINT NOT NULL"],
    unique: { web_messages_by_name: "room, message_id" },
    index: { web_messages_in_room: "room, id" },
  },
  {
    name: "web_bearers",
    columns: [`token_hash ${HASH} NOT NULL`, `user_id ${PLATFORM_ID} NOT NULL`, "created_at BIGINT NOT NULL"],
    primary: "token_hash",
  },
  {
    name: "web_members",
    columns: [`room ${PLATFORM_ID} NOT NULL`, `user_id ${PLATFORM_ID} NOT NULL`, "name TEXT NOT NULL", "joined_at BIGINT NOT NULL"],
    primary: "room, user_id",
  },
];

export const up = (knex: Knex): Promise<void> => makeTables(knex, TABLES);
export const down = (knex: Knex): Promise<void> => dropTables(knex, TABLES);
