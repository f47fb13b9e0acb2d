// Telegram: a card as a group sees it.
import type { View } from "../../src/core.ts";
import type { Key } from "./keyboard.ts";
import { deepLink } from "./links.ts";
import type { Bot } from "./parts.ts";
import type { Body } from "./render.ts";
import { bodyOf } from "./render.ts";
import { ownWords } from "./words.ts";

const PER_ROW = 4;

/**
 * With one button more, the same for everybody: Telegram lets no bot write to people first, so whoever wants to be reminded in private opens
 * the chat by it. A tap on an answer opens nothing by itself: that would take people out of their group each time.
 */
export const cardBody = (bot: Pick<Bot, "core" | "me">, view: View, locale?: string): Body => {
  const body = bodyOf(view, bot.core, locale);
  const rows = body.reply_markup?.inline_keyboard ?? [];
  if (view.card === undefined || view.party === undefined || (view.buttons ?? []).length === 0) return body;
  const key: Key = { text: ownWords(locale).remindMe, url: deepLink(bot, "r", view.party) };
  const last = rows.at(-1) ?? [];
  const inline_keyboard = last.length < PER_ROW ? [...rows.slice(0, -1), [...last, key]] : [...rows, [key]];
  return { ...body, reply_markup: { inline_keyboard } };
};
