// The loopback Discord: an interaction as the gateway tells it, complete.
import { actingMember, channelJson } from "./gateway-payloads.ts";
import type { Interaction } from "./interactions.ts";
import { messageJson, userJson } from "./messages-json.ts";
import { BOT_ROLE, permissionsOf } from "./permissions.ts";
import { type Channel, CHANNEL, type State } from "./state.ts";
import type { Json } from "./types.ts";

const CONTEXT = { server: 0, botPrivate: 1, private: 2 } as const;
const ATTACHMENTS_MAX = 10_485_760;

export const payloadOf = (state: State, one: Interaction): Json => {
  const { channel, by, message } = one;
  const { guild } = channel;
  return {
    id: one.id,
    application_id: state.applicationId,
    type: one.kind,
    token: one.token,
    version: 1,
    data: one.data,
    ...(guild && {
      guild_id: guild.id,
      guild: { id: guild.id, locale: guild.locale, features: [] },
      guild_locale: guild.locale,
      member: actingMember(state, guild, by),
    }),
    ...(!guild && { user: userJson(by) }),
    channel_id: channel.id,
    channel: { ...channelJson(channel), ...(guild && { permissions: String(permissionsOf(guild, by.id)) }) },
    ...(message && { message: messageJson(state, message) }),
    locale: by.locale,
    app_permissions: String(guild?.installed === true ? (guild.botPermissions ?? BOT_ROLE) : 0),
    entitlements: [],
    authorizing_integration_owners: ownersOf(state, one),
    context: contextOf(state, channel),
    attachment_size_limit: ATTACHMENTS_MAX,
  };
};

const contextOf = (state: State, channel: Channel): number => {
  if (channel.guild) return CONTEXT.server;
  return channel.type === CHANNEL.dm && channel.people.has(state.bot.id) ? CONTEXT.botPrivate : CONTEXT.private;
};

/** Who brought the bot along: 0 a server (or "0" in its own private chat), 1 the person themselves. */
const ownersOf = (state: State, { channel, by }: Interaction): Json => {
  if (channel.guild?.installed === true) return { "0": channel.guild.id };
  return contextOf(state, channel) === CONTEXT.botPrivate ? { "0": "0" } : { "1": by.id };
};
