// Tests: replicas in processes of their own, of which some always run, and a clock for all of them that skips what nobody does anything in.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { systemClock } from "../../src/clock.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { Order, Said, Start } from "./kills-orders.ts";

export type Program = { script: string; remove(): Promise<void> };

/** The child in one file: processes start in a third of the time that finding and compiling it in each would take. */
export const bundled = async (): Promise<Program> => {
  // Below the project, so that packages are found from there.
  const folder = await mkdtemp(fileURLToPath(new URL("../../node_modules/.kills-", import.meta.url)));
  const ssr = fileURLToPath(new URL("kills-child.ts", import.meta.url));
  await build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true },
    build: {
      ssr,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: "node20",
      rolldownOptions: { external: NATIVE },
    },
  });
  return { script: join(folder, "kills-child.js"), remove: () => rm(folder, { recursive: true, force: true }) };
};

/** Drivers, which look for files of their own, and what libraries only try for. */
const NATIVE = /^(?:libsql|knex|mysql2|zlib-sync|bufferutil|utf-8-validate|erlpack)(?:\/|$)/;

export type Child = {
  owner: string;
  order(order: Order): void;
  /** Resolves when it is dead. */
  over: Promise<void>;
  alive(): boolean;
};

export type ReplicasParts = Pick<Start, "url" | "dataKeys"> & {
  script: string;
  /** How each replica, by its name, reaches the platforms. */
  doors(owner: string): Pick<Start, "telegram" | "discord">;
  /** Resolves when the replica knows both platforms. */
  connected(owner: string): Promise<void>;
};

export type Replicas = {
  now(): number;
  /** So many are ready; the oldest first. */
  ready(count: number): Promise<Child[]>;
  /** Lets time jump for everybody, and waits until they know. */
  skip(ms: number): Promise<void>;
  /** The names of those that live. */
  owners(): ReadonlySet<string>;
  /** All of them, at once. */
  killAll(): Promise<void>;
};

type Running = { child: Child; process: ChildProcess; ready: Promise<void>; hears: boolean };
/** Others learn the time when they are ready. */
const isReady = ({ hears }: Running): boolean => hears;

/** Started ahead. */
const SPARE = 1;

export const createReplicas = (parts: ReplicasParts): Replicas => {
  let skipped = 0;
  const children: Running[] = [];
  const now = (): number => systemClock.now() + skipped;
  const start = (): void => {
    const owner = newId();
    const order: Start = { url: parts.url, dataKeys: parts.dataKeys, owner, skipped, ...parts.doors(owner) };
    const made = fork(parts.script, [JSON.stringify(order)], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const over = once(made, "exit").then(() => undefined);
    const alive = (): boolean => made.exitCode === null && made.signalCode === null;
    const tell = (one: Order): void => void (alive() && made.connected && made.send(one, () => undefined));
    const child: Child = { owner, order: tell, over, alive };
    const ready = heard(made, over, (said) => "ready" in said).then(() => {
      running.hears = true;
      // What was skipped while it started.
      tell({ skipped });
      return parts.connected(owner).then(() => tell({ wake: true }));
    });
    const running: Running = { child, process: made, ready, hears: false };
    children.push(running);
  };
  const living = () => children.filter(({ child }) => child.alive());
  return {
    now,
    ready: async (count) => {
      children.splice(0, children.length, ...living());
      while (children.length < count + SPARE) start();
      await Promise.all(children.slice(0, count).map((one) => one.ready));
      return children.slice(0, count).map((one) => one.child);
    },
    skip: async (ms) => {
      skipped += ms;
      const to = skipped;
      const all = living()
        .filter(isReady)
        .map(async ({ child, process }) => {
          const known = heard(process, child.over, (said) => "skipped" in said && said.skipped >= to);
          child.order({ skipped: to });
          await known;
        });
      await Promise.all(all);
    },
    owners: () => new Set(living().map(({ child }) => child.owner)),
    killAll: async () => {
      for (const { process } of living()) process.kill("SIGKILL");
      await Promise.all(children.map(({ child }) => child.over));
    },
  };
};

const heard = (made: ChildProcess, over: Promise<void>, is: (said: Said) => boolean): Promise<void> => {
  const said = new Promise<void>((resolve) => {
    const listen = (message: Said): void => {
      if (!is(message)) return;
      made.off("message", listen);
      resolve();
    };
    made.on("message", listen);
  });
  return Promise.race([said, over]);
};
