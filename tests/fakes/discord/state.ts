// The loopback Discord: what the server knows: people, servers, channels, messages, and what happened that the gateway tells.
import { BOT_ROLE, EVERYONE } from "./permissions.ts";
import { createSnowflakes, type Snowflakes } from "./snowflake.ts";
import type { Json } from "./types.ts";

export type Person = {
  id: string;
  name: string;
  globalName: string;
  bot: boolean;
  locale: string;
  /** Whether others may write to them in private. */
  dmsOpen: boolean;
  /** They used the bot once: writing to them first is no cold approach. */
  acted: boolean;
  /** They installed the bot as their own app, so it may write to them without a server in common. */
  hasApp: boolean;
};

export type Role = { id: string; name: string; permissions: bigint; position: number; mentionable: boolean };
export type Member = { nick?: string; roles: Set<string>; permissions: bigint; joinedAt: number };

export type Guild = {
  id: string;
  name: string;
  ownerId: string;
  locale: string;
  /** The bot is a member; false where it is only somebody's own app. */
  installed: boolean;
  /** Of the bot's own role. */
  botPermissions: bigint;
  /** @everyone has the server's id. */
  roles: Map<string, Role>;
  members: Map<string, Member>;
  channels: Map<string, Channel>;
  events: Map<string, EventRecord>;
};

export const CHANNEL = { text: 0, dm: 1, groupDm: 3 } as const;

export type Channel = {
  id: string;
  type: (typeof CHANNEL)[keyof typeof CHANNEL];
  guild?: Guild;
  name: string;
  /** Of private channels; the bot's own is in those of a DM with it. */
  people: Set<string>;
  /** The bot may not see it. */
  closed: boolean;
  /** The bot may see it and not write. */
  mute: boolean;
  deleted: boolean;
  messages: Map<string, Message>;
  /** When the bot edited messages here that were an hour old: epoch ms. */
  lateEdits: number[];
};

/** What somebody put into a message, read and found good. `mentions` and `roles` are those notified. */
export type MessageBody = {
  content: string;
  embeds: Json[];
  components: Json[];
  flags: number;
  pings: { users: string[]; roles: string[]; everyone: boolean };
};

export type Message = MessageBody & {
  id: string;
  channel: Channel;
  authorId: string;
  createdAt: number;
  editedAt?: number;
  nonce?: string | number;
  /** Of the answers to interactions; the application's id. */
  webhookId?: string;
  /** The person who alone can see it. */
  ephemeralFor?: string;
  /** `interaction_metadata` of an answer. */
  interactionMetadata?: Json;
  replyTo?: Message;
  deleted: boolean;
};

export type EventRecord = {
  id: string;
  guild: Guild;
  creatorId: string;
  name: string;
  description: string | null;
  location: string;
  startsAt: number;
  endsAt: number;
  status: 1 | 2 | 3 | 4;
};

/** A gateway event: the one with a guild goes to the shard of that guild, others to shard 0. Who wants it, the intents say. */
export type Dispatch = { t: string; d: Json; guildId?: string };

/**
 * Answers to interactions, which REST hands on. `body` is what was sent, unread; all throw `Refused`.
 * Messages are read by `readMessage(state, channel, body, edit?)` of messages.ts, shown by `messageJson(state, message)`.
 * `messageId` is an id or "@original".
 */
export type InteractionDesk = {
  /** POST /interactions/:id/:token/callback. What it returns is told only where `with_response=true` was asked for. */
  callback(id: string, token: string, body: unknown): Json;
  followUp(token: string, body: unknown): Json;
  read(token: string, messageId: string): Json;
  edit(token: string, messageId: string, body: unknown): Json;
  remove(token: string, messageId: string): void;
};

export type State = {
  now: () => number;
  ids: Snowflakes;
  token: string;
  applicationId: string;
  /** The bot as a person; its id is not the application's. */
  bot: Person;
  people: Map<string, Person>;
  guilds: Map<string, Guild>;
  /** All channels of all servers, and private ones. */
  channels: Map<string, Channel>;
  /** Private channels with the bot, by the person's id. */
  dms: Map<string, Channel>;
  /** The commands registered now, by id. */
  commands: Map<string, Json>;
  /** When commands were made, and people who never acted were first written to: epoch ms. */
  commandsMade: number[];
  strangersMet: number[];
  /** What GET /gateway/bot tells; the gateway writes `url`. */
  gateway: { url: string; shards: number; identifiesLeft: number };
  /** Something changed: `watch`ers look again. */
  changed(): void;
  watch(watcher: () => void): () => void;
  /** Tells the gateway. */
  publish(event: Dispatch): void;
  onPublish(listener: (event: Dispatch) => void): void;
  newPerson(name: string, locale?: string): Person;
  newGuild(name: string, opts?: { locale?: string; installed?: boolean }): Guild;
  newRole(guild: Guild, name: string, opts?: Partial<Role>): Role;
  newChannel(name: string, opts: { guild: Guild } | { people: readonly string[]; group: boolean }): Channel;
  /** The private channel of a person and the bot, made if it is not there. */
  dmWith(personId: string): Channel;
  /** Posts, tells the gateway, and gives the message its id. */
  post(channel: Channel, authorId: string, body: MessageBody, more?: Partial<Message>): Message;
};

