// Stories: a new release: three replicas behind a proxy are restarted one after another while people answer and look.
import { setTimeout as rest } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { WireParty } from "../../adapters/web/wire.ts";
import { newDataKey } from "../../src/safety/keyring.ts";
import { newId } from "../../src/safety/tokens.ts";
import { openLine } from "../adapters/web/house.ts";
import { gives, joins } from "../delivery/replicas.ts";
import { freshDatabase, type FreshDatabase } from "../support/databases.ts";
import { type Program, startProgram } from "../support/program.ts";
import { type Proxy, startProxy } from "../support/proxy.ts";
import { freePort, redisServer, type RedisServer } from "../support/redis-server.ts";

const ROUNDS = Number(process.env["ROLLING_ROUNDS"] ?? 1);
const PAGES = 12;
const CLIENTS = 4;
const PATIENCE = { timeout: 20_000, interval: 20 };

let database: FreshDatabase;
let redis: RedisServer;
let ports: number[];
let replicas: Program[];
let proxy: Proxy;
let env: Record<string, string>;

beforeAll(async () => {
  [database, redis] = await Promise.all([freshDatabase("mysql"), redisServer()]);
  await redis.start();
  ports = await Promise.all([freePort(), freePort(), freePort()]);
  proxy = await startProxy(ports);
  env = {
    DATABASE_URL: database.url,
    DATA_KEYS: newDataKey(1),
    REDIS_URL: redis.url,
    PUBLIC_URL: proxy.url,
    PLAYGROUND: "on",
    LOG_LEVEL: "warn",
    DRAIN_SECONDS: "1",
  };
  replicas = await Promise.all(ports.map((port) => startProgram({ ...env, PORT: String(port) })));
  await vi.waitFor(() => expect(proxy.fit()).toEqual([true, true, true]), PATIENCE);
});
afterAll(async () => {
  await Promise.all((replicas ?? []).map((replica) => replica.end("SIGKILL")));
  await proxy?.stop();
  await redis?.stop();
  await database?.drop();
});

/** A page as a browser keeps it: it comes back when its line is closed, and shows what it is told. */
const openPage = (party: string) => {
  const page = { party: undefined as WireParty | undefined, opened: 0, closed: false };
  const keep = async (): Promise<void> => {
    while (!page.closed) {
      const line = await openLine(proxy.url, { kind: "hello", party }).catch(() => undefined);
      if (line) {
        page.opened++;
        line.socket.on("message", () => {
          const frame = line.frames.at(-1);
          if (frame?.kind === "party" && frame.party.version >= (page.party?.version ?? 0)) page.party = frame.party;
          if (page.closed) line.socket.close();
        });
        const left = setInterval(() => page.closed && line.socket.close(), 20);
        await line.closed;
        clearInterval(left);
      }
      await rest(50 + Math.random() * 100);
    }
  };
  return { page, done: keep() };
};

/** A guest fills in the page's form; every one comes from a network of their own. */
const answers = async (party: string, n: number): Promise<number> => {
  const form = { name: `Guest ${n}`, answer: n % 3 === 2 ? "maybe" : "going", id: newId() };
  const response = await fetch(`${proxy.url}/p/${party}/answer`, {
    method: "POST",
    headers: { origin: proxy.url, "x-forwarded-for": `10.${n >> 8}.${n & 255}.1` },
    body: new URLSearchParams(form),
    redirect: "manual",
  });
  await response.text();
  return response.status;
};

test(
  "through a rolling restart every request is answered, no answer is lost or doubled, and every page ends right",
  async () => {
    const host = await joins(proxy.url, "Ada", "kitchen");
    const party = await gives(proxy.url, host, "kitchen");
    const pages = Array.from({ length: PAGES }, () => openPage(party));
    await vi.waitFor(() => expect(pages.every(({ page }) => page.party)).toBe(true), PATIENCE);
    const statuses: number[] = [];
    let guests = 0;
    let rolling = true;
    const client = async (): Promise<void> => {
      while (rolling) {
        statuses.push(await answers(party, guests++));
        await rest(20);
      }
    };
    const clients = Array.from({ length: CLIENTS }, client);
    const codes: (number | null)[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, port] of ports.entries()) {
        codes.push((await replicas[i]?.end("SIGTERM")) ?? null);
        replicas[i] = await startProgram({ ...env, PORT: String(port) });
        await vi.waitFor(() => expect(proxy.fit()).toEqual([true, true, true]), PATIENCE);
      }
    }
    rolling = false;
    await Promise.all(clients);
    expect(new Set(codes)).toEqual(new Set([0]));
    expect(statuses.length).toBeGreaterThan(20);
    expect(statuses.filter((status) => status !== 303)).toEqual([]);
    const maybe = Math.floor(guests / 3);
    const right = { going: guests - maybe, maybe };
    for (const { page } of pages) await vi.waitFor(() => expect(page.party).toMatchObject(right), PATIENCE);
    expect(pages.every(({ page }) => page.opened > 1)).toBe(true);
    for (const { page } of pages) page.closed = true;
    await Promise.all(pages.map(({ done }) => done));
    console.log(`rolling: ${guests} answers, ${proxy.retried()} given to a second replica, ${PAGES} pages`);
  },
  120_000 * ROUNDS,
);
