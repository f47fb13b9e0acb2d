// Store: only one process at a time prepares a database.
import type { Knex } from "knex";
import Database from "libsql";
import { newId } from "../safety/tokens.ts";
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

type Beat = { owner: string; beat: number };

/** A holder's sign of life, and how long the others wait for the next one before they take its place. In ms. */
const BEAT_MS = 1_000;
const SILENCE_MS = 8_000;

/**
 * The nodes of a cluster do not know of each other's locks by name: there the lock is a row, and its holder counts in it. Whoever waits
 * takes the place of one that no longer counts, which needs no two clocks to agree. A migration that then runs twice is not harmed by that.
 */
export const withClusterLock = async <T>(db: Knex, work: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> => {
  await db.raw(
    "CREATE TABLE IF NOT EXISTS start_lock (name VARCHAR(16) NOT NULL PRIMARY KEY, owner VARCHAR(64) NOT NULL, beat BIGINT NOT NULL)",
  );
  await db.raw("INSERT IGNORE INTO start_lock (name, owner, beat) VALUES ('start', '', 0)");
  const owner = newId();
  await takeRow(db, owner, patienceMs);
  const count = (): Promise<unknown> => db("start_lock").where({ owner }).increment("beat", 1);
  const beating = setInterval(() => void count().catch(() => {}), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beating);
    await db("start_lock").where({ owner }).update({ owner: "" });
  }
};

const takeRow = async (db: Knex, owner: string, patienceMs: number): Promise<void> => {
  let seen: Beat | undefined;
  let silentMs = 0;
  for (let leftMs = patienceMs; leftMs > 0; leftMs -= STEP_MS) {
    const row: Beat | undefined = await db("start_lock").where({ name: "start" }).first("owner", "beat");
    silentMs = row && row.owner === seen?.owner && row.beat === seen.beat ? silentMs + STEP_MS : 0;
    seen = row;
    if (row && (row.owner === "" || silentMs >= SILENCE_MS)) {
      const taken = await db("start_lock")
        .where({ name: "start", ...row })
        .update({ owner, beat: db.raw("beat + 1") });
      if (taken === 1) return;
    }
    await new Promise((done) => setTimeout(done, STEP_MS));
  }
  throw new StartLocked("this database");
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
