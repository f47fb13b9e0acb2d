// Discord: the commands as Discord is told of them: one /party with a subcommand for each, and two entries in context menus.
import type { ArgInfo, CommandInfo } from "../../src/core.ts";
import { aboutOf, wordsFor } from "../../src/core.ts";
import { cut } from "./markdown.ts";
import { LOCALES, ownWords } from "./words.ts";

type Localized = Record<string, string>;
type OptionJson = Record<string, unknown>;
export type CommandJson = Record<string, unknown>;

export const ROOT = "party";
/** One person an option: so many may be named at once; a form takes more. */
export const PEOPLE_OPTIONS = 5;
const DESCRIPTION_MAX = 100;

/** For a server and for a person; in servers, in the bot's private chat and in any other private channel. */
const EVERYWHERE = { integration_types: [0, 1], contexts: [0, 1, 2] };
const TYPES = { sub: 1, text: 3, integer: 4, user: 6, channel: 7, role: 8 } as const;
const TEXT_CHANNELS = [0, 5];
const MENU = { person: 2, message: 3 } as const;

const inEach = (say: (locale: string | undefined) => string): Localized =>
  Object.fromEntries(LOCALES.map((locale) => [locale, say(locale)]));

const described = (say: (locale?: string) => string): OptionJson => ({
  description: cut(say(), DESCRIPTION_MAX),
  description_localizations: inEach((locale) => cut(say(locale), DESCRIPTION_MAX)),
});

/** What is offered: a question is a form here, which is dropped by closing it. */
export const isOffered = ({ hidden, name }: CommandInfo): boolean => hidden !== true && name !== "cancel";

export const isHere = ({ on }: ArgInfo): boolean => on?.includes("discord") ?? true;

export const slashCommands = (commands: readonly CommandInfo[]): CommandJson[] => [
  {
    type: 1,
    name: ROOT,
    ...described((locale) => ownWords(locale).party),
    ...EVERYWHERE,
    options: commands.filter(isOffered).map(subcommand),
  },
  menuEntry(MENU.message, (locale) => ownWords(locale).fromMessage),
  menuEntry(MENU.person, (locale) => ownWords(locale).fromPerson),
];

const menuEntry = (type: number, say: (locale?: string) => string): CommandJson => ({
  type,
  name: say(),
  name_localizations: inEach(say),
  ...EVERYWHERE,
});

const subcommand = (command: CommandInfo): OptionJson => ({
  type: TYPES.sub,
  name: command.name,
  ...described((locale) => aboutOf(wordsFor(locale), command)),
  options: command.args.filter(isHere).flatMap((arg) => optionsOf(command, arg)),
});

/** None is required: what is missing is asked for in a form, with what was typed kept. */
const optionsOf = (command: CommandInfo, arg: ArgInfo): OptionJson[] => {
  const { name } = arg;
  const base = described((locale) => aboutOf(wordsFor(locale), command, arg));
  if (arg.schema === "people")
    return Array.from({ length: PEOPLE_OPTIONS }, (_, i) => ({
      type: TYPES.user,
      name: peopleOption(name, i),
      ...base,
    }));
  return [{ name, ...base, ...kindOf(arg) }];
};

export const peopleOption = (name: string, index: number): string => (index === 0 ? name : `${name}-${index + 1}`);

const COMPLETED: readonly ArgInfo["schema"][] = ["party", "when", "until", "place", "zone"];

const kindOf = ({ schema, choices, range }: ArgInfo): OptionJson => {
  if (choices) return { type: TYPES.text, choices: choices.map((value) => ({ name: value, value })) };
  if (schema === "integer" && range && !range.none)
    return { type: TYPES.integer, min_value: range.min, max_value: range.max };
  if (schema === "crowd") return { type: TYPES.role };
  if (schema === "chat") return { type: TYPES.channel, channel_types: TEXT_CHANNELS };
  return { type: TYPES.text, ...(COMPLETED.includes(schema) && { autocomplete: true }) };
};
