// Telegram: sends a view or edits one, and says what came of it.
import type { Account, Chat, ChatAdapter, Destination, SeenBy, View } from "../../src/core.ts";
import { DeliveryFault } from "../../src/core.ts";
import { cardBody } from "./card.ts";
import { alarmOf, faultOf, isNotModified, isUnparsed, movedTo, waitOf } from "./faults.ts";
import type { Bot } from "./parts.ts";
import type { Body } from "./render.ts";
import { addressOf, isInline, privateChat } from "./who.ts";

type Sent = { message_id: number } | true;
/** How a call is bounded: see `Api`. */
type Bound = { signal?: AbortSignal };

/** The sender gives up a delivery after ten seconds: in milliseconds, what it may take with its turn, so that each answer is heard. */
const LIMIT = 9_500;

/** `body`: the parameters of sendMessage beside the chat. Rejects as the Bot API does. */
export const sendBody = async (
  { api }: Pick<Bot, "api">,
  chat: Chat,
  body: Record<string, unknown>,
  bound: Bound = {},
): Promise<string> => {
  const sent = await api.call<{ message_id: number }>("sendMessage", { ...addressOf(chat), ...body }, bound);
  return String(sent.message_id);
};

/** Edits a message, also one that was shared inline. A message that says this already is edited. */
export const editBody = async (
  { api }: Pick<Bot, "api">,
  chat: Chat,
  messageId: string,
  body: Body,
  bound: Bound = {},
): Promise<void> => {
  const which = isInline(chat)
    ? { inline_message_id: messageId }
    : { chat_id: chat.chatId, message_id: Number(messageId) };
  // Buttons that are left out of an edit go away, as they should.
  await api.call<Sent>("editMessageText", { ...which, ...body }, bound).catch((error: unknown) => {
    if (!isNotModified(error)) throw error;
  });
};

export const deliverOver =
  (running: () => Bot | undefined): ChatAdapter["deliver"] =>
  async (to, view, { replace }) => {
    const bot = running();
    if (!bot) throw new DeliveryFault({ outcome: "retry", afterMs: 1_000 });
    const signal = AbortSignal.timeout(LIMIT);
    const target = await chatTo(bot, to);
    // A group's card is edited for every answer: put off, several changes become one edit, and nothing is refused.
    const afterMs = await bot.pace.turn(isInline(target) ? undefined : pacedAs(target));
    if (afterMs > 0) throw new DeliveryFault({ outcome: "retry", afterMs });
    const body = cardBody(bot, view as View, view.locale);
    return { messageId: await shown({ bot, signal }, target, body, replace) };
  };

const pacedAs = ({ chatId, kind }: Chat): { id: string; isGroup: boolean } => ({
  id: chatId,
  isGroup: kind === "group",
});

/** Where it goes. A person who blocked the bot is not written to until they return. */
const chatTo = async <S extends SeenBy>(bot: Bot, to: Destination<S>): Promise<Chat> => {
  const where = to as Account | Chat;
  if ("chatId" in where) return where;
  if (await bot.reach.isLost(where.userId)) throw new DeliveryFault({ outcome: "unreachable", why: "blocked" });
  return privateChat(where.userId);
};

type Showing = { bot: Bot } & Required<Bound>;

const shown = async (showing: Showing, chat: Chat, body: Body, replace: string | undefined): Promise<string> => {
  const { bot } = showing;
  // A message shared inline stands where the bot cannot post: it can be edited and nothing else.
  if (isInline(chat) && replace === undefined) throw new DeliveryFault({ outcome: "gone" });
  try {
    return await put(showing, chat, body, replace);
  } catch (error) {
    const to = movedTo(error);
    if (to !== undefined && chat.chatId !== to) {
      const moved = await migrated(bot, chat, to);
      // Messages do not move along with their group: the old one cannot be edited under the new id.
      return shown(showing, moved, body, undefined);
    }
    const fault = faultOf(error, replace !== undefined);
    const alarm = alarmOf(error);
    if (alarm) bot.log("telegram delivery", alarm);
    const asked = waitOf(error);
    if (asked !== undefined) bot.pace.refused(pacedAs(chat), asked);
    if (fault.outcome === "unreachable" && chat.kind === "person") await bot.reach.lose(chat.chatId);
    throw new DeliveryFault(fault);
  }
};

/** Text that Telegram cannot read with its tags, which would be a fault of ours, goes out without them rather than never. */
const put = async ({ bot, signal }: Showing, chat: Chat, body: Body, replace: string | undefined): Promise<string> => {
  const once = async (what: Body): Promise<string> => {
    if (replace === undefined) return sendBody(bot, chat, what, { signal });
    await editBody(bot, chat, replace, what, { signal });
    return replace;
  };
  try {
    return await once(body);
  } catch (error) {
    if (!isUnparsed(error)) throw error;
    bot.log("telegram text refused", alarmOf(error));
    return once(plainBody(body));
  }
};

const plainBody = (body: Body): Body => {
  const text = body.text
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
  const callbacks = (body.reply_markup?.inline_keyboard ?? [])
    .map((row) => row.filter((key) => !("url" in key)))
    .filter((row) => row.length > 0);
  const { parse_mode: _tags, reply_markup: _keys, ...rest } = body;
  return { ...rest, text, ...(callbacks.length > 0 && { reply_markup: { inline_keyboard: callbacks } }) } as Body;
};

/** A group is a supergroup now: everything stored follows it, in one transaction. */
export const migrated = async (bot: Pick<Bot, "core">, from: Chat, chatId: string): Promise<Chat> => {
  const to: Chat = { ...from, chatId };
  await bot.core.chatChanged(`telegram:moved:${chatId}`, { kind: "migrated", from, to });
  return to;
};
