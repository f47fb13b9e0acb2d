// Discord: one connection to the gateway for each shard, through discord.js, which resumes and identifies anew by itself.
import { Client, Events, GatewayCloseCodes, GatewayDispatchEvents, GatewayIntentBits, Options } from "discord.js";
import * as z from "zod";
import type { ChatChange } from "../../src/core.ts";
import type { Bot } from "./parts.ts";
import type { Receive } from "./receive.ts";

/** What no waiting mends, and what the operator does about it. */
const FATAL: ReadonlyMap<number, string> = new Map([
  [GatewayCloseCodes.AuthenticationFailed, "discord refuses the token, set DISCORD_TOKEN anew"],
  [GatewayCloseCodes.InvalidShard, "discord refuses the shards, set DISCORD_SHARDS right"],
  [GatewayCloseCodes.ShardingRequired, "discord wants more shards, set DISCORD_SHARDS"],
  [GatewayCloseCodes.InvalidAPIVersion, "discord no longer speaks this version, update the program"],
  [GatewayCloseCodes.InvalidIntents, "discord refuses the intents, update the program"],
  [GatewayCloseCodes.DisallowedIntents, "discord refuses the intents, update the program"],
]);

/** Servers are told one after another after the start; who acts meanwhile is heard all the same, so nothing waits for them long. */
const SERVERS_WAIT = 1_000;

export type Connection = {
  /** Whether Discord has refused for good. */
  refused(): boolean;
  /** Resolves when it has. */
  over: Promise<void>;
  end(): Promise<void>;
};

/** Rejects when Discord cannot be reached; where it refuses for good, that is logged and the connection is over at once. */
export const connect = async (bot: Bot, receive: Receive): Promise<Connection> => {
  const client = createClient(bot);
  let end = (): void => {};
  let refused = false;
  const over = new Promise<void>((resolve) => (end = resolve));
  hear(client, bot, receive);
  client.on(Events.Error, (error) => bot.log("discord gateway failed", { error }));
  client.on(Events.ShardError, (error) => bot.log("discord shard failed", { error }));
  client.on(Events.ShardDisconnect, ({ code }) => {
    if (!refused) bot.log(FATAL.get(code) ?? "discord closed the gateway", { alarm: true, status: code });
    refused = true;
    end();
  });
  try {
    await client.login(bot.token);
  } catch (error) {
    await client.destroy();
    if (!refused) throw error;
  }
  return { refused: () => refused, over, end: () => client.destroy() };
};

/**
 * The events as the gateway tells them, not discord.js's objects: they come before it has told of the servers, they need none of its caches,
 * and what they hold is read in one place.
 */
const hear = (client: Client, bot: Bot, receive: Receive): void => {
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (raw: unknown) => void receive.take(raw));
  for (const event of [GatewayDispatchEvents.ChannelDelete, GatewayDispatchEvents.ThreadDelete])
    client.ws.on(event, (raw: unknown) => {
      const { data: gone } = channelGone.safeParse(raw);
      const chat = gone && { chatId: gone.id, server: gone.guild_id, kind: "group" as const, reach: "post" as const };
      if (chat) void left(bot, { kind: "left", chat: { platform: "discord", ...chat } });
    });
  client.ws.on(GatewayDispatchEvents.GuildDelete, (raw: unknown) => {
    const { data: gone } = serverGone.safeParse(raw);
    // One that is unavailable comes back.
    if (gone && gone.unavailable !== true) void left(bot, { kind: "serverLeft", platform: "discord", server: gone.id });
  });
};

const channelGone = z.object({ id: z.string(), guild_id: z.string() });
const serverGone = z.object({ id: z.string(), unavailable: z.boolean().optional() });

/** Nothing is posted there from now on, until somebody there uses the bot again. */
const left = async (bot: Bot, change: ChatChange): Promise<void> => {
  try {
    await bot.core.chatChanged("discord:left", change);
  } catch (error) {
    bot.log("discord departure not noted", { error });
  }
};

/** Nothing but servers' names and channels is listened to, and next to nothing is kept. */
const createClient = ({ apiUrl, shards }: Bot): Client =>
  new Client({
    intents: [GatewayIntentBits.Guilds],
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      ApplicationCommandManager: 0,
      AutoModerationRuleManager: 0,
      BaseGuildEmojiManager: 0,
      DMMessageManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildForumThreadManager: 0,
      GuildInviteManager: 0,
      GuildMemberManager: 0,
      GuildMessageManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      GuildTextThreadManager: 0,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      StageInstanceManager: 0,
      ThreadManager: 0,
      ThreadMemberManager: 0,
      UserManager: 0,
      VoiceStateManager: 0,
    }),
    rest: { api: apiUrl, version: "10", retries: 0 },
    waitGuildTimeout: SERVERS_WAIT,
    ...(shards === "auto" ? { shards: "auto" as const } : { shards: [...shards.ids], shardCount: shards.of }),
  });
