// Tests: what sends in one replica of the program: the sender over the real adapters of both platforms, with a clock of its own.
import { createDiscord } from "../../adapters/discord/index.ts";
import { createTelegram, type TelegramParts } from "../../adapters/telegram/index.ts";
import { commands } from "../../src/commands/index.ts";
import type { ChatAdapter, Core } from "../../src/chat/adapter.ts";
import { createCore } from "../../src/core.ts";
import { plan } from "../../src/delivery/plan.ts";
import { createSender, type Sender, type SenderParts } from "../../src/delivery/post.ts";
import type { Instant } from "../../src/domain/time.ts";
import { createPlaces } from "../../src/places/index.ts";
import { hashToken, newCode, newId, newToken } from "../../src/safety/tokens.ts";
import type { Store } from "../../src/store/types.ts";
import { wordsFor } from "../../src/words/words.ts";
import { links } from "./links.ts";

/** A bot's token, and where its platform is reached. */
export type Door = { token: string; apiUrl: string };

export type ReplicaParts = {
  store: Store;
  telegram: Door;
  discord: Door;
  now: () => Instant;
  /** Names it among the replicas of the database. */
  owner: string;
  /** How fast it writes to Telegram; "none" where the test holds the time. */
  pace?: TelegramParts["pace"];
  /** Told of what either adapter or the sender says. */
  log?(event: string, detail: Record<string, unknown>): void;
} & Partial<Pick<SenderParts, "hooks" | "observer" | "timer" | "random">>;

export type Replica = { sender: Sender; core: Core; stop(): Promise<void> };

const FRESH = { id: newId, code: newCode, token: newToken, hash: hashToken };

/** Its adapters connect by themselves after it resolves; what is to be sent until then is put off. */
export const startReplica = async (parts: ReplicaParts): Promise<Replica> => {
  const { store, now, log = () => undefined } = parts;
  const adapters = adaptersOf(parts);
  const sender = createSender({
    ...parts,
    adapters: new Map(adapters.map((adapter) => [adapter.platform, adapter])),
    words: wordsFor,
    links,
    log: { warn: (detail, event) => log(event, detail), error: (detail, event) => log(event, detail) },
  });
  const core = createCore(
    {
      store,
      places: createPlaces({ now }),
      clock: { now },
      commands,
      links,
      fresh: FRESH,
      plan,
      committed: () => sender.wake(),
      fault: (event, detail) => log(event, detail),
    },
    () => () => undefined,
  );
  await Promise.all(adapters.map((adapter) => adapter.start(core)));
  return {
    sender,
    core,
    stop: async () => {
      await Promise.all(adapters.map((adapter) => adapter.stop()));
      await sender.stop();
    },
  };
};

const adaptersOf = ({ store, telegram, discord, now, owner, pace, log }: ReplicaParts): ChatAdapter[] => {
  const shared = {
    desk: store.adapters,
    owner,
    clock: { now },
    pageUrl: () => "https://party.example",
    log: (event: string, detail: Record<string, unknown> = {}) => log?.(event, detail),
  };
  return [
    createTelegram({ ...telegram, ...shared, ...(pace && { pace }) }),
    createDiscord({ ...discord, ...shared, shards: "auto" }),
  ];
};
