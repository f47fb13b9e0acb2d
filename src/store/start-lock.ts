// Store: only one process at a time prepares a database.
import type { Knex } from "knex";
import Database from "libsql";
import { sqlitePath } from "./sqlite.ts";

/** How long a start waits for another process that is migrating. */
const PATIENCE_MS = 60_000;
const STEP_MS = 50;

export class StartLocked extends Error {
  override readonly name = "StartLocked";
  constructor(what: string) {
    super(
      `another process is preparing ${what}, and has not finished in ${PATIENCE_MS / 1000} s: wait for it or stop it, then start again`,
    );
  }
}

/**
 * `<file>.lock` is itself an SQLite file, locked by an open transaction: the operating system lets go of it when its holder dies, however it
 * dies. A file that only held a process id would outlive a crash, and in a container the dead and the new process share the id 1.
 */
export const withSqliteLock = async <T>(url: string, work: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> => {
  const lock = new Database(`${sqlitePath(url)}.lock`, { timeout: 0 } as Database.Options);
  try {
    await lockNow(lock, patienceMs);
    return await work();
  } finally {
    lock.close();
  }
};

const lockNow = async (lock: InstanceType<typeof Database>, leftMs: number): Promise<void> => {
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return;
  } catch (error) {
    if ((error as { code?: string }).code !== "SQLITE_BUSY") throw error;
  }
  if (leftMs <= 0) throw new StartLocked("this database file");
  await new Promise((done) => setTimeout(done, STEP_MS));
  return lockNow(lock, leftMs - STEP_MS);
};

/** A lock of the server, held by one connection for as long as `work` runs: it ends with the connection. */
export const withMysqlLock = async <T>(db: Knex, work: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> => {
  const connection = await db.client.acquireConnection();
  const ask = async (sql: string, bindings: readonly Knex.RawBinding[]): Promise<unknown> => {
    const [rows] = await db.raw(sql, bindings).connection(connection);
    return rows[0]?.answer;
  };
  // Names are the server's, not the database's, and at most 64 characters.
  const name = `party-with-me:${await ask("SELECT MD5(DATABASE()) AS answer", [])}`;
  try {
    if ((await ask("SELECT GET_LOCK(?, ?) AS answer", [name, Math.ceil(patienceMs / 1000)])) !== 1)
      throw new StartLocked("this database");
    try {
      return await work();
    } finally {
      await ask("SELECT RELEASE_LOCK(?) AS answer", [name]);
    }
  } finally {
    await db.client.releaseConnection(connection);
  }
};
