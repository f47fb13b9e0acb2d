// Chat: a command already typed. A slash command, a typed line and a button all become one Press, by one parser.
import type { Mention, Platform } from "../domain/chat.ts";
import { PLATFORMS } from "../domain/chat.ts";
import type { Arg, Args } from "./command.ts";

/** `args` holds raw text by argument name. */
export type Press = { command: string; args: Record<string, string> };

type Shape = { name: string; aliases?: readonly string[]; args: Args };

/** Longest button data: Telegram's 64 bytes (Discord has 100 characters). */
export const PRESS_BYTES = 64;

/** The command of that name or alias, in any case. */
export const commandNamed = <C extends Shape>(commands: readonly C[], word: string): C | undefined => {
  const name = word.toLowerCase();
  return commands.find((command) => command.name === name || command.aliases?.includes(name));
};

/**
 * Reads `/create Rooftop BBQ when:sat 19:00 max:10`. The words before the first declared name fill the arguments in their order: short
 * ones take one word that fits them, a long one takes the rest. Only a declared name followed by a colon opens the next argument.
 * Undefined when the first word is no command.
 */
export const parseLine = (line: string, commands: readonly Shape[]): Press | undefined => {
  const [, word = "", rest = ""] = /^\s*\/?([^\s@]+)(?:@\S*)?\s*([\s\S]*)$/.exec(line) ?? [];
  const command = commandNamed(commands, word);
  return command && { command: command.name, args: parseArgs(rest, command.args) };
};

const parseArgs = (text: string, declared: Args): Record<string, string> => {
  const args: Record<string, string> = {};
  const loose = takeNamed(text, declared, args);
  const words = loose.split(/\s+/).filter((word) => word !== "");
  const open = Object.values(declared).filter((arg) => args[arg.name] === undefined && !arg.hidden);
  const spilled: string[] = [];
  for (const [index, word] of words.entries()) {
    const taker = open.find((arg) => args[arg.name] === undefined && (arg.kind === "long" || fits(arg, word)));
    if (taker?.kind === "long") {
      // The rest of the line as it was typed, line breaks included.
      args[taker.name] = restFrom(loose, index);
      return args;
    }
    if (taker) args[taker.name] = word;
    else spilled.push(word);
  }
  const spare = open.find((arg) => args[arg.name] === undefined);
  if (spilled.length > 0 && spare) args[spare.name] = spilled.join(" ");
  return args;
};

/** Moves every `name:value` into `args` and returns what is left. */
const takeNamed = (text: string, declared: Args, args: Record<string, string>): string => {
  const names = Object.values(declared).map((arg) => arg.name);
  if (names.length === 0) return text;
  const opener = new RegExp(`(?<=^|\\s)(${names.join("|")}):`, "gi");
  const found = [...text.matchAll(opener)];
  const first = found[0];
  if (!first) return text;
  let loose = text.slice(0, first.index);
  for (const [i, match] of found.entries()) {
    const value = text.slice(match.index + match[0].length, found[i + 1]?.index).trim();
    const arg = Object.values(declared).find((a) => a.name === match[1]?.toLowerCase());
    if (!arg) continue;
    const [, one = value, after = ""] = arg.kind === "short" ? (/^(\S+)\s+([\s\S]+)$/.exec(value) ?? []) : [];
    args[arg.name] = one;
    if (after) loose += ` ${after}`;
  }
  return loose;
};

const restFrom = (text: string, wordIndex: number): string =>
  text.trim().replace(new RegExp(`^(?:\\S+\\s+){${wordIndex}}`), "");

const fits = (arg: Arg<unknown>, word: string): boolean => arg.fits?.(word) ?? true;

/**
 * A press as the line that types it, short enough for a button: values in their order where that reads back the same, else by name.
 * Throws when it is longer than 64 bytes: a view that needs more is a defect found when it is built.
 */
export const encodePress = (press: Press, commands: readonly Shape[]): string => {
  const command = commandNamed(commands, press.command);
  if (!command) throw new Error(`no command ${press.command}`);
  const given = Object.values(command.args).filter((arg) => press.args[arg.name] !== undefined);
  const inOrder = [command.name, ...given.map((arg) => press.args[arg.name])].join(" ");
  const byName = [command.name, ...given.map((arg) => `${arg.name}:${press.args[arg.name]}`)].join(" ");
  const line = same(parseLine(inOrder, commands), press) ? inOrder : byName;
  if (!same(parseLine(line, commands), press)) throw new Error(`a press of ${command.name} does not read back`);
  if (Buffer.byteLength(line) > PRESS_BYTES)
    throw new Error(`a press of ${command.name} is longer than ${PRESS_BYTES} bytes`);
  return line;
};

const same = (a: Press | undefined, b: Press): boolean =>
  a?.command === b.command &&
  Object.keys(a.args).length === Object.keys(b.args).length &&
  Object.entries(b.args).every(([name, value]) => a.args[name] === value);

/** A mention as adapters write it into a command's text. */
export const writeMention = (mention: Mention): string =>
  `@${mention.account.platform}:${mention.account.userId}|${mention.name.replace(/[|@\s]+/g, "_")}`;

const MENTION = new RegExp(`@(${PLATFORMS.join("|")}):([^|\\s]{1,64})\\|([^|@\\s,]{1,120})`, "g");

/** The mentions in a text, and the words beside them. */
export const readMentions = (text: string): { mentions: Mention[]; rest: string } => {
  const mentions = [...text.matchAll(MENTION)].map((match) => ({
    account: { platform: match[1] as Platform, userId: match[2] ?? "" },
    name: (match[3] ?? "").replace(/_/g, " "),
  }));
  return {
    mentions,
    rest: text
      .replace(MENTION, " ")
      .replace(/[\s,;]+/g, " ")
      .trim(),
  };
};
