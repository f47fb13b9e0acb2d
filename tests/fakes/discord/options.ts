// The loopback Discord: what somebody types into a slash command, as Discord's own app lets them: by what is registered, and not otherwise.
import { channelJson, memberOf, roleJson } from "./gateway-payloads.ts";
import { messageJson, userJson } from "./messages-json.ts";
import type { Channel, Message, State } from "./state.ts";
import type { FakeChannel, FakeRole, FakeUser, Json, OptionValue } from "./types.ts";

type OptionJson = Json & {
  type: number;
  name: string;
  options?: OptionJson[];
  choices?: { name: string; value: string | number }[];
};

const TYPE = {
  sub: 1,
  group: 2,
  text: 3,
  integer: 4,
  flag: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
};
const ENTITIES: readonly number[] = [TYPE.user, TYPE.channel, TYPE.role, TYPE.mentionable];
const TEXT_MAX = 6_000;

export const commandNamed = (state: State, type: number, name: string): Json => {
  const found = [...state.commands.values()].find((one) => one["name"] === name && (one["type"] ?? 1) === type);
  if (!found) throw new Error(`the app offers no command "${name}"`);
  return found;
};

/** Data of a slash command. `focused`: the option that is being completed; values are then taken as they are typed. */
export const slashData = (
  state: State,
  channel: Channel,
  typed: string,
  given: Readonly<Record<string, OptionValue>>,
  focused?: string,
): Json => {
  const [root = "", sub] = typed.split(" ");
  const command = commandNamed(state, 1, root);
  const options = (command["options"] ?? []) as OptionJson[];
  const under = sub === undefined ? undefined : options.find((one) => one.name === sub && one.type === TYPE.sub);
  if (sub !== undefined && !under) throw new Error(`the app offers no "${typed}"`);
  const declared = under ? (under.options ?? []) : options;
  const resolved: Resolved = {};
  const values = Object.entries(given).map(([name, value]) => {
    const option = declared.find((one) => one.name === name);
    if (!option) throw new Error(`"${typed}" has no option "${name}"`);
    return { name, type: option.type, ...valueOf(state, channel, option, value, focused === name, resolved) };
  });
  if (focused === undefined)
    for (const option of declared)
      if (option["required"] === true && given[option.name] === undefined)
        throw new Error(`"${typed}" asks for "${option.name}" first`);
  if (focused !== undefined && declared.find((one) => one.name === focused)?.["autocomplete"] !== true)
    throw new Error(`"${focused}" is not completed`);
  return {
    id: command["id"],
    name: root,
    type: 1,
    options: under ? [{ name: sub, type: TYPE.sub, options: values }] : values,
    ...(Object.keys(resolved).length > 0 && { resolved }),
  };
};

type Resolved = Record<string, Record<string, Json>>;

const valueOf = (
  state: State,
  channel: Channel,
  option: OptionJson,
  value: OptionValue,
  focused: boolean,
  resolved: Resolved,
): Json => {
  if (focused) return { value: String(value as string), focused: true };
  const refuse = (why: string): never => {
    throw new Error(`the app does not take this for "${option.name}": ${why}`);
  };
  if (typeof value === "object") {
    if (!ENTITIES.includes(option.type)) return refuse("it is no text");
    resolve(state, channel, value, resolved);
    return { value: value.id };
  }
  if (ENTITIES.includes(option.type)) return refuse("choose one");
  if (option.type === TYPE.integer) {
    if (typeof value !== "number" || !Number.isInteger(value)) return refuse("a whole number");
    if (value < Number(option["min_value"] ?? -Infinity) || value > Number(option["max_value"] ?? Infinity))
      return refuse("out of range");
    return { value };
  }
  if (option.type === TYPE.flag) return typeof value === "boolean" ? { value } : refuse("yes or no");
  const text = String(value);
  if (option.choices && !option.choices.some((one) => String(one.value) === text))
    return refuse("not among the choices");
  const max = Number(option["max_length"] ?? TEXT_MAX);
  if (text === "" || text.length > max) return refuse(`1 to ${max} characters`);
  return { value: text };
};

const resolve = (
  state: State,
  channel: Channel,
  value: FakeUser | FakeRole | FakeChannel,
  resolved: Resolved,
): void => {
  const { guild } = channel;
  const role = guild?.roles.get(value.id);
  const person = state.people.get(value.id);
  const place = state.channels.get(value.id);
  if (person) resolvePerson(state, channel, person.id, resolved);
  else if (role) (resolved["roles"] ??= {})[role.id] = roleJson(role);
  else if (place) (resolved["channels"] ??= {})[place.id] = { ...channelJson(place), permissions: "0" };
};

export const resolvePerson = (state: State, { guild }: Channel, id: string, resolved: Resolved): void => {
  const person = state.people.get(id);
  if (!person) throw new Error("there is nobody like that");
  (resolved["users"] ??= {})[id] = userJson(person);
  if (guild?.members.has(id)) (resolved["members"] ??= {})[id] = memberOf(state, guild, person);
};

/** Data of an entry in somebody's or a message's context menu. */
export const menuData = (state: State, channel: Channel, name: string, target: FakeUser | Message): Json => {
  const resolved: Resolved = {};
  const isPerson = "slash" in target;
  const command = commandNamed(state, isPerson ? 2 : 3, name);
  if (isPerson) resolvePerson(state, channel, target.id, resolved);
  else resolved["messages"] = { [target.id]: messageJson(state, target) };
  return { id: command["id"], name, type: isPerson ? 2 : 3, target_id: target.id, resolved };
};
