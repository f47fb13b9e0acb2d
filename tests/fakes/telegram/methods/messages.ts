// The loopback Bot API: sending and changing messages.
import { readMarkup } from "../markup.ts";
import { object, type Params, readObject, text, whole } from "../params.ts";
import { mustBeAbleToWrite, mustBeIn, postToEdit, replyNamed, roomNamed, threadNamed } from "../reach.ts";
import { bad, type Json, NOT_MODIFIED } from "../refused.ts";
import { messageJson } from "../shapes.ts";
import { BOT, type Post } from "../state.ts";
import { readText, textBody } from "../text.ts";
import type { Method, Rooms } from "./house.ts";

const SEND = `business_connection_id:string chat_id!:chat message_thread_id:int direct_messages_topic_id:int disable_notification:bool
  protect_content:bool allow_paid_broadcast:bool message_effect_id:string suggested_post_parameters:object reply_parameters:object reply_markup:object`;
const POINT = "latitude!:float longitude!:float";
const EDIT = "business_connection_id:string chat_id:chat message_id:int inline_message_id:string reply_markup:object";
const PREVIEW = "is_disabled:bool url:string prefer_small_media:bool prefer_large_media:bool show_above_text:bool";
const REPLY = `message_id!:int chat_id:chat allow_sending_without_reply:bool quote:string quote_parse_mode:string quote_entities:array
  quote_position:int checklist_task_id:int poll_option_id:string`;
const TWO_DAYS = 48 * 3600;

/** Posts as the bot, with everything that all sending methods share. */
export const send = ({ state, limits }: Rooms, params: Params, body: () => Json): Json => {
  if (params["reply_parameters"] !== undefined) readObject("ReplyParameters", REPLY, params["reply_parameters"]);
  const room = roomNamed(state, params);
  mustBeAbleToWrite(state, room);
  const made = body();
  const threadId = threadNamed(room, params);
  const replyTo = replyNamed(room, params);
  const markup = readMarkup(object(params, "reply_markup"), room, false);
  limits.count(room);
  const post = state.post(room, {
    from: { ...BOT },
    byBot: true,
    viaBot: false,
    body: made,
    inTopic: threadId !== undefined,
    ...(threadId !== undefined && { threadId }),
    ...(markup && { markup }),
    ...(replyTo && { replyTo }),
  });
  return messageJson(state, post);
};

const words = (params: Params, tooLong: string): Json => {
  if (params["link_preview_options"] !== undefined)
    readObject("LinkPreviewOptions", PREVIEW, params["link_preview_options"]);
  const read = readText(text(params, "text") ?? "", {
    parseMode: text(params, "parse_mode"),
    entities: params["entities"] as unknown[] | undefined,
    limit: 4096,
    tooLong,
  });
  const preview = object(params, "link_preview_options");
  return { ...textBody(read), ...(preview && { link_preview_options: preview }) };
};

const pointOf = (params: Params): Json => {
  const [latitude, longitude] = [params["latitude"] as number, params["longitude"] as number];
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) throw bad("wrong latitude or longitude");
  return { latitude, longitude };
};

const venue = (params: Params): Json => {
  const location = pointOf(params);
  const [title, address] = [text(params, "title"), text(params, "address")];
  return { location, venue: { location, title, address } };
};

const edit = ({ state, limits }: Rooms, params: Params, body: (post: Post) => Json): unknown => {
  const post = postToEdit(state, params);
  const inline = post.inlineId !== undefined && params["inline_message_id"] !== undefined;
  const markup = readMarkup(object(params, "reply_markup"), post.room, true);
  const made = body(post);
  if (same(post.body, made) && same(post.markup, markup)) throw bad(NOT_MODIFIED);
  limits.count(inline ? undefined : post.room);
  post.body = made;
  if (markup) post.markup = markup;
  else delete post.markup;
  post.editDate = state.seconds();
  state.changed();
  return inline ? true : messageJson(state, post);
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const remove = ({ state }: Rooms, params: Params): true => {
  const room = roomNamed(state, params);
  mustBeIn(state, room);
  const post = room.posts.get(whole(params, "message_id") ?? 0);
  if (!post || post.deleted) throw bad("message to delete not found");
  const mine = post.byBot || room.type === "private" || room.bot === "administrator";
  const late = state.seconds() - post.date > TWO_DAYS && room.bot !== "administrator";
  if (!mine || late) throw bad("message can't be deleted for everyone");
  post.deleted = true;
  state.changed();
  return true;
};

export const messageMethods: Record<string, Method> = {
  sendMessage: {
    takes: `${SEND} text!:string parse_mode:string entities:array link_preview_options:object`,
    run: (house, params) => send(house, params, () => words(params, "message is too long")),
  },
  sendLocation: {
    takes: `${SEND} ${POINT} horizontal_accuracy:float live_period:int heading:int proximity_alert_radius:int`,
    run: (house, params) => send(house, params, () => ({ location: pointOf(params) })),
  },
  sendVenue: {
    takes: `${SEND} ${POINT} title!:string address!:string foursquare_id:string foursquare_type:string google_place_id:string google_place_type:string`,
    run: (house, params) => send(house, params, () => venue(params)),
  },
  editMessageText: {
    takes: `${EDIT} text!:string parse_mode:string entities:array link_preview_options:object`,
    run: (house, params) =>
      edit(house, params, (post) => {
        if (!("text" in post.body)) throw bad("there is no text in the message to edit");
        return words(params, "MESSAGE_TOO_LONG");
      }),
  },
  editMessageReplyMarkup: { takes: EDIT, run: (house, params) => edit(house, params, (post) => post.body) },
  deleteMessage: { takes: "chat_id!:chat message_id!:int", run: remove },
  deleteMessages: {
    takes: "chat_id!:chat message_ids!:array",
    run: (house, params) => {
      const ids = params["message_ids"] as number[];
      if (ids.length < 1 || ids.length > 100) throw bad("there must be 1-100 message identifiers");
      for (const message_id of ids)
        if (roomNamed(house.state, params).posts.get(message_id)?.deleted === false)
          remove(house, { ...params, message_id });
      return true;
    },
  },
  sendChatAction: {
    takes: "business_connection_id:string chat_id!:chat message_thread_id:int action!:string",
    run: ({ state }, params) => {
      if (!ACTIONS.has(text(params, "action") ?? "")) throw bad("wrong parameter action in request");
      mustBeAbleToWrite(state, roomNamed(state, params));
      return true;
    },
  },
  pinChatMessage: {
    takes: "business_connection_id:string chat_id!:chat message_id!:int disable_notification:bool",
    run: ({ state }, params) => {
      const room = roomNamed(state, params);
      mustBeIn(state, room);
      if (room.type !== "private" && room.bot !== "administrator")
        throw bad("not enough rights to manage pinned messages in the chat");
      if (room.posts.get(whole(params, "message_id") ?? 0)?.deleted !== false) throw bad("message to pin not found");
      return true;
    },
  },
};

const ACTIONS = new Set(["typing", "upload_photo", "upload_document", "find_location", "choose_sticker"]);
