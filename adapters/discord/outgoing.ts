// Discord: requests of the outbox. What was refused for coming too fast is parked: nothing goes out to it until its time is up.
import { RateLimitError } from "discord.js";
import { DeliveryFault } from "../../src/core.ts";
import { waitOf } from "./faults.ts";
import type { Bot } from "./parts.ts";

type Method = "get" | "post" | "patch";
type Path = `/${string}`;

/** Resolves the answer's JSON. Rejects as discord.js does, with a DeliveryFault where the bucket is parked. */
export type Outgoing = (bot: Bot, method: Method, path: Path, body?: unknown) => Promise<unknown>;

const ALL = "*";
const PARKED_MAX = 1_000;

/** discord.js parks what headers tell beforehand; limits that other bots share come without a warning, and are kept here. */
export const createOutgoing = (): Outgoing => {
  /** Bucket → until when, in the bot's clock. */
  const parked = new Map<string, number>();
  const waiting = ({ clock }: Bot, bucket: string): number =>
    Math.max(parked.get(bucket) ?? 0, parked.get(ALL) ?? 0) - clock.now();
  const park = ({ clock }: Bot, bucket: string, ms: number): void => {
    if (parked.size >= PARKED_MAX) for (const [one, until] of parked) if (until <= clock.now()) parked.delete(one);
    parked.set(bucket, clock.now() + ms);
  };
  return async (bot, method, path, body) => {
    const bucket = bucketOf(method, path);
    const afterMs = waiting(bot, bucket);
    if (afterMs > 0) throw new DeliveryFault({ outcome: "retry", afterMs });
    try {
      return await bot.post[method](path, body === undefined ? {} : { body });
    } catch (error) {
      const wait = waitOf(error);
      if (wait !== undefined) park(bot, error instanceof RateLimitError && error.global ? ALL : bucket, wait);
      throw error;
    }
  };
};

/** Limits count for a method and its channel or server, not for each message. */
const bucketOf = (method: Method, path: string): string => `${method} ${path.split("/").slice(0, 4).join("/")}`;
