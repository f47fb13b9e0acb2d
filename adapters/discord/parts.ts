// Discord: what the adapter is made of, and what its rooms share once it runs.
import type { REST } from "discord.js";
import type { AdapterStore, Core, Gate } from "../../src/core.ts";
import type { Cards } from "./cards.ts";
import type { Forms } from "./kept.ts";

/** Which of the bot's shards this process runs: all that Discord recommends, or some of a fixed number. */
export type Shards = "auto" | { ids: readonly number[]; of: number };

export type DiscordParts = {
  token: string;
  /** The REST server without the version, such as https://discord.com/api; it tells the gateway's address itself. */
  apiUrl: string;
  shards: Shards;
  desk: AdapterStore;
  /** Names this process among the replicas: one of them listens to each shard. */
  owner: string;
  clock: { now(): number };
  /** Where the web is reached, without a slash at the end. */
  pageUrl(): string;
  /** Told of each request that Discord refused as too fast: whom its limit counts for. */
  tooFast?(scope: "user" | "shared" | "global" | "unknown"): void;
  /** `detail` holds nothing that names a person, a place or a text. */
  log(event: string, detail?: Record<string, unknown>): void;
};

/** Who the bot is, as Discord says. */
export type Me = { applicationId: string; userId: string };

/** The running bot, as its rooms see it. */
export type Bot = DiscordParts & {
  core: Core;
  me: Me;
  /** Requests that answer an interaction: they wait for their turn, and are repeated by whoever asked. */
  rest: REST;
  /** Requests of the outbox: refused at once while their bucket is parked, since the outbox repeats them. */
  post: REST;
};

/** The running bot, as those of its rooms see it that answer people. */
export type Front = Bot & {
  forms: Forms;
  cards: Cards;
  /** What the core runs, a few at a time. */
  gate: Gate;
  timing: Timing;
};

/** In milliseconds of real time. */
export type Timing = {
  /** Answered by itself until then, afterwards by a promise to answer. */
  direct: number;
  /** A first answer that Discord has not acknowledged by then is sent again: it takes the first that arrives. */
  callback: number;
  /** Before the rest of an answer that failed is sent again; doubled each time. */
  again: number;
};
