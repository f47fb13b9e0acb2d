// Telegram: updates that Telegram brings to the web server, known by the secret it was given.
import { createHash, timingSafeEqual } from "node:crypto";
import type { Route } from "../../src/core.ts";
import type { Bot } from "./parts.ts";
import type { Receive } from "./receive.ts";
import { UPDATES } from "./update.ts";

export const WEBHOOK_PATH = "/telegram/webhook";
const HEADER = "x-telegram-bot-api-secret-token";
const BODY_MAX = 1_048_576;

/** `receive` is asked late: before the bot is connected, Telegram is told to come again. */
export const webhookRoute = (secret: string, receive: () => Receive | undefined): Route => ({
  method: "POST",
  path: WEBHOOK_PATH,
  maxBytes: BODY_MAX,
  handle: async (request) => {
    if (!isSame(request.headers.get(HEADER), secret)) return new Response(null, { status: 401 });
    const work = receive();
    if (!work) return new Response(null, { status: 503 });
    const text = await request.text();
    if (Buffer.byteLength(text) > BODY_MAX) return new Response(null, { status: 413 });
    const raw = parsed(text);
    if (raw === undefined) return new Response(null, { status: 400 });
    await work(raw);
    return new Response(null, { status: 200 });
  },
});

/** In constant time, whatever the lengths. */
const isSame = (given: string | null, secret: string): boolean => {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given ?? ""), hash(secret)) && given !== null;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

export const setWebhook = ({ api, webhook }: Bot): Promise<unknown> =>
  api.call("setWebhook", {
    url: `${webhook?.publicUrl}${WEBHOOK_PATH}`,
    secret_token: webhook?.secret,
    allowed_updates: UPDATES,
  });
