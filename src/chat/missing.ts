// Chat: what a press still lacks, from the registry alone, so that it can be asked before anything is read.
import type { Platform } from "../domain/chat.ts";
import type { Arg, ArgInfo, Command } from "./command.ts";
import type { Press } from "./press.ts";
import type { Ask } from "./reply.ts";

const plain = ({ name, about, kind, schema, required, secret, choices, lines, range, on }: Arg<unknown>): ArgInfo => ({
  name,
  about,
  kind,
  schema,
  required,
  secret,
  ...(choices && { choices }),
  ...(lines && { lines }),
  ...(range && { range }),
  ...(on && { on }),
});

/** A command's arguments as plain data, for menus and forms. */
export const argInfos = (command: Pick<Command, "args">): ArgInfo[] =>
  Object.values(command.args)
    .filter((arg) => !arg.hidden)
    .map(plain);

/** Those arguments that a platform offers. */
export const offeredOn = <A extends Pick<ArgInfo, "on">>(platform: Platform, args: readonly A[]): A[] =>
  args.filter(({ on }) => !on || on.includes(platform));

/** All arguments for a form: the one in question first, then the required ones, then the others. */
export const shapeOf = (command: Command, first?: string): ArgInfo[] => {
  const rank = (arg: ArgInfo): number => (arg.name === first ? 0 : arg.required ? 1 : 2);
  return argInfos(command).sort((a, b) => rank(a) - rank(b));
};

/** The question for required arguments that are absent; undefined when none is. */
export const missingIn = (command: Command, press: Press): Ask | undefined => {
  const absent = argInfos(command).filter((arg) => press.args[arg.name] === undefined);
  if (!absent.some((arg) => arg.required)) return undefined;
  const missing = [...absent.filter((arg) => arg.required), ...absent.filter((arg) => !arg.required)];
  return { press: { command: command.name, args: press.args }, missing };
};
