// Telegram: /start, alone or with what a link put in hand.
import type { Button, Look } from "../../src/core.ts";
import { isPartyCode, wordsFor } from "../../src/core.ts";
import { answerIn } from "./answer.ts";
import { askNow } from "./ask.ts";
import { cardBody } from "./card.ts";
import type { Doing } from "./doing.ts";
import { run } from "./doing.ts";
import { OWN, ownData } from "./keyboard.ts";
import type { Key } from "./keyboard.ts";
import type { DeepLink } from "./links.ts";
import { ANSWER_BY_LINK, OPENED_BY_LINK, readPayload } from "./links.ts";
import { viewOf } from "./party.ts";
import type { Bot } from "./parts.ts";
import { openQuestion } from "./question.ts";
import { bodyOf, runsOf, textBody } from "./render.ts";
import { change, say } from "./say.ts";
import { accountOf } from "./who.ts";

export const started = async (bot: Bot, doing: Doing, payload: string): Promise<void> => {
  const link = readPayload(payload);
  if (doing.chat.kind === "group") return isPartyCode(payload) ? postCard(bot, doing, payload) : help(bot, doing);
  if (!link) return help(bot, doing);
  if (link.kind === "d") return goOn(bot, doing, link.value);
  if (link.kind === "i") return invited(bot, doing, link.value);
  return pressed(bot, doing, link);
};

const help = async (bot: Bot, doing: Doing): Promise<void> =>
  answerIn(bot, doing, await run(bot, doing, { press: { command: "help", args: {} }, seenBy: doing.chat.kind }));

/** A question of a group goes on here, where nobody else reads the answer. */
const goOn = async (bot: Bot, doing: Doing, draft: string): Promise<void> => {
  const open = await openQuestion(bot, doing.chat, doing.user.id);
  if (open?.draft === draft && open.until > bot.clock.now()) return askNow(bot, doing, open, doing.chat);
  await say(bot, doing.chat, textBody([{ text: wordsFor(doing.user.language_code).trouble.draftGone }]));
};

/** Whoever holds an invitation sees the party and may answer. */
const invited = async (bot: Bot, doing: Doing, token: string): Promise<void> => {
  const { language_code: locale } = doing.user;
  const words = wordsFor(locale);
  const look: Look | undefined = await bot.core.open("invitation", token);
  if (!look) return void (await say(bot, doing.chat, textBody([{ text: words.rsvp.badInvitation }])));
  const key = (text: string, answer: string): Key => ({ text, callback_data: ownData(OWN.invited, token, answer) });
  const keys = [
    [key(words.buttons.going, "going"), key(words.buttons.maybe, "maybe"), key(words.buttons.declined, "no")],
  ];
  await say(bot, doing.chat, textBody(runsOf(viewOf(look.seen, locale), locale), { inline_keyboard: keys }));
};

const pressed = async (bot: Bot, doing: Doing, { kind, value }: DeepLink): Promise<void> => {
  const answer = ANSWER_BY_LINK[kind];
  const press =
    kind === "o"
      ? bot.core.parse(OPENED_BY_LINK.includes(value) ? `/${value}` : "/help")
      : answer === undefined
        ? { command: "show", args: { party: value } }
        : { command: "rsvp", args: { party: value, answer } };
  // Whoever opens this chat can be written to from now on, and asks for just that.
  if (kind === "r")
    await run(bot, doing, { press: { command: "settings", args: { reminders: "on" } }, seenBy: "person" });
  if (press) await answerIn(bot, doing, await run(bot, doing, { press, seenBy: "person" }));
};

/** A host brings the bot into a group with a party in hand: its card is posted there. */
const postCard = async (bot: Bot, doing: Doing, code: string): Promise<void> => {
  const words = wordsFor(doing.user.language_code);
  const placeholder = textBody([{ text: "🎉" }]);
  const message = await say(bot, doing.chat, placeholder);
  if (message === undefined) return;
  const card = await bot.core.adopt(code, accountOf(doing.user), doing.chat, message);
  const none: Button[][] = [];
  const body = card
    ? cardBody(bot, card, card.locale)
    : bodyOf({ seenBy: "group", title: words.trouble.title, body: [words.trouble.noParty], buttons: none }, bot.core);
  await change(bot, doing.chat, message, body);
};
