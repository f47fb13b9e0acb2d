// The loopback Discord: REST and gateway at the wire, as strict as the real one, with the people and servers that use it.
import { startGateway } from "./gateway.ts";
import { channelOver, groupDm, guildOver, newGuild } from "./guilds.ts";
import { createInteractions } from "./interactions.ts";
import { createUser } from "./people.ts";
import type { Rest } from "./rest.ts";
import { startRest } from "./rest.ts";
import type { Channel, State } from "./state.ts";
import { createState } from "./state.ts";
import type { FakeChannel, FakeDiscord, FakeDiscordOptions } from "./types.ts";

export type * from "./types.ts";

/** So many looks in a row, each after a turn of the loop, must find nothing in hand. */
const QUIET_LOOKS = 12;
const LOOK_MS = 2;

/** `now` in ms: ids, ages and lives go by it. The three seconds, and how fast the bot asks, go by real time. */
export const startFakeDiscord = async (opts: FakeDiscordOptions = {}): Promise<FakeDiscord> => {
  const token = opts.token ?? "loopback.discord.token-of-no-use-elsewhere";
  const state = createState(opts.now ?? (() => Date.now()), token);
  const interactions = createInteractions(state);
  const rest = await startRest({ state, desk: interactions }, opts.limits ?? false);
  const gateway = await startGateway(state, opts.heartbeatMs);
  const shown = new Map<string, FakeChannel>();
  const channelOf = (channel: Channel): FakeChannel => {
    const known = shown.get(channel.id) ?? channelOver(state, channel);
    shown.set(channel.id, known);
    return known;
  };
  return {
    url: rest.url,
    token,
    applicationId: state.applicationId,
    botId: state.bot.id,
    gateway,
    guild: (name, more) => guildOver(state, newGuild(state, name, more), channelOf),
    user: (name, { locale } = {}) =>
      createUser({ state, interactions, channelOf }, state.newPerson(name, locale ?? "en-US")),
    groupDm: (members) => channelOf(groupDm(state, members)),
    commands: () => [...state.commands.values()],
    calls: rest.calls,
    forgetCalls: rest.forgetCalls,
    failNext: rest.failNext,
    limits: rest.limits,
    shards: (count) => {
      state.gateway.shards = count;
    },
    refused: rest.refused,
    quiet: () => quiet(rest, interactions),
    until: (predicate, ms = 5_000) => until(state, rest, predicate, ms),
    close: async () => {
      await gateway.shut();
      await rest.close();
    },
  };
};

const quiet = async (rest: Rest, { owed }: ReturnType<typeof createInteractions>): Promise<void> => {
  for (let looks = 0; looks < QUIET_LOOKS; looks = rest.busy() === 0 && owed() === 0 ? looks + 1 : 0)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
};

const until = (state: State, rest: Rest, predicate: () => boolean, ms: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (how: () => void): void => {
      clearTimeout(timer);
      unwatch();
      how();
    };
    const look = (): void => {
      if (predicate()) end(resolve);
    };
    const last = (): string =>
      rest
        .calls()
        .slice(-8)
        .map((call) => `${call.route} ${call.status ?? "open"}`)
        .join("; ");
    const timer = setTimeout(() => end(() => reject(new Error(`not within ${ms} ms; last calls: ${last()}`))), ms);
    const unwatch = state.watch(look);
    look();
  });
