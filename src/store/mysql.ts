// Store: MySQL and MariaDB, through mysql2 and one pool.
import type { Knex } from "knex";
import knex from "knex";
import type { Client, Query, Transaction } from "./dialects.ts";
import { Mysql2, SILENT, storable } from "./dialects.ts";
import { DatabaseFault, faultOf, isLost } from "./fault.ts";
import type { Nodes } from "./mysql-hosts.ts";
import { createNodes, readMysqlUrl } from "./mysql-hosts.ts";

/** Connections in all, and how many of them transactions may hold: reads never wait for a crowd of writers. */
const POOL = 10;
export const MYSQL_WRITERS = 6;
const ACQUIRE_MS = 2_000;
const CONNECT_MS = 5_000;
/** With several nodes one that does not answer is given up sooner: another may serve. */
const CLUSTER_CONNECT_MS = 1_000;
const CLUSTER_QUERY_MS = 2_000;

type Node = { host: string; port: number };
/** What knex carries along for us, to the clients of transactions too. */
type Params = { nodes: Nodes<Node>; cluster: boolean };
/** What hangs on a connection of ours. */
type Held = { __knex__disposed?: unknown; party_node?: Node };

/** A transaction on these would end as it began: the connection goes back to nobody. */
const LEAVES_OPEN = /^(COMMIT|ROLLBACK)/i;

/** Migrations, and the lock of the start, which waits for other processes. */
const TAKES_LONG = /^(CREATE|ALTER|DROP)|GET_LOCK/i;
/** In seconds. A wait in a cluster ends before its query does: it is done again, on a node that is well. */
const LOCK_WAIT = { one: 10, cluster: 1 };

class MysqlClient extends Mysql2 {
  override async _query(connection: unknown, obj: Query | string): Promise<Query> {
    const query = typeof obj === "string" ? { sql: obj } : obj;
    const { nodes, cluster } = paramsOf(this);
    const held = connection as Held;
    const options = { ...query.options, ...(cluster && !TAKES_LONG.test(query.sql) && { timeout: CLUSTER_QUERY_MS }) };
    try {
      return await super._query(connection, { ...query, options, bindings: (query.bindings ?? []).map(storable) });
    } catch (error) {
      const fault = mysqlFault(error);
      // Knex's pool does not notice a node that became read-only, nor a COMMIT that failed.
      if (isLost(fault) || LEAVES_OPEN.test(query.sql)) held.__knex__disposed = fault.code;
      if (isLost(fault) && held.party_node) nodes.ill(held.party_node);
      throw fault;
    }
  }

  /** On the node that served last, or the next one that is fit to serve. */
  async acquireRawConnection(): Promise<unknown> {
    const { nodes } = paramsOf(this);
    let last: unknown;
    for (const node of nodes.order()) {
      // The driver reads the settings before anything else happens.
      Object.assign(this.connectionSettings, node);
      try {
        const connection = await rawConnection(this);
        (connection as Held).party_node = node;
        await this.prepare(connection);
        nodes.well(node);
        return connection;
      } catch (error) {
        last = error;
        nodes.ill(node);
      }
    }
    throw mysqlFault(last);
  }

  /** Sets the session up. Rejects on a node that must not be written to, or that is not ready. */
  async prepare(connection: unknown): Promise<void> {
    await this._query(connection, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
    const { cluster } = paramsOf(this);
    const wait = cluster ? LOCK_WAIT.cluster : LOCK_WAIT.one;
    await this._query(
      connection,
      `SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = ${wait}`,
    );
    if (!cluster) return;
    const { response } = await this._query(connection, "SELECT @@global.read_only AS shut");
    const [[row] = []] = (response ?? []) as [{ shut?: number }[]?];
    if (Number(row?.shut) === 1) throw new DatabaseFault("ER_OPTION_PREVENTS_STATEMENT");
    const { response: known } = await this._query(connection, "SHOW VARIABLES LIKE 'wsrep_sync_wait'");
    const [variables = []] = (known ?? []) as [unknown[]?];
    // Galera: a read waits for what was committed on another node (measured stale 17 of 500 times otherwise).
    if (variables.length > 0) await this._query(connection, "SET SESSION wsrep_sync_wait = 1");
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

const paramsOf = (client: Client): Params => (client.config as { userParams?: unknown }).userParams as Params;

const rawConnection = (client: Client): Promise<unknown> =>
  (Mysql2.prototype as unknown as { acquireRawConnection(): Promise<unknown> }).acquireRawConnection.call(client);

/**
 * `mysql://user:password@host:port/database`; several hosts by comma are the nodes of a cluster. `?ssl=true` asks for TLS with a
 * certificate that is checked.
 */
export const connectMysql = (url: string): Knex => {
  const at = readMysqlUrl(url);
  if (!at) throw new DatabaseFault("NO_SUCH_ADDRESS");
  const cluster = at.hosts.length > 1;
  return knex({
    client: MysqlClient as unknown as typeof Knex.Client,
    connection: {
      ...at.hosts[0],
      user: at.user,
      password: at.password,
      database: at.database,
      charset: "utf8mb4",
      supportBigNumbers: true,
      connectTimeout: cluster ? CLUSTER_CONNECT_MS : CONNECT_MS,
      flags: ["-LOCAL_FILES"],
      ...(at.tls && { ssl: {} }),
    } as unknown as Knex.MySql2ConnectionConfig,
    pool: { min: 0, max: POOL },
    userParams: { nodes: createNodes(at.hosts), cluster } satisfies Params,
    acquireConnectionTimeout: ACQUIRE_MS,
    compileSqlOnError: false,
    log: SILENT,
  } as Knex.Config);
};
