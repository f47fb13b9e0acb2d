// The loopback Discord: the bot's global commands over REST: replace all, make, change and take away one.
import { CHAT_INPUT, readCommand } from "./commands-read.ts";
import { invalid, invalidForm, Refused, refusals } from "./refused.ts";
import type { Asked, House, Route } from "./router.ts";
import type { State } from "./state.ts";
import type { Json } from "./types.ts";

const MOST: Readonly<Record<number, number>> = { [CHAT_INPUT]: 100, 2: 15, 3: 15 };
const DAY = 24 * 3_600_000;
const CREATES_A_DAY = 200;

const own = (run: (state: State, asked: Asked) => unknown): Route["run"] => {
  return ({ state }: House, asked: Asked) => {
    if (asked.ids[0] !== state.applicationId) throw refusals.unknownApplication();
    return run(state, asked);
  };
};

const nameOf = (command: Json): string => `${String(command["type"])} ${String(command["name"])}`;

/** The same name and type keep their id: it is the same command in people's apps. */
const kept = (state: State, command: Json): Json => {
  const same = [...state.commands.values()].find((one) => nameOf(one) === nameOf(command));
  if (!same) countCreate(state);
  return {
    id: same?.["id"] ?? state.ids.next(),
    application_id: state.applicationId,
    version: state.ids.next(),
    ...command,
  };
};

const countCreate = (state: State): void => {
  const at = state.now();
  state.commandsMade = state.commandsMade.filter((one) => at - one < DAY && one <= at);
  if (state.commandsMade.length >= CREATES_A_DAY) throw refusals.tooManyCreates();
  state.commandsMade.push(at);
};

const keep = (state: State, command: Json): Json => {
  state.commands.set(command["id"] as string, command);
  state.changed();
  return command;
};

const mustFit = (commands: readonly Json[]): void => {
  for (const [type, most] of Object.entries(MOST))
    if (commands.filter((one) => one["type"] === Number(type)).length > most) throw refusals.tooManyCommands();
};

const replaceAll = own((state, { body }) => {
  if (!Array.isArray(body)) throw invalid("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
  const commands = body.map((one, i) => readCommand(one, String(i)));
  const names = commands.map(nameOf);
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (twice >= 0)
    throw invalid(`${twice}`, "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
  mustFit(commands);
  const made = commands.map((one) => kept(state, one));
  state.commands.clear();
  for (const one of made) keep(state, one);
  return made;
});

const make = own((state, { body }) => {
  const command = kept(state, readCommand(body));
  mustFit([...[...state.commands.values()].filter((one) => one["id"] !== command["id"]), command]);
  return keep(state, command);
});

const named = (state: State, id: string | undefined): Json => {
  const command = state.commands.get(id ?? "");
  if (!command) throw refusals.unknownCommand();
  return command;
};

const change = own((state, { ids: [, id], body }) => {
  const { id: _id, application_id, version, ...was } = named(state, id);
  if (typeof body !== "object" || body === null) throw invalidForm(new Map());
  if ("type" in body) throw new Refused(400, 50035, "A command's type cannot be changed");
  const description = was["type"] === CHAT_INPUT ? {} : { description: undefined, options: undefined };
  const read = readCommand({ ...was, ...description, ...body });
  return keep(state, { ...read, id, application_id, version: state.ids.next() });
});

const remove = own((state, { ids: [, id] }) => {
  state.commands.delete(named(state, id)["id"] as string);
  state.changed();
  return undefined;
});

/** Translations are told where they are asked for. */
const shown = (command: Json, query: URLSearchParams): Json => {
  if (query.get("with_localizations") === "true") return command;
  const { name_localizations: _names, description_localizations: _texts, ...rest } = command;
  return rest;
};

const ALL = "/applications/:id/commands";
const ONE = "/applications/:id/commands/:id";

export const commandRoutes: readonly Route[] = [
  {
    method: "GET",
    path: ALL,
    query: "with_localizations",
    run: own((state, { query }) => [...state.commands.values()].map((one) => shown(one, query))),
  },
  { method: "PUT", path: ALL, bucket: { most: 2, ms: 20_000 }, run: replaceAll },
  { method: "POST", path: ALL, bucket: { most: 5, ms: 20_000 }, run: make },
  { method: "GET", path: ONE, run: own((state, { ids: [, id] }) => named(state, id)) },
  { method: "PATCH", path: ONE, bucket: { most: 5, ms: 20_000 }, run: change },
  { method: "DELETE", path: ONE, bucket: { most: 5, ms: 20_000 }, run: remove },
];
