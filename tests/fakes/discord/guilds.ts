// The loopback Discord: servers and their channels, as tests set them up and look at them.
import { serverJson } from "./gateway-payloads.ts";
import { deleted } from "./messages-routes.ts";
import { PERMISSION } from "./permissions.ts";
import { channelJson, roleJson } from "./rest-places.ts";
import { seenOf } from "./screen.ts";
import { type Channel, CHANNEL, type Guild, type State } from "./state.ts";
import type { FakeChannel, FakeGuild, FakeUser, Json } from "./types.ts";

export const channelOver = (state: State, channel: Channel): FakeChannel => ({
  id: channel.id,
  ...(channel.guild && { guildId: channel.guild.id }),
  name: channel.name,
  seen: () =>
    [...channel.messages.values()]
      .filter((one) => !one.deleted && one.ephemeralFor === undefined)
      .map((one) => seenOf(state, one)),
  remove: (seen) => {
    const message = channel.messages.get(seen.messageId);
    if (message) deleted(state, message);
  },
  closes: () => {
    channel.closed = true;
  },
});

export const guildOver = (state: State, guild: Guild, channelOf: (channel: Channel) => FakeChannel): FakeGuild => ({
  id: guild.id,
  name: guild.name,
  channel: (name) => {
    const channel = state.newChannel(name, { guild });
    tells(state, guild, "CHANNEL_CREATE", channelJson(state, channel));
    return channelOf(channel);
  },
  role: (name, members) => {
    const role = state.newRole(guild, name);
    tells(state, guild, "GUILD_ROLE_CREATE", { guild_id: guild.id, role: roleJson(role) });
    for (const one of members) guild.members.get(one.id)?.roles.add(role.id);
    return { id: role.id, name };
  },
  add: (user, { manageEvents, nick } = {}) => {
    guild.members.set(user.id, {
      ...(nick !== undefined && { nick }),
      roles: guild.members.get(user.id)?.roles ?? new Set(),
      permissions: manageEvents === true ? PERMISSION.MANAGE_EVENTS : 0n,
      joinedAt: state.now(),
    });
  },
  events: () =>
    [...guild.events.values()].map((one) => ({
      id: one.id,
      name: one.name,
      ...(one.description !== null && { description: one.description }),
      location: one.location,
      startsAt: one.startsAt,
      endsAt: one.endsAt,
      status: one.status,
    })),
  hidesHistory: () => {
    guild.botPermissions &= ~PERMISSION.READ_MESSAGE_HISTORY;
    for (const role of guild.roles.values()) role.permissions &= ~PERMISSION.READ_MESSAGE_HISTORY;
  },
  kicksBot: () => {
    guild.installed = false;
    guild.members.delete(state.bot.id);
    state.publish({ t: "GUILD_DELETE", d: { id: guild.id }, guildId: guild.id });
  },
});

/** What a server's members hear of it. */
const tells = (state: State, guild: Guild, t: string, d: Json): void => {
  if (guild.installed) state.publish({ t, d, guildId: guild.id });
};

export const newGuild = (state: State, name: string, opts: { locale?: string; installed?: boolean } = {}): Guild => {
  const guild = state.newGuild(name, opts);
  if (guild.installed) state.publish({ t: "GUILD_CREATE", d: serverJson(state, guild), guildId: guild.id });
  return guild;
};

/** A private channel of several people. The bot is in none: one of them brought it along. */
export const groupDm = (state: State, members: readonly FakeUser[]): Channel => {
  const people = members.map((one) => one.id);
  const channel = state.newChannel("", { people, group: true });
  channel.type = CHANNEL.groupDm;
  return channel;
};
