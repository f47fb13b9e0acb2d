// Store: MySQL and MariaDB, through mysql2 and one pool.
import type { Socket } from "node:net";
import type { Knex } from "knex";
import knex from "knex";
import type { Client, Query, Transaction } from "./dialects.ts";
import { Mysql2, SILENT, storable } from "./dialects.ts";
import { DatabaseFault, faultOf, isLost } from "./fault.ts";
import type { MysqlAddress, Nodes } from "./mysql-hosts.ts";
import { createNodes, readMysqlUrl } from "./mysql-hosts.ts";
import type { Probe } from "./mysql-watch.ts";
import { watchNodes } from "./mysql-watch.ts";

/** Connections in all, and how many of them transactions may hold: reads never wait for a crowd of writers. */
const POOL = 16;
export const MYSQL_WRITERS = 12;
const ACQUIRE_MS = 2_000;
const CONNECT_MS = 5_000;
/** With several nodes one that does not answer is given up sooner: another may serve. */
const CLUSTER_CONNECT_MS = 1_000;
/** A COMMIT waits while the nodes find out that one is gone, which is no reason to leave the others: hanging nodes are found by the watch. */
const CLUSTER_QUERY_MS = 4_000;
/** What the watch asks is answered at once by a node that is there. */
const PROBE_MS = 750;

type Node = { host: string; port: number };
/** What knex carries along for us, to the clients of transactions too. */
type Params = { nodes: Nodes<Node>; cluster: boolean; held: Set<Held>; watch?: ReturnType<typeof watchNodes<Node>> };
/** What hangs on a connection of ours. */
type Held = { __knex__disposed?: unknown; party_node?: Node; stream: Socket };
/** A connection of the driver, as the watch uses it. */
type Raw = {
  stream: Socket;
  on(event: "error", listener: () => void): void;
  connect(done: (error: unknown) => void): void;
  query(options: { sql: string; timeout: number }, done: (error: unknown, rows: unknown) => void): void;
};

/** A transaction on these would end as it began: the connection goes back to nobody. */
const LEAVES_OPEN = /^(COMMIT|ROLLBACK)/i;

/** Migrations, and the lock of the start, which waits for other processes. */
const TAKES_LONG = /^(CREATE|ALTER|DROP)|GET_LOCK/i;
/** In seconds. A wait in a cluster ends before its query does: it is done again, on a node that is well. */
const LOCK_WAIT = { one: 10, cluster: 2 };

class MysqlClient extends Mysql2 {
  override get begin(): string {
    return "BEGIN";
  }

  override async _query(connection: unknown, obj: Query | string): Promise<Query> {
    const query = typeof obj === "string" ? { sql: obj } : obj;
    const { cluster } = paramsOf(this);
    const options = { ...query.options, ...(cluster && !TAKES_LONG.test(query.sql) && { timeout: CLUSTER_QUERY_MS }) };
    try {
      return await super._query(connection, { ...query, options, bindings: (query.bindings ?? []).map(storable) });
    } catch (error) {
      const fault = mysqlFault(error);
      // Knex's pool does not notice a node that became read-only, nor a COMMIT that failed.
      if (isLost(fault) || LEAVES_OPEN.test(query.sql)) give(paramsOf(this), connection as Held, fault);
      throw fault;
    }
  }

  /** On the first node that is fit to serve. */
  async acquireRawConnection(): Promise<unknown> {
    const { nodes, held, watch } = paramsOf(this);
    let last: unknown = new DatabaseFault("NO_NODE");
    for (const node of nodes.order()) {
      // The driver reads the settings before anything else happens.
      Object.assign(this.connectionSettings, node);
      try {
        const connection = (await rawConnection(this)) as Held;
        connection.party_node = node;
        held.add(connection);
        connection.stream.once("close", () => held.delete(connection));
        await this.prepare(connection);
        nodes.well(node);
        return connection;
      } catch (error) {
        last = error;
        nodes.ill(node);
        watch?.look(node);
      }
    }
    throw mysqlFault(last);
  }

  /** Whoever is done with a node that is no longer the one to use goes over to the one that is, without an interruption. */
  validateConnection(connection: unknown): boolean {
    const { party_node } = connection as Held;
    return validConnection(this, connection) && (party_node === undefined || paramsOf(this).nodes.keeps(party_node));
  }

  /** A polite farewell to a node that hangs would wait for its answer. */
  override async destroyRawConnection(connection: unknown): Promise<void> {
    if ((connection as Held).__knex__disposed === undefined) return super.destroyRawConnection(connection);
    (connection as Held).stream.destroy();
  }

