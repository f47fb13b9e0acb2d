// The loopback Bot API: people, and what they do in their clients.
import { isIn, tell } from "./ear.ts";
import type { Marked } from "./html.ts";
import { isStartPayload } from "./links.ts";
import type { Rooms } from "./methods/house.ts";
import type { Json } from "./refused.ts";
import { postOf, type Seen, seen } from "./screen.ts";
import { chatJson, memberJson, messageJson, personJson } from "./shapes.ts";
import { ANONYMOUS_ADMIN, BOT, CHANNEL_SENDER, type Entity, type Person, type Post, type Room } from "./state.ts";
import { textBody, withFound } from "./text.ts";

/** A chat to write in: a group, one of its topics, or a person's private chat with the bot. */
export type Place = { readonly id: number; readonly threadId?: number };
export type Point = { latitude: number; longitude: number; live_period?: number; horizontal_accuracy?: number };
export type Sends = {
  replyTo?: Seen;
  /** Marks of the person's own, such as text_mention; those of commands and addresses are found by the server. */
  entities?: Entity[];
  location?: Point;
  venue?: { title: string; address: string; location: Point };
  /** Anything else of the message's own: photo, contact, sticker, … */
  other?: Json;
  /** As a group's anonymous admin, or in the name of a channel. */
  as?: "anonymous admin" | "channel";
};
/** What a tap brought: the notice or alert, and a link that opened, by the button itself or by the bot's answer. */
export type Tapped = { text: string; alert: boolean; url?: string; switchInline?: { query: string; here: boolean } };
export type InlineResult = {
  id: string;
  title: string;
  description: string;
  text: string;
  buttons: string[];
  readonly raw: Json;
};
export type InlineAnswer = {
  results: InlineResult[];
  personal: boolean;
  button?: { text: string; start_parameter?: string };
};

export type FakeUser = ReturnType<typeof createUser>;
export type UserOptions = {
  id?: number;
  lastName?: string;
  username?: string;
  languageCode?: string;
  started?: boolean;
};

/** How long a person looks at a spinning button, in ms of real time. */
const PATIENCE = 10_000;

export const createUser = (house: Rooms, name: string, opts: UserOptions = {}) => {
  const { state, inbox } = house;
  const { started = false, ...more } = opts;
  const person = state.newPerson(name, { languageCode: "en", ...more, started, met: started });
  const user = {
    id: person.id,
    name,
    person,
    /** Their chat with the bot. */
    private: { id: person.id } satisfies Place,
    json: (): Json => personJson(person),

    /** Writes in a chat. In private this starts the bot, and lets it write again if it was blocked. */
    sends: (place: Place, text: string, more: Sends = {}): Seen => {
      const room = roomFor(house, person, place);
      if (room.type === "private") begin(house, person);
      const post = state.post(room, {
        ...authorOf(room, person, more),
        ...threadOf(room, place, more, house),
        body: bodyOf(text, more),
      });
      tell(state, inbox, post);
      return seen(post);
    },
    edits: (message: Seen, text: string, more: Sends = {}): Seen => {
      const post = postOf(state, message);
      post.body = bodyOf(text, more);
      post.editDate = state.seconds();
      state.changed();
      tell(state, inbox, post, true);
      return seen(post);
    },
    /** Follows t.me/partybot?start=<payload>: the client sends "/start <payload>". */
    opensDeepLink: (payload = ""): Seen => {
      if (payload !== "" && !isStartPayload(payload)) throw new Error("clients open no such start payload");
      return user.sends(user.private, `/start ${payload}`.trim());
    },
    /** Taps a button of a message; resolves with what then appears. Rejects if the bot does not answer. */
    taps: (message: Seen, label: string): Promise<Tapped> => tap(house, person, message, label),
    /** Types "@partybot <query>" in some chat. */
    inline: (query: string, where: InlineFrom = {}): Promise<InlineAnswer> => askInline(house, person, query, where),
    /** Chooses a result: it is posted in that chat in the person's name, via the bot. */
    chooses: (result: InlineResult, place: Place, query = ""): Seen =>
      chooseInline(house, person, result, place, query),
    blocks: (): void => setBlocked(house, person, true),
    unblocks: (): void => setBlocked(house, person, false),
    deletesAccount: (): void => {
      person.deactivated = true;
      state.changed();
    },
    /** What this person sees in a chat, oldest first. */
    messagesIn: (place: Place): Seen[] =>
      [...roomFor(house, person, place).posts.values()]
        .filter((post) => !post.deleted && (place.threadId === undefined || post.threadId === place.threadId))
        .map(seen),
  };
  return user;
};

const roomFor = (house: Rooms, person: Person, place: Place): Room => {
  const room = house.state.rooms.get(place.id);
  const status = room?.members.get(person.id);
  if (!room || status === undefined || status === "left" || status === "kicked")
    throw new Error(`${person.firstName} is not in ${place.id}`);
  return room;
};

/** First words in private start the bot, and undo a block. */
const begin = (house: Rooms, person: Person): void => {
  if (person.blocked) setBlocked(house, person, false);
  person.started = true;
};

const setBlocked = (house: Rooms, person: Person, blocked: boolean): void => {
  if (person.blocked === blocked) return;
  const { state, inbox } = house;
  const [was, is] = blocked ? ["member", "kicked"] : ["kicked", "member"];
  person.blocked = blocked;
  if (!blocked) person.started = true;
  const room = state.rooms.get(person.id);
  const change = {
    old_chat_member: memberJson(was ?? "", { ...BOT }),
    new_chat_member: memberJson(is ?? "", { ...BOT }),
  };
  if (room)
    inbox.push("my_chat_member", {
      chat: chatJson(state, room),
      from: personJson(person),
      date: state.seconds(),
      ...change,
    });
  state.changed();
};

