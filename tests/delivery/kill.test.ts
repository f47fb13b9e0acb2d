// Tests: a process that is killed between commit and sending, or between sending and finishing, loses nothing.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY, HOUR } from "../../src/domain/time.ts";
import { createSender, LEASE } from "../../src/delivery/post.ts";
import { createKeyring, newDataKey } from "../../src/safety/keyring.ts";
import { newId } from "../../src/safety/tokens.ts";
import { openStore } from "../../src/store/open.ts";
import type { Store } from "../../src/store/types.ts";
import { en } from "../../src/words/en.ts";
import { DATABASES, type FreshDatabase, freshDatabase } from "../support/databases.ts";
import { createPostbox, type Doom, links, openBox, type Posted } from "./postbox.ts";
import { NOON } from "./world.ts";

const KINDS: readonly Doom["stage"][] = ["committed", "claimed", "delivered"];
/** Ten on each database; a soak asks for more. */
const KILLS = Number(process.env["KILLS"] ?? 10);
const STAGES = Array.from({ length: KILLS }, (_, run) => KINDS[run % KINDS.length] ?? "committed");
const GUESTS = ["ana", "ben", "cem"];

/** The script in one file: twenty processes start in half the time that compiling it in each would take. */
const bundled = async (): Promise<{ script: string; remove(): Promise<void> }> => {
  // Below the project, so that packages are found from there.
  const folder = await mkdtemp(fileURLToPath(new URL("../../node_modules/.doomed-", import.meta.url)));
  const ssr = fileURLToPath(new URL("doomed.ts", import.meta.url));
  await build({
    configFile: false,
    logLevel: "error",
    build: { ssr, outDir: folder, emptyOutDir: false, minify: false, target: "node20" },
  });
  return { script: join(folder, "doomed.js"), remove: () => rm(folder, { recursive: true, force: true }) };
};

/** Runs a process up to its moment, and kills it there. */
const killAt = async (script: string, doom: Doom): Promise<void> => {
  const child = spawn(process.execPath, [script, JSON.stringify(doom)], { stdio: ["ignore", "pipe", "inherit"] });
  const over = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), over]);
  child.kill("SIGKILL");
  const [, signal] = await over;
  expect(signal).toBe("SIGKILL");
};

let program: Awaited<ReturnType<typeof bundled>>;
beforeAll(async () => {
  program = await bundled();
});
afterAll(() => program.remove());

describe.concurrent.each(DATABASES)("killed processes on %s", (kind) => {
  let database: FreshDatabase;
  let store: Store;
  let box: Awaited<ReturnType<typeof openBox>>;
  const dataKeys = newDataKey(1);
  beforeAll(async () => {
    [database, box] = await Promise.all([freshDatabase(kind), openBox()]);
    store = await openStore({ url: database.url, keyring: createKeyring(dataKeys) });
  });
  afterAll(async () => {
    await Promise.all([store.close(), box.close()]);
    await database.drop();
  });

  const survivor = (now: number): Promise<void> => {
    const sender = createSender({
      store,
      adapters: new Map([["web", createPostbox(box.url)]]),
      words: () => en,
      links,
      now: () => now,
      owner: newId(),
      log: { warn: () => {}, error: () => {} },
      timer: false,
    });
    return sender.tick(now);
  };
  const postedOf = (title: string): Posted[] => box.posted.filter(({ to }) => to.endsWith(` ${title}`));

  test("killed again and again: every reminder arrives, and only what was sent before the kill comes twice, under its nonce", {
    timeout: 120_000 + KILLS * 5_000,
  }, async () => {
    for (const [run, stage] of STAGES.entries()) {
      const now = NOON + run * 7 * DAY;
      const title = `party ${run}`;
      await killAt(program.script, { url: database.url, dataKeys, box: box.url, now, stage, guests: GUESTS, title });
      const before = postedOf(title);
      await survivor(now + 24 * HOUR + LEASE + 1);
      const all = postedOf(title);
      const nonces = (to: string) => new Set(all.filter((one) => one.to === `${to} ${title}`).map((one) => one.nonce));
      expect({ stage, ...Object.fromEntries(GUESTS.map((guest) => [guest, nonces(`@${guest}`).size])) }).toEqual({
        stage,
        ana: 1,
        ben: 1,
        cem: 1,
      });
      expect(nonces("#flat").size, "the card and the reminder").toBe(2);
      const repeats = all.length - new Set(all.map((one) => one.to + one.nonce)).size;
      if (stage === "delivered") expect(before.length).toBeGreaterThan(1);
      else expect(repeats).toBe(0);
      expect(repeats).toBeLessThanOrEqual(before.length);
    }
  });
});
