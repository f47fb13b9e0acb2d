// Support: an empty database for a test, of either kind, real, and gone afterwards.
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mysql from "mysql2/promise";
import type { Keyring } from "../../src/safety/keyring.ts";
import { createKeyring, newDataKey } from "../../src/safety/keyring.ts";
import { newId } from "../../src/safety/tokens.ts";
import { openStore } from "../../src/store/open.ts";
import type { Store } from "../../src/store/types.ts";

export const DATABASES = ["sqlite", "mysql"] as const;
export type Kind = (typeof DATABASES)[number];

export type FreshDatabase = { url: string; drop(): Promise<void> };
export type FreshStore = { store: Store; url: string; keyring: Keyring; close(): Promise<void> };

/** An empty database, not migrated. */
export const freshDatabase = (kind: Kind): Promise<FreshDatabase> => (kind === "sqlite" ? freshFile() : freshSchema());

/** A store on an empty database; `close` also removes the database. */
export const freshStore = async (kind: Kind): Promise<FreshStore> => {
  const { url, drop } = await freshDatabase(kind);
  const keyring = createKeyring(newDataKey(1));
  const store = await openStore({ url, keyring });
  return {
    store,
    url,
    keyring,
    close: async () => {
      await store.close();
      await drop();
    },
  };
};

const freshFile = async (): Promise<FreshDatabase> => {
  const folder = await mkdtemp(join(tmpdir(), "party-sqlite-"));
  return { url: `sqlite:${join(folder, "party.sqlite")}`, drop: () => rm(folder, { recursive: true, force: true }) };
};

const freshSchema = async (): Promise<FreshDatabase> => {
  const base = process.env["TEST_MYSQL_URL"];
  if (!base) throw new Error("TEST_MYSQL_URL is not set: run through `npx vitest`, whose global setup starts a server");
  const name = `party_test_${newId()}`;
  await ask(base, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => ask(base, `DROP DATABASE IF EXISTS ${name}`) };
};

const PATIENCE_MS = 90_000;
const STEP_MS = 100;

/** Runs one statement on the server, waiting for it to be up. */
const ask = async (url: string, sql: string, leftMs = PATIENCE_MS): Promise<void> => {
  try {
    const connection = await mysql.createConnection(url);
    try {
      await connection.query(sql);
    } finally {
      await connection.end();
    }
  } catch (error) {
    if ((error as { code?: string }).code !== "ECONNREFUSED" || leftMs <= 0) throw error;
    const failed = join(process.env["TEST_MYSQL_FOLDER"] ?? "", "failed");
    if (existsSync(failed)) throw new Error(`the test database server did not start:\n${readFileSync(failed, "utf8")}`);
    await new Promise((done) => setTimeout(done, STEP_MS));
    await ask(url, sql, leftMs - STEP_MS);
  }
};
