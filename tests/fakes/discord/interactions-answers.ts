// The loopback Discord: answers that are no messages: choices for what is typed, and forms.
import { readCustomId } from "./components-button.ts";
import { readSelect } from "./components-select.ts";
import { numbered, readingOf, type Reading } from "./components.ts";
import type { Json, Modal, ModalField, Outcome } from "./types.ts";
import { createForm, join } from "./validate.ts";

const CHOICES = 25;
const FIELDS = 5;
const TEXT_INPUT = 4;
const STRING_SELECT = 3;
const USER_SELECT = 5;
const LABEL = 18;

export const readChoices = (data: Json | undefined): NonNullable<Outcome["choices"]> => {
  const form = createForm();
  const given = form.object("data", form.need("data", data), "choices") ?? {};
  const list = form.list("data.choices", form.need("data.choices", given["choices"]), { max: CHOICES }) ?? [];
  const choices = list.map((one, i) => {
    const at = (name: string): string => `data.choices.${i}.${name}`;
    const choice = form.object(`data.choices.${i}`, one, "name name_localizations value") ?? {};
    const name = form.text(at("name"), form.need(at("name"), choice["name"]), { min: 1, max: 100 }) ?? "";
    const value = choice["value"];
    if (typeof value === "string") form.text(at("value"), value, { min: 1, max: 100 });
    else form.need(at("value"), typeof value === "number" ? value : undefined);
    return { name, value: value as string | number };
  });
  form.done();
  return choices;
};

export const readModal = (data: Json | undefined): Modal => {
  const form = createForm();
  const reading = readingOf(form);
  const given = form.object("data", form.need("data", data), "custom_id title components") ?? {};
  const title = form.text("data.title", form.need("data.title", given["title"]), { min: 1, max: 45 }) ?? "";
  const customId = readCustomId(readingOf(form), "data.custom_id", given["custom_id"]) ?? "";
  const path = "data.components";
  const list = form.list(path, form.need(path, given["components"]), { min: 1, max: FIELDS }) ?? [];
  const fields = list.map((one, i) => readLabel(reading, join(path, i), one));
  form.done();
  return { title, customId, fields };
};

const readLabel = (reading: Reading, path: string, value: unknown): ModalField => {
  const { form } = reading;
  const at = (name: string): string => join(path, name);
  const given = form.object(path, value, "type id label description component") ?? {};
  if (given["type"] !== LABEL) form.fault(at("type"), "UNION_TYPE_CHOICES", "A form holds labels.");
  const label = form.text(at("label"), form.need(at("label"), given["label"]), { min: 1, max: 45 }) ?? "";
  const description = form.text(at("description"), given["description"], { min: 1, max: 100 });
  const component = (form.need(at("component"), given["component"]) ?? {}) as Json;
  const field = readField(reading, at("component"), component);
  return { ...field, label, ...(description !== undefined && { description }) };
};

const readField = (reading: Reading, path: string, value: Json): Omit<ModalField, "label"> => {
  const { type } = value;
  if (type === TEXT_INPUT) return readTextInput(reading, path, value);
  if (type !== STRING_SELECT && type !== USER_SELECT)
    reading.form.fault(join(path, "type"), "UNION_TYPE_CHOICES", "This cannot stand in a form here.");
  const read = readSelect(reading, path, value, true);
  const options = (read["options"] ?? []) as (Json & { label: string; value: string })[];
  const first = options.find((one) => one["default"] === true)?.value;
  const people = ((read["default_values"] ?? []) as { id: string; type: string }[]).map((one) => one.id);
  mustFit(reading, path, read);
  return {
    customId: String(read["custom_id"]),
    kind: type === USER_SELECT ? "users" : "select",
    required: read["required"] !== false,
    min: Number(read["min_values"]),
    max: Number(read["max_values"]),
    ...(first !== undefined && { value: first }),
    ...(people.length > 0 && { chosen: people }),
    ...(type === STRING_SELECT && { options: options.map((one) => ({ label: one.label, value: one.value })) }),
  };
};

/** What must be filled in has to be chosen from; what need not be may be left empty. */
const mustFit = ({ form }: Reading, path: string, { min_values, required }: Json): void => {
  if (required === false || min_values !== 0) return;
  form.fault(
    join(path, "min_values"),
    "SELECT_COMPONENT_REQUIRED_MIN_VALUES",
    "A required menu has at least one value",
  );
};

const readTextInput = (reading: Reading, path: string, value: Json): Omit<ModalField, "label"> => {
  const { form } = reading;
  const at = (name: string): string => join(path, name);
  const known = "type id custom_id style min_length max_length required value placeholder";
  const given = form.object(path, value, known) ?? {};
  form.oneOf(at("style"), form.need(at("style"), given["style"]), [1, 2]);
  const min = form.whole(at("min_length"), given["min_length"], { min: 0, max: 4_000 }) ?? 0;
  const max = form.whole(at("max_length"), given["max_length"], { min: 1, max: 4_000 }) ?? 4_000;
  const text = form.text(at("value"), given["value"], { max: 4_000 });
  if (text !== undefined && text.length > 0 && (text.length < min || text.length > max))
    form.fault(at("value"), "BASE_TYPE_BAD_LENGTH", `Must be between ${min} and ${max} in length.`);
  form.text(at("placeholder"), given["placeholder"], { max: 100 });
  const required = form.flag(at("required"), given["required"]) ?? true;
  if (min > max) form.fault(at("min_length"), "NUMBER_TYPE_MAX", `int value should be less than or equal to ${max}.`);
  numbered(reading, {});
  const customId = readCustomId(reading, at("custom_id"), given["custom_id"]) ?? "";
  return { customId, kind: "text", required, min, max, ...(text !== undefined && { value: text }) };
};
