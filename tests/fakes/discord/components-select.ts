// The loopback Discord: menus: of given options, or of people, roles and channels; in messages and in forms.
import { numbered, type Reading } from "./components.ts";
import { readCustomId, readEmoji } from "./components-button.ts";
import type { Json } from "./types.ts";
import { join } from "./validate.ts";

const OPTIONS = 25;
const KINDS = [3, 5, 6, 7, 8];
const KNOWN = "type id custom_id placeholder min_values max_values disabled";

export const isSelect = (type: unknown): boolean => KINDS.includes(type as number);

/** `inForm`: forms alone know `required`, and cannot be disabled. */
export const readSelect = (reading: Reading, path: string, value: unknown, inForm = false): Json => {
  const { form } = reading;
  const at = (name: string): string => join(path, name);
  const type = (value as Json)["type"] as number;
  const own = type === 3 ? "options" : type === 8 ? "default_values channel_types" : "default_values";
  const given = form.object(path, value, `${KNOWN} ${own}${inForm ? " required" : ""}`) ?? {};
  const min = form.whole(at("min_values"), given["min_values"], { min: 0, max: OPTIONS }) ?? 1;
  const max = form.whole(at("max_values"), given["max_values"], { min: 1, max: OPTIONS }) ?? 1;
  if (min > max) form.fault(at("min_values"), "NUMBER_TYPE_MAX", `int value should be less than or equal to ${max}.`);
  if (inForm && given["disabled"] === true)
    form.fault(at("disabled"), "MODAL_COMPONENT_DISABLED", "A menu of a form cannot be disabled");
  return numbered(reading, {
    type,
    custom_id: readCustomId(reading, at("custom_id"), given["custom_id"]),
    placeholder: form.text(at("placeholder"), given["placeholder"], { max: 150 }),
    min_values: min,
    max_values: max,
    disabled: form.flag(at("disabled"), given["disabled"]) ?? false,
    ...(inForm && { required: form.flag(at("required"), given["required"]) ?? true }),
    ...(type === 3 && { options: readOptions(reading, at("options"), given["options"], max) }),
    ...(type !== 3 && { default_values: readDefaults(reading, at("default_values"), given["default_values"], max) }),
  });
};

const readOptions = (reading: Reading, path: string, value: unknown, most: number): Json[] => {
  const { form } = reading;
  const given = form.list(path, form.need(path, value), { min: 1, max: OPTIONS }) ?? [];
  const values = new Set<string>();
  const options = given.map((one, i): Json => {
    const at = (name: string): string => join(join(path, i), name);
    const option = form.object(join(path, i), one, "label value description emoji default") ?? {};
    const chosen = form.text(at("value"), form.need(at("value"), option["value"]), { min: 1, max: 100 }) ?? "";
    if (values.has(chosen))
      form.fault(at("value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used");
    values.add(chosen);
    form.text(at("label"), form.need(at("label"), option["label"]), { min: 1, max: 100 });
    form.text(at("description"), option["description"], { max: 100 });
    form.flag(at("default"), option["default"]);
    const emoji = readEmoji(form, at("emoji"), option["emoji"]);
    return { ...option, ...(emoji && { emoji }) };
  });
  if (options.filter((one) => one["default"] === true).length > most)
    form.fault(path, "SELECT_COMPONENT_MAX_DEFAULTS", "More options are chosen than may be chosen");
  if (most > Math.max(1, options.length))
    form.fault(path, "BASE_TYPE_BAD_LENGTH", `Must be between ${most} and ${OPTIONS} in length.`);
  return options;
};

const readDefaults = ({ form }: Reading, path: string, value: unknown, most: number): Json[] | undefined =>
  form.list(path, value, { max: most })?.map((one, i): Json => {
    const given = form.object(join(path, i), one, "id type") ?? {};
    form.snowflake(join(join(path, i), "id"), form.need(join(join(path, i), "id"), given["id"]));
    form.oneOf(join(join(path, i), "type"), form.need(join(join(path, i), "type"), given["type"]), [
      "user",
      "role",
      "channel",
    ]);
    return given;
  });
