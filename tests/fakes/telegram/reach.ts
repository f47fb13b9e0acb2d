// The loopback Bot API: whether the bot may write where it wants to, and which message it means.
import { type Params, whole } from "./params.ts";
import { bad, forbidden } from "./refused.ts";
import type { Post, Room, State } from "./state.ts";

/** The chat a call names. Throws as the server does where the bot knows no such chat, or it has moved. */
export const roomNamed = (state: State, params: Params): Room => {
  const id = params["chat_id"];
  const room = typeof id === "number" ? state.rooms.get(id) : undefined;
  if (!room) throw bad("chat not found");
  if (room.migratedTo !== undefined)
    throw withParameters(bad("group chat was upgraded to a supergroup chat"), { migrate_to_chat_id: room.migratedTo });
  const person = room.type === "private" ? state.people.get(room.id) : undefined;
  if (person && !person.met) throw bad("chat not found");
  if (!person && room.bot === "left" && room.posts.size === 0) throw bad("chat not found");
  return room;
};

const withParameters = (refused: ReturnType<typeof bad>, parameters: Record<string, unknown>): Error =>
  Object.assign(refused, { parameters });

const KINDS = { private: "", group: "group chat", supergroup: "supergroup chat", channel: "channel chat" } as const;

/** Throws unless the bot is in this chat (a person: unless they started it, and let it write). */
export const mustBeIn = (state: State, room: Room): void => {
  const person = room.type === "private" ? state.people.get(room.id) : undefined;
  if (person?.deactivated) throw forbidden("user is deactivated");
  if (person?.blocked) throw forbidden("bot was blocked by the user");
  if (person && !person.started) throw forbidden("bot can't initiate conversation with a user");
  if (room.bot === "kicked") throw forbidden(`bot was kicked from the ${KINDS[room.type]}`);
  if (room.bot === "left") throw forbidden(`bot is not a member of the ${KINDS[room.type]}`);
};

export const mustBeAbleToWrite = (state: State, room: Room): void => {
  mustBeIn(state, room);
  if (room.muted) throw bad("not enough rights to send text messages to the chat");
  if (room.type === "channel" && room.bot !== "administrator")
    throw bad("need administrator rights in the channel chat");
};

/** The topic to post in. The general topic has no number to name. */
export const threadNamed = (room: Room, params: Params): number | undefined => {
  const thread = whole(params, "message_thread_id");
  if (thread === undefined) return undefined;
  if (!room.forum || !room.topics.has(thread)) throw bad("message thread not found");
  return thread;
};

/** The message to answer to, if it is still there; none if it may be missing. */
export const replyNamed = (room: Room, params: Params): Post | undefined => {
  const given = params["reply_parameters"] as Params | undefined;
  if (!given) return undefined;
  const elsewhere = given["chat_id"] !== undefined && Number(given["chat_id"]) !== room.id;
  const post = elsewhere ? undefined : room.posts.get(Number(given["message_id"]));
  if (post && !post.deleted) return post;
  if (given["allow_sending_without_reply"] === true) return undefined;
  throw bad("message to be replied not found");
};

/** The message of the bot's own that a call wants to edit, in a chat or sent by inline mode. */
export const postToEdit = (state: State, params: Params): Post => {
  const inlineId = params["inline_message_id"] as string | undefined;
  if (inlineId !== undefined) {
    const post = state.inline.get(inlineId);
    if (!post) throw bad("MESSAGE_ID_INVALID");
    return post;
  }
  if (params["chat_id"] === undefined) throw bad("chat_id is empty");
  if (whole(params, "message_id") === undefined) throw bad("message identifier is not specified");
  const room = roomNamed(state, params);
  mustBeIn(state, room);
  const post = room.posts.get(whole(params, "message_id") ?? 0);
  if (!post || post.deleted) throw bad("message to edit not found");
  if (!post.byBot || isService(post)) throw bad("message can't be edited");
  return post;
};

export const isService = (post: Post): boolean =>
  !["text", "location", "venue", "photo", "document"].some((kind) => kind in post.body);
