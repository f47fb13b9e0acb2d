// The loopback Discord: a form that comes back as somebody filled it in, and what they choose in a message's menu.
import { resolvePerson, type Resolved } from "./options.ts";
import { within } from "./screen.ts";
import type { Channel, Message, State } from "./state.ts";
import type { FakeUser, Json, Modal, ModalField } from "./types.ts";

export type Filled = Record<string, string | readonly FakeUser[]>;

const STRING_SELECT = 3;
const TEXT_INPUT = 4;
const USER_SELECT = 5;
const LABEL = 18;

/** Fields that nobody touched keep what was in them. Throws what the app would say. */
export const formData = (state: State, channel: Channel, modal: Modal, values: Filled): Json => {
  for (const name of Object.keys(values))
    if (!modal.fields.some((field) => field.customId === name)) throw new Error(`the form has no field "${name}"`);
  const resolved: Resolved = {};
  const components = modal.fields.map((field, i) => {
    const given = fieldData(field, values[field.customId]);
    if (field.kind === "users")
      for (const id of given["values"] as string[]) resolvePerson(state, channel, id, resolved);
    return { type: LABEL, id: 2 * i + 1, component: { ...given, id: 2 * i + 2, custom_id: field.customId } };
  });
  return { custom_id: modal.customId, components, ...(Object.keys(resolved).length > 0 && { resolved }) };
};

const fieldData = (field: ModalField, given: string | readonly FakeUser[] | undefined): Json => {
  if (given !== undefined && (typeof given === "string") === (field.kind === "users"))
    throw new Error(`"${field.customId}" is filled in otherwise`);
  if (field.kind === "users")
    return {
      type: USER_SELECT,
      values: fitting(field, given ? (given as FakeUser[]).map((one) => one.id) : field.chosen),
    };
  const text = (given as string | undefined) ?? field.value ?? "";
  if (field.kind === "text") return { type: TEXT_INPUT, value: textOf(field, text) };
  if (text !== "" && !field.options?.some((one) => one.value === text))
    throw new Error(`"${text}" is not to be chosen`);
  return { type: STRING_SELECT, values: fitting(field, text === "" ? [] : [text]) };
};

const textOf = ({ customId, required, min, max }: ModalField, text: string): string => {
  if (text === "" && !required) return text;
  if (text === "") throw new Error(`the form asks for "${customId}"`);
  if (text.length < min || text.length > max) throw new Error(`"${customId}" takes ${min} to ${max} characters`);
  return text;
};

const fitting = ({ customId, required, min, max }: ModalField, chosen: readonly string[] = []): readonly string[] => {
  if (chosen.length === 0 && !required) return chosen;
  if (chosen.length === 0) throw new Error(`the form asks for "${customId}"`);
  if (chosen.length < min || chosen.length > max) throw new Error(`"${customId}" takes ${min} to ${max} choices`);
  return chosen;
};

/** Data of a choice in the first menu of a message that has these. */
export const selection = (state: State, message: Message, values: readonly (string | FakeUser)[]): Json => {
  const people = values.filter((one) => typeof one !== "string");
  const ids = values.map((one) => (typeof one === "string" ? one : one.id));
  const select = message.components.flatMap(within).find(({ type, ...one }) => {
    if (people.length > 0) return type === USER_SELECT && people.length === values.length;
    const options = (one["options"] ?? []) as { value: string }[];
    return type === STRING_SELECT && ids.every((id) => options.some((option) => option.value === id));
  });
  if (!select || select["disabled"] === true) throw new Error("there is no menu with these to choose from");
  const { type, id, custom_id, min_values, max_values } = select;
  if (ids.length < Number(min_values) || ids.length > Number(max_values) || new Set(ids).size < ids.length)
    throw new Error(`the menu takes ${Number(min_values)} to ${Number(max_values)} choices`);
  const resolved: Resolved = {};
  for (const one of people) resolvePerson(state, message.channel, one.id, resolved);
  return { component_type: type, id, custom_id, values: ids, ...(people.length > 0 && { resolved }) };
};
