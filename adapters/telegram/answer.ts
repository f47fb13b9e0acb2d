// Telegram: the core's reply as messages: in the chat where it was typed, or in private.
import type { Chat, Reply, View } from "../../src/core.ts";
import { putQuestion } from "./ask.ts";
import type { Doing } from "./doing.ts";
import type { Bot } from "./parts.ts";
import { bodyOf, textBody } from "./render.ts";
import { say } from "./say.ts";
import { privateChat } from "./who.ts";

/** Says the reply where the person is: `at` is where it is read, and the question, where there is one, is put there too. */
export const answerIn = async (bot: Bot, doing: Doing, reply: Reply, at: Chat = doing.chat): Promise<void> => {
  if (reply.kind === "ask") return putQuestion(bot, doing, reply.ask, at);
  const body = reply.view
    ? bodyOf(reply.view, bot.core, doing.user.language_code)
    : textBody([{ text: reply.notice ?? "✓" }]);
  await say(bot, at, body, at.kind === "group" ? doing.replyTo : undefined);
};

/** Sends a view to a person in private; false when they cannot be written to. */
export const tellPrivately = async (bot: Bot, doing: Doing, view: View<"person">): Promise<boolean> => {
  if (await bot.reach.isLost(doing.user.id)) return false;
  const sent = await say(bot, privateChat(doing.user.id), bodyOf(view, bot.core, doing.user.language_code));
  return sent !== undefined;
};
