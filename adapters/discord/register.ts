// Discord: tells Discord the commands, once for each change of them.
import { createHash } from "node:crypto";
import { Routes } from "discord.js";
import type { Bot } from "./parts.ts";
import { slashCommands } from "./slash.ts";

/** Rejects while Discord or the database cannot be reached; what was registered before goes on working. */
export const register = async (bot: Bot): Promise<void> => {
  const body = slashCommands(bot.core.commands);
  const name = `discord.commands:${bot.me.applicationId}`;
  const hash = createHash("sha256").update(JSON.stringify(body)).digest("base64url");
  if ((await bot.desk.recall(name)) === hash) return;
  await bot.rest.put(Routes.applicationCommands(bot.me.applicationId), { body });
  await bot.desk.remember(name, hash);
};
