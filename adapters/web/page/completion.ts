// Page: what could come next in the line being typed. Pure: text and caret in, a slot to fill out.
import type { WireArg, WireCommand } from "../wire.ts";

/** `from`–`to` is what a choice replaces. */
export type Slot =
  | { kind: "none" }
  | { kind: "command"; typed: string; from: number; to: number }
  | { kind: "mention"; typed: string; from: number; to: number }
  | {
      kind: "arg";
      command: WireCommand;
      /** The argument the caret is in. */
      arg?: WireArg;
      /** What was typed of its value, and where. */
      typed: string;
      from: number;
      to: number;
      /** Arguments given before. */
      args: Record<string, string>;
      /** Names that can follow, and the word they would replace. */
      next: WireArg[];
      nextFrom: number;
    };

export const slotAt = (text: string, caret: number, commands: readonly WireCommand[]): Slot => {
  const before = text.slice(0, caret);
  const mention = /(?:^|\s)@([^\s@]*)$/u.exec(before);
  if (mention)
    return { kind: "mention", typed: mention[1] ?? "", from: caret - (mention[1]?.length ?? 0) - 1, to: caret };
  if (!before.startsWith("/")) return { kind: "none" };
  const head = /^\/(\S*)$/u.exec(before);
  if (head) return { kind: "command", typed: head[1] ?? "", from: 0, to: caret };
  const name = /^\/(\S+)\s/u.exec(before)?.[1];
  const command = commands.find((one) => one.name === name);
  return command ? argSlot(before, command) : { kind: "none" };
};

/** The commands whose name, then whose words, hold what was typed. */
export const matching = (typed: string, commands: readonly WireCommand[]): WireCommand[] => {
  const sought = typed.toLowerCase();
  const begins = commands.filter((one) => one.name.startsWith(sought));
  return sought === ""
    ? [...commands]
    : [...begins, ...commands.filter((one) => !begins.includes(one) && one.about.toLowerCase().includes(sought))];
};

type Opened = { name: string; at: number; valueAt: number };

const argSlot = (before: string, command: WireCommand): Slot => {
  const bodyAt = command.name.length + 2;
  const opened = openedIn(before, bodyAt, command);
  const first = command.args[0];
  const runs =
    first && !opened.some((one) => one.name === first.name)
      ? [{ name: first.name, at: bodyAt, valueAt: bodyAt }, ...opened]
      : opened;
  const current = runs.at(-1);
  const args: Record<string, string> = {};
  for (const [index, run] of runs.entries()) {
    const value = before.slice(run.valueAt, runs[index + 1]?.at ?? before.length).trim();
    if (value !== "" && run !== current) args[run.name] = value;
  }
  const valueAt = current ? skipBlanks(before, current.valueAt) : before.length;
  const word = /\S*$/u.exec(before)?.[0] ?? "";
  const nextFrom = before.length - word.length;
  const used = new Set(opened.map((one) => one.name));
  const canFollow = nextFrom > valueAt || current === undefined || current.name === first?.name;
  const next = canFollow
    ? command.args.filter((arg, at) => at > 0 && !used.has(arg.name) && arg.name.startsWith(word.toLowerCase()))
    : [];
  const arg = command.args.find((one) => one.name === current?.name);
  return {
    kind: "arg",
    command,
    ...(arg && { arg }),
    typed: before.slice(valueAt),
    from: valueAt,
    to: before.length,
    args,
    next,
    nextFrom,
  };
};

/** Only a declared name followed by a colon opens an argument. */
const openedIn = (before: string, from: number, command: WireCommand): Opened[] => {
  const names = new Set(command.args.map((arg) => arg.name));
  const opened: Opened[] = [];
  for (const match of before.matchAll(/(?<=\s)([a-z]+):/gu)) {
    if (match.index >= from && names.has(match[1] ?? ""))
      opened.push({ name: match[1] ?? "", at: match.index, valueAt: match.index + match[0].length });
  }
  return opened;
};

const skipBlanks = (text: string, from: number): number => from + (/^\s*/u.exec(text.slice(from))?.[0].length ?? 0);
