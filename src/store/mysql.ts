// Store: MySQL and MariaDB, through mysql2 and one pool.
import type { Knex } from "knex";
import knex from "knex";
import type { Query, Transaction } from "./dialects.ts";
import { Mysql2, SILENT, storable } from "./dialects.ts";
import { DatabaseFault, faultOf, isLost } from "./fault.ts";

/** Connections in all, and how many of them transactions may hold: reads never wait for a crowd of writers. */
const POOL = 10;
export const MYSQL_WRITERS = 6;
const ACQUIRE_MS = 2_000;
const CONNECT_MS = 5_000;

/** A transaction on these would end as it began: the connection goes back to nobody. */
const LEAVES_OPEN = /^(COMMIT|ROLLBACK)/i;

class MysqlClient extends Mysql2 {
  override async _query(connection: unknown, obj: Query | string): Promise<Query> {
    const query = typeof obj === "string" ? { sql: obj } : obj;
    try {
      return await super._query(connection, { ...query, bindings: (query.bindings ?? []).map(storable) });
    } catch (error) {
      const fault = mysqlFault(error);
      // Knex's pool does not notice a node that became read-only, nor a COMMIT that failed.
      if (isLost(fault) || LEAVES_OPEN.test(query.sql))
        (connection as { __knex__disposed?: unknown }).__knex__disposed = fault.code;
      throw fault;
    }
  }

  async acquireRawConnection(): Promise<unknown> {
    try {
      const connection = await (
        Mysql2.prototype as unknown as { acquireRawConnection(): Promise<unknown> }
      ).acquireRawConnection.call(this);
      await this._query(connection, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
      await this._query(
        connection,
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = 10",
      );
      return connection;
    } catch (error) {
      throw mysqlFault(error);
    }
  }

  override transaction(...args: unknown[]): Transaction {
    const transaction = super.transaction(...args);
    // Knex would run the closure even where BEGIN has failed.
    return Object.assign(transaction, { begin: (connection: unknown) => this._query(connection, "BEGIN") });
  }
}

/** mysql2's messages hold the values, and its errors the whole statement: only the code is kept. */
const mysqlFault = (error: unknown): DatabaseFault => {
  if (/closed state/.test(String((error as Error).message))) return new DatabaseFault("CLOSED");
  return faultOf(error);
};

/** `mysql://user:password@host:port/database`; `?ssl=true` asks for TLS with a certificate that is checked. */
export const connectMysql = (url: string): Knex => {
  const at = new URL(url);
  return knex({
    client: MysqlClient as unknown as typeof Knex.Client,
    connection: {
      host: at.hostname.replace(/^\[|\]$/g, ""),
      port: Number(at.port || 3306),
      user: decodeURIComponent(at.username),
      password: decodeURIComponent(at.password),
      database: decodeURIComponent(at.pathname.slice(1)),
      charset: "utf8mb4",
      supportBigNumbers: true,
      connectTimeout: CONNECT_MS,
      flags: ["-LOCAL_FILES"],
      ...(at.searchParams.get("ssl") === "true" && { ssl: {} }),
    } as unknown as Knex.MySql2ConnectionConfig,
    pool: { min: 0, max: POOL },
    acquireConnectionTimeout: ACQUIRE_MS,
    compileSqlOnError: false,
    log: SILENT,
  });
};
