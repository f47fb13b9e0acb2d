// The loopback Discord: how a request's body is read: each field by its limits, and all that is wrong with it told at once.
import { type FormFault, invalidForm } from "./refused.ts";
import type { Json } from "./types.ts";

export type Lengths = { min?: number; max: number };

/** Reads fields and gathers faults by path; an optional field may be null. What is wrong reads as undefined. */
export type Form = {
  fault(path: string, code: string, message: string): void;
  /** Fields that Discord would ignore are refused: they are a mistake of ours. */
  object(path: string, value: unknown, known: string): Json | undefined;
  need<T>(path: string, value: T | null | undefined): T | undefined;
  text(path: string, value: unknown, lengths: Lengths): string | undefined;
  whole(path: string, value: unknown, range?: { min?: number; max?: number }): number | undefined;
  flag(path: string, value: unknown): boolean | undefined;
  list(path: string, value: unknown, lengths: Lengths): unknown[] | undefined;
  oneOf<T extends string | number>(path: string, value: unknown, choices: readonly T[]): T | undefined;
  snowflake(path: string, value: unknown): string | undefined;
  /** `maxLength` counts as Discord does; schemes are those it opens. */
  url(path: string, value: unknown, max: number, schemes: readonly string[]): string | undefined;
  /** Throws 50035 with everything that was found. */
  done(): void;
};

/** Discord counts code points; UTF-16 units are never fewer, so what passes here passes there. */
export const lengthOf = (text: string): number => text.length;

export const createForm = (): Form => {
  const faults = new Map<string, FormFault>();
  const fault: Form["fault"] = (path, code, message) => {
    if (!faults.has(path)) faults.set(path, { code, message });
  };
  return {
    fault,
    ...fieldsOf(fault),
    ...shapesOf(fault),
    done: () => {
      if (faults.size > 0) throw invalidForm(faults);
    },
  };
};

type Tell = Form["fault"];

const isNone = (value: unknown): value is null | undefined => value === undefined || value === null;

const badLength = (tell: Tell, path: string, size: number, { min = 0, max }: Lengths): boolean => {
  if (size >= min && size <= max) return false;
  if (min > 0) tell(path, "BASE_TYPE_BAD_LENGTH", `Must be between ${min} and ${max} in length.`);
  else tell(path, "BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`);
  return true;
};

const fieldsOf = (tell: Tell): Pick<Form, "text" | "whole" | "flag" | "snowflake" | "url"> => ({
  text: (path, value, lengths) => {
    if (isNone(value)) return undefined;
    if (typeof value !== "string") return no(tell, path, "STRING_TYPE_CONVERT", "Could not convert to string.");
    // What has nothing to be read in it counts as not given.
    if ((lengths.min ?? 0) > 0 && value.trim() === "")
      return no(tell, path, "BASE_TYPE_REQUIRED", "This field is required");
    return badLength(tell, path, lengthOf(value), lengths) ? undefined : value;
  },
  whole: (path, value, { min = -Infinity, max = Infinity } = {}) => {
    if (isNone(value)) return undefined;
    if (typeof value !== "number" || !Number.isInteger(value))
      return no(tell, path, "NUMBER_TYPE_COERCE", `Value "${String(value)}" is not int.`);
    if (value < min) return no(tell, path, "NUMBER_TYPE_MIN", `int value should be greater than or equal to ${min}.`);
    if (value > max) return no(tell, path, "NUMBER_TYPE_MAX", `int value should be less than or equal to ${max}.`);
    return value;
  },
  flag: (path, value) => {
    if (isNone(value)) return undefined;
    return typeof value === "boolean" ? value : no(tell, path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
  },
  snowflake: (path, value) => {
    if (isNone(value)) return undefined;
    return typeof value === "string" && /^\d{1,20}$/.test(value)
      ? value
      : no(tell, path, "NUMBER_TYPE_COERCE", `Value "${String(value)}" is not snowflake.`);
  },
  url: (path, value, max, schemes) => {
    if (isNone(value)) return undefined;
    if (typeof value !== "string") return no(tell, path, "STRING_TYPE_CONVERT", "Could not convert to string.");
    if (badLength(tell, path, lengthOf(value), { max })) return undefined;
    const scheme = URL.canParse(value) ? new URL(value).protocol.slice(0, -1) : undefined;
    if (scheme === undefined || /\s/.test(value))
      return no(tell, path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
    if (schemes.includes(scheme)) return value;
    const all = schemes.map((one) => `'${one}'`).join(", ");
    return no(
      tell,
      path,
      "URL_TYPE_INVALID_SCHEME",
      `Scheme "${scheme}" is not supported. Scheme must be one of (${all}).`,
    );
  },
});

const shapesOf = (tell: Tell): Pick<Form, "object" | "need" | "list" | "oneOf"> => ({
  object: (path, value, known) => {
    if (isNone(value)) return undefined;
    if (typeof value !== "object" || Array.isArray(value))
      return no(tell, path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
    const names = known.split(/\s+/);
    for (const name of Object.keys(value))
      if (!names.includes(name)) tell(join(path, name), "LOOPBACK_UNKNOWN_FIELD", "This field is not known here.");
    return value as Json;
  },
  need: (path, value) => {
    if (!isNone(value)) return value;
    return no(tell, path, "BASE_TYPE_REQUIRED", "This field is required");
  },
  list: (path, value, lengths) => {
    if (isNone(value)) return undefined;
    if (!Array.isArray(value)) return no(tell, path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
    return badLength(tell, path, value.length, lengths) ? undefined : (value as unknown[]);
  },
  oneOf: (path, value, choices) => {
    if (isNone(value)) return undefined;
    const found = choices.find((one) => one === value);
    return found ?? no(tell, path, "BASE_TYPE_CHOICES", `Value must be one of {${choices.join(", ")}}.`);
  },
});

const no = (tell: Tell, path: string, code: string, message: string): undefined => {
  tell(path, code, message);
  return undefined;
};

export const join = (path: string, step: string | number): string => (path === "" ? String(step) : `${path}.${step}`);