  override async destroy(...args: unknown[]): Promise<void> {
    paramsOf(this).watch?.stop();
    await super.destroy(...args);
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
    return Object.assign(transaction, { begin: (connection: unknown) => this._query(connection, this.begin) });
  }
}

/** The connection goes back to nobody. One that is lost is broken off at once: a ROLLBACK to a node that hangs would wait, too. */
const give = ({ nodes, cluster, watch }: Params, connection: Held, fault: DatabaseFault): void => {
  connection.__knex__disposed = fault.code;
  if (!isLost(fault)) return;
  if (cluster) connection.stream.destroy();
  if (!connection.party_node) return;
  nodes.ill(connection.party_node);
  watch?.look(connection.party_node);
};

/** mysql2's messages hold the values, and its errors the whole statement: only the code is kept. */
const mysqlFault = (error: unknown): DatabaseFault => {
  if (/closed state/.test(String((error as Error).message))) return new DatabaseFault("CLOSED");
  // The driver has no name for what MariaDB calls a connection that was ended by a shutdown or an administrator.
  if ((error as { errno?: number }).errno === 1927) return new DatabaseFault("ER_CONNECTION_KILLED");
  return faultOf(error);
};

const paramsOf = (client: Client): Params => (client.config as { userParams?: unknown }).userParams as Params;

const rawConnection = (client: Client): Promise<unknown> =>
  (Mysql2.prototype as unknown as { acquireRawConnection(): Promise<unknown> }).acquireRawConnection.call(client);

const validConnection = (client: Client, connection: unknown): boolean =>
  (Mysql2.prototype as unknown as { validateConnection(connection: unknown): boolean }).validateConnection.call(
    client,
    connection,
  );

/** A session beside the pool, so that a crowd there hides nothing. */
const openProbe = async (driver: { createConnection(settings: object): Raw }, settings: object): Promise<Probe> => {
  const raw = driver.createConnection({ ...settings, connectTimeout: CLUSTER_CONNECT_MS });
  raw.on("error", () => {});
  const close = (): void => void raw.stream.destroy();
  const ask = (sql: string): Promise<Record<string, unknown>[]> =>
    new Promise((resolve, reject) => {
      raw.query({ sql, timeout: PROBE_MS }, (error, rows) =>
        error ? reject(mysqlFault(error)) : resolve(rows as Record<string, unknown>[]),
      );
    });
  await new Promise<void>((resolve, reject) => {
    raw.connect((error) => (error ? reject(mysqlFault(error)) : resolve()));
  }).catch((error: unknown) => {
    close();
    throw error;
  });
  return { ask, close };
};

/** The watch over the nodes of the client's pool. */
const watchOver = (client: Client, hosts: readonly Node[]): ReturnType<typeof watchNodes<Node>> => {
  const { nodes, held } = paramsOf(client);
  const { driver, connectionSettings } = client as unknown as Driven;
  return watchNodes({
    nodes,
    hosts,
    open: (node) => openProbe(driver, { ...connectionSettings, ...node }),
    sever: (node) => {
      for (const one of held) {
        if (one.party_node !== node) continue;
        one.__knex__disposed = "OUT";
        one.stream.destroy();
      }
    },
  });
};

type Driven = { driver: { createConnection(settings: object): Raw }; connectionSettings: object };

/**
 * `mysql://user:password@host:port/database`; several hosts by comma are the nodes of a cluster. `?ssl=true` asks for TLS with a
 * certificate that is checked.
 */
export const connectMysql = (url: string): { pool: Knex; isCluster: boolean } => {
  const at = readMysqlUrl(url);
  if (!at) throw new DatabaseFault("NO_SUCH_ADDRESS");
  const cluster = at.hosts.length > 1;
  const params: Params = { nodes: createNodes(at.hosts), cluster, held: new Set() };
  const pool = knex({
    client: MysqlClient as unknown as typeof Knex.Client,
    connection: settingsOf(at, cluster),
    pool: { min: 0, max: POOL },
    userParams: params,
    acquireConnectionTimeout: ACQUIRE_MS,
    compileSqlOnError: false,
    log: SILENT,
  } as Knex.Config);
  if (cluster) params.watch = watchOver(pool.client as Client, at.hosts);
  return { pool, isCluster: cluster };
};

const settingsOf = (at: MysqlAddress, cluster: boolean): Knex.MySql2ConnectionConfig =>
  ({
    ...at.hosts[0],
    user: at.user,
    password: at.password,
    database: at.database,
    charset: "utf8mb4",
    supportBigNumbers: true,
    connectTimeout: cluster ? CLUSTER_CONNECT_MS : CONNECT_MS,
    flags: ["-LOCAL_FILES"],
    ...(at.tls && { ssl: {} }),
  }) as unknown as Knex.MySql2ConnectionConfig;
