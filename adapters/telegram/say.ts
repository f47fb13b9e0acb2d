// Telegram: says something in a chat as an answer, at once; what cannot be said is let go, for the change it tells of stands.
import { setTimeout as rest } from "node:timers/promises";
import type { Chat } from "../../src/core.ts";
import { editBody, migrated, sendBody } from "./deliver.ts";
import { alarmOf, codeOf, faultOf, movedTo, waitOf } from "./faults.ts";
import type { Bot } from "./parts.ts";
import type { Body } from "./render.ts";

/** An answer waits this long for a busy chat, in milliseconds, and no longer: others wait behind it. */
const PATIENCE = 5_000;

/** Sends; the message's id, or undefined when it could not be sent. Never rejects. */
export const say = async (
  bot: Bot,
  chat: Chat,
  body: Record<string, unknown>,
  replyTo?: string,
): Promise<string | undefined> => {
  const whole = {
    ...body,
    ...(replyTo !== undefined && {
      reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true },
    }),
  };
  try {
    bot.pace.counted();
    return await patiently(() => sendBody(bot, chat, whole));
  } catch (error) {
    const to = movedTo(error);
    if (to !== undefined && to !== chat.chatId) return say(bot, await migrated(bot, chat, to), body);
    await note(bot, chat, error);
    return undefined;
  }
};

/** Edits in place; false when that could not be done. Never rejects. */
export const change = async (bot: Bot, chat: Chat, messageId: string, body: Body): Promise<boolean> => {
  try {
    bot.pace.counted();
    await patiently(() => editBody(bot, chat, messageId, body));
    return true;
  } catch (error) {
    await note(bot, chat, error);
    return false;
  }
};

const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const wait = waitOf(error);
    if (wait === undefined || wait > PATIENCE) throw error;
    await rest(wait);
    return work();
  }
};

const note = async (bot: Bot, chat: Chat, error: unknown): Promise<void> => {
  const { outcome } = faultOf(error, false);
  if (outcome === "unreachable" && chat.kind === "person") await bot.reach.lose(chat.chatId);
  const code = codeOf(error);
  bot.log("telegram answer not sent", {
    outcome,
    ...(code === undefined ? { error } : { status: code }),
    ...alarmOf(error),
  });
};
