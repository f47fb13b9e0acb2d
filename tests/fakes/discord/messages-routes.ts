// The loopback Discord: messages over REST: post, edit, delete, read one and many.
import { readMessage, readNonce } from "./messages.ts";
import { messageJson } from "./messages-json.ts";
import { botMay, type Permission } from "./permissions.ts";
import { invalid, refusals } from "./refused.ts";
import type { Route } from "./router.ts";
import { type Channel, CHANNEL, type Message, type State } from "./state.ts";
import type { Json } from "./types.ts";

const HOUR = 3_600_000;
/** How long the same nonce finds the earlier message: "in the past few minutes". */
const NONCE_MS = 5 * 60_000;
/** Edits of messages that are an hour old, in one channel: Discord tells no number; bots have measured a few in twenty seconds. */
const LATE = { most: 5, ms: 20_000 };

/** The channel as the bot may reach it. Throws 10003 where there is none, 50001 where it may not look, 50013 for a lacking permission. */
export const channelNamed = (state: State, id: string | undefined, needs: readonly Permission[] = []): Channel => {
  const channel = state.channels.get(id ?? "");
  if (!channel || channel.deleted) throw refusals.unknownChannel();
  const { guild } = channel;
  if (channel.type === CHANNEL.groupDm || channel.closed) throw refusals.missingAccess();
  if (!guild) {
    if (!channel.people.has(state.bot.id)) throw refusals.missingAccess();
    return channel;
  }
  if (!guild.installed || !botMay(state, guild, "VIEW_CHANNEL")) throw refusals.missingAccess();
  for (const one of needs)
    if ((one === "SEND_MESSAGES" && channel.mute) || !botMay(state, guild, one)) throw refusals.missingPermissions();
  return channel;
};

/** Throws unless the person of this private channel may be written to: 50278 without a server in common, 50007 behind a closed door. */
const mustBeOpen = (state: State, channel: Channel): void => {
  if (channel.type !== CHANNEL.dm) return;
  const person = state.people.get([...channel.people].find((id) => id !== state.bot.id) ?? "");
  if (!person) throw refusals.closedDoor();
  const meets = [...state.guilds.values()].some((guild) => guild.installed && guild.members.has(person.id));
  if (!meets && !person.hasApp) throw refusals.sharesNoServer();
  if (!person.dmsOpen) throw refusals.closedDoor();
};

/** Throws 10008. What others alone can see is not there. */
const messageNamed = (channel: Channel, id: string | undefined): Message => {
  const message = channel.messages.get(id ?? "");
  if (!message || message.deleted || message.ephemeralFor !== undefined) throw refusals.unknownMessage();
  return message;
};

const create: Route["run"] = ({ state }, { ids: [channelId], body }) => {
  const channel = channelNamed(state, channelId, ["SEND_MESSAGES"]);
  const given = (body ?? {}) as Json;
  const replyTo = replyOf(channel, given["message_reference"]);
  const also = "nonce enforce_nonce message_reference";
  const read = readMessage(state, channel, body, { also, ...(replyTo && { replyTo }) });
  if (read.embeds.length > 0 && channel.guild && !botMay(state, channel.guild, "EMBED_LINKS"))
    throw refusals.missingPermissions();
  const nonce = readNonce(given["nonce"]);
  mustBeOpen(state, channel);
  const known = given["enforce_nonce"] === true ? sameNonce(state, channel, nonce) : undefined;
  if (known?.deleted === true) throw refusals.unknownMessage();
  if (known) return createdJson(state, known);
  const more = { ...(nonce !== undefined && { nonce }), ...(replyTo && { replyTo }) };
  return createdJson(state, state.post(channel, state.bot.id, read, more));
};

/** Whoever creates a message is told its nonce; nobody can rely on it in what is read later. */
const createdJson = (state: State, message: Message): Json => ({
  ...messageJson(state, message),
  ...(message.nonce !== undefined && { nonce: message.nonce }),
});

const sameNonce = (state: State, channel: Channel, nonce: string | number | undefined): Message | undefined =>
  nonce === undefined
    ? undefined
    : [...channel.messages.values()].findLast(
        (one) => one.nonce === nonce && one.authorId === state.bot.id && state.now() - one.createdAt < NONCE_MS,
      );

const replyOf = (channel: Channel, reference: unknown): Message | undefined => {
  if (reference === undefined || reference === null) return undefined;
  const given = reference as Json;
  const message = channel.messages.get(String(given["message_id"]));
  if (message && !message.deleted) return message;
  if (given["fail_if_not_exists"] === false) return undefined;
  throw invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
};

