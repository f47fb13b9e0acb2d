// Discord: the adapter: connects, takes interactions from the gateway, and delivers over REST.
import { setTimeout as rest } from "node:timers/promises";
import { REST, Routes } from "discord.js";
import * as z from "zod";
import type { AfterFailure, ChatAdapter, Core } from "../../src/core.ts";
import { createGate, insist } from "../../src/core.ts";
import { createCards } from "./cards.ts";
import { deliverOver } from "./deliver.ts";
import type { Listening } from "./gateway.ts";
import { startListening } from "./gateway.ts";
import { createForms } from "./kept.ts";
import type { DiscordParts, Front, Timing } from "./parts.ts";
import type { Receive } from "./receive.ts";
import { createReceive } from "./receive.ts";
import { countRefused } from "./too-fast.ts";
import { register } from "./register.ts";
import { TIMING } from "./turn.ts";

export type { DiscordParts, Shards } from "./parts.ts";

const UNAUTHORIZED = 401;
/** So many presses run at once: enough for a database beside the network, and the rest of the process is heard in between. */
const WIDTH = 8;
/** What is in hand when the program stops is finished, but not waited for longer: in milliseconds. */
const DRAIN = 10_000;

/** `timing` is for tests that have less patience. */
export const createDiscord = (parts: DiscordParts, timing: Timing = TIMING): ChatAdapter => {
  const stopping = new AbortController();
  let front: Front | undefined;
  let receive: Receive | undefined;
  let listening: Listening | undefined;
  let connecting: Promise<void> = Promise.resolve();
  const connect = async (core: Core): Promise<void> => {
    const made = await insist(stopping.signal, () => introduce(parts, core, timing), unreached(parts));
    if (!made) return;
    front = made;
    receive = createReceive(made);
    if (stopping.signal.aborted) return;
    listening = startListening(made, receive);
    await insist(stopping.signal, () => register(made), unreached(parts));
  };
  return {
    platform: "discord",
    // Not awaited: the web is up also while Discord cannot be reached.
    start: async (core) => {
      connecting = connect(core).catch((error: unknown) => parts.log("discord not connected", { alarm: true, error }));
    },
    stop: async () => {
      stopping.abort();
      await connecting;
      await listening?.stop();
      await Promise.race([receive?.idle(), rest(DRAIN, undefined, { ref: false })]);
    },
    deliver: deliverOver(
      () => front,
      (messageId) => front?.cards.freed(messageId),
    ),
  };
};

const application = z.object({ id: z.string(), bot: z.object({ id: z.string() }).optional() });

/** Who the bot is, and how it asks. Rejects while Discord cannot be reached. */
const introduce = async (parts: DiscordParts, core: Core, timing: Timing): Promise<Front> => {
  const asking = { api: parts.apiUrl, version: "10", retries: 0 };
  // Answers to interactions count for no limit of Discord's; whoever waits for one has three seconds.
  const answers = new REST({ ...asking, globalRequestsPerSecond: Number.POSITIVE_INFINITY }).setToken(parts.token);
  // What the outbox sends goes out in turns: see outgoing.ts.
  const paced = { rejectOnRateLimit: () => true, globalRequestsPerSecond: Number.POSITIVE_INFINITY };
  const post = new REST({ ...asking, ...paced }).setToken(parts.token);
  for (const one of [answers, post]) countRefused(one, parts.tooFast);
  const { id, bot } = application.parse(await answers.get(Routes.currentApplication()));
  return {
    ...parts,
    core,
    rest: answers,
    post,
    me: { applicationId: id, userId: bot?.id ?? id },
    forms: createForms(parts),
    cards: createCards(),
    gate: createGate(WIDTH),
    timing,
  };
};

/** What Discord refuses once it refuses again. */
const unreached =
  ({ log }: DiscordParts) =>
  (error: unknown): AfterFailure => {
    const { status } = error as { status?: unknown };
    const refused = typeof status === "number" && status >= 400 && status < 500;
    if (status === UNAUTHORIZED) log("discord refuses the token, set DISCORD_TOKEN anew", { alarm: true, status });
    else if (refused) log("discord refuses the start", { alarm: true, status });
    else log("discord cannot be reached", typeof status === "number" ? { status } : { error });
    return refused ? "givenUp" : undefined;
  };
