// The loopback Discord: texts, numbers and yes or no that somebody types into an option: what the app takes, and what it sends.
import type { Json } from "./types.ts";

export type OptionJson = Json & {
  type: number;
  name: string;
  options?: OptionJson[];
  choices?: { name: string; value: string | number }[];
};

export const OPTION = {
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
} as const;

const TEXT_MAX = 6_000;
/** Beyond it whole numbers are not told apart any more. */
const NUMBER_MAX = 2 ** 53;

/** Throws what the app would say. */
export const plainValue = (option: OptionJson, value: string | number | boolean): string | number | boolean => {
  if (option.type === OPTION.flag)
    return typeof value === "boolean" ? value : refuse(option, "it is either true or false");
  if (typeof value === "boolean") return refuse(option, "it is no yes or no");
  if (option.choices && option.choices.length > 0) return chosen(option, value);
  if (option.type === OPTION.text) return text(option, String(value));
  if (option.type === OPTION.integer || option.type === OPTION.number) return number(option, value);
  return refuse(option, "it is chosen, not typed");
};

const refuse = ({ name }: OptionJson, why: string): never => {
  throw new Error(`the app does not take this for "${name}": ${why}`);
};

const chosen = (option: OptionJson, value: string | number): string | number =>
  option.choices?.find((one) => one.value === value)?.value ?? refuse(option, "it is not among the choices");

const text = (option: OptionJson, value: string): string => {
  const min = Math.max(1, Number(option["min_length"] ?? 1));
  const max = Number(option["max_length"] ?? TEXT_MAX);
  return value.length >= min && value.length <= max ? value : refuse(option, `${min} to ${max} characters`);
};

const number = (option: OptionJson, value: string | number): number => {
  const whole = option.type === OPTION.integer;
  if (typeof value !== "number" || !Number.isFinite(value) || (whole && !Number.isInteger(value)))
    return refuse(option, whole ? "a whole number" : "a number");
  const min = Number(option["min_value"] ?? -NUMBER_MAX);
  const max = Number(option["max_value"] ?? NUMBER_MAX);
  return value >= min && value <= max ? value : refuse(option, `${min} to ${max}`);
};
