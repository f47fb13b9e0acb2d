// Store: SQLite: libsql spoken to through knex's better-sqlite3 dialect, one connection that writes and one that reads.
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Knex } from "knex";
import knex from "knex";
import Database from "libsql";
import type { Query, Transaction } from "./dialects.ts";
import { BetterSqlite, SILENT, storable } from "./dialects.ts";
import { faultOf } from "./fault.ts";

type Connection = InstanceType<typeof Database>;

/** libsql waits for a lock on the event loop, so it waits hardly at all: `write` backs off without blocking. */
const BUSY_MS = 20;

class LibsqlClient extends BetterSqlite {
  _driver(): typeof Database {
    return Database;
  }

  async acquireRawConnection(): Promise<Connection> {
    const { filename, pragmas } = this.connectionSettings as { filename: string; pragmas: readonly string[] };
    try {
      const connection = new Database(filename, { timeout: BUSY_MS } as Database.Options);
      for (const pragma of pragmas) connection.exec(`PRAGMA ${pragma}`);
      return connection;
    } catch (error) {
      throw faultOf(error, (error as Error).message);
    }
  }

  override async _query(connection: unknown, obj: Query | string): Promise<Query> {
    const query = typeof obj === "string" ? { sql: obj } : obj;
    try {
      const { statement, reads } = prepared(connection as Connection, query.sql);
      const bindings = (query.bindings ?? []).map(bound);
      if (reads) return Object.assign(query, { response: statement.all(bindings) });
      const response = statement.run(bindings);
      return Object.assign(query, {
        response,
        context: { lastID: response.lastInsertRowid, changes: response.changes },
      });
    } catch (error) {
      // SQLite names tables and columns in its messages, never a value.
      throw faultOf(error, (error as Error).message);
    }
  }

  override get begin(): string {
    return "BEGIN IMMEDIATE";
  }

  override transaction(...args: unknown[]): Transaction {
    const transaction = super.transaction(...args);
    // Knex would run the closure even where BEGIN has failed.
    return Object.assign(transaction, {
      begin: (connection: unknown) => this._query(connection, this.begin),
    });
  }

  override async releaseConnection(connection: unknown): Promise<void> {
    // A COMMIT that failed (a full disk) leaves the transaction open.
    if ((connection as Connection).inTransaction) (connection as Connection).exec("ROLLBACK");
    return super.releaseConnection(connection);
  }
}

/** SQLite has no type for a time; knex's own table of migrations holds one. */
const bound = (binding: unknown): unknown => (binding instanceof Date ? binding.getTime() : storable(binding));

type Prepared = { statement: Database.Statement; reads: boolean };

/** Preparing takes a fifth of a small query's time, and the queries are few: each connection keeps them. */
const PREPARED = new WeakMap<Connection, Map<string, Prepared>>();
const KEPT = 500;

const prepared = (connection: Connection, sql: string): Prepared => {
  const own = PREPARED.get(connection) ?? new Map<string, Prepared>();
  PREPARED.set(connection, own);
  const known = own.get(sql);
  if (known) return known;
  const statement = connection.prepare(sql);
  const one = { statement, reads: statement.reader };
  if (own.size >= KEPT) own.clear();
  own.set(sql, one);
  return one;
};

const open = (filename: string, pragmas: readonly string[]): Knex =>
  knex({
    client: LibsqlClient as unknown as typeof Knex.Client,
    connection: { filename, pragmas } as Knex.StaticConnectionConfig,
    pool: { min: 1, max: 1 },
    useNullAsDefault: true,
    compileSqlOnError: false,
    log: SILENT,
  });

/** `sqlite:<path>`, relative to the working directory, as a path. */
export const sqlitePath = (url: string): string => url.replace(/^sqlite:(\/\/(?=\/))?/, "");

/** Makes the file and its folder. `writer` must be used by one transaction at a time; `reader` sees what is committed. */
export const connectSqlite = async (url: string): Promise<{ writer: Knex; reader: Knex }> => {
  const path = sqlitePath(url);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const writer = open(path, ["journal_mode = WAL", "synchronous = FULL"]);
  const reader = open(path, ["query_only = ON"]);
  return { writer, reader };
};
