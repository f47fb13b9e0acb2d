// Telegram: the menu of commands by scope and language, what the bot says of itself, and its button. Told to Telegram when it changed.
import { createHash } from "node:crypto";
import type { CommandInfo } from "../../src/core.ts";
import { aboutOf, wordsFor } from "../../src/core.ts";
import type { Bot } from "./parts.ts";
import type { OwnWords } from "./words.ts";
import { LOCALES, ownWords } from "./words.ts";

export type MenuCommand = { command: string; description: string };
export type MenuCall = { method: string; payload: Record<string, unknown> };

const DESCRIPTION_MAX = 256;
const SCOPES = ["default", "all_private_chats", "all_group_chats", "all_chat_administrators"] as const;
type Scope = (typeof SCOPES)[number];

/** What a scope offers: settings of a whole chat are for those who run it. */
const isIn = (scope: Scope, { name, where, hidden }: CommandInfo): boolean => {
  if (hidden === true || !/^[a-z0-9_]{1,32}$/.test(name)) return false;
  if (scope === "all_private_chats") return where !== "group";
  if (scope === "all_group_chats") return where !== "private" && name !== "settings";
  return where !== "private";
};

export const menuOf = (commands: readonly CommandInfo[], scope: Scope, locale: string): MenuCommand[] => {
  const words = wordsFor(locale);
  const own: OwnWords = ownWords(locale);
  const shown = commands.filter((command) => isIn(scope, command));
  return [
    ...shown.map((command) => ({
      command: command.name,
      description: aboutOf(words, command).slice(0, DESCRIPTION_MAX),
    })),
    ...(scope === "all_private_chats" ? [{ command: "privacy", description: own.privacyAbout }] : []),
  ];
};

/** Every call that sets the bot up; the first language is everybody's who has no other. */
export const menuCalls = (commands: readonly CommandInfo[], pageUrl: string): MenuCall[] => {
  const language = (locale: string) => (locale === LOCALES[0] ? {} : { language_code: locale });
  const menus = SCOPES.flatMap((scope) =>
    LOCALES.map((locale) => ({
      method: "setMyCommands",
      payload: { commands: menuOf(commands, scope, locale), scope: { type: scope }, ...language(locale) },
    })),
  );
  const said = LOCALES.flatMap((locale) => {
    const own = ownWords(locale);
    return [
      { method: "setMyDescription", payload: { description: own.description, ...language(locale) } },
      { method: "setMyShortDescription", payload: { short_description: own.shortDescription, ...language(locale) } },
    ];
  });
  return [...menus, ...said, { method: "setChatMenuButton", payload: { menu_button: buttonOf(pageUrl) } }];
};

/** Telegram opens pages over https alone. */
const buttonOf = (pageUrl: string): Record<string, unknown> =>
  pageUrl.startsWith("https://")
    ? { type: "web_app", text: ownWords(undefined).menu, web_app: { url: `${pageUrl}/nearby` } }
    : { type: "commands" };

/** Tells Telegram, once for each menu there ever was. Never rejects: the bot works without a menu. */
export const setMenu = async (bot: Bot): Promise<void> => {
  const calls = menuCalls(bot.core.commands, bot.pageUrl());
  const name = `telegram.menu:${bot.me.id}`;
  const hash = createHash("sha256").update(JSON.stringify(calls)).digest("base64url");
  try {
    if ((await bot.desk.recall(name)) === hash) return;
    for (const { method, payload } of calls) await bot.api.call(method, payload);
    await bot.desk.remember(name, hash);
  } catch (error) {
    bot.log("telegram menu not set", { error });
  }
};
