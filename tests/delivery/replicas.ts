// Tests: several replicas of the whole program on one database and one Redis, and people on their pages.
import { randomUUID } from "node:crypto";
import type { ChatState, Joined, Said } from "../../adapters/web/wire.ts";
import { type App, startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import type { Detail, Log } from "../../src/log.ts";
import { newDataKey } from "../../src/safety/keyring.ts";
import { handClock } from "../support/clock.ts";
import { freshDatabase } from "../support/databases.ts";

export type Replica = { app: App; url: string /** What it wrote to its log, from warnings on. */; logged: string[] };

export type Replicas = {
  start(): Promise<Replica>;
  close(): Promise<void>;
};

/** Replicas that share a fresh MySQL database; `redisUrl` is given to each. */
export const openReplicas = async (redisUrl: string): Promise<Replicas> => {
  const { url, drop } = await freshDatabase("mysql");
  const clock = handClock();
  const config = readConfig({
    DATABASE_URL: url,
    DATA_KEYS: newDataKey(1),
    PORT: "0",
    PLAYGROUND: "on",
    REDIS_URL: redisUrl,
  });
  const apps: App[] = [];
  return {
    start: async () => {
      const logged: string[] = [];
      const keep = (event: string, detail?: Detail): void => void logged.push(`${event} ${JSON.stringify(detail)}`);
      const log: Log = Object.assign(() => {}, { warn: keep, error: keep });
      const app = await startApp({ config, clock, log, ticking: false });
      apps.push(app);
      return { app, url: app.url, logged };
    },
    close: async () => {
      await Promise.all(apps.map((app) => app.stop()));
      await drop();
    },
  };
};

/** A request from one of our own pages. */
export const posts = async (
  url: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url, ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
};

export const joins = async (url: string, name: string, room: string): Promise<Joined> =>
  (await (await posts(url, "/playground/people", { name, timeZone: "Europe/Berlin", room })).json()) as Joined;

export const says = async (url: string, who: Joined, room: string, what: object): Promise<Said> => {
  const body = { id: randomUUID(), chat: "room", room, ...what };
  const headers = { authorization: `Bearer ${who.bearer}` };
  return (await (await posts(url, "/playground/say", body, headers)).json()) as Said;
};

export const readsRoom = async (url: string, who: Joined, room: string): Promise<ChatState> => {
  const headers = { authorization: `Bearer ${who.bearer}` };
  return (await (await fetch(`${url}/playground/chat/room?room=${room}`, { headers })).json()) as ChatState;
};

/** The code of a new party. */
export const gives = async (url: string, host: Joined, room: string): Promise<string> => {
  const text = "/create Rooftop BBQ when:in 3 days at 19:00 where:52.4990,13.4180 find:nearby approve:no";
  const said = JSON.stringify(await says(url, host, room, { text }));
  const code = /"party":"([a-z0-9]{8})"/.exec(said)?.[1];
  if (code === undefined) throw new Error(`no party in ${said}`);
  return code;
};
