// Telegram: asks for what is missing, one thing at a time, and in private for what a group should not read.
import type { Ask, Chat } from "../../src/core.ts";
import { aboutOf, offeredOn, wordsFor } from "../../src/core.ts";
import type { Doing } from "./doing.ts";
import type { Run } from "./html.ts";
import { cut, htmlOf } from "./html.ts";
import { deepLink } from "./links.ts";
import type { Keyboard } from "./keyboard.ts";
import { OWN, ownData } from "./keyboard.ts";
import type { Bot } from "./parts.ts";
import type { Question } from "./question.ts";
import { keepQuestion, QUESTION_LIFE } from "./question.ts";
import { say } from "./say.ts";
import { nameOf, privateChat } from "./who.ts";
import { ownWords } from "./words.ts";

const CHOICES_MAX = 10;
const LABEL_MAX = 60;
const PLACEHOLDER_MAX = 64;

/** Puts the question of `ask` to the one who did something. `at`: where they are asked, when that is not where the command acts. */
export const putQuestion = async (bot: Bot, doing: Doing, ask: Ask, at: Chat = doing.chat): Promise<void> => {
  const asked = questionOf(bot, doing, ask);
  if (!asked) return;
  const { question, secret } = asked;
  if (at.kind === "group" && secret) return invite(bot, doing, question);
  await askNow(bot, doing, question, at);
};

/** Asks in this chat, and remembers which message the answer will reply to. */
export const askNow = async (bot: Bot, doing: Doing, question: Question, at: Chat): Promise<void> => {
  const message = await say(
    bot,
    at,
    {
      text: htmlOf(wordsOf(bot, doing, question, at)),
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
      reply_markup: markupOf(doing, question, at),
    },
    at.chatId === doing.chat.chatId ? doing.replyTo : undefined,
  );
  await keepQuestion(bot, at, doing.user.id, { ...question, ...(message !== undefined && { message }) });
};

type Asked = { question: Question; secret: boolean };

const questionOf = (bot: Bot, doing: Doing, ask: Ask): Asked | undefined => {
  const { draft, trouble, missing, press } = ask;
  if (draft === undefined) return undefined;
  const base = { draft, command: press.command, chat: doing.chat, until: bot.clock.now() + QUESTION_LIFE };
  const absent = missing.find((arg) => arg.required && press.args[arg.name] === undefined);
  const arg = trouble ? missing.find((one) => one.name === trouble.arg) : absent;
  if (!arg && !trouble) return { question: { ...base, ...formOf(ask) }, secret: false };
  const values = (arg?.choices ?? []).map((value) => ({ label: value, value }));
  const choices = ((trouble?.choices ?? []).length > 0 ? (trouble?.choices ?? []) : values).slice(0, CHOICES_MAX);
  const question: Question = {
    ...base,
    arg: arg?.name ?? trouble?.arg ?? "",
    schema: arg?.schema ?? "text",
    ...(choices.length > 0 && { choices, of: "value" as const }),
    ...(trouble && { words: trouble.words }),
  };
  return { question, secret: arg?.secret ?? false };
};

/** A form where nothing must be filled in: first which of its fields it is about, each with how it is now. */
const formOf = ({ missing, press }: Ask): Pick<Question, "arg" | "schema" | "choices" | "of" | "words"> => {
  const fields = offeredOn("telegram", missing).filter((one) => one.schema !== "party");
  const now = fields.flatMap(({ name }) => (press.args[name] === undefined ? [] : [`${name}: ${press.args[name]}`]));
  return {
    arg: "",
    schema: "text",
    choices: fields.map(({ name }) => ({ label: name, value: name })),
    of: "arg",
    words: now.join("\n"),
  };
};

/** In a group the one who is asked is named, so that the reply opens for them alone. */
const wordsOf = (bot: Bot, { user, replyTo }: Doing, question: Question, at: Chat): Run[] => {
  const words = wordsFor(user.language_code);
  const about = aboutAsked(bot, question, user.language_code);
  const named: Run[] =
    at.kind === "group" && replyTo === undefined
      ? [{ text: cut(nameOf(user), 60), href: `tg://user?id=${user.id}` }, { text: ": " }]
      : [];
  const own = ownWords(user.language_code);
  const said: Run[] =
    question.of === "arg"
      ? [{ text: own.whichOne, bold: true }, { text: `\n${question.words ?? ""}\n\n${own.orName}` }]
      : question.words === undefined
        ? [{ text: words.ask.missing(question.arg) }]
        : [{ text: `${question.arg}:`, bold: true }, { text: ` ${question.words}` }];
  return [
    ...named,
    ...said,
    ...(about === undefined ? [] : [{ text: `\n${about}`, italic: true as const }]),
    { text: `\n${own.howToDrop}` },
  ];
};

const aboutAsked = ({ core }: Bot, { command: name, arg: asked }: Question, locale?: string): string | undefined => {
  const command = core.commands.find((one) => one.name === name);
  const arg = command?.args.find((one) => one.name === asked);
  return command && arg && aboutOf(wordsFor(locale), command, arg);
};

const markupOf = ({ user }: Doing, question: Question, at: Chat): Record<string, unknown> => {
  const own = ownWords(user.language_code);
  const { choices, draft } = question;
  if (choices) {
    const keys = choices.map(({ label }, i) => ({
      text: cut(label, LABEL_MAX) || "…",
      callback_data: ownData(OWN.choose, draft, `${i}`),
    }));
    return { inline_keyboard: rowsOf(keys, question.of === "arg" ? 3 : 1) } satisfies Keyboard;
  }
  if (question.schema === "place" && at.kind === "person") {
    return {
      keyboard: [[{ text: own.shareLocation, request_location: true }]],
      resize_keyboard: true,
      one_time_keyboard: true,
      input_field_placeholder: cut(own.orElse, PLACEHOLDER_MAX),
    };
  }
  return { force_reply: true, selective: true, input_field_placeholder: cut(own.placeholder, PLACEHOLDER_MAX) };
};

const rowsOf = <T>(all: readonly T[], perRow: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / perRow) }, (_, i) => all.slice(i * perRow, (i + 1) * perRow));

/** What a group should not read is asked for in private, where a link leads. */
const invite = async (bot: Bot, doing: Doing, question: Question): Promise<void> => {
  const { user, chat, replyTo } = doing;
  const own = ownWords(user.language_code);
  await keepQuestion(bot, privateChat(user.id), user.id, question);
  const runs: Run[] = [{ text: `${question.arg}:`, bold: true }, { text: ` ${own.askPrivately}` }];
  const keys = [[{ text: own.askButton, url: deepLink(bot, "d", question.draft) }]];
  const body = { text: htmlOf(runs), parse_mode: "HTML", reply_markup: { inline_keyboard: keys } };
  await say(bot, chat, body, replyTo);
};
