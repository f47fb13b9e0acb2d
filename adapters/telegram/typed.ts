// Telegram: what people write: commands, answers to the bot's questions, places they share.
import type { Chat, Press } from "../../src/core.ts";
import { writeMention, wordsFor } from "../../src/core.ts";
import { answerIn } from "./answer.ts";
import type { Doing } from "./doing.ts";
import { run } from "./doing.ts";
import type { Bot } from "./parts.ts";
import type { Question } from "./question.ts";
import { closeQuestion, openQuestion } from "./question.ts";
import { textBody } from "./render.ts";
import { say } from "./say.ts";
import { started } from "./start.ts";
import type { Message } from "./update.ts";
import { accountOf, isPerson, nameOf } from "./who.ts";
import { ownWords } from "./words.ts";

const COMMAND = /^\/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{1,64}))?(?=\s|$)/;

export const onMessage = async (bot: Bot, doing: Omit<Doing, "user">, message: Message): Promise<void> => {
  const line = lineOf(message);
  const typed = line === undefined ? undefined : COMMAND.exec(line);
  const forOther = typed?.[2] !== undefined && typed[2].toLowerCase() !== bot.me.username.toLowerCase();
  if (forOther) return;
  if (!isPerson(message.from)) return typed ? refuseNameless(bot, doing, message) : undefined;
  const who: Doing = { ...doing, user: message.from };
  if (who.chat.kind === "person") await bot.reach.returned(who.user.id);
  if (typed && line !== undefined)
    return onCommand(bot, who, line, { word: typed[1] ?? "", toMe: typed[2] !== undefined });
  const value = placeOf(message) ?? line;
  if (value !== undefined) await onWords(bot, who, value, message);
};

/** The text, with each person who is mentioned by their account as the core writes mentions. */
const lineOf = ({ text, entities }: Message): string | undefined => {
  if (text === undefined) return undefined;
  const mentions = (entities ?? []).filter((one) => one.type === "text_mention" && one.user);
  return mentions
    .sort((a, b) => b.offset - a.offset)
    .reduce((line, { offset, length, user }) => {
      if (!user || offset + length > text.length) return line;
      const mention = writeMention({ account: accountOf(user), name: nameOf(user) });
      return line.slice(0, offset) + mention + line.slice(offset + length);
    }, text);
};

const placeOf = ({ venue, location }: Message): string | undefined => {
  const at = venue?.location ?? location;
  return at && `${at.latitude},${at.longitude}`;
};

const onCommand = async (
  bot: Bot,
  doing: Doing,
  line: string,
  { word, toMe }: { word: string; toMe: boolean },
): Promise<void> => {
  const { chat, user } = doing;
  const name = word.toLowerCase();
  if (name === "start") return started(bot, doing, line.replace(COMMAND, "").trim());
  if (name === "privacy") return tellPrivacy(bot, doing);
  const press = bot.core.parse(line);
  // In a group, a command that is not ours is another bot's, unless it was written to us by name.
  if (!press && chat.kind === "group" && !toMe) return;
  if (press?.command === "cancel") return cancel(bot, doing, press);
  const known = press ?? { command: word, args: {} };
  await closeQuestion(bot, chat, user.id);
  await answerIn(bot, doing, await run(bot, doing, { press: known, seenBy: chat.kind }));
};

/** Drops the question that is open here, also one of a group that is answered in private. */
const cancel = async (bot: Bot, doing: Doing, press: Press): Promise<void> => {
  const { chat, user } = doing;
  const open = await openQuestion(bot, chat, user.id);
  await closeQuestion(bot, chat, user.id);
  const acting = { ...doing, chat: open?.chat ?? chat };
  await answerIn(bot, acting, await run(bot, acting, { press, seenBy: chat.kind }), chat);
};

/** Words that are no command: the answer to an open question, or a place to look around. */
const onWords = async (bot: Bot, doing: Doing, value: string, message: Message): Promise<void> => {
  const { chat, user } = doing;
  const open = await openQuestion(bot, chat, user.id);
  const replied = message.reply_to_message?.message_id;
  const isPlace = placeOf(message) !== undefined;
  // The key that shares a location stays on the screen: tapped while a title is asked for, it must not become a party's title.
  const fits = !isPlace || open?.schema === "place";
  // In private any words answer; in a group only the asked one's reply to the bot's question.
  const answers = open && fits && (chat.kind === "person" || (replied !== undefined && replied === open.message));
  if (answers && open.until > bot.clock.now()) return answerWith(bot, doing, open, value);
  if (chat.kind === "group" && !answers) return;
  if (answers) await closeQuestion(bot, chat, user.id);
  if (isPlace) {
    const press = { command: "nearby", args: { where: value } };
    return answerIn(bot, doing, await run(bot, doing, { press, seenBy: "person" }));
  }
  if (answers) return tellGone(bot, doing);
  await answerIn(bot, doing, await run(bot, doing, { press: { command: "help", args: {} }, seenBy: chat.kind }));
};

/** Answers an open question. The command acts where it was typed; the answer is read here. */
export const answerWith = async (bot: Bot, doing: Doing, open: Question, value: string): Promise<void> => {
  const { chat: here, user } = doing;
  const acting: Doing = { ...doing, chat: open.chat };
  const args = namedIn(bot, open, value) ?? { [open.arg]: value };
  const press = { command: open.command, args };
  const reply = await run(bot, acting, { press, seenBy: here.kind, draft: open.draft });
  if (reply.kind !== "ask") await closeQuestion(bot, here, user.id);
  await answerIn(bot, acting, reply, here);
};

/** "when:sat 8pm max:20" as an answer names its arguments itself. */
const namedIn = ({ core }: Bot, { command }: Question, value: string): Record<string, string> | undefined => {
  const info = core.commands.find((one) => one.name === command);
  const first = /^\s*(\w{1,32}):/.exec(value)?.[1]?.toLowerCase();
  if (!info?.args.some((arg) => arg.name === first)) return undefined;
  return core.parse(`/${command} ${value}`)?.args;
};

const tellGone = async (bot: Bot, { chat, user, replyTo }: Doing): Promise<void> => {
  const gone = wordsFor(user.language_code).trouble.draftGone;
  await say(bot, chat, textBody([{ text: gone }]), chat.kind === "group" ? replyTo : undefined);
};

const tellPrivacy = async (bot: Bot, { chat, user, replyTo }: Doing): Promise<void> => {
  const own = ownWords(user.language_code);
  const url = `${bot.pageUrl()}/privacy`;
  const body = textBody([
    { text: own.privacyTitle, bold: true },
    { text: `\n${own.privacyPlain}\n${own.privacy} ` },
    { text: url, href: url },
  ]);
  await say(bot, chat, body, chat.kind === "group" ? replyTo : undefined);
};

/** Admins without a name and other bots: kindly told why nothing happens. */
const refuseNameless = async (bot: Bot, doing: { chat: Chat; replyTo?: string }, message: Message): Promise<void> => {
  const isBot = message.from?.is_bot === true && message.sender_chat === undefined;
  if (isBot) return;
  await say(bot, doing.chat, textBody([{ text: ownWords(undefined).anonymous }]), doing.replyTo);
};
