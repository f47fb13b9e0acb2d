// Telegram: a pressed button. Every tap is answered at once; what only one person may read is in an alert or in private.
import { setTimeout as rest } from "node:timers/promises";
import type { Chat, Press, Reply, View } from "../../src/core.ts";
import { answerIn, tellPrivately } from "./answer.ts";
import { putQuestion } from "./ask.ts";
import type { Doing } from "./doing.ts";
import { run } from "./doing.ts";
import { cut } from "./html.ts";
import { alertOf } from "./alert.ts";
import { pressOfShared } from "./inline.ts";
import { OWN } from "./keyboard.ts";
import { deepLink } from "./links.ts";
import type { Bot } from "./parts.ts";
import { openQuestion } from "./question.ts";
import { bodyOf } from "./render.ts";
import { change } from "./say.ts";
import { answerWith } from "./typed.ts";
import type { Pressed, Tap } from "./update.ts";
import { chatOf, inlineChat, isInline, isPerson } from "./who.ts";
import { ownWords } from "./words.ts";

/** In milliseconds: a button spins on the screen meanwhile. */
const SPIN_MAX = 5_000;
const NOTICE_MAX = 200;

type Notice = { text?: string; alert?: boolean; url?: string };

/** A tap whose spinner is stopped once, whatever happens. */
export type Tapped = { doing: Doing; on: string; pressed?: Pressed; settle(notice: Notice): Promise<void> };

export const onTap = async (bot: Bot, id: string, tap: Tap): Promise<void> => {
  const where = placeOf(tap);
  const settle = settler(bot, tap);
  if (!where || !isPerson(tap.from) || tap.data === undefined) return settle({});
  const doing: Doing = {
    id,
    user: tap.from,
    chat: where.chat,
    ...(where.title !== undefined && { chatTitle: where.title }),
  };
  if (doing.chat.kind === "person") await bot.reach.returned(tap.from.id);
  const tapped = { doing, on: where.on, settle, ...(tap.message && { pressed: tap.message }) };
  const [own, ...rest] = tap.data.split(" ");
  if (own?.startsWith("~") === true) return onOwn(bot, tapped, own, rest);
  const press = bot.core.parse(tap.data);
  if (!press) return settle({ text: ownWords(tap.from.language_code).tooOld, alert: true });
  await onPress(bot, tapped, press);
};

const placeOf = ({
  message,
  inline_message_id: inline,
}: Tap): { chat: Chat; on: string; title?: string } | undefined => {
  if (message) {
    const { title } = message.chat;
    return { chat: chatOf(message), on: message.message_id, ...(title !== undefined && { title }) };
  }
  return inline === undefined ? undefined : { chat: inlineChat(inline), on: inline };
};

const settler = (bot: Bot, tap: Tap): Tapped["settle"] => {
  let settled = false;
  return async ({ text, alert, url }) => {
    if (settled) return;
    settled = true;
    await bot.api
      .call("answerCallbackQuery", {
        callback_query_id: tap.id,
        ...(text !== undefined && { text: cut(text, NOTICE_MAX) }),
        ...(alert === true && { show_alert: true }),
        ...(url !== undefined && { url }),
      })
      // Too late, or lost on the way: the change stands, and the button is free again anyway.
      .catch((error: unknown) => bot.log("telegram tap not answered", { error }));
  };
};

/** Runs a press from a button and answers the one who pressed it. */
export const onPress = async (bot: Bot, tapped: Tapped, press: Press): Promise<void> => {
  const { doing, on, settle } = tapped;
  const running = run(bot, doing, { press, seenBy: "person", on });
  await soon(running, () => settle({ text: ownWords(doing.user.language_code).oneMoment }));
  const reply = await running;
  if (reply.kind === "ask") return askAfter(bot, tapped, reply);
  if (doing.chat.kind === "person") return inPrivate(bot, tapped, press, reply);
  await inGroup(bot, tapped, press, reply);
};

const soon = async (work: Promise<unknown>, late: () => Promise<void>): Promise<void> => {
  const stop = new AbortController();
  const timer = rest(SPIN_MAX, "late", { signal: stop.signal, ref: false }).catch(() => undefined);
  if ((await Promise.race([work, timer])) === "late") await late();
  stop.abort();
};

const askAfter = async (bot: Bot, { doing, settle }: Tapped, reply: Extract<Reply, { kind: "ask" }>): Promise<void> => {
  const { draft, trouble } = reply.ask;
  if (!isInline(doing.chat)) {
    await settle({});
    return putQuestion(bot, doing, reply.ask);
  }
  // Nothing can be asked where the bot is no member: the question goes on in private.
  await settle(draft === undefined ? { text: trouble?.words ?? "", alert: true } : { url: deepLink(bot, "d", draft) });
};

