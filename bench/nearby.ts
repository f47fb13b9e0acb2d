// Bench: finding parties nearby: our cells beside other ways, on both databases, at three sizes, where it is dense and where it is not.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyring, newDataKey } from "../src/safety/keyring.ts";
import { migrate } from "../src/store/migrate.ts";
import { connect, disconnect, storeOn } from "../src/store/open.ts";
import { fill } from "./nearby-fill.ts";
import type { Globe, Pin } from "./nearby-globe.ts";
import { openGlobe } from "./nearby-globe.ts";
import { goalsOf, lineOf, type Measured } from "./nearby-goals.ts";
import { type Course, race } from "./nearby-race.ts";
import { rivals } from "./nearby-rivals.ts";
import type { BenchServer } from "./servers/process.ts";
import { startMariadb } from "./servers/mariadb.ts";

const SIZES = (process.env["NEARBY_SIZES"] ?? "10000,100000,1000000").split(",").map(Number);
const SEARCHERS = Number(process.env["NEARBY_SEARCHERS"] ?? 330);
const BUDGET_MS = 1_000;
const SEED = 42;
const NOW = Date.UTC(2026, 10, 22, 11);

/** Prints a line for each race and each goal at the largest size; false when one is not met. */
export const nearby = async (): Promise<boolean> => {
  const globe = await openGlobe(SEED);
  const crowds = SIZES.map((size) => globe.pins(size, NOW));
  const measured: Measured[] = [];
  for (const database of ["sqlite", "mariadb"] as const) measured.push(...(await measure(database, globe, crowds)));
  const goals = goalsOf(measured);
  process.stdout.write(`\n${goals.map(({ line }) => line).join("\n")}\n`);
  return goals.every(({ met }) => met);
};

type Database = Measured["database"];
type Town = { size: number; course: Course; close(): Promise<void> };

/** All sizes stand at once and race one after the other, so that what else this machine does weighs on all alike. */
const measure = async (database: Database, globe: Globe, crowds: readonly Pin[][]): Promise<Measured[]> => {
  const towns: Town[] = [];
  const measured: Measured[] = [];
  try {
    for (const pins of crowds) towns.push(await settle(database, pins));
    process.stdout.write("p50 / p99 in ms\n");
    for (const ground of ["dense", "rural"] as const) {
      for (const km of [2, 10, 50]) {
        const searchers = globe.searchers(ground, SEARCHERS);
        for (const { size, course } of towns) {
          const one = { database, size, ground, km, ...(await race(course, searchers, km)) };
          process.stdout.write(`${lineOf(one)}\n`);
          measured.push(one);
        }
      }
    }
    return measured;
  } finally {
    for (const town of towns) await town.close();
  }
};

const settle = async (database: Database, pins: readonly Pin[]): Promise<Town> => {
  const place = database === "sqlite" ? freshFile() : await startMariadb();
  const connections = await connect(place.url);
  const close = async (): Promise<void> => {
    await disconnect(connections);
    await place.stop();
  };
  try {
    const began = performance.now();
    await migrate(connections.writer);
    await fill(connections, pins);
    const took = ((performance.now() - began) / 1_000).toFixed(0);
    process.stdout.write(`${database}: ${pins.length} parties made in ${took} s\n`);
  } catch (error) {
    await close();
    throw error;
  }
  const store = storeOn(connections, { keyring: createKeyring(newDataKey(1)) });
  const finders = rivals(connections, pins);
  return { size: pins.length, course: { store, connections, finders, pins, now: NOW, budgetMs: BUDGET_MS }, close };
};

const freshFile = (): BenchServer => {
  const folder = mkdtempSync(join(tmpdir(), "party-bench-nearby-"));
  return {
    url: `sqlite:${join(folder, "party.sqlite")}`,
    stop: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  };
};
