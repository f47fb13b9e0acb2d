// Delivery: the way to the other replicas through Redis, by publish and subscribe. Nothing is kept there: what it loses is read again from the database.
import { setTimeout as rest } from "node:timers/promises";
import { createClient } from "@redis/client";
import { z } from "zod";
import type { Ears, Relay, Word } from "./live.ts";
import { type DeliveryLog, nameOf } from "./log.ts";
import { createOutgoing } from "./outgoing.ts";

export type RedisParts = {
  /** `redis[s]://[[user]:password@]host[:port][/number]`. The number keeps installations on one Redis apart. */
  url: string;
  /** Names this process among the replicas. */
  replica: string;
  log: DeliveryLog;
  /** In [0, 1), for the back-off. */
  random?: () => number;
  /** A Redis that has not answered from one beat to the next is gone, in milliseconds: a dead line may stay open for many minutes. */
  beat?: number;
};

/** What is said within this time goes out together, in milliseconds. */
const CALM = 10;
const BEAT = 4_000;
const FIRST_REST = 100;
const LONGEST_REST = 5_000;
const FAREWELL = 500;

/** Connects by itself, now and after each loss; `ears.missed` is called each time it is there (again). */
export const redisRelay =
  ({ url, replica, log, random = Math.random, beat = BEAT }: RedisParts) =>
  (ears: Ears): Relay => {
    const outgoing = createOutgoing();
    const ending = new AbortController();
    const outage = createOutage(log);
    let line: Line | undefined;
    let flushing: Promise<void> | undefined;

    const flush = async (): Promise<void> => {
      while (line && outgoing.size() > 0) {
        const words = outgoing.take();
        try {
          await line.publish(JSON.stringify({ by: replica, words }));
        } catch {
          outgoing.back(words);
          line = undefined;
        }
        if (!ending.signal.aborted) await rest(CALM);
      }
    };
    const send = (): void => {
      if (!line || outgoing.size() === 0 || flushing) return;
      flushing = flush().finally(() => {
        flushing = undefined;
        // Said between the last look and now.
        send();
      });
    };
    /** Resolves when the line that it made is lost. */
    const attempt = async (up: () => void): Promise<unknown> => {
      const made = await openLine(url, beat, (text) => hear(text, replica, ears));
      if (ending.signal.aborted) return made.close();
      line = made;
      up();
      outage.over();
      ears.missed();
      send();
      const why = await made.lost;
      line = undefined;
      return why;
    };
    const run = async (): Promise<void> => {
      for (let tries = 0; !ending.signal.aborted; tries++) {
        const why = await attempt(() => (tries = 0)).catch((error: unknown) => error);
        if (ending.signal.aborted) return;
        outage.began(why);
        const longest = Math.min(LONGEST_REST, FIRST_REST * 2 ** Math.min(tries, 10));
        await rest(longest * (0.5 + random() / 2), undefined, { signal: ending.signal, ref: false }).catch(() => {});
      }
    };
    void run();
    return {
      say: (word) => {
        outgoing.put(word);
        send();
      },
      state: () => (line ? "up" : "down"),
      stop: async () => {
        ending.abort();
        send();
        await Promise.race([flushing, rest(FAREWELL, undefined, { ref: false })]);
        line?.close();
      },
    };
  };

const envelope = z.object({ by: z.string().max(64), words: z.array(z.unknown()) });
const room = z.string().max(100);
const word = z.union([
  z.object({ party: z.string().max(32), version: z.number() }),
  z.object({ room, ids: z.array(z.number().int()) }),
  z.object({ room, seen: z.array(z.string().max(100)) }),
  z.object({ room, here: z.array(z.string().max(64)) }),
  z.object({ room, who: z.literal(true) }),
  z.object({ wake: z.literal(true) }),
  z.object({ all: z.literal(true) }),
]);

/** What a newer release says, and this one does not know, is passed over word by word. */
const hear = (text: string, replica: string, ears: Ears): void => {
  const read = envelope.safeParse(parsed(text));
  if (!read.success || read.data.by === replica) return;
  for (const said of read.data.words) {
    const known = word.safeParse(said);
    if (known.success) ears.heard(known.data satisfies Word, read.data.by);
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Names the first fault of an outage and its end: it is tried many times, and each time fails alike. */
const createOutage = (log: DeliveryLog): { began(why: unknown): void; over(): void } => {
  let known = false;
  return {
    began: (why) => {
      if (!known) log.warn({ error: nameOf(why), code: codeOf(why) }, "live.redis_down");
      known = true;
    },
    over: () => {
      if (known) log.warn({}, "live.redis_back");
      known = false;
    },
  };
};

/** The driver's code, or the word that Redis begins its refusals with (WRONGPASS, NOPERM): what follows it may name somebody. */
const codeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : /^([A-Z]{4,20}) /.exec(error.message)?.[1];
};

type Line = { publish(text: string): Promise<unknown>; lost: Promise<Error>; close(): void };

/** Connected, subscribed, and seen to be allowed to speak; rejects with what is in the way. `lost` resolves with what ended it. */
const openLine = async (url: string, beat: number, heard: (text: string) => void): Promise<Line> => {
  const { address, channel } = placeOf(url);
  const client = createClient({
    url: address,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: "disabled",
    socket: { reconnectStrategy: false, connectTimeout: BEAT },
  });
  let end = (_why: unknown): void => {};
  const lost = new Promise<Error>((resolve) => {
    end = (why) => resolve(why instanceof Error ? why : new Error("lost"));
  });
  client.on("error", end);
  // A start that fails elsewhere is to end the process, although this line is open.
  client.unref();
  const watch = setInterval(() => look(), beat).unref();
  let answered = true;
  const look = (): void => {
    if (!answered) return end(new Error("silent"));
    answered = false;
    client.ping().then(() => (answered = true), end);
  };
  const close = (): void => {
    clearInterval(watch);
    client.destroy();
  };
  void lost.then(close);
  const opened = async (): Promise<Line> => {
    await client.connect();
    await client.subscribe(channel, heard);
    const publish = (text: string): Promise<unknown> =>
      client.publish(channel, text).catch((error: unknown) => {
        end(error);
        throw error;
      });
    await publish(JSON.stringify({ by: "", words: [] }));
    return { publish, lost, close };
  };
  return Promise.race([opened(), lost.then((why) => Promise.reject(why))]).catch((error: unknown) => {
    close();
    throw error;
  });
};

/** Redis's channels do not belong to a database: its number goes into their name, and is not selected. */
const placeOf = (url: string): { address: string; channel: string } => {
  const address = new URL(url);
  const number = /^\/(\d{1,4})$/.exec(address.pathname)?.[1] ?? "0";
  address.pathname = "";
  return { address: address.href, channel: `party-with-me:${number}` };
};