type Done = Extract<Reply<"person">, { kind: "done" }>;

const inPrivate = async (
  bot: Bot,
  { doing, on, pressed, settle }: Tapped,
  press: Press,
  reply: Done,
): Promise<void> => {
  const refused = reply.tone === "refused";
  await settle(reply.notice === undefined ? {} : { text: reply.notice, alert: refused });
  if (!reply.view) return;
  // A message whose every button asks the same is answered in its own place.
  const inPlace = !refused && asksOnly(bot, pressed, press.command);
  const body = bodyOf(reply.view, bot.core, doing.user.language_code);
  if (inPlace && (await change(bot, doing.chat, on, body))) return;
  await answerIn(bot, doing, reply);
};

const asksOnly = ({ core }: Bot, pressed: Pressed | undefined, command: string): boolean => {
  const data = (pressed?.reply_markup?.inline_keyboard ?? []).flat().flatMap((key) => key.callback_data ?? []);
  return data.length > 0 && data.every((one) => core.parse(one)?.command === command);
};

const inGroup = async (bot: Bot, { doing, settle }: Tapped, press: Press, reply: Done): Promise<void> => {
  const reads = bot.core.commands.find((one) => one.name === press.command)?.writes === false;
  const { text, holdsAddress, whole } = await alertOf(bot, doing, reply, reads);
  const refused = reply.tone === "refused";
  const view = reply.view as View<"person"> | undefined;
  if (refused || !view) return settle({ text, alert: refused });
  if (holdsAddress && !reads) {
    // Guests who are in get the address at once, and in private what else there is: the calendar, and how to change their mind.
    await settle({ text, alert: true });
    return void (await tellPrivately(bot, doing, view));
  }
  if (whole && !reads && !isToBeTapped(reply)) return settle({ text });
  const told = await tellPrivately(bot, doing, view);
  await settle(told ? { text: ownWords(doing.user.language_code).inPrivate } : { text, alert: true });
};

/** Whether there is something in it to tap, which an alert has not; a card has its buttons already. */
const isToBeTapped = ({ view, card }: Done): boolean =>
  card === undefined &&
  ((view?.buttons ?? []).flat().some((button) => "press" in button) ||
    (view?.body ?? []).some((piece) => typeof piece !== "string" && "link" in piece));

/** The adapter's own buttons: choosing an answer, opening a draft again, answering on an invitation or a shared card. */
const onOwn = async (bot: Bot, tapped: Tapped, own: string, rest: readonly string[]): Promise<void> => {
  const [first = "", second = ""] = rest;
  if (own === OWN.choose) return choose(bot, tapped, first, Number(second));
  if (own === OWN.share) {
    const press = await pressOfShared(bot, tapped.on, rest);
    return press
      ? onPress(bot, tapped, press)
      : tapped.settle({ text: ownWords(tapped.doing.user.language_code).tooOld });
  }
  if (own === OWN.invited) {
    const look = await bot.core.open("invitation", first);
    const args = { ...(look && { party: look.seen.code }), answer: second, invitation: first };
    return onPress(bot, tapped, { command: "rsvp", args });
  }
  if (own !== OWN.reopen) return tapped.settle({ text: ownWords(tapped.doing.user.language_code).tooOld, alert: true });
  await tapped.settle({});
  const { doing } = tapped;
  const reply = await run(bot, doing, { press: { command: "", args: {} }, seenBy: doing.chat.kind, draft: first });
  await answerIn(bot, doing, reply);
};

const choose = async (bot: Bot, { doing, on, settle }: Tapped, draft: string, index: number): Promise<void> => {
  const own = ownWords(doing.user.language_code);
  const open = await openQuestion(bot, doing.chat, doing.user.id);
  const choice = open?.draft === draft && open.message === on ? open.choices?.[index] : undefined;
  if (!open || !choice) return settle({ text: doing.chat.kind === "group" ? own.notYours : own.tooOld, alert: true });
  if (open.until <= bot.clock.now()) return settle({ text: own.tooOld, alert: true });
  await settle({});
  if (open.of !== "arg") return answerWith(bot, doing, open, choice.value);
  const info = bot.core.commands
    .find((one) => one.name === open.command)
    ?.args.find((arg) => arg.name === choice.value);
  if (!info) return;
  const ask = { draft, press: { command: open.command, args: {} }, missing: [{ ...info, required: true }] };
  await putQuestion(bot, { ...doing, chat: open.chat }, ask, doing.chat);
};
