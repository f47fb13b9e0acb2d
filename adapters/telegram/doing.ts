// Telegram: something a person did, as a request to the core.
import type { Chat, DraftId, Press, Reply, SeenBy } from "../../src/core.ts";
import type { Bot } from "./parts.ts";
import type { User } from "./update.ts";
import { accountOf, isInline, nameOf } from "./who.ts";

/** Who did something, and where. */
export type Doing = {
  /** The update's: the same one twice runs once. */
  id: string;
  user: User;
  chat: Chat;
  chatTitle?: string;
  /** The message that was typed, to be answered in a group. */
  replyTo?: string;
};

export type Wish<S extends SeenBy> = { press: Press; seenBy: S; draft?: DraftId; on?: string };

export const run = async <S extends SeenBy>(bot: Bot, doing: Doing, wish: Wish<S>): Promise<Reply<S>> => {
  const { user, chat, chatTitle } = doing;
  const { press, seenBy, draft, on } = wish;
  // Only one setting asks who runs the chat, so only then is Telegram asked.
  const admin = press.command === "settings" && chat.kind === "group" ? await isAdmin(bot, chat, user.id) : undefined;
  const request = {
    id: doing.id,
    account: accountOf(user),
    name: nameOf(user),
    ...(user.language_code !== undefined && { locale: user.language_code }),
    chat,
    ...(chatTitle !== undefined && { chatTitle }),
    seenBy,
    press,
    ...(on !== undefined && { on }),
    ...(admin !== undefined && { chatAdmin: admin }),
    ...(draft !== undefined && { draft }),
  };
  return bot.turn(() => bot.core.dispatch(request));
};

const isAdmin = async ({ api }: Bot, chat: Chat, userId: string): Promise<boolean> => {
  if (isInline(chat)) return false;
  const member = await api
    .call<{ status?: string }>("getChatMember", { chat_id: chat.chatId, user_id: Number(userId) })
    .catch(() => undefined);
  return member?.status === "creator" || member?.status === "administrator";
};
