// Discord: the few REST routes of the way out over a real socket, with faults on demand, and a bot that speaks to them through discord.js.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { REST } from "discord.js";
import type { Bot } from "../../../adapters/discord/parts.ts";
import { encodePress } from "../../../src/chat/press.ts";
import { commands } from "../../../src/commands/index.ts";
import type { AdapterStore, Core, Fault as Outcome } from "../../../src/core.ts";
import { DeliveryFault } from "../../../src/core.ts";
import type { Call, Fault, Json } from "../../fakes/discord/types.ts";

export const BOT_ID = "100000000000000001";

type Kept = Record<string, Json>;
export type Loopback = {
  url: string;
  messages: Kept;
  events: Kept;
  calls(route?: string): Call[];
  forgetCalls(): void;
  failNext(route: string, ...faults: Fault[]): void;
  close(): Promise<void>;
};

const routeOf = (method: string, path: string): string => `${method} ${path.replace(/\d{15,20}|(?<=\/)0$/g, ":id")}`;

const read = async (request: IncomingMessage): Promise<Json> => {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? {} : (JSON.parse(text) as Json);
};

export const startLoopback = async (): Promise<Loopback> => {
  const faults: { route: string; fault: Fault }[] = [];
  const calls: Call[] = [];
  const messages: Kept = {};
  const events: Kept = {};
  const act = actor(messages, events);
  const take = (route: string): Fault | undefined => {
    const at = faults.findIndex((one) => one.route === route);
    return at < 0 ? undefined : faults.splice(at, 1)[0]?.fault;
  };
  const server = createServer((request, response) => {
    void (async () => {
      const [method, path] = [request.method ?? "", (request.url ?? "").replace("/v10", "").replace(/\?.*/, "")];
      const body = await read(request);
      const route = routeOf(method, path);
      calls.push({ method, path, route, body, at: calls.length });
      const fault = take(route);
      const done = !fault || ("done" in fault && fault.done === true) ? act(method, path, body) : undefined;
      answer(request, response, fault, done);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    events,
    calls: (route) => calls.filter((call) => route === undefined || call.route === route),
    forgetCalls: () => void calls.splice(0),
    failNext: (route, ...all) => void faults.push(...all.map((fault) => ({ route, fault }))),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};

type Answer = { status: number; body: unknown };

const answer = (request: IncomingMessage, response: ServerResponse, fault: Fault | undefined, done?: Answer): void => {
  const send = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
  if (fault && "reset" in fault) request.socket.destroy();
  else if (fault && "limited" in fault) {
    const global = fault.limited === "global";
    send(
      429,
      { message: "limited", retry_after: fault.retryAfter, global },
      {
        "retry-after": String(fault.retryAfter),
        "x-ratelimit-scope": fault.limited,
        ...(global ? { "x-ratelimit-global": "true" } : {}),
      },
    );
  } else if (fault && "status" in fault) send(fault.status, { code: fault.code ?? 0, message: fault.message ?? "no" });
  else if (!fault) send(done?.status ?? 404, done?.body ?? { code: 0, message: "404" });
};

/** What Discord does with a request that it takes. */
const actor = (messages: Kept, events: Kept): ((method: string, path: string, body: Json) => Answer | undefined) => {
  let last = 0;
  const id = (): string => String(500_000_000_000_000_000n + BigInt((last += 1)));
  const made = (kept: Kept, body: Json): Answer => {
    const one = { id: id(), ...body };
    kept[one.id] = one;
    return { status: 200, body: one };
  };
  const changed = (kept: Kept, which: string, body: Json, code: number): Answer =>
    kept[which]
      ? { status: 200, body: Object.assign(kept[which], body) }
      : { status: 404, body: { code, message: "unknown" } };
  return (method, path, body) => {
    const [, top, owner = "", what, which = ""] = path.split("/");
    if (path === "/users/@me/channels")
      return { status: 200, body: { id: `9${String(body["recipient_id"]).slice(1)}` } };
    if (top === "channels" && what === "messages" && method === "POST") {
      const known = Object.values(messages).find((one) => one["nonce"] === body["nonce"]);
      return known ? { status: 200, body: known } : made(messages, { ...body, channel_id: owner });
    }
    if (top === "channels" && what === "messages") return changed(messages, which, body, 10008);
    if (method === "GET")
      return { status: 200, body: Object.values(events).filter((one) => one["guild_id"] === owner) };
    return method === "POST"
      ? made(events, { ...body, guild_id: owner, creator_id: BOT_ID, status: 1 })
      : changed(events, which, body, 10070);
  };
};

/** In memory: what matters here is what is asked of it. */
export const memoryDesk = (): AdapterStore => {
  const memos = new Map<string, string>();
  return {
    take: async () => 1,
    release: async () => {},
    recall: async (name) => memos.get(name),
    remember: async (name, value) => void memos.set(name, value),
    forget: async (name) => void memos.delete(name),
    sweep: async () => 0,
  };
};

/** The bot as the adapter runs it, with a clock of the test's. */
export const botOver = (url: string, now: () => number, lines: string[]): Bot => {
  const token = "loopback-token";
  const rest = (): REST =>
    new REST({ api: url, version: "10", retries: 0, timeout: 2_000, rejectOnRateLimit: () => true }).setToken(token);
  return {
    token,
    apiUrl: url,
    shards: "auto",
    desk: memoryDesk(),
    owner: "test",
    clock: { now },
    pageUrl: () => "https://party.example",
    log: (event, detail) => void lines.push(`${event} ${JSON.stringify(detail ?? {})}`),
    core: { encode: (press) => encodePress(press, commands) } as Core,
    me: { applicationId: BOT_ID, userId: BOT_ID },
    rest: rest(),
    post: rest(),
  };
};

/** What a delivery came to. */
export const outcomeOf = async (work: Promise<{ messageId: string }>): Promise<Outcome | { sent: string }> => {
  try {
    return { sent: (await work).messageId };
  } catch (error) {
    if (error instanceof DeliveryFault) return error.fault;
    throw error;
  }
};
