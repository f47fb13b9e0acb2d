// The loopback Discord: what an application command may look like.
import { readOptions } from "./commands-options.ts";
import type { Json } from "./types.ts";
import { createForm, type Form, join, lengthOf } from "./validate.ts";

export const CHAT_INPUT = 1;
const LOCALES = [
  ..."ar bg cs da de el en-GB en-US es-419 es-ES fi fr he hi hr hu id it ja ko lt nl no".split(" "),
  ..."pl pt-BR ro ru sv-SE th tr uk vi zh-CN zh-TW".split(" "),
];
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const CHARACTERS = 8_000;
const KNOWN = "type name description default_member_permissions integration_types contexts nsfw options id";

/** Reads one command, with its defaults written out. Throws 50035; `at` is where it stands in the request. */
export const readCommand = (body: unknown, at = ""): Json => {
  const form = createForm();
  const path = (name: string): string => join(at, name);
  const known = `${KNOWN} name_localizations description_localizations`;
  const given = form.object(at, form.need(at, body), known) ?? {};
  const type = form.oneOf(path("type"), given["type"], [1, 2, 3]) ?? CHAT_INPUT;
  const typed = type === CHAT_INPUT;
  const texts = typed ? readNaming(form, at, given) : readMenuName(form, at, given);
  const command: Json = {
    type,
    ...texts,
    default_member_permissions: readPermissions(form, path("default_member_permissions"), given),
    integration_types: readSet(form, path("integration_types"), given["integration_types"], [0, 1]) ?? [0],
    contexts: readSet(form, path("contexts"), given["contexts"], [0, 1, 2]) ?? null,
    nsfw: form.flag(path("nsfw"), given["nsfw"]) ?? false,
    ...(typed && { options: readOptions(form, path("options"), given["options"], 0) ?? [] }),
  };
  if (!typed && given["options"] !== undefined)
    form.fault(path("options"), "APPLICATION_COMMAND_OPTIONS_CONTEXT_MENU", "Context menus have no options");
  if (sizeOf(command) > CHARACTERS)
    form.fault(at, "APPLICATION_COMMAND_TOO_LARGE", `Command exceeds maximum size (${CHARACTERS})`);
  form.done();
  return command;
};

const readMenuName = (form: Form, at: string, given: Json): Json => {
  const path = join(at, "name");
  for (const name of ["description", "description_localizations"])
    if (given[name] !== undefined && given[name] !== "" && given[name] !== null)
      form.fault(join(at, name), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", "Context menus have no description");
  return {
    name: form.text(path, form.need(path, given["name"]), { min: 1, max: 32 }),
    name_localizations: readLocalized(form, join(at, "name_localizations"), given["name_localizations"], 32),
    description: "",
  };
};

/** Name and description, each with its translations, of a command or an option. */
export const readNaming = (form: Form, at: string, given: Json): Json => {
  const path = (name: string): string => join(at, name);
  const name = form.text(path("name"), form.need(path("name"), given["name"]), { min: 1, max: 32 });
  if (name !== undefined && !isName(name)) form.fault(path("name"), ...BAD_NAME);
  const names = readLocalized(form, path("name_localizations"), given["name_localizations"], 32);
  for (const [locale, one] of Object.entries(names ?? {}))
    if (!isName(one)) form.fault(join(path("name_localizations"), locale), ...BAD_NAME);
  const about = form.need(path("description"), given["description"]);
  return {
    name,
    name_localizations: names,
    description: form.text(path("description"), about, { min: 1, max: 100 }),
    description_localizations: readLocalized(
      form,
      path("description_localizations"),
      given["description_localizations"],
      100,
    ),
  };
};

const BAD_NAME = ["APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid"] as const;
const isName = (name: string): boolean => NAME.test(name) && name === name.toLowerCase();

/** Translations by Discord's own locales; null where there are none. */
export const readLocalized = (form: Form, path: string, value: unknown, max: number): Record<string, string> | null => {
  const given = form.object(path, value, LOCALES.join(" "));
  if (!given) return null;
  for (const [locale, text] of Object.entries(given))
    form.text(join(path, locale), form.need(join(path, locale), text), { min: 1, max });
  return given as Record<string, string>;
};

const readPermissions = (form: Form, path: string, given: Json): string | null => {
  const value = form.text(path, given["default_member_permissions"], { max: 20 });
  if (value !== undefined && !/^\d+$/.test(value))
    form.fault(path, "NUMBER_TYPE_COERCE", `Value "${value}" is not int.`);
  return value ?? null;
};

const readSet = (form: Form, path: string, value: unknown, choices: readonly number[]): number[] | undefined => {
  const given = form.list(path, value, { min: 1, max: choices.length });
  if (given && new Set(given).size !== given.length)
    form.fault(path, "SET_TYPE_DUPLICATE", "The list contains the same value twice.");
  return given?.flatMap((one, i) => form.oneOf(join(path, i), one, choices) ?? []);
};

/** Names, descriptions and values of a command, its options and their choices; of translations the longest. */
const sizeOf = (part: Json): number => {
  const longest = (name: string): number =>
    Math.max(
      ...[part[name], ...Object.values((part[`${name}_localizations`] as Json | null | undefined) ?? {})].map((text) =>
        typeof text === "string" ? lengthOf(text) : 0,
      ),
    );
  const inside = [
    ...((part["options"] as Json[] | undefined) ?? []),
    ...((part["choices"] as Json[] | undefined) ?? []),
  ];
  const value = part["value"] === undefined ? 0 : lengthOf(String(part["value"]));
  return longest("name") + longest("description") + value + inside.reduce((sum, one) => sum + sizeOf(one), 0);
};
