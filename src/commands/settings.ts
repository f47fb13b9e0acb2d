// Commands: a person's own settings, a chat's for its admins, or a server's for those who manage it.
import { chatRef, choice } from "../chat/args.ts";
import { zone } from "../chat/args-time-place.ts";
import { define } from "../chat/command.ts";
import type { Button, View } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import { Refusal } from "../domain/refusal.ts";
import { serverSettings } from "./settings-server.ts";
import type { Words } from "../words/words.ts";
import { LANGUAGES, languageOf, wordsFor } from "../words/words.ts";

type Kept = { timeZone?: string; locale?: string; reminders: boolean };

const languages = Object.fromEntries(
  Object.entries(LANGUAGES).map(([code, words]) => [code, [words.language.toLowerCase()]]),
);

export const settings = define({
  name: "settings",
  aliases: ["einstellungen"],
  about: "Your time zone, language and reminders",
  example: "/settings zone:Berlin",
  where: "anywhere",
  writes: true,
  args: {
    zone: zone({ name: "zone", about: "Your time zone: a city, or a name like Europe/Berlin" }),
    language: choice({ name: "language", about: "The language I speak with you", values: languages }),
    reminders: choice({
      name: "reminders",
      about: "Whether I remind you",
      values: { on: ["yes", "an", "ja"], off: ["no", "aus", "nein"] },
    }),
    for: choice({
      name: "for",
      about: "You, this chat, or the whole server (admins)",
      values: { me: ["mich"], chat: ["group", "gruppe"], server: ["all", "alle"] },
    }),
    channel: chatRef({
      name: "channel",
      about: "The server's channel for reminders; without one they go where a party's card is",
      on: ["discord"],
    }),
    events: choice({
      name: "events",
      about: "Whether parties are also among the server's events, without their address",
      values: { on: ["yes", "an", "ja"], off: ["no", "aus", "nein"] },
      on: ["discord"],
    }),
  },
  run: async (ctx, args) => {
    if (args.for === "server" || args.channel !== undefined || args.events !== undefined) {
      if (args.reminders !== undefined) throw new Refusal(ctx.words.servers.eachChat);
      return serverSettings(ctx, args);
    }
    const forChat = args.for === "chat";
    if (forChat && !ctx.chatAdmin) throw new Refusal(ctx.words.settings.notAdmin);
    const patch = {
      ...(args.zone !== undefined && { timeZone: args.zone }),
      ...(args.language !== undefined && { locale: args.language }),
      ...(args.reminders !== undefined && { reminders: args.reminders === "on" }),
    };
    const changes = Object.keys(patch).length > 0;
    const { person } = ctx.actor;
    if (changes && forChat) await ctx.tx.chats.set(ctx.chat.key, patch);
    if (changes && !forChat) await ctx.tx.people.set(person.id, patch);
    if (args.reminders !== undefined) {
      ctx.record(
        forChat ? { kind: "chatRemindersSet", chat: ctx.chat.key } : { kind: "remindersSet", personId: person.id },
      );
    }
    const [chat] = forChat ? await ctx.tx.chats.byKeys([ctx.chat.key]) : [];
    const kept: Kept = forChat ? { reminders: true, ...chat } : { ...person, ...patch };
    const words = forChat ? ctx.words : wordsFor(kept.locale ?? ctx.locale);
    const view = settingsView(
      { kept, forChat, saved: changes, words, zone: ctx.timeZone, locale: ctx.locale },
      ctx.seenBy,
    );
    return { kind: "done", view };
  },
});

type Settings = {
  kept: Kept;
  forChat: boolean;
  saved: boolean;
  words: Words;
  zone: string | undefined;
  locale: string;
};

const settingsView = <S extends SeenBy>(
  { kept, forChat, saved, words, zone: usual, locale }: Settings,
  seenBy: S,
): View<S> => {
  const lines = [...(forChat ? [words.settings.forChat] : []), ...(saved ? [words.settings.saved] : [])];
  const reminders = kept.reminders ? "off" : "on";
  const toggle: Button = {
    label: kept.reminders ? words.settings.remindersOff : words.settings.remindersOn,
    press: { command: "settings", args: { reminders, ...(forChat && { for: "chat" }) } },
  };
  return {
    seenBy,
    title: words.settings.title,
    body: lines.length > 0 ? [lines.join(" ")] : [],
    fields: [
      { label: words.settings.zone, value: [kept.timeZone ?? usual ?? words.settings.noZone] },
      { label: words.settings.language, value: [wordsFor(languageOf(kept.locale ?? locale)).language] },
      { label: words.settings.reminders, value: [kept.reminders ? words.settings.on : words.settings.off] },
    ],
    buttons: [[toggle]],
  };
};
