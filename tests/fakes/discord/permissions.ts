// The loopback Discord: permissions as Discord numbers them, and what the bot and a member may do.
import type { Guild, State } from "./state.ts";

export const PERMISSION = {
  ADMINISTRATOR: 1n << 3n,
  MANAGE_GUILD: 1n << 5n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  MANAGE_EVENTS: 1n << 33n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
  CREATE_EVENTS: 1n << 44n,
} as const;

export type Permission = keyof typeof PERMISSION;

/** What @everyone may do in a new server. */
export const EVERYONE =
  PERMISSION.VIEW_CHANNEL |
  PERMISSION.SEND_MESSAGES |
  PERMISSION.EMBED_LINKS |
  PERMISSION.ATTACH_FILES |
  PERMISSION.READ_MESSAGE_HISTORY |
  PERMISSION.USE_APPLICATION_COMMANDS |
  PERMISSION.SEND_MESSAGES_IN_THREADS;

/** What the bot's role may do beyond @everyone, as its invite link asks for. */
export const BOT_ROLE = EVERYONE | PERMISSION.MENTION_EVERYONE | PERMISSION.CREATE_EVENTS | PERMISSION.MANAGE_EVENTS;

/** The permissions of somebody in a server: their own, their roles' and @everyone's. */
export const permissionsOf = (guild: Guild, personId: string): bigint => {
  const member = guild.members.get(personId);
  if (!member) return 0n;
  let bits = member.permissions | (guild.roles.get(guild.id)?.permissions ?? 0n);
  for (const role of member.roles) bits |= guild.roles.get(role)?.permissions ?? 0n;
  return bits;
};

export const may = (bits: bigint, permission: Permission): boolean =>
  (bits & PERMISSION.ADMINISTRATOR) !== 0n || (bits & PERMISSION[permission]) !== 0n;

/** What the bot may do in a server; nothing where it was not added. */
export const botMay = (state: State, guild: Guild, permission: Permission): boolean =>
  guild.installed && may(guild.botPermissions | permissionsOf(guild, state.bot.id), permission);

/** How many members have each role; @everyone is not counted. */
export const memberCounts = (guild: Guild): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const id of guild.roles.keys())
    if (id !== guild.id) counts[id] = [...guild.members.values()].filter((one) => one.roles.has(id)).length;
  return counts;
};
