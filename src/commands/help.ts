// Commands: what there is, made from the registry itself.
import { text } from "../chat/args.ts";
import type { Command, Context } from "../chat/command.ts";
import { define } from "../chat/command.ts";
import { offeredOn } from "../chat/missing.ts";
import { commandNamed } from "../chat/press.ts";
import type { View } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import type { Reads } from "../store/types.ts";
import type { Words } from "../words/words.ts";
import { aboutOf } from "../words/words.ts";

/** Help over the given commands: `commands` is asked late, for the registry holds this one too. */
export const helpOver = (commands: () => readonly Command[]): Command =>
  define({
    name: "help",
    aliases: ["start", "hilfe"],
    about: "What I can do",
    example: "/help create",
    where: "anywhere",
    writes: false,
    args: { command: text({ name: "command", about: "A command to explain", max: 40, kind: "short" }) },
    run: async (ctx, args) => {
      const wanted = args.command === undefined ? undefined : commandNamed(commands(), args.command.replace(/^\//, ""));
      const view = wanted ? one(wanted, ctx) : all(commands(), ctx.seenBy, ctx.words, args.command);
      return { kind: "done", view };
    },
  });

const all = <S extends SeenBy>(
  commands: readonly Command[],
  seenBy: S,
  words: Words,
  unknown: string | undefined,
): View<S> => ({
  seenBy,
  title: words.help.title,
  body: [unknown === undefined ? words.help.intro : words.help.unknown(unknown)],
  fields: commands
    .filter((command) => !command.hidden)
    .map((command) => ({ label: `/${command.name}`, value: [aboutOf(words, command)] })),
});

const one = <S extends SeenBy>(command: Command, { seenBy, words, chat }: Context<S, Reads>): View<S> => {
  const args = offeredOn(chat.ref.platform, Object.values(command.args)).filter((arg) => !arg.hidden);
  return {
    seenBy,
    title: `/${command.name}`,
    body: [aboutOf(words, command)],
    fields: [
      { label: words.help.example, value: [command.example] },
      ...args.map((arg) => ({
        label: `${arg.name}:`,
        value: [`${aboutOf(words, command, arg)}${arg.required ? "" : ` (${words.help.optional})`}`],
      })),
    ],
  };
};
