// Words: the languages there are, and which one a person gets.
import { de } from "./de.ts";
import { en } from "./en.ts";

export type Words = typeof en;

export const LANGUAGES: Readonly<Record<string, Words>> = { en, de };

/** The language code of `locale` ("de" of "de-AT") where its words exist, else English. */
export const languageOf = (locale: string | undefined): string => {
  const language = locale?.toLowerCase().split(/[-_]/)[0] ?? "en";
  return Object.hasOwn(LANGUAGES, language) ? language : "en";
};

export const wordsFor = (locale: string | undefined): Words => LANGUAGES[languageOf(locale)] ?? en;

type Named = { name: string; about: string };

/** What a command is, or one of its arguments, in these words; in English the registry says it. */
export const aboutOf = (words: Words, command: Named, arg?: Named): string =>
  arg ? (words.arguments[`${command.name}.${arg.name}`] ?? arg.about) : (words.commands[command.name] ?? command.about);