export const NO_PINGS: MessageBody["pings"] = { users: [], roles: [], everyone: false };

export const createState = (now: () => number, token: string): State => {
  const ids = createSnowflakes(now);
  const watchers = new Set<() => void>();
  const listeners = new Set<(event: Dispatch) => void>();
  const applicationId = ids.next();
  const bot = person(ids.next(), "Party With Me", "en-US", true);
  const state: State = {
    now,
    ids,
    token,
    applicationId,
    bot,
    people: new Map([[bot.id, bot]]),
    guilds: new Map(),
    channels: new Map(),
    dms: new Map(),
    commands: new Map(),
    commandsMade: [],
    strangersMet: [],
    gateway: { url: "", shards: 1, identifiesLeft: 1_000 },
    changed: () => {
      for (const watcher of [...watchers]) watcher();
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    publish: (event) => {
      for (const listener of [...listeners]) listener(event);
      state.changed();
    },
    onPublish: (listener) => void listeners.add(listener),
    newPerson: (name, locale = "en-US") => added(state.people, person(ids.next(), name, locale, false)),
    newGuild: (name, opts) => added(state.guilds, guildNamed(state, name, opts)),
    newRole: (guild, name, opts) => added(guild.roles, role(ids.next(), name, guild.roles.size, opts)),
    newChannel: (name, opts) => newChannel(state, name, opts),
    dmWith: (personId) => dmWith(state, personId),
    post: (channel, authorId, body, more) => post(state, channel, authorId, body, more),
  };
  return state;
};

const added = <T extends { id: string }>(kept: Map<string, T>, made: T): T => {
  kept.set(made.id, made);
  return made;
};

const person = (id: string, name: string, locale: string, bot: boolean): Person => ({
  id,
  name,
  globalName: name,
  bot,
  locale,
  dmsOpen: true,
  acted: false,
  hasApp: false,
});

const role = (id: string, name: string, position: number, opts: Partial<Role> = {}): Role => ({
  id,
  name,
  permissions: 0n,
  position,
  mentionable: true,
  ...opts,
});

const guildNamed = (state: State, name: string, opts: { locale?: string; installed?: boolean } = {}): Guild => {
  const id = state.ids.guild();
  const installed = opts.installed ?? true;
  const guild: Guild = {
    id,
    name,
    ownerId: state.ids.next(),
    locale: opts.locale ?? "en-US",
    installed,
    botPermissions: BOT_ROLE,
    roles: new Map([[id, role(id, "@everyone", 0, { permissions: EVERYONE, mentionable: false })]]),
    members: new Map(),
    channels: new Map(),
    events: new Map(),
  };
  if (installed) guild.members.set(state.bot.id, { roles: new Set(), permissions: 0n, joinedAt: state.now() });
  return guild;
};

const newChannel: (state: State, ...args: Parameters<State["newChannel"]>) => Channel = (state, name, opts) => {
  const guild = "guild" in opts ? opts.guild : undefined;
  const channel: Channel = {
    id: state.ids.next(),
    type: "guild" in opts ? CHANNEL.text : opts.group ? CHANNEL.groupDm : CHANNEL.dm,
    ...(guild && { guild }),
    name,
    people: new Set("people" in opts ? opts.people : []),
    closed: "people" in opts && opts.group,
    mute: false,
    deleted: false,
    messages: new Map(),
    lateEdits: [],
  };
  guild?.channels.set(channel.id, channel);
  return added(state.channels, channel);
};

const dmWith = (state: State, personId: string): Channel => {
  const known = state.dms.get(personId) ?? state.newChannel("", { people: [personId, state.bot.id], group: false });
  state.dms.set(personId, known);
  return known;
};

const post: (state: State, ...args: Parameters<State["post"]>) => Message = (state, channel, authorId, body, more) => {
  const id = state.ids.next();
  const fresh = { id, channel, authorId, createdAt: state.now(), deleted: false };
  const message: Message = { ...body, ...fresh, ...more };
  channel.messages.set(id, message);
  const guildId = channel.guild?.id;
  const told = { id, channel_id: channel.id, author: { id: authorId }, ...(guildId && { guild_id: guildId }) };
  if (message.ephemeralFor === undefined)
    state.publish({ t: "MESSAGE_CREATE", d: told, ...(guildId !== undefined && { guildId }) });
  else state.changed();
  return message;
};
