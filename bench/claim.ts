// Bench: claiming and acknowledging of our outbox, on MariaDB and SQLite, beside pg-boss, graphile-worker and BullMQ in the same run.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { newDataKey } from "../src/safety/keyring.ts";
import { comparePeers } from "./claim-peers.ts";
import { type Bench, openBench } from "./claim-bench.ts";
import { startMariadb } from "./servers/mariadb.ts";
import { startPostgres } from "./servers/postgres.ts";
import { freshFolder } from "./servers/process.ts";
import { startRedis } from "./servers/redis.ts";
import { measureDepths, measureProcesses } from "./claim-depths.ts";

/** Prints three tables and the goals beside what was measured; false when a goal is missed. `--full`: a million rows everywhere. */
export const claim = async (): Promise<boolean> => {
  const full = process.argv.includes("--full");
  const folder = freshFolder("claim");
  const dataKeys = newDataKey(1);
  const servers = await Promise.all([startMariadb(), startPostgres(), startRedis("everysec"), startRedis("always")]);
  const [mariadb, postgres, everysec, always] = servers;
  const sqlite = `sqlite:${join(folder, "party.sqlite")}`;
  const benches: Bench[] = [];
  const open = async (name: string, kind: string, url: string): Promise<Bench> => {
    const bench = await openBench(name, kind, url, dataKeys);
    benches.push(bench);
    return bench;
  };
  try {
    const ours = await open("ours, MariaDB", "ours", mariadb.url);
    const embedded = await open("ours, SQLite", "ours", sqlite);
    const peers = {
      boss: await open("pg-boss", "boss", postgres.url),
      graphile: await open("graphile-worker", "graphile", postgres.url),
      bullmq: await open("BullMQ, synced each second", "bullmq", everysec.url),
      always: await open("BullMQ, synced each time", "bullmq", always.url),
    };
    const met = [await comparePeers({ ours, embedded, ...peers }, rowsOf(full ? MILLION : [TEN]))];
    for (const bench of Object.values(peers)) bench.end();
    met.push(await measureProcesses(ours, () => open("another", "ours", mariadb.url)));
    met.push(await measureProcesses(embedded, () => open("another", "ours", sqlite)));
    met.push(await measureDepths(embedded, rowsOf(full ? MILLION : [TEN, 100_000])));
    met.push(await measureDepths(ours, rowsOf(process.argv.includes("--huge") ? [...MILLION, 10_000_000] : MILLION)));
    return met.every(Boolean);
  } finally {
    for (const bench of benches) bench.end();
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
};

const TEN = 10_000;
const MILLION = [TEN, 100_000, 1_000_000];

/** `CLAIM_ROWS=2000,20000`: other numbers of due rows. */
const rowsOf = (usual: readonly number[]): readonly number[] =>
  process.env["CLAIM_ROWS"] ? process.env["CLAIM_ROWS"].split(",").map(Number) : usual;
