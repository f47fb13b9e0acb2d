// Discord: sends a view or edits one, and says what came of it.
import { createHash } from "node:crypto";
import { setTimeout as rest } from "node:timers/promises";
import * as z from "zod";
import type { Account, Chat, ChatAdapter, DeliverOptions, View } from "../../src/core.ts";
import { DeliveryFault } from "../../src/core.ts";
import { directChannel, forgetChannel } from "./direct.ts";
import { serverOfEvents, showEvent } from "./events.ts";
import { alarmOf, CODES, codeOf, faultOf, isTokenRefused } from "./faults.ts";
import { marked, markOf } from "./mark.ts";
import type { Outgoing } from "./outgoing.ts";
import { createOutgoing } from "./outgoing.ts";
import type { Bot } from "./parts.ts";
import type { MessageBody } from "./render.ts";
import { bodyOf } from "./render.ts";
import type { Seek } from "./seek.ts";
import { createSeek } from "./seek.ts";

/** Stands for a message that was posted and deleted before its id was known: an edit finds it gone, and posts anew. */
const DELETED = "0";

const posted = z.object({ id: z.string() });

/** In milliseconds: an answer may be long on its way, and others wait behind the card. */
const HELD_MAX = 5_000;
/** In milliseconds: the sender gives up a delivery after ten seconds, and a request that nobody waits for holds up the next to its channel. */
const LIMIT = 9_500;

type Sending = { bot: Bot; outgoing: Outgoing; seek: Seek };

/** `running` is undefined while the bot has not started: what is delivered then is put off. `freed`: see `Cards`. */
export const deliverOver = (
  running: () => Bot | undefined,
  freed: (messageId: string) => Promise<void> | undefined = () => undefined,
): ChatAdapter["deliver"] => {
  const outgoingWithin = createOutgoing();
  const seek = createSeek();
  return async (to, view, opts) => {
    const bot = running();
    if (!bot) throw new DeliveryFault({ outcome: "retry", afterMs: 1_000 });
    const held = opts.replace === undefined ? undefined : freed(opts.replace);
    if (held) {
      // The answer to a press is bringing this card up to date, which costs no edit of its own: afterwards it is looked at again.
      await Promise.race([held, rest(HELD_MAX, undefined, { ref: false })]);
      throw new DeliveryFault({ outcome: "retry", afterMs: 0 });
    }
    const outgoing = outgoingWithin(AbortSignal.timeout(LIMIT));
    const where = to as Account | Chat;
    const server = "chatId" in where ? serverOfEvents(where) : undefined;
    try {
      if (server !== undefined)
        return { messageId: await showEvent({ bot, outgoing, server, view: view as View }, opts.replace) };
      return { messageId: await showMessage({ bot, outgoing, seek }, where, view as View, opts) };
    } catch (error) {
      // A post that is in doubt has said so where it was made; a new event has nothing to be known by but what it says.
      throw settled(bot, error, server === undefined || opts.replace !== undefined);
    }
  };
};

const settled = (bot: Bot, error: unknown, repeatable: boolean): DeliveryFault => {
  if (error instanceof DeliveryFault) return error;
  if (isTokenRefused(error)) bot.post.setToken(bot.token);
  const alarm = alarmOf(error);
  if (alarm) bot.log("discord delivery", alarm);
  return new DeliveryFault(faultOf(error, repeatable));
};

const showMessage = async (sending: Sending, to: Account | Chat, view: View, opts: DeliverOptions): Promise<string> => {
  const body = bodyOf(view, sending.bot.core, view.locale);
  if ("chatId" in to) return putMessage(sending, to.threadId ?? to.chatId, body, opts);
  const { bot, outgoing } = sending;
  const known = await directChannel(bot, outgoing, to.userId);
  try {
    return await putMessage(sending, known, body, opts);
  } catch (error) {
    if (codeOf(error) !== CODES.unknownChannel) throw error;
    await forgetChannel(bot, to.userId);
    return putMessage(sending, await directChannel(bot, outgoing, to.userId), body, opts);
  }
};

/** A message that Discord cannot read, which would be a fault of ours, goes out without its addresses and pictures rather than never. */
const putMessage = async (
  sending: Sending,
  channel: string,
  body: MessageBody,
  { nonce, replace, triedAt }: DeliverOptions,
): Promise<string> => {
  const own = nonceOf(nonce, channel);
  const sought = { channel, mark: markOf(own), ...(triedAt !== undefined && { triedAt }) };
  const known = replace === undefined ? await sending.seek(sending, sought) : undefined;
  if (known !== undefined) return known;
  const once = (what: MessageBody): Promise<string> =>
    replace === undefined ? postMessage(sending, channel, what, own) : editMessage(sending, channel, what, replace);
  try {
    return await once(body);
  } catch (error) {
    if (codeOf(error) !== CODES.invalidForm) throw error;
    sending.bot.log("discord delivery", alarmOf(error));
    return once(plainBody(body));
  }
};

/** The same nonce shows one message, however often it is asked for within some minutes; the mark tells it after that. */
const postMessage = async (
  { bot, outgoing }: Sending,
  channel: string,
  body: MessageBody,
  nonce: string,
): Promise<string> => {
  const once = { ...marked(body, markOf(nonce), bot.me.userId), nonce, enforce_nonce: true };
  try {
    return posted.parse(await outgoing(bot, "post", `/channels/${channel}/messages`, once)).id;
  } catch (error) {
    // The message of this nonce was posted by an earlier attempt, and somebody deleted it.
    if (codeOf(error) === CODES.unknownMessage) return DELETED;
    // Discord forgets the nonce within minutes: whether this arrived has to be kept in mind until it is known.
    const inDoubt = !(error instanceof DeliveryFault) && faultOf(error, false).outcome === "ambiguous";
    throw inDoubt ? settled(bot, error, false) : error;
  }
};

const editMessage = async (
  { bot, outgoing }: Sending,
  channel: string,
  body: MessageBody,
  messageId: string,
): Promise<string> => {
  // What an edit leaves out stays as it was.
  await outgoing(bot, "patch", `/channels/${channel}/messages/${messageId}`, { ...body, content: body.content ?? "" });
  return messageId;
};

/** 24 characters: Discord takes 25, for each of the bot's channels together. */
const nonceOf = (nonce: string, channel: string): string =>
  createHash("sha256").update(`${nonce}\n${channel}`).digest().subarray(0, 18).toString("base64url");

const plainBody = (body: MessageBody): MessageBody => ({
  ...body,
  embeds: body.embeds.map(({ url: _url, image: _image, ...embed }) => embed),
  components: body.components
    .map((row) => ({ ...row, components: row.components.filter((button) => button.style !== 5) }))
    .filter((row) => row.components.length > 0),
});
