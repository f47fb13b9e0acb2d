// The loopback Discord: options of a command: which may stand where, and what each kind may say.
import { readLocalized, readNaming } from "./commands-read.ts";
import type { Json } from "./types.ts";
import { type Form, join } from "./validate.ts";

const OPTION = { sub: 1, group: 2, string: 3, integer: 4, channel: 7, number: 10, attachment: 11 } as const;
const MOST = 25;
/** Groups stand in commands, subcommands in both, everything else in any. */
const DEEPEST = { [OPTION.group]: 0, [OPTION.sub]: 1 } as const;

/** `depth`: 0 in a command, 1 in a group, 2 in a subcommand. */
export const readOptions = (form: Form, path: string, value: unknown, depth: number): Json[] | undefined => {
  const given = form.list(path, value, { max: MOST });
  if (!given) return undefined;
  const options = given.map((one, i) => readOption(form, join(path, i), one, depth));
  const subs = options.filter(isSub).length;
  if (subs > 0 && subs < options.length)
    form.fault(
      path,
      "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
      "Sub-command and sub-command group option types are mutually exclusive to all other types",
    );
  options.forEach((option, i) => {
    if (option["required"] === true && options.slice(0, i).some((one) => one["required"] !== true))
      form.fault(
        join(path, i),
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        "Required options must be placed before non-required options",
      );
    if (options.slice(0, i).some((one) => one["name"] === option["name"]))
      form.fault(join(path, i), "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", "Option name already exists");
  });
  return options;
};

const isSub = (option: Json): boolean => option["type"] === OPTION.sub || option["type"] === OPTION.group;

const NAMING = "type name name_localizations description description_localizations";

const knownFor = (type: number | undefined): string => {
  if (type === OPTION.sub || type === OPTION.group) return "options";
  if (type === OPTION.string) return "required choices autocomplete min_length max_length";
  if (type === OPTION.integer || type === OPTION.number) return "required choices autocomplete min_value max_value";
  return type === OPTION.channel ? "required channel_types" : "required";
};

const readOption = (form: Form, path: string, value: unknown, depth: number): Json => {
  const asked = form.need(path, value) as Json | undefined;
  const type = form.oneOf(join(path, "type"), form.need(join(path, "type"), asked?.["type"]), TYPES);
  const given = form.object(path, asked, `${NAMING} ${knownFor(type)}`) ?? {};
  const naming = { type, ...readNaming(form, path, given) };
  if (type === OPTION.sub || type === OPTION.group) {
    if (depth > DEEPEST[type])
      form.fault(join(path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Too deep for this kind of option");
    const inner = readOptions(form, join(path, "options"), given["options"], type === OPTION.group ? 1 : 2) ?? [];
    if (type === OPTION.group && !inner.every((one) => one["type"] === OPTION.sub))
      form.fault(join(path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "A group holds sub-commands only");
    return { ...naming, options: inner };
  }
  if (depth === 1)
    form.fault(join(path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "A group holds sub-commands only");
  const required = form.flag(join(path, "required"), given["required"]) ?? false;
  return { ...naming, required, ...readValue(form, path, type ?? 0, given) };
};

const TYPES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;
const CHANNELS = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16] as const;

const readValue = (form: Form, path: string, type: number, given: Json): Json => {
  const at = (name: string): string => join(path, name);
  if (type === OPTION.channel)
    return {
      channel_types: form
        .list(at("channel_types"), given["channel_types"], { max: CHANNELS.length })
        ?.flatMap((one, i) => form.oneOf(join(at("channel_types"), i), one, CHANNELS) ?? []),
    };
  const choices = readChoices(form, at("choices"), given["choices"], type);
  const autocomplete = form.flag(at("autocomplete"), given["autocomplete"]);
  if (autocomplete === true && choices && choices.length > 0)
    form.fault(path, "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "Autocomplete and choices exclude each other");
  const value: Json = {
    choices,
    autocomplete,
    min_length: form.whole(at("min_length"), given["min_length"], { min: 0, max: 6_000 }),
    max_length: form.whole(at("max_length"), given["max_length"], { min: 1, max: 6_000 }),
    min_value: given["min_value"],
    max_value: given["max_value"],
  };
  for (const name of Object.keys(value)) if (value[name] === undefined) delete value[name];
  return value;
};

const readChoices = (form: Form, path: string, value: unknown, type: number): Json[] | undefined => {
  const given = form.list(path, value, { max: MOST });
  const choices = given?.map((one, i): Json => {
    const at = (name: string): string => join(join(path, i), name);
    const choice = form.object(join(path, i), one, "name name_localizations value") ?? {};
    const chosen = form.need(at("value"), choice["value"]);
    if (type === OPTION.string) form.text(at("value"), chosen, { max: 100 });
    else if (typeof chosen !== "number" || (type === OPTION.integer && !Number.isInteger(chosen)))
      form.fault(at("value"), "NUMBER_TYPE_COERCE", `Value "${String(chosen)}" is not a number.`);
    return {
      name: form.text(at("name"), form.need(at("name"), choice["name"]), { min: 1, max: 100 }),
      name_localizations: readLocalized(form, at("name_localizations"), choice["name_localizations"], 100),
      value: chosen,
    };
  });
  for (const name of ["name", "value"])
    if (choices && new Set(choices.map((one) => one[name])).size !== choices.length)
      form.fault(path, `APPLICATION_COMMAND_OPTIONS_CHOICE_${name.toUpperCase()}_DUPLICATE`, `A ${name} stands twice`);
  return choices;
};
