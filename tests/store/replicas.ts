// Tests: replicas of the bot as processes of their own, and the box outside of them that all their messages go to.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { Press } from "../../src/chat/press.ts";
import type { Chat } from "../../src/domain/chat.ts";

/** What a person does, by way of a replica. */
export type Line = { id: string; chat: Chat; userId: string; name: string; press: Press };
export type Replied = { id: string; ok: boolean; said: string };
export type Ready = { ready: boolean; faults?: Record<string, number> };

export type Replica = {
  /** Resolves with the replica's answer. */
  ask(line: Line): Promise<Replied>;
  /** Stops it as a deploy would; how often each thing was logged. */
  stop(): Promise<Record<string, number>>;
};

/** The replica's program in one file, which starts in half the time. */
export const bundledReplica = async (): Promise<{ script: string; remove(): Promise<void> }> => {
  // Beside the built program, where packages and the built pages are found.
  const folder = await mkdtemp(fileURLToPath(new URL("../../dist/replica-", import.meta.url)));
  const ssr = fileURLToPath(new URL("replica.ts", import.meta.url));
  await build({
    configFile: false,
    logLevel: "error",
    build: { ssr, outDir: folder, emptyOutDir: false, minify: false, target: "node20" },
  });
  return { script: join(folder, "replica.js"), remove: () => rm(folder, { recursive: true, force: true }) };
};

type Parts = { script: string; url: string; dataKeys: string; box: string };

/** Resolves when it has started. */
export const startReplica = async ({ script, ...parts }: Parts): Promise<Replica> => {
  const child = spawn(process.execPath, [script, JSON.stringify(parts)], { stdio: ["pipe", "pipe", "inherit"] });
  const gone = once(child, "exit");
  const waiting = new Map<string, (replied: Replied) => void>();
  let faults: Record<string, number> = {};
  let up = (): void => {};
  const started = new Promise<void>((done) => {
    up = done;
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const said = JSON.parse(line) as Replied | Ready;
    if ("ready" in said) {
      faults = said.faults ?? faults;
      up();
    } else {
      waiting.get(said.id)?.(said);
      waiting.delete(said.id);
    }
  });
  const lost = gone.then(() => Promise.reject(new Error("a replica ended by itself")));
  lost.catch(() => {});
  await Promise.race([started, lost]);
  return {
    ask: (line) => {
      const replied = new Promise<Replied>((done) => waiting.set(line.id, done));
      child.stdin.write(`${JSON.stringify(line)}\n`);
      return Promise.race([replied, lost]);
    },
    stop: async () => {
      child.stdin.end();
      await gone;
      return faults;
    },
  };
};

type Post = { to: string; title: string; nonce: string; replace?: string };
export type Box = {
  url: string;
  /** The messages that each destination shows, by how often something was posted under a nonce it knew already. */
  shown: Map<string, string[]>;
  /** Posts under a nonce that was known: shown once, as Discord does. */
  again(): number;
  close(): Promise<void>;
};

/** A platform that knows nonces: the same one twice is one message. */
export const openBox = async (): Promise<Box> => {
  const shown = new Map<string, string[]>();
  const nonces = new Set<string>();
  let again = 0;
  const take = ({ to, title, nonce, replace }: Post): string => {
    if (replace !== undefined) return replace;
    const known = nonces.has(`${to} ${nonce}`);
    if (known) again += 1;
    else shown.set(to, [...(shown.get(to) ?? []), title]);
    nonces.add(`${to} ${nonce}`);
    return `m${nonce}`;
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => response.end(JSON.stringify({ messageId: take(JSON.parse(body) as Post) })));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    shown,
    again: () => again,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};
