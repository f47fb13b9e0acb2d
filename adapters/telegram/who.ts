// Telegram: people and chats as the core knows them.
import type { Account, Chat } from "../../src/core.ts";
import type { Message, Pressed, TgChat, User } from "./update.ts";

/** Telegram's stand-in for an admin who writes without a name. */
const ANONYMOUS = "1087968824";

export const accountOf = (user: Pick<User, "id">): Account => ({ platform: "telegram", userId: user.id });

export const nameOf = (user: User): string => [user.first_name, user.last_name].filter(Boolean).join(" ");

/** A person who can be answered by name: neither a bot nor an admin without one. */
export const isPerson = (user: User | undefined): user is User =>
  user !== undefined && !user.is_bot && user.id !== ANONYMOUS;

export const privateChat = (userId: string): Chat => ({
  platform: "telegram",
  chatId: userId,
  kind: "person",
  reach: "post",
});

/** The chat of a message, with its topic in a forum. */
export const chatOf = (message: Pick<Message | Pressed, "chat" | "is_topic_message" | "message_thread_id">): Chat => {
  const { chat, is_topic_message: topic, message_thread_id: thread } = message;
  return groupOrPrivate(chat, topic === true ? thread : undefined);
};

export const groupOrPrivate = (chat: Pick<TgChat, "id" | "type">, threadId?: string): Chat =>
  chat.type === "private"
    ? privateChat(chat.id)
    : {
        platform: "telegram",
        chatId: chat.id,
        ...(threadId !== undefined && { threadId }),
        kind: "group",
        reach: "post",
      };

const INLINE = "inline:";

/** A message shared inline stands in a chat that the bot cannot see: it is a chat of its own, where one card can be edited. */
export const inlineChat = (inlineMessageId: string): Chat => ({
  platform: "telegram",
  chatId: `${INLINE}${inlineMessageId}`,
  kind: "group",
  reach: "post",
});

export const isInline = (chat: Chat): boolean => chat.chatId.startsWith(INLINE);

/** Where a call goes: the chat, and its topic where it has one. */
export const addressOf = (chat: Pick<Chat, "chatId" | "threadId">): Record<string, unknown> => ({
  chat_id: chat.chatId,
  ...(chat.threadId !== undefined && { message_thread_id: Number(chat.threadId) }),
});
