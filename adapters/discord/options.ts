// Discord: what somebody chose and typed into a slash command, as a press.
import type { CommandInfo, Press } from "../../src/core.ts";
import { writeChatRef, writeCrowd, writeMention } from "../../src/core.ts";
import type { Data } from "./interaction.ts";
import { peopleOption, PEOPLE_OPTIONS } from "./slash.ts";
import { accountOf, nameIn } from "./who.ts";

export type Typed = { command: string; values: Map<string, string>; focused?: string };

/** The subcommand and its options as text; undefined when there is none. */
export const typedIn = ({ options = [] }: Data): Typed | undefined => {
  const [sub] = options;
  if (!sub) return undefined;
  const given = (sub.options ?? []).filter((one) => one.value !== undefined);
  const focused = given.find((one) => one.focused === true)?.name;
  return {
    command: sub.name,
    values: new Map(given.map((one) => [one.name, String(one.value)])),
    ...(focused !== undefined && { focused }),
  };
};

/** Mentions of people; bots among them are left out, for they come to no party. */
export const mentionsIn = (data: Data | undefined, ids: readonly string[]): string =>
  ids
    .filter((id) => data?.resolved?.users?.[id]?.bot !== true)
    .map((id) => writeMention({ account: accountOf(id), name: nameIn(data?.resolved, id) ?? id }))
    .join(" ");

export const pressOf = (typed: Typed, data: Data, info: CommandInfo | undefined): Press => {
  const args: Record<string, string> = {};
  for (const { name, schema } of info?.args ?? []) {
    const value = typed.values.get(name);
    if (schema === "people") {
      const ids = Array.from({ length: PEOPLE_OPTIONS }, (_, i) => typed.values.get(peopleOption(name, i)));
      const text = mentionsIn(data, [...new Set(ids.filter((id) => id !== undefined))]);
      if (text !== "") args[name] = text;
    } else if (value !== undefined) args[name] = written(schema, value, data);
  }
  return { command: typed.command, args };
};

const written = (schema: string, value: string, { resolved }: Data): string => {
  if (schema === "crowd")
    return writeCrowd({ platform: "discord", crowdId: value, name: resolved?.roles?.[value]?.name ?? value });
  if (schema === "chat")
    return writeChatRef({ platform: "discord", chatId: value }, resolved?.channels?.[value]?.name ?? value);
  return value;
};

/** The role that was chosen to be invited. */
export const roleIn = (typed: Typed, data: Data, info: CommandInfo | undefined) => {
  const arg = info?.args.find((one) => one.schema === "crowd");
  const id = arg && typed.values.get(arg.name);
  const role = id === undefined ? undefined : data.resolved?.roles?.[id];
  return arg && role && { arg: arg.name, role };
};
