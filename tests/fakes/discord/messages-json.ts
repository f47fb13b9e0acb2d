// The loopback Discord: people and messages as the API shows them.
import { shownTexts } from "./components.ts";
import { mentionsJson, rolesIn } from "./messages-mentions.ts";
import { iso } from "./snowflake.ts";
import type { Member, Message, Person, State } from "./state.ts";
import type { Json } from "./types.ts";

const KIND = { said: 0, reply: 19, slash: 20, menu: 23 } as const;

export const userJson = (person: Person): Json => ({
  id: person.id,
  username: person.name.toLowerCase().replace(/[^a-z0-9_.]+/g, "_"),
  discriminator: person.bot ? "4242" : "0",
  global_name: person.bot ? null : person.globalName,
  avatar: null,
  avatar_decoration_data: null,
  banner: null,
  accent_color: null,
  primary_guild: null,
  collectibles: null,
  ...(person.bot && { bot: true }),
  public_flags: 0,
  flags: 0,
});

/** A member of a server without `user`, as interactions and messages resolve it. */
export const memberJson = (member: Member): Json => ({
  avatar: null,
  banner: null,
  communication_disabled_until: null,
  deaf: false,
  flags: 0,
  joined_at: iso(member.joinedAt),
  mute: false,
  nick: member.nick ?? null,
  pending: false,
  premium_since: null,
  roles: [...member.roles],
});

/** Everybody is shown, somebody who left as well. */
export const authorJson = (state: State, id: string): Json => {
  const person = state.people.get(id);
  return person
    ? userJson(person)
    : { id, username: "deleted_user", discriminator: "0", global_name: null, avatar: null, public_flags: 0, flags: 0 };
};

const textOf = (message: Message): string => [message.content, ...shownTexts(message.components)].join("\n");

/** A message as REST answers it and interactions carry it. */
export const messageJson = (state: State, message: Message): Json => {
  const text = textOf(message);
  return {
    id: message.id,
    channel_id: message.channel.id,
    type: kindOf(message),
    author: authorJson(state, message.authorId),
    content: message.content,
    timestamp: iso(message.createdAt),
    edited_timestamp: message.editedAt === undefined ? null : iso(message.editedAt),
    tts: false,
    mention_everyone: message.pings.everyone,
    mentions: mentionsJson(state, text, (id) => authorJson(state, id)),
    mention_roles: rolesIn(text).filter((id) => message.channel.guild?.roles.has(id)),
    attachments: [],
    embeds: message.embeds,
    components: message.components,
    pinned: false,
    flags: message.flags,
    ...(message.webhookId !== undefined && { webhook_id: message.webhookId, application_id: message.webhookId }),
    ...(message.interactionMetadata && { interaction_metadata: message.interactionMetadata }),
    ...(message.replyTo && {
      message_reference: { type: 0, channel_id: message.channel.id, message_id: message.replyTo.id },
    }),
  };
};

const kindOf = ({ interactionMetadata, replyTo }: Message): number => {
  if (interactionMetadata?.["type"] === 2) return interactionMetadata["target_user"] ? KIND.menu : KIND.slash;
  return replyTo ? KIND.reply : KIND.said;
};
