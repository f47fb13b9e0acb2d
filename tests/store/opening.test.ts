// Opening: one process prepares at a time, a migration that broke off is run again, and what a killed process had acknowledged is there.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as rest } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { up } from "../../migrations/0001-the-house.ts";
import { MIGRATIONS } from "../../migrations/index.ts";
import { createKeyring, newDataKey } from "../../src/safety/keyring.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open.ts";
import { StartLocked, withMysqlLock, withSqliteLock } from "../../src/store/start-lock.ts";
import { DATABASES, freshDatabase, type Kind } from "../support/databases.ts";
import { besides, TABLES } from "../support/raw-rows.ts";
import { hosted } from "../support/samples.ts";
import { openRoad } from "../support/slow-road.ts";

const keyring = createKeyring(newDataKey(1));
const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
const fresh = async (kind: Kind): Promise<string> => {
  const { url, drop } = await freshDatabase(kind);
  endings.push(drop);
  return url;
};

/** A script of this folder, run by itself on a database; `line` resolves with the next line it prints. */
const script = (name: string, url: string): { child: ChildProcess; line(): Promise<string> } => {
  const child = spawn(process.execPath, ["--import", "tsx", new URL(name, import.meta.url).pathname, url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  endings.push(async () => void child.kill("SIGKILL"));
  return { child, line: async () => (await lines.next()).value as string };
};

describe.each(DATABASES)("on %s", (kind) => {
  it("two processes that start at once on an empty database both come up", async () => {
    const url = await fresh(kind);
    const stores = await Promise.all([
      openStore({ url, keyring }),
      openStore({ url, keyring }),
      openStore({ url, keyring }),
    ]);
    const { party } = await hosted(stores[0], 0);
    expect((await stores[2].reads.parties.get(party.code))?.title).toBe(party.title);
    for (const store of stores) await store.close();
  });

  it("a second start finds the data again and migrates nothing", async () => {
    const url = await fresh(kind);
    const events: string[] = [];
    const log = (event: string): void => void events.push(event);
    const first = await openStore({ url, keyring, log });
    const { party } = await hosted(first, 0);
    await first.close();
    const second = await openStore({ url, keyring, log });
    expect((await second.reads.parties.get(party.code))?.place.address?.reveal()).toBe("Kastanienallee 12");
    await second.close();
    expect(events).toEqual(["store.migrated"]);
  });

  it("a migration that broke off half-way is run again, and knex's lock of the dead process is freed", async () => {
    const url = await fresh(kind);
    await besides(url, async ({ writer }) => {
      for (const half of [1, 5, 12]) {
        let statements = 0;
        const broken = {
          name: "0001-the-house",
          down: () => Promise.resolve(),
          up: (db: typeof writer) =>
            up(
              new Proxy(db, {
                get: (target, key) =>
                  key === "raw"
                    ? (sql: string) =>
                        (statements += 1) > half ? Promise.reject(new Error("power cut")) : target.raw(sql)
                    : Reflect.get(target, key),
              }),
            ),
        };
        await expect(migrate(writer, [broken])).rejects.toThrow("power cut");
        await writer("migrations_lock").update({ is_locked: 1 });
      }
    });
    const store = await openStore({ url, keyring });
    await store.close();
    await besides(url, async ({ writer }) => {
      for (const table of TABLES) expect(await writer(table).select("*")).toEqual([]);
      expect(await writer("migrations").pluck("name")).toEqual(MIGRATIONS.map(({ name }) => name));
    });
  });

  it("says so when another process does not finish preparing", async () => {
    const url = await fresh(kind);
    await besides(url, async ({ writer }) => {
      const lock = <T>(work: () => Promise<T>, patience: number) =>
        kind === "sqlite" ? withSqliteLock(url, work, patience) : withMysqlLock(writer, work, patience);
      await lock(async () => {
        await expect(lock(() => Promise.resolve("in"), 100)).rejects.toThrow(StartLocked);
      }, 1_000);
      expect(await lock(() => Promise.resolve("in"), 100)).toBe("in");
    });
  });

  it("a process killed while it prepares holds nobody up", async () => {
    const url = await fresh(kind);
    const { child, line } = script("hold-start-lock.ts", url);
    expect(await line()).toBe("held");
    const waiting = openStore({ url, keyring });
    child.kill("SIGKILL");
    await once(child, "exit");
    await (await waiting).close();
  });

  it("a process killed in the middle of writing keeps every answer it had acknowledged", async () => {
    const url = await fresh(kind);
    const { child, line } = script("write-and-tell.ts", url);
    const code = await line();
    let told = 0;
    while (told < 25) told = Number(await line());
    child.kill("SIGKILL");
    await once(child, "exit");
    const store = await openStore({ url, keyring });
    const party = await store.reads.parties.get(code);
    const { going } = await store.reads.rsvps.counts(code);
    expect(going).toBeGreaterThanOrEqual(told);
    expect(party?.going).toBe(going);
    await store.close();
  });
});

it("a start waits for a server that takes its time before it answers", async () => {
  const road = await openRoad(await fresh("mysql"));
  endings.push(() => road.close());
  road.freeze();
  const opening = openStore({ url: road.url, keyring });
  await rest(2_500);
  road.thaw();
  const store = await opening;
  expect(await store.reads.parties.get("none")).toBeUndefined();
  await store.close();
});
