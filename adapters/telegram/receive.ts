// Telegram: one update, whichever way it came: read, put in its chat's lane, handled once.
import { setTimeout as rest } from "node:timers/promises";
import type { Bot } from "./parts.ts";
import { onChosen, onInlineQuery } from "./inline.ts";
import { onChannelPost, onMember, onService } from "./members.ts";
import { onTap } from "./tap.ts";
import { onMessage } from "./typed.ts";
import type { Update } from "./update.ts";
import { numberOf, readUpdate } from "./update.ts";
import { chatOf } from "./who.ts";

export type Receive = (raw: unknown) => Promise<void>;

/** Numbers of updates kept in mind: Telegram repeats one within a day, and the core runs a repeated one once in any case. */
const SEEN_MAX = 10_000;
const TRIES = 3;
/** In milliseconds, before an update that failed is tried again. */
const PAUSE = 250;

/** Handles an update. Never rejects: one that has no shape is skipped, one that fails thrice is let go. */
export const createReceive = (bot: Bot): Receive => {
  const seen = new Set<number>();
  return async (raw) => {
    const number = numberOf(raw);
    const update = readUpdate(raw);
    if (!update) return bot.log("telegram update skipped", number === undefined ? {} : { count: 1 });
    if (seen.has(update.update_id)) return;
    seen.add(update.update_id);
    if (seen.size > SEEN_MAX) for (const oldest of [...seen].slice(0, SEEN_MAX / 2)) seen.delete(oldest);
    await bot.lanes.in(laneOf(update), () => patiently(bot, update, seen));
  };
};

const patiently = async (bot: Bot, update: Update, seen: Set<number>): Promise<void> => {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    try {
      return await handle(bot, update);
    } catch (error) {
      bot.log("telegram update failed", { tries, error });
      if (tries < TRIES) await rest(PAUSE * tries);
    }
  }
  seen.delete(update.update_id);
};

const laneOf = ({
  message,
  channel_post: post,
  callback_query: tap,
  my_chat_member: member,
  ...rest
}: Update): string => {
  const chat = (message ?? post ?? tap?.message ?? member)?.chat.id;
  const from = (rest.inline_query ?? rest.chosen_inline_result)?.from.id;
  return chat ?? tap?.inline_message_id ?? rest.chosen_inline_result?.inline_message_id ?? from ?? "";
};

const handle = async (bot: Bot, update: Update): Promise<void> => {
  const id = `telegram:${update.update_id}`;
  const { message, callback_query: tap } = update;
  if (tap) return onTap(bot, id, tap);
  if (update.inline_query) return onInlineQuery(bot, update.inline_query);
  if (update.chosen_inline_result) return onChosen(bot, update.chosen_inline_result);
  if (update.my_chat_member) return onMember(bot, id, update.my_chat_member);
  if (update.channel_post) return onChannelPost(bot, update.channel_post);
  if (!message || (await onService(bot, id, message))) return;
  if (message.chat.type === "channel") return;
  const doing = {
    id,
    chat: chatOf(message),
    ...(message.chat.title !== undefined && { chatTitle: message.chat.title }),
    replyTo: message.message_id,
  };
  await onMessage(bot, doing, message);
};
