// Discord: the channel in which the bot writes to one person, opened once and remembered.
import * as z from "zod";
import type { Outgoing } from "./outgoing.ts";
import type { Bot } from "./parts.ts";

const opened = z.object({ id: z.string() });

const memoOf = (userId: string): string => `discord.dm:${userId}`;

/** The channel's id. Rejects as `outgoing` does where it cannot be opened. */
export const directChannel = async (bot: Bot, outgoing: Outgoing, userId: string): Promise<string> => {
  const known = await bot.desk.recall(memoOf(userId));
  if (known !== undefined) return known;
  const { id } = opened.parse(await outgoing(bot, "post", "/users/@me/channels", { recipient_id: userId }));
  await bot.desk.remember(memoOf(userId), id);
  return id;
};

/** It is no more: the next message opens one anew. */
export const forgetChannel = (bot: Bot, userId: string): Promise<void> => bot.desk.forget(memoOf(userId));
