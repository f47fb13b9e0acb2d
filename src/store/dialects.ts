// Store: the parts of knex's inside that our two clients build on; knex has no types for them.
import { createRequire } from "node:module";
import type { Knex } from "knex";

/** What a transaction of knex runs its statements through. */
export type Transaction = { trxClient: { query(connection: unknown, sql: string): Promise<unknown> } };

export interface Client {
  config: Knex.Config;
  version: unknown;
  driver: unknown;
  logger: unknown;
  valueForUndefined: unknown;
  connectionSettings: Record<string, unknown>;
  /** How a transaction of ours begins. */
  begin: string;
  _query(connection: unknown, obj: Query | string): Promise<Query>;
  query(connection: unknown, obj: unknown): Promise<unknown>;
  transaction(...args: unknown[]): Transaction;
  acquireConnection(): Promise<object>;
  releaseConnection(connection: unknown): Promise<void>;
  destroyRawConnection(connection: unknown): Promise<void>;
  destroy(...args: unknown[]): Promise<void>;
}

export type Query = {
  sql: string;
  bindings?: unknown[];
  options?: Record<string, unknown>;
  response?: unknown;
  context?: { lastID: unknown; changes: unknown };
};

type ClientClass = new (config: Knex.Config) => Client;

const require = createRequire(import.meta.url);

export const BetterSqlite = require("knex/lib/dialects/better-sqlite3/index.js") as ClientClass;
export const Mysql2 = require("knex/lib/dialects/mysql2/index.js") as ClientClass;
export const makeKnex = require("knex/lib/knex-builder/make-knex.js") as (client: Client) => Knex.Transaction;

/** Text with what no database keeps faithfully left out: libsql cuts it at U+0000. */
export const storable = (binding: unknown): unknown =>
  typeof binding === "string" && binding.includes("\0") ? binding.replaceAll("\0", "") : binding;

const silent = (): void => {};
/** Knex's own log prints what drivers say, with values in it. What it warns of, it also throws. */
export const SILENT = { warn: silent, error: silent, deprecate: silent, debug: silent };
