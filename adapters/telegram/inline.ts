// Telegram: `@bot bbq` in any chat shares a party's card, also where the bot is no member; it is kept up to date from there on.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Account, Press, Seen } from "../../src/core.ts";
import { isPartyCode, wordsFor } from "../../src/core.ts";
import { plainOf } from "./html.ts";
import type { Key, Keyboard } from "./keyboard.ts";
import { OWN, ownData } from "./keyboard.ts";
import { viewOf } from "./party.ts";
import type { Bot } from "./parts.ts";
import { cardBody } from "./card.ts";
import { runsOf, textBody } from "./render.ts";
import { change } from "./say.ts";
import type { Chosen, InlineQuery, User } from "./update.ts";
import { accountOf, inlineChat, nameOf, privateChat } from "./who.ts";
import { ownWords } from "./words.ts";

const RESULTS_MAX = 20;
/** In seconds. Short, for the next query may find another party. */
const CACHE = 5;
const ANSWERS: Record<string, string> = { g: "going", m: "maybe", n: "no" };

/** Offers the parties that the one who types may show. */
export const onInlineQuery = async (bot: Bot, { id, from, query }: InlineQuery): Promise<void> => {
  const own = ownWords(from.language_code);
  const results = (await sharable(bot, from, query)).map((seen) => article(bot, seen, from));
  await bot.api
    .call("answerInlineQuery", {
      inline_query_id: id,
      results,
      cache_time: CACHE,
      is_personal: true,
      ...(results.length === 0 && { button: { text: own.plan, start_parameter: "o_create" } }),
    })
    .catch((error: unknown) => bot.log("telegram query not answered", { error }));
};

/** Hosts may show their party anywhere, and anybody one that people nearby may find. */
const sharable = async (bot: Bot, from: User, query: string): Promise<Seen<"person">[]> => {
  const account = accountOf(from);
  const request = {
    account,
    name: nameOf(from),
    ...(from.language_code !== undefined && { locale: from.language_code }),
    chat: privateChat(from.id),
    seenBy: "person" as const,
    press: { command: "show", args: {} },
  };
  const found = await bot.core.suggest(request, "party", query);
  const looks = await Promise.all(
    found.slice(0, RESULTS_MAX).map(({ value }) => bot.core.look(value, [account, undefined])),
  );
  return looks.flatMap((pair) => {
    const [mine, stranger] = pair ?? [];
    if (!mine || !stranger) return [];
    const may = mine.role === "host" || mine.role === "cohost" || stranger.seen.findable === "nearby";
    // What a stranger may know: who reads it in that chat is not known.
    return may && !stranger.seen.calledOff ? [stranger.seen] : [];
  });
};

const article = (bot: Bot, seen: Seen<"person">, from: User): Record<string, unknown> => {
  const view = viewOf(seen, from.language_code);
  const { reply_markup: _none, ...content } = textBody(runsOf(view, from.language_code));
  const { text, ...rest } = content;
  const about = plainOf(runsOf({ ...view, title: "" }, from.language_code)).trim();
  return {
    type: "article",
    id: seen.code,
    title: seen.title,
    description: about.split("\n").slice(0, 2).join(" · "),
    input_message_content: { message_text: text, ...rest },
    reply_markup: sharedKeys(bot, seen.code, from),
  };
};

/** Telegram gives an inline message a name only where it has buttons; they say who shared it, for that gives the right to show it. */
const sharedKeys = (bot: Bot, code: string, from: User): Keyboard => {
  const words = wordsFor(from.language_code);
  const seal = sealOf(bot, code, from.id);
  const key = (text: string, answer: string): Key => ({
    text,
    callback_data: ownData(OWN.share, code, from.id, seal, answer),
  });
  return {
    inline_keyboard: [[key(words.buttons.going, "g"), key(words.buttons.maybe, "m"), key(words.buttons.declined, "n")]],
  };
};

/** A modified app may send any data for a button, so what says who shared is sealed. 72 bits. */
const sealOf = ({ token }: Pick<Bot, "token">, code: string, userId: string): string =>
  createHmac("sha256", token).update(`shared ${code} ${userId}`).digest("base64url").slice(0, 12);

const isSealed = (bot: Bot, code: string, userId: string, seal: string): boolean => {
  const [given, right] = [Buffer.from(seal), Buffer.from(sealOf(bot, code, userId))];
  return given.length === right.length && timingSafeEqual(given, right);
};

/** The sharer's app told that the card is out: it becomes one of the party's cards at once. */
export const onChosen = async (bot: Bot, { result_id: code, from, inline_message_id: id }: Chosen): Promise<void> => {
  if (id !== undefined && isPartyCode(code)) await adopt(bot, code, accountOf(from), id);
};

/** The first tap on a shared card: it becomes one of the party's cards. The press it stands for; undefined when it is not genuine. */
export const pressOfShared = async (
  bot: Bot,
  messageId: string,
  [code = "", sharer = "", seal = "", answer = ""]: readonly string[],
): Promise<Press | undefined> => {
  const meant = ANSWERS[answer];
  if (meant === undefined || !isSealed(bot, code, sharer, seal)) return undefined;
  await adopt(bot, code, { platform: "telegram", userId: sharer }, messageId);
  return { command: "rsvp", args: { party: code, answer: meant } };
};

const adopt = async (bot: Bot, code: string, by: Account, messageId: string): Promise<void> => {
  const chat = inlineChat(messageId);
  const card = await bot.core.adopt(code, by, chat, messageId);
  if (card) await change(bot, chat, messageId, cardBody(bot, card, card.locale));
};
