// Discord: a form: what is missing or to be mended, with what was typed already in its fields.
import type { ArgInfo } from "../../src/core.ts";
import { aboutOf, readMentions, wordsFor } from "../../src/core.ts";
import type { Data } from "./interaction.ts";
import { cut } from "./markdown.ts";
import { mentionsIn } from "./options.ts";
import { ownWords } from "./words.ts";

export type FormJson = { title: string; custom_id: string; components: Record<string, unknown>[] };

const FIELDS = 5;
const LABEL_MAX = 45;
const DESCRIPTION_MAX = 100;
const TEXT_MAX = 4_000;
const CHOICES_MAX = 25;
const PEOPLE_MAX = 25;
const KINDS = { text: 4, choice: 3, people: 5, label: 18 } as const;
const STYLES = { line: 1, lines: 2 } as const;

/** What a form cannot hold is chosen as an option of the command instead. */
const isField = ({ schema, on }: ArgInfo): boolean =>
  schema !== "crowd" && schema !== "chat" && (on?.includes("discord") ?? true);

/** The argument in doubt first, then what is needed, then what takes the most typing, and what was given. */
const rank = (arg: ArgInfo, args: Readonly<Record<string, string>>, doubted: string | undefined): number => {
  if (arg.name === doubted) return 0;
  if (arg.required) return 1;
  const given = args[arg.name] !== undefined;
  if (arg.lines === true || (given && arg.kind === "long")) return 2;
  if (given) return 3;
  return arg.kind === "long" ? 4 : 5;
};

export type FormOf = {
  command: string;
  args: Readonly<Record<string, string>>;
  missing: readonly ArgInfo[];
  doubted?: string;
  locale?: string;
};

/** The arguments a form shows: at most five. A party that is settled is not asked for again. */
export const fieldsOf = ({ args, missing, doubted }: Omit<FormOf, "command" | "locale">): ArgInfo[] =>
  missing
    .filter((arg) => isField(arg) && (arg.schema !== "party" || arg.name === doubted || arg.required))
    .map((arg, place) => ({ arg, place, rank: rank(arg, args, doubted) }))
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .slice(0, FIELDS)
    .map(({ arg }) => arg);

export const formOf = (form: FormOf, title: string, customId: string): FormJson => ({
  title: cut(title, LABEL_MAX),
  custom_id: customId,
  components: fieldsOf(form).map((arg) => ({
    type: KINDS.label,
    label: cut(arg.name.charAt(0).toUpperCase() + arg.name.slice(1), LABEL_MAX),
    description: cut(aboutOf(wordsFor(form.locale), { name: form.command, about: "" }, arg), DESCRIPTION_MAX),
    component: componentOf(arg, form.args[arg.name], form.locale),
  })),
});

const componentOf = (arg: ArgInfo, value: string | undefined, locale?: string): Record<string, unknown> => {
  const { name, required, choices, schema } = arg;
  if (schema === "people")
    return {
      type: KINDS.people,
      custom_id: name,
      required,
      min_values: required ? 1 : 0,
      max_values: PEOPLE_MAX,
      ...chosenBefore(value),
    };
  if (choices)
    return {
      type: KINDS.choice,
      custom_id: name,
      required,
      placeholder: ownWords(locale).choose,
      min_values: required ? 1 : 0,
      max_values: 1,
      options: choices.slice(0, CHOICES_MAX).map((one) => ({ label: one, value: one, default: one === value })),
    };
  return {
    type: KINDS.text,
    custom_id: name,
    style: arg.lines === true ? STYLES.lines : STYLES.line,
    required,
    max_length: TEXT_MAX,
    ...(value !== undefined && value !== "" && { value: cut(value, TEXT_MAX) }),
  };
};

const chosenBefore = (value = ""): Record<string, unknown> => {
  const ours = readMentions(value).mentions.filter(({ account }) => account.platform === "discord");
  const chosen = ours.slice(0, PEOPLE_MAX).map(({ account }) => ({ id: account.userId, type: "user" }));
  return chosen.length > 0 ? { default_values: chosen } : {};
};

/** What came back, by argument; an emptied field is an empty text. */
export const valuesIn = (data: Data): Record<string, string> => {
  const values: Record<string, string> = {};
  for (const { component } of data.components ?? []) {
    if (!component) continue;
    const { custom_id: name, value, values: chosen } = component;
    if (value !== undefined) values[name] = value.trim();
    else if (chosen !== undefined)
      values[name] = chosen.some((one) => data.resolved?.users?.[one]) ? mentionsIn(data, chosen) : (chosen[0] ?? "");
  }
  return values;
};
