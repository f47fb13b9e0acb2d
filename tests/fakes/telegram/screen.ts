// The loopback Bot API: a chat as a person sees it in their client.
import type { Json } from "./refused.ts";
import type { Entity, Post, State } from "./state.ts";

export type SeenButton = {
  label: string;
  callbackData?: string;
  url?: string;
  /** The query it puts after the bot's name, and where: here, or in a chat of the person's choice. */
  switchInline?: { query: string; here: boolean };
};

export type Seen = {
  chatId: number;
  messageId: number;
  threadId?: number;
  byBot: boolean;
  from: string;
  /** Plain; its marks are in `entities`, offsets in UTF-16 units. */
  text: string;
  entities: Entity[];
  /** Inline buttons, row by row. */
  buttons: SeenButton[][];
  edited: boolean;
  replyTo?: number;
  inlineMessageId?: string;
  location?: { latitude: number; longitude: number };
  venue?: { title: string; address: string };
  /** A reply is asked for; the words are the hint in its field. */
  asksReply?: { placeholder: string };
  /** The keyboard shown instead of the letters: its keys, and whether a key sends the location. */
  keyboard?: { label: string; sendsLocation: boolean }[][];
  /** The names of a service message's fields: new_chat_members, migrate_to_chat_id, … */
  service: string[];
};

const SHOWN = new Set(["text", "entities", "location", "venue", "link_preview_options"]);

export const seen = (post: Post): Seen => {
  const { body, markup } = post;
  const location = body["location"] as Seen["location"];
  const venue = body["venue"] as Seen["venue"];
  return {
    chatId: post.room.id,
    messageId: post.id,
    ...(post.threadId !== undefined && { threadId: post.threadId }),
    byBot: post.byBot,
    from: String(post.from["first_name"]),
    text: (body["text"] as string | undefined) ?? "",
    entities: (body["entities"] as Entity[] | undefined) ?? [],
    buttons: ((markup?.["inline_keyboard"] as Json[][] | undefined) ?? []).map((row) => row.map(button)),
    edited: post.editDate !== undefined,
    ...(post.replyTo && { replyTo: post.replyTo.id }),
    ...(post.inlineId !== undefined && { inlineMessageId: post.inlineId }),
    ...(location && { location }),
    ...(venue && { venue: { title: venue.title, address: venue.address } }),
    ...(markup?.["force_reply"] === true && {
      asksReply: { placeholder: String(markup["input_field_placeholder"] ?? "") },
    }),
    ...(markup &&
      "keyboard" in markup && { keyboard: (markup["keyboard"] as (Json | string)[][]).map((row) => row.map(key)) }),
    service: Object.keys(body).filter((name) => !SHOWN.has(name)),
  };
};

const button = (given: Json): SeenButton => {
  const {
    text,
    callback_data,
    url,
    switch_inline_query,
    switch_inline_query_current_chat,
    switch_inline_query_chosen_chat,
  } = given;
  const chosen = (switch_inline_query_chosen_chat as Json | undefined)?.["query"] ?? switch_inline_query;
  const query = switch_inline_query_current_chat ?? chosen;
  return {
    label: String(text),
    ...(callback_data !== undefined && { callbackData: String(callback_data) }),
    ...(url !== undefined && { url: String(url) }),
    ...(query !== undefined && {
      switchInline: { query: String(query), here: switch_inline_query_current_chat !== undefined },
    }),
  };
};

const key = (given: Json | string): { label: string; sendsLocation: boolean } =>
  typeof given === "string"
    ? { label: given, sendsLocation: false }
    : { label: String(given["text"]), sendsLocation: given["request_location"] === true };

/** The post that a message on the screen is, as it stands now. Throws if it is gone. */
export const postOf = (state: State, message: { chatId: number; messageId: number }): Post => {
  const post = state.rooms.get(message.chatId)?.posts.get(message.messageId);
  if (!post || post.deleted) throw new Error(`no message ${message.messageId} in ${message.chatId}`);
  return post;
};
