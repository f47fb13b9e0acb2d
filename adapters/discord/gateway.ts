// Discord: listens at the gateway, one replica to each set of shards: another takes over when that one is gone.
import { setTimeout as rest } from "node:timers/promises";
import type { Connection } from "./client.ts";
import { connect } from "./client.ts";
import type { Bot, Shards } from "./parts.ts";
import type { Receive } from "./receive.ts";

const SECOND = 1_000;
/** The lease on listening; renewed when a third of it is over. */
const LEASE = 30 * SECOND;
/** Another replica listens: looked at again after this long. */
const PAUSE_OTHER = 2 * SECOND;
const PAUSE_FIRST = SECOND / 2;
const PAUSE_MAX = 60 * SECOND;

export type Listening = { stop(): Promise<void> };

const leaseName = (shards: Shards): string =>
  shards === "auto" ? "discord.gateway:auto" : `discord.gateway:${shards.ids.join(".")}/${shards.of}`;

/** Listens while no other replica does, until it is stopped or Discord refuses for good. */
export const startListening = (bot: Bot, receive: Receive): Listening => {
  const stopping = new AbortController();
  const running = listen(bot, receive, stopping.signal).catch((error: unknown) =>
    bot.log("discord listening ended", { alarm: true, error }),
  );
  return {
    stop: async () => {
      stopping.abort();
      await running;
      await bot.desk
        .release(leaseName(bot.shards), bot.owner)
        .catch((error: unknown) => bot.log("discord lease not released", { error }));
    },
  };
};

const listen = async (bot: Bot, receive: Receive, signal: AbortSignal): Promise<void> => {
  let connection: Connection | undefined;
  let pause = PAUSE_FIRST;
  try {
    while (!signal.aborted && connection?.refused() !== true) {
      const held = await hold(bot);
      if (signal.aborted) return;
      if (held === false && connection) connection = void (await connection.end());
      if (connection) await Promise.race([idle(LEASE / 3, signal), connection.over]);
      else if (held !== true) await idle(PAUSE_OTHER, signal);
      else {
        connection = await connect(bot, receive).catch((error: unknown) => unreached(bot, error));
        if (!connection) await idle(pause, signal);
        pause = connection ? PAUSE_FIRST : Math.min(PAUSE_MAX, pause * 2);
      }
    }
  } finally {
    await connection?.end();
  }
};

/** Undefined when the database does not answer: who listens goes on, for nobody else can take over meanwhile either. */
const hold = async ({ desk, owner, clock, shards, log }: Bot): Promise<boolean | undefined> => {
  const now = clock.now();
  try {
    return (await desk.take(leaseName(shards), owner, now, now + LEASE)) !== undefined;
  } catch (error) {
    log("discord lease not renewed", { error });
    return undefined;
  }
};

const unreached = (bot: Bot, error: unknown): undefined => {
  const { status } = error as { status?: unknown };
  bot.log("discord cannot be reached", typeof status === "number" ? { status } : { error });
};

const idle = (ms: number, signal: AbortSignal): Promise<void> =>
  rest(ms, undefined, { signal, ref: false }).catch(() => undefined);
