// Commands: a person's own settings, a chat's for its admins, or a server's for those who manage it.
import { chatRef, choice } from "../chat/args.ts";
import { quietHours } from "../chat/args-reminders.ts";
import { zone } from "../chat/args-time-place.ts";
import type { Context } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import type { Button, View } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import { USUAL_QUIET } from "../domain/quiet.ts";
import { Refusal } from "../domain/refusal.ts";
import type { PersonPatch } from "../store/types.ts";
import { serverSettings } from "./settings-server.ts";
import type { Words } from "../words/words.ts";
import { LANGUAGES, languageOf, wordsFor } from "../words/words.ts";

type Kept = { timeZone?: string; locale?: string; reminders: boolean; quiet?: string };

const languages = Object.fromEntries(
  Object.entries(LANGUAGES).map(([code, words]) => [code, [words.language.toLowerCase()]]),
);

export const settings = define({
  name: "settings",
  aliases: ["einstellungen"],
  about: "Your time zone, language, reminders and quiet hours",
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
    quiet: quietHours({ name: "quiet", about: "When no reminder wakes you: “23:00-7:30”, “usual” (22–8) or “off”" }),
  },
  run: async (ctx, args) => {
    if (args.for === "server" || args.channel !== undefined || args.events !== undefined) {
      if (args.reminders !== undefined) throw new Refusal(ctx.words.servers.eachChat);
      if (args.quiet !== undefined) throw new Refusal(ctx.words.settings.quietIsPersonal);
      return serverSettings(ctx, args);
    }
    const patch = {
      ...(args.zone !== undefined && { timeZone: args.zone }),
      ...(args.language !== undefined && { locale: args.language }),
      ...(args.reminders !== undefined && { reminders: args.reminders === "on" }),
    };
    const quiet = args.quiet !== undefined && { quiet: args.quiet };
    if (args.for !== "chat") return { kind: "done", view: await personal(ctx, { ...patch, ...quiet }) };
    if (!ctx.chatAdmin) throw new Refusal(ctx.words.settings.notAdmin);
    if (quiet) throw new Refusal(ctx.words.settings.quietIsPersonal);
    return { kind: "done", view: await ofChat(ctx, patch) };
  },
});

const personal = async <S extends SeenBy>(ctx: Context<S>, patch: PersonPatch): Promise<View<S>> => {
  const { person } = ctx.actor;
  const saved = Object.keys(patch).length > 0;
  if (saved) await ctx.tx.people.set(person.id, patch);
  // Quiet hours are those of the zone.
  const when = patch.reminders !== undefined || patch.quiet !== undefined || patch.timeZone !== undefined;
  if (when) ctx.record({ kind: "remindersSet", personId: person.id });
  const kept = { ...person, ...patch };
  const words = wordsFor(kept.locale ?? ctx.locale);
  return settingsView({ kept, forChat: false, saved, words, zone: ctx.timeZone, locale: ctx.locale }, ctx.seenBy);
};

const ofChat = async <S extends SeenBy>(
  { tx, chat: { key }, record, words, timeZone: zone, locale, seenBy }: Context<S>,
  patch: Omit<PersonPatch, "quiet">,
): Promise<View<S>> => {
  const saved = Object.keys(patch).length > 0;
  if (saved) await tx.chats.set(key, patch);
  if (patch.reminders !== undefined) record({ kind: "chatRemindersSet", chat: key });
  const [chat] = await tx.chats.byKeys([key]);
  return settingsView({ kept: { reminders: true, ...chat }, forChat: true, saved, words, zone, locale }, seenBy);
};

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
      ...(forChat ? [] : [{ label: words.settings.quiet, value: [quietWords(kept.quiet, words)] }]),
    ],
    buttons: [[toggle]],
  };
};

const quietWords = (quiet: string | undefined, words: Words): string => {
  if (quiet === "off") return words.settings.off;
  return (quiet === undefined || quiet === "usual" ? USUAL_QUIET : quiet).replace("-", "–");
};
