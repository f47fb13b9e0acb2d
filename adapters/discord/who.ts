// Discord: people and chats as the core knows them.
import type { Account, Chat } from "../../src/core.ts";
import type { Interaction, Resolved } from "./interaction.ts";

/** Where an interaction happened: 0 a server, 1 the bot's own private chat, 2 any other private channel. */
const BOT_PRIVATE = 1;
const MANAGE_EVENTS = 1n << 33n;
const ADMINISTRATOR = 1n << 3n;
const MENTION_EVERYONE = 1n << 17n;

export const accountOf = (userId: string): Account => ({ platform: "discord", userId });

type User = Interaction["by"];

/** As the server knows them, else as they call themselves. */
export const nameOf = (user: User, nick?: string | null): string => nick ?? user.global_name ?? user.username;

export const nameIn = (resolved: Resolved | undefined, id: string): string | undefined => {
  const user = resolved?.users?.[id];
  return user && nameOf(user, resolved?.members?.[id]?.nick);
};

/** Where the bot was only brought along by one person (`0` of the owners is a server that has it), it may answer and nothing else. */
export const chatOf = (one: Interaction): Chat => {
  const { guild_id: server, channelId: chatId, context, by } = one;
  if (server === undefined && context === BOT_PRIVATE)
    return { platform: "discord", chatId: by.id, kind: "person", reach: "post" };
  const installed = one.authorizing_integration_owners?.["0"] !== undefined;
  return {
    platform: "discord",
    chatId,
    ...(server !== undefined && { server }),
    kind: "group",
    reach: server !== undefined && installed ? "post" : "answer",
  };
};

const permits = (one: Interaction, bits: bigint): boolean => {
  const { permissions = "" } = one.member ?? {};
  return /^\d{1,30}$/.test(permissions) && (BigInt(permissions) & (bits | ADMINISTRATOR)) !== 0n;
};

/** Whoever may manage the server's events sets what holds for all of it. */
export const isAdmin = (one: Interaction): boolean => permits(one, MANAGE_EVENTS);

/** Whether they could mention this role by themselves: the bot lends nobody its own right. */
export const mayMention = (one: Interaction, role: { mentionable?: boolean | undefined }): boolean =>
  role.mentionable === true || permits(one, MENTION_EVERYONE);
