// Telegram: the life of a chat: the bot is added or removed, a group gets a name or moves, a person blocks the bot or returns.
import { migrated } from "./deliver.ts";
import type { Bot } from "./parts.ts";
import { textBody } from "./render.ts";
import { say } from "./say.ts";
import type { ChannelPost, Member, Message } from "./update.ts";
import { chatOf, groupOrPrivate } from "./who.ts";
import { ownWords } from "./words.ts";

const AWAY = new Set(["left", "kicked"]);

export const onMember = async (bot: Bot, id: string, member: Member): Promise<void> => {
  const { chat, from, new_chat_member: now, old_chat_member: before } = member;
  if (chat.type === "channel") return;
  const away = AWAY.has(now.status) || now.is_member === false;
  if (chat.type === "private") return away ? bot.reach.lose(chat.id) : bot.reach.unblocked(chat.id);
  const group = groupOrPrivate(chat);
  const title = chat.title !== undefined && { title: chat.title };
  await bot.core.chatChanged(id, away ? { kind: "left", chat: group } : { kind: "joined", chat: group, ...title });
  if (!away && before !== undefined && AWAY.has(before.status))
    await say(bot, group, textBody([{ text: ownWords(from.language_code).welcome }]));
};

/** Messages that no person wrote: true when it was one. */
export const onService = async (bot: Bot, id: string, message: Message): Promise<boolean> => {
  const chat = chatOf(message);
  const { migrate_to_chat_id: to, migrate_from_chat_id: from, new_chat_title: title } = message;
  if (to !== undefined) await migrated(bot, chat, to);
  else if (from !== undefined) await migrated(bot, { ...chat, chatId: from }, chat.chatId);
  else if (title !== undefined) await bot.core.chatChanged(id, { kind: "renamed", chat, title });
  else return false;
  return true;
};

/** A channel has readers, not guests: a command there is refused kindly, and everything else is none of ours. */
export const onChannelPost = async (bot: Bot, post: ChannelPost): Promise<void> => {
  const [, word, name] = /^\/([A-Za-z0-9_]+)(?:@(\w+))?/.exec(post.text ?? "") ?? [];
  if (word === undefined) return;
  const toMe = name?.toLowerCase() === bot.me.username.toLowerCase();
  if (!toMe && (name !== undefined || !bot.core.parse(`/${word}`))) return;
  await say(bot, groupOrPrivate(post.chat), textBody([{ text: ownWords(undefined).channel }]));
};
