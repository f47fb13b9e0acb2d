// The loopback Discord: what somebody types into a slash command, as Discord's own app lets them: by what is registered, and not otherwise.
import { memberOf } from "./gateway-payloads.ts";
import { messageJson, userJson } from "./messages-json.ts";
import { commandFor } from "./options-offered.ts";
import { OPTION, type OptionJson, plainValue } from "./options-values.ts";
import { permissionsOf } from "./permissions.ts";
import { channelJson, roleJson } from "./rest-places.ts";
import type { Channel, Message, Person, State } from "./state.ts";
import type { FakeChannel, FakeRole, FakeUser, Json, OptionValue } from "./types.ts";

/** Who types, and where. */
export type Place = { state: State; by: Person; channel: Channel };
type Given = Readonly<Record<string, OptionValue>>;
export type Resolved = Record<string, Record<string, Json>>;

/** Data of a slash command: "party create", "group sub command". `focused`: the option that is being completed, as far as it is typed. */
export const slashData = (place: Place, typed: string, given: Given, focused?: string): Json => {
  const [root = "", ...path] = typed.split(" ");
  const command = commandFor(place.state, place.by, place.channel, 1, root);
  const resolved: Resolved = {};
  const options = optionsOf(place, (command["options"] ?? []) as OptionJson[], path, {
    typed,
    given,
    focused,
    resolved,
  });
  return {
    id: command["id"],
    name: root,
    type: 1,
    options,
    ...(Object.keys(resolved).length > 0 && { resolved }),
  };
};

type Typing = { typed: string; given: Given; focused: string | undefined; resolved: Resolved };

/** The options of a command, or of the group and subcommand that `path` leads to. */
const optionsOf = (place: Place, declared: readonly OptionJson[], path: readonly string[], typing: Typing): Json[] => {
  const [next, ...rest] = path;
  const under = declared.find((one) => one.type === OPTION.sub || one.type === OPTION.group);
  if (next === undefined && !under) return valuesOf(place, declared, typing);
  const chosen = declared.find((one) => one.name === next && one.type === (rest[0] ? OPTION.group : OPTION.sub));
  if (!chosen) throw new Error(`the app offers no "${typing.typed}"`);
  return [{ name: chosen.name, type: chosen.type, options: optionsOf(place, chosen.options ?? [], rest, typing) }];
};

const valuesOf = (
  place: Place,
  declared: readonly OptionJson[],
  { typed, given, focused, resolved }: Typing,
): Json[] => {
  if (focused !== undefined && declared.find((one) => one.name === focused)?.["autocomplete"] !== true)
    throw new Error(`"${focused}" is not completed`);
  const all: Given = focused !== undefined && given[focused] === undefined ? { ...given, [focused]: "" } : given;
  const values = Object.entries(all).map(([name, value]): Json => {
    const option = declared.find((one) => one.name === name);
    if (!option) throw new Error(`"${typed}" has no option "${name}"`);
    if (name === focused) return { name, type: option.type, value: typedSoFar(option, value), focused: true };
    if (typeof value !== "object") return { name, type: option.type, value: plainValue(option, value) };
    resolve(place, option, value, resolved);
    return { name, type: option.type, value: value.id };
  });
  const missing = declared.find((one) => one["required"] === true && all[one.name] === undefined);
  if (missing && focused === undefined) throw new Error(`"${typed}" asks for "${missing.name}" first`);
  return values;
};

const typedSoFar = ({ name }: OptionJson, value: OptionValue): string => {
  if (typeof value === "object") throw new Error(`"${name}" is typed while it is completed`);
  return String(value);
};

const resolve = (
  place: Place,
  option: OptionJson,
  value: FakeUser | FakeRole | FakeChannel,
  resolved: Resolved,
): void => {
  const { state, channel } = place;
  const refuse = (): never => {
    throw new Error(`the app does not offer this for "${option.name}"`);
  };
  const takes = (...types: readonly number[]): boolean => types.includes(option.type);
  const role = channel.guild?.roles.get(value.id);
  const there = state.channels.get(value.id);
  if (state.people.has(value.id) && takes(OPTION.user, OPTION.mentionable))
    return resolvePerson(state, channel, value.id, resolved);
  if (role && takes(OPTION.role, OPTION.mentionable))
    return void ((resolved["roles"] ??= {})[role.id] = roleJson(role));
  if (!there?.guild || there.guild !== channel.guild || !takes(OPTION.channel)) return refuse();
  const kinds = option["channel_types"] as number[] | undefined;
  if (kinds && kinds.length > 0 && !kinds.includes(there.type)) return refuse();
  const permissions = String(permissionsOf(there.guild, place.by.id));
  (resolved["channels"] ??= {})[there.id] = { ...channelJson(state, there), permissions };
};

/** Adds somebody to what is resolved: themselves, and as a member of the server. */
export const resolvePerson = (state: State, { guild }: Channel, id: string, resolved: Resolved): void => {
  const person = state.people.get(id);
  if (!person) throw new Error("there is nobody like that");
  (resolved["users"] ??= {})[id] = userJson(person);
  if (!guild?.members.has(id)) return;
  const { deaf: _, mute: __, ...member } = memberOf(state, guild, person);
  (resolved["members"] ??= {})[id] = { ...member, permissions: String(permissionsOf(guild, id)) };
};

/** Data of an entry in somebody's or a message's context menu. */
export const menuData = ({ state, by, channel }: Place, name: string, target: FakeUser | Message): Json => {
  const resolved: Resolved = {};
  const isPerson = "slash" in target;
  const type = isPerson ? 2 : 3;
  const command = commandFor(state, by, channel, type, name);
  if (isPerson) resolvePerson(state, channel, target.id, resolved);
  else resolved["messages"] = { [target.id]: messageJson(state, target) };
  return { id: command["id"], name, type, target_id: target.id, resolved };
};
