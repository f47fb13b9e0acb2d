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