const edit: Route["run"] = ({ state }, { ids: [channelId, messageId], body }) => {
  const channel = channelNamed(state, channelId);
  const message = messageNamed(channel, messageId);
  if (message.authorId !== state.bot.id) throw refusals.someoneElses();
  const read = readMessage(state, channel, body, { edit: message });
  mustNotBeOften(state, channel, message);
  return messageJson(state, changed(state, message, read));
};

/** Writes what was read into a message, and tells the gateway of it. */
export const changed = (state: State, message: Message, read: Partial<Message>): Message => {
  Object.assign(message, read, { editedAt: state.now() });
  const guildId = message.channel.guild?.id;
  const d = { ...messageJson(state, message), ...(guildId !== undefined && { guild_id: guildId }) };
  if (message.ephemeralFor === undefined)
    state.publish({ t: "MESSAGE_UPDATE", d, ...(guildId !== undefined && { guildId }) });
  else state.changed();
  return message;
};

const mustNotBeOften = (state: State, channel: Channel, message: Message): void => {
  const at = state.now();
  if (at - message.createdAt < HOUR) return;
  channel.lateEdits = channel.lateEdits.filter((one) => at - one < LATE.ms && one <= at);
  const [first] = channel.lateEdits;
  if (first !== undefined && channel.lateEdits.length >= LATE.most)
    throw refusals.tooManyLateEdits((first + LATE.ms - at) / 1_000);
  channel.lateEdits.push(at);
};

const remove: Route["run"] = ({ state }, { ids: [channelId, messageId] }) => {
  const channel = channelNamed(state, channelId);
  const message = messageNamed(channel, messageId);
  const own = message.authorId === state.bot.id;
  if (!own && !channel.guild) throw refusals.cannotHere();
  if (!own && channel.guild && !botMay(state, channel.guild, "MANAGE_MESSAGES")) throw refusals.missingPermissions();
  deleted(state, message);
  return undefined;
};

/** Takes a message away, and tells the gateway of it. */
export const deleted = (state: State, message: Message): void => {
  message.deleted = true;
  const guildId = message.channel.guild?.id;
  const d = { id: message.id, channel_id: message.channel.id, ...(guildId !== undefined && { guild_id: guildId }) };
  state.publish({ t: "MESSAGE_DELETE", d, ...(guildId !== undefined && { guildId }) });
};

const one: Route["run"] = ({ state }, { ids: [channelId, messageId] }) =>
  messageJson(state, messageNamed(channelNamed(state, channelId, ["READ_MESSAGE_HISTORY"]), messageId));

const many: Route["run"] = ({ state }, { ids: [channelId], query }) => {
  const channel = channelNamed(state, channelId);
  const limit = Number(query.get("limit") ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.");
  // "If the current user is missing the READ_MESSAGE_HISTORY permission in the channel, then no messages will be returned."
  if (channel.guild && !botMay(state, channel.guild, "READ_MESSAGE_HISTORY")) return [];
  const all = [...channel.messages.values()].filter((each) => !each.deleted && each.ephemeralFor === undefined);
  const [before, after] = [query.get("before"), query.get("after")];
  for (const [name, id] of [
    ["before", before],
    ["after", after],
  ] as const)
    if (id !== null && !/^\d{1,20}$/.test(id))
      throw invalid(name, "NUMBER_TYPE_COERCE", `Value "${id}" is not snowflake.`);
  const within = all
    .filter((each) => before === null || BigInt(each.id) < BigInt(before))
    .filter((each) => after === null || BigInt(each.id) > BigInt(after));
  // The newest first; those after a message begin with the one next to it.
  const page = after === null ? within.slice(-limit) : within.slice(0, limit);
  return page.reverse().map((each) => messageJson(state, each));
};

const ALL = "/channels/:id/messages";
const ONE = "/channels/:id/messages/:id";

export const messageRoutes: readonly Route[] = [
  { method: "POST", path: ALL, bucket: { most: 5, ms: 5_000 }, run: create },
  { method: "GET", path: ALL, bucket: { most: 5, ms: 5_000 }, query: "limit before after around", run: many },
  { method: "GET", path: ONE, bucket: { most: 5, ms: 5_000 }, run: one },
  { method: "PATCH", path: ONE, bucket: { most: 5, ms: 5_000 }, run: edit },
  { method: "DELETE", path: ONE, bucket: { most: 5, ms: 1_000 }, run: remove },
];