const authorOf = (
  room: Room,
  person: Person,
  { as }: Sends,
): Pick<Post, "from" | "byBot" | "viaBot"> & { senderChat?: Json } => {
  const none = { byBot: false, viaBot: false };
  if (as === "anonymous admin")
    return { ...none, from: ANONYMOUS_ADMIN, senderChat: { id: room.id, title: room.title, type: room.type } };
  if (as === "channel")
    return { ...none, from: CHANNEL_SENDER, senderChat: { id: -1001999999999, title: "A channel", type: "channel" } };
  return { ...none, from: personJson(person) };
};

/**
 * In a forum a message lies in a topic, and one that replies to nothing replies to the topic's first message.
 * In any other supergroup a reply carries the number of its thread, though there is no topic to post in.
 */
const threadOf = (
  room: Room,
  place: Place,
  { replyTo }: Sends,
  { state }: Rooms,
): Pick<Post, "inTopic"> & { threadId?: number; replyTo?: Post } => {
  const answered = replyTo && postOf(state, replyTo);
  const topic = room.forum && place.threadId !== undefined ? room.topics.get(place.threadId) : undefined;
  if (place.threadId !== undefined && !topic) throw new Error(`no topic ${place.threadId} in ${room.title}`);
  if (topic) return { inTopic: true, threadId: topic.id, replyTo: answered ?? topic };
  if (!answered) return { inTopic: false };
  return {
    inTopic: false,
    replyTo: answered,
    ...(room.type === "supergroup" && { threadId: answered.threadId ?? answered.id }),
  };
};

const bodyOf = (text: string, { entities = [], location, venue, other }: Sends): Json => {
  if (text.length > 4096) throw new Error("clients cut a text at 4,096");
  const marked: Marked = withFound({ text, entities });
  return {
    ...(text !== "" && textBody(marked)),
    ...(location && { location }),
    ...(venue && { location: venue.location, venue }),
    ...other,
  };
};

const tap = async (house: Rooms, person: Person, message: Seen, label: string): Promise<Tapped> => {
  const { state, inbox, queries } = house;
  const post =
    message.inlineMessageId === undefined ? postOf(state, message) : state.inline.get(message.inlineMessageId);
  if (!post) throw new Error("the message is gone");
  roomFor(house, person, post.room);
  const button = seen(post)
    .buttons.flat()
    .find((one) => one.label === label);
  if (!button)
    throw new Error(
      `no button ${label} on ${JSON.stringify(seen(post).text)}: ${seen(post)
        .buttons.flat()
        .map((one) => one.label)
        .join(", ")}`,
    );
  const { callbackData, url, switchInline } = button;
  if (callbackData === undefined)
    return { text: "", alert: false, ...(url !== undefined && { url }), ...(switchInline && { switchInline }) };
  const { id, answered } = queries.ask("callback", PATIENCE);
  person.met = true;
  const on = post.inlineId === undefined ? { message: messageJson(state, post) } : { inline_message_id: post.inlineId };
  inbox.push("callback_query", {
    id,
    from: personJson(person),
    ...on,
    chat_instance: post.room.instance,
    data: callbackData,
  });
  return (await answered) as Tapped;
};

export type InlineFrom = {
  location?: Point;
  chatType?: "sender" | "private" | "group" | "supergroup" | "channel";
  offset?: string;
};

const askInline = async (house: Rooms, person: Person, query: string, where: InlineFrom): Promise<InlineAnswer> => {
  if (query.length > 256) throw new Error("clients cut an inline query at 256");
  const { id, answered } = house.queries.ask("inline", PATIENCE);
  person.met = true;
  house.inbox.push("inline_query", {
    id,
    from: personJson(person),
    query,
    offset: where.offset ?? "",
    chat_type: where.chatType ?? "group",
    ...(where.location && { location: where.location }),
  });
  const { results, ...more } = (await answered) as { results: Json[]; personal: boolean; button?: { text: string } };
  return { ...more, results: results.map(resultShown) };
};

const resultShown = (raw: Json): InlineResult => ({
  id: String(raw["id"]),
  title: String(raw["title"]),
  description: String(raw["description"] ?? ""),
  text: (raw["marked"] as Marked).text,
  buttons: (((raw["markup"] as Json | undefined)?.["inline_keyboard"] as Json[][] | undefined) ?? [])
    .flat()
    .map((one) => String(one["text"])),
  raw,
});

/** Only a message with an inline keyboard gets an id by which the bot may edit it. */
const chooseInline = (house: Rooms, person: Person, { raw, id }: InlineResult, place: Place, query: string): Seen => {
  const { state, inbox } = house;
  const room = house.state.rooms.get(place.id)?.members.has(person.id) ? roomFor(house, person, place) : undefined;
  if (!room) throw new Error(`${person.firstName} is not in ${place.id}`);
  const markup = raw["markup"] as Json | undefined;
  const inlineId = markup && Buffer.from(`${state.unique()}.inline`).toString("base64url");
  const post = state.post(room, {
    from: personJson(person),
    byBot: false,
    viaBot: true,
    body: textBody(raw["marked"] as Marked),
    ...threadOf(room, place, {}, house),
    ...(markup && { markup }),
    ...(inlineId !== undefined && { inlineId }),
  });
  if (inlineId !== undefined) state.inline.set(inlineId, post);
  if (isIn(room)) tell(state, inbox, post);
  inbox.push("chosen_inline_result", {
    result_id: id,
    from: personJson(person),
    query,
    ...(inlineId !== undefined && { inline_message_id: inlineId }),
  });
  return seen(post);
};
