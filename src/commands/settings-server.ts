// Commands: what those who manage a server set for all of its chats: zone, language, the chat for reminders, parties among its events.
import type { ChatRef } from "../chat/args.ts";
import type { Context } from "../chat/command.ts";
import type { Reply } from "../chat/reply.ts";
import type { Button, View } from "../chat/view.ts";
import type { Chat, SeenBy } from "../domain/chat.ts";
import { eventsChat } from "../domain/chat.ts";
import type { ChatKey } from "../domain/note.ts";
import { Refusal } from "../domain/refusal.ts";
import type { ChatRow, ServerPatch } from "../store/types.ts";
import { languageOf, wordsFor } from "../words/words.ts";

export type ServerWishes = {
  zone?: string | undefined;
  language?: string | undefined;
  channel?: ChatRef | "none" | undefined;
  events?: "on" | "off" | undefined;
};

/** Sets what is wished for, and shows all that is set. Refused to who does not manage the server, and where there is none. */
export const serverSettings = async <S extends SeenBy>(ctx: Context<S>, wishes: ServerWishes): Promise<Reply<S>> => {
  const { words, chat, tx } = ctx;
  const { platform, server, reach } = chat.ref;
  if (server === undefined) throw new Refusal(words.servers.noServer);
  if (!ctx.chatAdmin) throw new Refusal(words.servers.notAdmin);
  const { zone, language, channel, events } = wishes;
  const posts = channel !== undefined || events !== undefined;
  if (posts && reach !== "post") throw new Refusal(words.servers.notHere);
  const patch: ServerPatch = {
    ...(zone !== undefined && { timeZone: zone }),
    ...(language !== undefined && { locale: language }),
    ...(channel !== undefined && { remindersChat: await keyOf(ctx, server, channel) }),
    ...(events !== undefined && { events: events === "on" }),
  };
  const saved = Object.keys(patch).length > 0;
  if (saved) {
    const { remindersChat, events: mirrors = false } = (await tx.chats.server(platform, server)) ?? {};
    await tx.chats.setServer(platform, server, patch);
    const was = { ...(remindersChat !== undefined && { remindersChat }), events: mirrors };
    if (posts) ctx.record({ kind: "serverSet", platform, server, was });
  }
  return { kind: "done", view: await serverView(ctx, server, saved) };
};

/** The chat as a row, made where it is new; it has to be one of this server. */
const keyOf = async <S extends SeenBy>(
  { tx, words }: Context<S>,
  server: string,
  channel: ChatRef | "none",
): Promise<ChatKey | undefined> => {
  if (channel === "none") return undefined;
  const { platform, chatId, name } = channel;
  const chat: Chat = { platform, chatId, server, kind: "group", reach: "post" };
  const known = await tx.chats.find(chat);
  if (known && known.ref.server !== server) throw new Refusal(words.servers.elsewhere);
  return (await tx.chats.ensure(chat, name)).key;
};

const serverView = async <S extends SeenBy>(ctx: Context<S>, server: string, saved: boolean): Promise<View<S>> => {
  const { words, tx } = ctx;
  const { platform } = ctx.chat.ref;
  const { timeZone, locale, remindersChat, events = false } = (await tx.chats.server(platform, server)) ?? {};
  const [channel] = remindersChat === undefined ? [] : await tx.chats.byKeys([remindersChat]);
  const mirror = events ? await tx.chats.find(eventsChat(platform, server)) : undefined;
  const language = locale === undefined ? words.settings.noZone : wordsFor(languageOf(locale)).language;
  return {
    seenBy: ctx.seenBy,
    title: words.settings.title,
    body: [[...(saved ? [words.settings.saved] : []), words.servers.forServer].join(" ")],
    fields: [
      { label: words.settings.zone, value: [timeZone ?? words.settings.noZone] },
      { label: words.settings.language, value: [language] },
      { label: words.servers.channel, value: [channelWords(ctx, channel)] },
      { label: words.servers.events, value: [eventsWords(ctx, events, mirror)] },
    ],
    buttons: [buttonsOf(ctx, events, channel !== undefined)],
  };
};

const channelWords = ({ words }: Context, channel: ChatRow | undefined): string => {
  if (!channel) return words.servers.whereTheCardIs;
  const name = `#${channel.title ?? "…"}`;
  return channel.gone ? words.servers.channelGone(name) : name;
};

/** A chat of events that was given up is one where the platform said no. */
const eventsWords = ({ words }: Context, events: boolean, mirror: ChatRow | undefined): string => {
  if (!events) return words.servers.eventsOff;
  return mirror?.gone ? words.servers.eventsRefused : words.servers.eventsOn;
};

const buttonsOf = ({ words }: Context, events: boolean, redirected: boolean): Button[] => [
  {
    label: events ? words.servers.turnEventsOff : words.servers.turnEventsOn,
    press: { command: "settings", args: { for: "server", events: events ? "off" : "on" } },
  },
  ...(redirected
    ? [{ label: words.servers.noChannel, press: { command: "settings", args: { for: "server", channel: "none" } } }]
    : []),
];
