// Discord: requests of the outbox, in turns a little slower than it takes. What was refused for coming too fast is parked.
import { setTimeout as sleep } from "node:timers/promises";
import { RateLimitError } from "discord.js";
import type { Time } from "../../src/core.ts";
import { createTurns, DeliveryFault } from "../../src/core.ts";
import { isTokenRefused, TOKEN_WAIT, waitOf } from "./faults.ts";
import type { Bot } from "./parts.ts";

type Method = "get" | "post" | "patch";
type Path = `/${string}`;

/** Resolves the answer's JSON. Rejects as discord.js does, with a DeliveryFault where the bucket is parked or the line too long. */
export type Outgoing = (bot: Bot, method: Method, path: Path, body?: unknown) => Promise<unknown>;

const PARKED_MAX = 1_000;
/** Stands for every bucket. */
const EVERYTHING = "*";
/** Fifty requests a second; what goes out evenly comes in a little less so, and fifty of these have 30 ms more than a second. */
const LIMIT = { most: 50, ms: 1_030, line: 4_000 };

/** By the machine's own monotonic time, for the limits are Discord's. */
const MACHINE: Time = { now: () => performance.now(), rest: (ms) => sleep(ms, undefined, { ref: false }) };

/** discord.js parks what headers tell beforehand; limits that other bots share come without a warning, and are kept here. */
export const createOutgoing = (time: Time = MACHINE): ((signal?: AbortSignal) => Outgoing) => {
  const turns = createTurns(LIMIT, time);
  /** Bucket → until when, in the bot's clock, and for how long: one that went back holds up nobody for longer. */
  const parked = new Map<string, { until: number; ms: number }>();
  const park = ({ clock }: Bot, bucket: string, ms: number): void => {
    if (parked.size >= PARKED_MAX) for (const [one, { until }] of parked) if (until <= clock.now()) parked.delete(one);
    parked.set(bucket, { until: clock.now() + ms, ms });
  };
  const leftOf = ({ clock }: Bot, bucket: string): number => {
    const { until, ms } = parked.get(bucket) ?? { until: 0, ms: 0 };
    return Math.min(until - clock.now(), ms);
  };
  const mayGo = async (bot: Bot, bucket: string): Promise<void> => {
    const left = (): number => Math.max(leftOf(bot, bucket), leftOf(bot, EVERYTHING));
    const afterMs = left() > 0 ? left() : await turns.take();
    // The bucket may have been parked while this one stood in line.
    const wait = Math.max(afterMs, left());
    if (wait > 0) throw new DeliveryFault({ outcome: "retry", afterMs: wait });
  };
  return (signal) => async (bot, method, path, body) => {
    const bucket = bucketOf(method, path);
    await mayGo(bot, bucket);
    try {
      return await bot.post[method](path, { ...(body !== undefined && { body }), ...(signal && { signal }) });
    } catch (error) {
      const wait = waitOf(error);
      if (wait !== undefined && error instanceof RateLimitError && error.global) turns.hold(wait);
      else if (wait !== undefined) park(bot, bucket, wait);
      // Of all that waits, a few ask whether the token is accepted by now.
      if (isTokenRefused(error)) park(bot, EVERYTHING, TOKEN_WAIT);
      throw error;
    }
  };
};

/** Limits count for a method and its channel or server, not for each message. */
const bucketOf = (method: Method, path: string): string =>
  `${method} ${path.replace(/\?.*/, "").split("/").slice(0, 4).join("/")}`;
