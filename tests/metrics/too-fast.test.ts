// Requests that a platform refuses as too fast are counted, with whom its limit counts for.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { REST } from "discord.js";
import { afterEach, expect, test } from "vitest";
import { countRefused } from "../../adapters/discord/too-fast.ts";
import { createApi } from "../../adapters/telegram/api.ts";

let server: Server;
afterEach(async () => {
  server.close();
  await once(server, "close");
});

/** A platform that answers everything in this way. */
const platform = async (status: number, body: unknown, headers: Record<string, string> = {}): Promise<string> => {
  server = createServer((_request, response) => {
    response.writeHead(status, { "content-type": "application/json", connection: "close", ...headers });
    response.end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const tooMany = { ok: false, error_code: 429, description: "Too Many Requests", parameters: { retry_after: 3 } };

test("Telegram's, by the kind of chat it was for", async () => {
  const told: string[] = [];
  const api = createApi("1:a", await platform(429, tooMany), (scope) => told.push(scope));
  for (const payload of [{ chat_id: "-100123" }, { chat_id: "77" }, {}])
    await expect(api.call("sendMessage", payload)).rejects.toThrow("429");
  expect(told).toEqual(["group", "person", "bot"]);
});

test("no other refusal of Telegram's", async () => {
  const told: string[] = [];
  const blocked = { ok: false, error_code: 403, description: "Forbidden: bot was blocked by the user" };
  const api = createApi("1:a", await platform(403, blocked), (scope) => told.push(scope));
  await expect(api.call("sendMessage", { chat_id: "77" })).rejects.toThrow("403");
  expect(told).toEqual([]);
});

test.each([
  ["shared", "shared"],
  ["global", "global"],
  ["user", "user"],
  ["of a new kind", "unknown"],
])("Discord's, by the scope it names: %s", async (said, scope) => {
  const told: string[] = [];
  const limited = { message: "You are being rate limited.", retry_after: 2, global: said === "global" };
  const api = await platform(429, limited, { "retry-after": "2", "x-ratelimit-scope": said });
  const rest = new REST({ api, version: "10", retries: 0, rejectOnRateLimit: () => true }).setToken("t");
  countRefused(rest, (one) => told.push(one));
  await expect(rest.get("/channels/1")).rejects.toThrow();
  expect(told).toEqual([scope]);
});
