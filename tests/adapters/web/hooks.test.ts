// What other adapters ask the web server to serve: from any origin, within their own measure of bytes.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { App } from "../../../src/app.ts";
import { startApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import type { ChatAdapter } from "../../../src/core.ts";
import { createLog } from "../../../src/log.ts";
import { newDataKey } from "../../../src/safety/keyring.ts";
import { handClock } from "../../support/clock.ts";
import type { FreshDatabase } from "../../support/databases.ts";
import { freshDatabase } from "../../support/databases.ts";

const other: ChatAdapter = {
  platform: "telegram",
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  deliver: () => Promise.reject(new Error("nothing is sent here")),
  routes: () => [
    {
      method: "POST",
      path: "/telegram/hook",
      maxBytes: 300_000,
      handle: async (request) => new Response(`${(await request.text()).length}`),
    },
  ],
};

let app: App;
let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase("sqlite");
  const config = readConfig({ DATABASE_URL: database.url, DATA_KEYS: newDataKey(1), PORT: "0" });
  app = await startApp({ config, clock: handClock(), log: createLog("fatal"), adapters: [other], ticking: false });
});
afterAll(async () => {
  await app.stop();
  await database.drop();
});

const send = (path: string, bytes: number): Promise<Response> =>
  fetch(`${app.url}${path}`, { method: "POST", body: "x".repeat(bytes) });

test("a platform's server reaches its hook without an origin, with as much as was agreed and no more", async () => {
  expect(await (await send("/telegram/hook", 250_000)).text()).toBe("250000");
  expect((await send("/telegram/hook", 300_001)).status).toBe(413);
});

test("beside the hook nothing is opened", async () => {
  expect((await send("/telegram/hook/x", 1)).status).toBe(403);
  expect((await fetch(`${app.url}/telegram/hook`)).status).toBe(404);
});
