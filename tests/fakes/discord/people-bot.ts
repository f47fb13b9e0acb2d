// The loopback Discord: a small bot made of discord.js alone, for the fake's own tests.
import { Client, Events, GatewayIntentBits, type Interaction } from "discord.js";
import { ask } from "./gateway-line.ts";
import type { FakeDiscord, Json } from "./types.ts";

export type TestBot = {
  client: Client;
  /** Interactions as the gateway told them, in order. */
  told: Json[];
  /** The next interaction that the bot is told of. */
  next(): Promise<Json>;
  /** Does what is to be done with each interaction from now on. */
  on(handle: (interaction: Interaction) => Promise<unknown>): void;
  /** What a handler threw. */
  failures: unknown[];
  registers(commands: readonly Json[]): Promise<void>;
  /** Answers the latest interaction over REST: the first time, and later by its token. Undefined: taken. */
  answers(type: number, data?: unknown): Promise<Json | undefined>;
  later(method: string, path: string, body?: unknown): Promise<Json | undefined>;
  close(): Promise<void>;
};

export const startBot = async (
  fake: FakeDiscord,
  more: { shards?: number[]; shardCount?: number } = {},
): Promise<TestBot> => {
  const rest = { api: fake.url, version: "10", retries: 0 };
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest, ...more });
  const told: Json[] = [];
  const waiting: ((raw: Json) => void)[] = [];
  const failures: unknown[] = [];
  let handle: (interaction: Interaction) => Promise<unknown> = async () => undefined;
  client.ws.on("INTERACTION_CREATE" as never, (raw: Json) => {
    told.push(raw);
    for (const hear of waiting.splice(0)) hear(raw);
  });
  client.on(Events.InteractionCreate, (interaction) => {
    handle(interaction).catch((error: unknown) => failures.push(error));
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(fake.token);
  await ready;
  const latest = (): Json => told.at(-1) ?? {};
  return {
    client,
    told,
    next: () => new Promise((resolve) => waiting.push(resolve)),
    failures,
    on: (next) => {
      handle = next;
    },
    registers: async (commands) =>
      void (await ask(fake, `/applications/${fake.applicationId}/commands`, "PUT", commands)),
    answers: (type, data) => {
      const { id, token } = latest();
      return ask(fake, `/interactions/${String(id)}/${String(token)}/callback`, "POST", { type, data });
    },
    later: (method, path, body) =>
      ask(fake, `/webhooks/${fake.applicationId}/${String(latest()["token"])}${path}`, method, body),
    close: () => client.destroy(),
  };
};
