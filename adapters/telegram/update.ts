// Telegram: the fields of an update that are read. Whatever else comes is ignored; an update that lacks these is skipped.
import { z } from "zod";

/** Telegram's ids fit in 52 bits; from here on they are strings. */
const id = z.int().transform(String);
const text = z.string().max(20_000);

const user = z.object({
  id,
  is_bot: z.boolean(),
  first_name: text,
  last_name: text.optional(),
  language_code: z.string().max(35).optional(),
});

const chat = z.object({
  id,
  type: z.enum(["private", "group", "supergroup", "channel"]),
  title: text.optional(),
});

const entity = z.object({
  type: z.string(),
  offset: z.int().min(0),
  length: z.int().min(0),
  user: user.optional(),
});

const location = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

const message = z.object({
  message_id: id,
  message_thread_id: id.optional(),
  is_topic_message: z.boolean().optional(),
  from: user.optional(),
  sender_chat: chat.optional(),
  chat,
  text: text.optional(),
  entities: z.array(entity).max(200).optional(),
  location: location.optional(),
  venue: z.object({ location }).optional(),
  reply_to_message: z.object({ message_id: id }).optional(),
  migrate_to_chat_id: id.optional(),
  migrate_from_chat_id: id.optional(),
  new_chat_title: text.optional(),
});

/** The pressed message; one that is too old to be shown again has its id and chat alone. */
const pressed = z.object({
  message_id: id,
  message_thread_id: id.optional(),
  is_topic_message: z.boolean().optional(),
  chat,
  reply_markup: z
    .object({ inline_keyboard: z.array(z.array(z.object({ callback_data: z.string().optional() }))) })
    .optional(),
});

const member = z.object({
  chat,
  from: user,
  old_chat_member: z.object({ status: z.string() }).optional(),
  new_chat_member: z.object({ status: z.string(), is_member: z.boolean().optional() }),
});

const parts = {
  message,
  channel_post: z.object({ message_id: id, chat, text: text.optional() }),
  callback_query: z.object({
    id: z.string(),
    from: user,
    message: pressed.optional(),
    inline_message_id: z.string().max(180).optional(),
    data: z.string().max(256).optional(),
  }),
  inline_query: z.object({ id: z.string(), from: user, query: z.string().max(512) }),
  chosen_inline_result: z.object({
    result_id: z.string(),
    from: user,
    inline_message_id: z.string().max(180).optional(),
  }),
  my_chat_member: member,
};

const update = z.object({
  update_id: z.int().min(0),
  message: parts.message.optional(),
  channel_post: parts.channel_post.optional(),
  callback_query: parts.callback_query.optional(),
  inline_query: parts.inline_query.optional(),
  chosen_inline_result: parts.chosen_inline_result.optional(),
  my_chat_member: parts.my_chat_member.optional(),
});

export type User = z.output<typeof user>;
export type TgChat = z.output<typeof chat>;
export type Message = z.output<typeof message>;
export type ChannelPost = z.output<typeof parts.channel_post>;
export type Tap = z.output<typeof parts.callback_query>;
export type Pressed = z.output<typeof pressed>;
export type InlineQuery = z.output<typeof parts.inline_query>;
export type Chosen = z.output<typeof parts.chosen_inline_result>;
export type Member = z.output<typeof member>;
export type Update = z.output<typeof update>;

/** The kinds that are asked of Telegram. */
export const UPDATES = Object.keys(parts);

/** The update as it is read; undefined when it has not the shape. */
export const readUpdate = (raw: unknown): Update | undefined => {
  const read = update.safeParse(raw);
  return read.success ? read.data : undefined;
};

/** The number of an update, also of one that has no shape otherwise. */
export const numberOf = (raw: unknown): number | undefined => {
  const read = z.object({ update_id: z.int().min(0) }).safeParse(raw);
  return read.success ? read.data.update_id : undefined;
};
