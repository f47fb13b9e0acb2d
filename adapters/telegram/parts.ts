// Telegram: what the adapter is made of, and what its rooms share once it runs.
import type { AdapterStore, Core, Gate } from "../../src/core.ts";
import type { Api } from "./api.ts";
import type { Lanes } from "./lanes.ts";
import type { Pace } from "./pace.ts";
import type { Reach } from "./reach.ts";

export type TelegramParts = {
  token: string;
  /** The Bot API server, such as https://api.telegram.org. */
  apiUrl: string;
  /** Updates come by webhook to `publicUrl` when set, else by polling. */
  webhook?: { secret: string; publicUrl: string };
  desk: AdapterStore;
  /** Names this process among the replicas: one of them polls. */
  owner: string;
  clock: { now(): number };
  /** Where the web is reached, without a slash at the end. */
  pageUrl(): string;
  /** How fast the bot writes: by default as Telegram allows, by the machine's time. "none" where a test holds the time. */
  pace?: Pace | "none";
  /** Told of each call that Telegram refused as too fast: whom it was for. */
  tooFast?(scope: "group" | "person" | "bot"): void;
  /** `detail` holds nothing that names a person, a place or a text. */
  log(event: string, detail?: Record<string, unknown>): void;
};

/** Who the bot is, as Telegram says. */
export type Me = { id: string; username: string };

/** The running bot, as its rooms see it. */
export type Bot = Omit<TelegramParts, "pace"> & {
  core: Core;
  api: Api;
  me: Me;
  lanes: Lanes;
  reach: Reach;
  pace: Pace;
  /** What the core runs, one after another: the embedded database answers without a pause. */
  turn: Gate;
};
