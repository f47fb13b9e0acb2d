// The loopback Discord: an interaction as the gateway tells it, complete, and what a message remembers of the one it answers.
import { actingMember } from "./gateway-payloads.ts";
import type { Interaction } from "./interactions.ts";
import { messageJson, userJson } from "./messages-json.ts";
import { BOT_ROLE, EVERYONE, permissionsOf } from "./permissions.ts";
import { channelJson } from "./rest-places.ts";
import { type Channel, CHANNEL, type State } from "./state.ts";
import type { Json } from "./types.ts";

export const CONTEXT = { server: 0, botPrivate: 1, private: 2 } as const;
export type Context = (typeof CONTEXT)[keyof typeof CONTEXT];

const ATTACHMENTS_MAX = 10_485_760;

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object */
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
    channel: { ...channelJson(state, channel), ...(guild && { permissions: String(permissionsOf(guild, by.id)) }) },
    ...(message && { message: messageJson(state, message) }),
    locale: by.locale,
    app_permissions: appPermissions(state, channel),
    entitlements: [],
    authorizing_integration_owners: ownersOf(state, one),
    context: contextOf(state, channel),
    attachment_size_limit: ATTACHMENTS_MAX,
  };
};

/** What the bot may do there: in a server by its role, elsewhere what anybody may. */
const appPermissions = (state: State, { guild }: Channel): string => {
  if (guild?.installed !== true) return String(EVERYONE);
  return String((guild.botPermissions ?? BOT_ROLE) | permissionsOf(guild, state.bot.id));
};

export const contextOf = (state: State, channel: Channel): Context => {
  if (channel.guild) return CONTEXT.server;
  return channel.type === CHANNEL.dm && channel.people.has(state.bot.id) ? CONTEXT.botPrivate : CONTEXT.private;
};

/** Who brought the bot along: 0 a server (or "0" in its own private chat), 1 somebody for themselves, of a button whoever asked for its message. */
const ownersOf = (state: State, { channel, by, message }: Interaction): Json => {
  if (channel.guild?.installed === true) return { "0": channel.guild.id, ...(by.hasApp && { "1": by.id }) };
  if (contextOf(state, channel) === CONTEXT.botPrivate) return { "0": "0", ...(by.hasApp && { "1": by.id }) };
  return (message?.interactionMetadata?.["authorizing_integration_owners"] as Json | undefined) ?? { "1": by.id };
};

/** `interaction_metadata` of an answer to it. */
export const metadataOf = (state: State, one: Interaction): Json => {
  const { data, message, after } = one;
  const target = String(data["target_id"]);
  const person = data["type"] === 2 ? state.people.get(target) : undefined;
  return {
    id: one.id,
    type: one.kind,
    user: userJson(one.by),
    authorizing_integration_owners: ownersOf(state, one),
    ...(one.original && { original_response_message_id: one.original.id }),
    ...(after
      ? { triggering_interaction_metadata: metadataOf(state, after) }
      : message && { interacted_message_id: message.id }),
    ...(person && { target_user: userJson(person) }),
    ...(data["type"] === 3 && { target_message_id: target }),
  };
};
