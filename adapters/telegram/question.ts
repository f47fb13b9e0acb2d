// Telegram: the question that is open with a person in a chat. It is kept in the store, so that a restart goes on with it.
import { z } from "zod";
import type { Chat } from "../../src/core.ts";
import type { Bot } from "./parts.ts";

const question = z.object({
  draft: z.string(),
  command: z.string(),
  /** The argument that is asked for; absent where the answer is which argument to change. */
  arg: z.string(),
  schema: z.string(),
  /** Where the command was typed, and so where it acts: a private answer to a group's question acts in the group. */
  chat: z.object({
    platform: z.literal("telegram"),
    chatId: z.string(),
    threadId: z.string().optional(),
    kind: z.enum(["person", "group"]),
    reach: z.enum(["post", "answer"]),
  }),
  /** The bot's message; a reply to it is an answer. */
  message: z.string().optional(),
  /** Offered as buttons: values, or (`of: "arg"`) arguments of which one is then asked for. */
  choices: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
  of: z.enum(["value", "arg"]).optional(),
  words: z.string().optional(),
  /** In epoch milliseconds. */
  until: z.number(),
});

export type Question = Omit<z.output<typeof question>, "chat"> & { chat: Chat };

/** As long as the core keeps a draft. */
export const QUESTION_LIFE = 15 * 60_000;

const slot = (chat: Chat, userId: string): string => `telegram.ask:${chat.chatId}:${chat.threadId ?? ""}:${userId}`;

export const keepQuestion = ({ desk }: Bot, chat: Chat, userId: string, asked: Question): Promise<void> =>
  desk.remember(slot(chat, userId), JSON.stringify(asked), asked.until);

/** The open question of a person in a chat, however old. */
export const openQuestion = async ({ desk }: Bot, chat: Chat, userId: string): Promise<Question | undefined> => {
  const kept = await desk.recall(slot(chat, userId));
  return kept ? (question.parse(JSON.parse(kept)) as Question) : undefined;
};

export const closeQuestion = async ({ desk }: Bot, chat: Chat, userId: string): Promise<void> => {
  if ((await desk.recall(slot(chat, userId))) !== undefined) await desk.forget(slot(chat, userId));
};
