// Telegram: asks for updates in turns. An update is handled before the offset moves past it, and only one replica asks.
import { setTimeout as rest } from "node:timers/promises";
import { codeOf, waitOf } from "./faults.ts";
import type { Bot } from "./parts.ts";
import type { Receive } from "./receive.ts";
import { numberOf, UPDATES } from "./update.ts";

const SECOND = 1_000;
/** In seconds: Telegram holds the request this long when there is nothing. */
const HOLD = 10;
/** The lease on asking, in milliseconds; renewed when a third of it is over. */
const LEASE = 60 * SECOND;
const LEASE_NAME = "telegram.poll";
const PAUSE_FIRST = SECOND / 4;
const PAUSE_MAX = 30 * SECOND;
/** Another replica polls: looked at again after this long. */
const PAUSE_OTHER = 3 * SECOND;

export type Polling = {
  /** Finishes what is in hand, tells Telegram so, and lets another replica ask. */ stop(): Promise<void>;
};

export const startPolling = (bot: Bot, receive: Receive): Polling => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = poll(bot, receive, signal).catch((error: unknown) => bot.log("telegram polling ended", { error }));
  return {
    stop: async () => {
      stopping.abort();
      await running;
      await bot.desk
        .release(LEASE_NAME, bot.owner)
        .catch((error: unknown) => bot.log("telegram lease not released", { error }));
    },
  };
};

const poll = async (bot: Bot, receive: Receive, signal: AbortSignal): Promise<void> => {
  const lease = createLease(bot);
  let offset: number | undefined;
  let pause = PAUSE_FIRST;
  while (!signal.aborted) {
    try {
      if (!(await lease.hold())) {
        await idle(PAUSE_OTHER, signal);
        continue;
      }
      const batch = await next(bot, offset, signal);
      pause = PAUSE_FIRST;
      await Promise.all(batch.map(receive));
      const numbers = batch.flatMap((raw) => numberOf(raw) ?? []);
      // After an empty answer all before is confirmed. After a quiet week Telegram counts from anywhere, so no old number is kept.
      offset = numbers.length > 0 ? Math.max(...numbers) + 1 : undefined;
      if (batch.length > 0 && offset === undefined) await idle(SECOND, signal);
    } catch (error) {
      if (signal.aborted) break;
      const wait = waitOf(error) ?? (await mended(bot, error)) ?? pause;
      pause = Math.min(PAUSE_MAX, pause * 2);
      await idle(wait, signal);
    }
  }
  await confirm(bot, offset);
};

const next = async (bot: Bot, offset: number | undefined, signal: AbortSignal): Promise<unknown[]> => {
  const payload = { ...(offset !== undefined && { offset }), timeout: HOLD, allowed_updates: UPDATES };
  const batch = await bot.api.call<unknown>("getUpdates", payload, { signal, ms: (HOLD + 10) * SECOND });
  return Array.isArray(batch) ? (batch as unknown[]) : [];
};

/** Another poller, or a webhook that somebody set: the webhook goes, and polling goes on. Undefined: wait as usual. */
const mended = async (bot: Bot, error: unknown): Promise<number | undefined> => {
  const code = codeOf(error);
  bot.log("telegram polling failed", code === undefined ? { error } : { status: code });
  if (code === 409 && /webhook/i.test((error as Error).message)) {
    await bot.api.call("deleteWebhook", {}).catch(() => undefined);
    return PAUSE_FIRST;
  }
  return code === 401 || code === 404 ? PAUSE_MAX : undefined;
};

/** Else what was handled would come again to whoever asks next. */
const confirm = async ({ api }: Bot, offset: number | undefined): Promise<void> => {
  if (offset === undefined) return;
  await api.call("getUpdates", { offset, limit: 1, timeout: 0 }, { ms: 2 * SECOND }).catch(() => undefined);
};

const createLease = ({ desk, owner, clock }: Bot): { hold(): Promise<boolean> } => {
  let renewAt = 0;
  return {
    hold: async () => {
      const now = clock.now();
      if (now < renewAt) return true;
      const held = (await desk.take(LEASE_NAME, owner, now, now + LEASE)) !== undefined;
      renewAt = held ? now + LEASE / 3 : 0;
      return held;
    },
  };
};

const idle = (ms: number, signal: AbortSignal): Promise<void> =>
  rest(ms, undefined, { signal, ref: false }).catch(() => undefined);
