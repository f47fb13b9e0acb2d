// Commands: a person's own settings, or a chat's for its admins.
import { choice } from "../chat/args.ts";
import { zone } from "../chat/args-time-place.ts";
import { define } from "../chat/command.ts";
import type { Button } from "../chat/view.ts";
import { Refusal } from "../domain/refusal.ts";
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
      about: "You, or this whole chat (admins)",
      values: { me: ["mich"], chat: ["group", "gruppe"] },
    }),
  },
  run: async (ctx, args) => {
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
    const toggle: Button = {
      label: kept.reminders ? words.settings.remindersOff : words.settings.remindersOn,
      press: {
        command: "settings",
        args: { reminders: kept.reminders ? "off" : "on", ...(forChat && { for: "chat" }) },
      },
    };
    return {
      kind: "done",
      view: {
        seenBy: ctx.seenBy,
        title: words.settings.title,
        body: [...(forChat ? [words.settings.forChat] : []), ...(changes ? [words.settings.saved] : [])].flatMap(
          (line, i) => (i === 0 ? [line] : [" ", line]),
        ),
        fields: [
          { label: words.settings.zone, value: [kept.timeZone ?? ctx.timeZone ?? words.settings.noZone] },
          { label: words.settings.language, value: [wordsFor(languageOf(kept.locale ?? ctx.locale)).language] },
          { label: words.settings.reminders, value: [kept.reminders ? words.settings.on : words.settings.off] },
        ],
        buttons: [[toggle]],
      },
    };
  },
});
