// The loopback Bot API: reads a call's parameters by the method's table, and refuses what is not in it.
import { bad, type Json, stricter } from "./refused.ts";

export type Params = Readonly<Json>;
type Kind = "int" | "float" | "bool" | "string" | "chat" | "object" | "array" | "file";

/** "chat_id!:chat text!:string": name, "!" if it must be given, kind. */
export const readParams = (table: string, given: Json): Params => {
  const known = new Map(table.split(/\s+/).filter(Boolean).map(entryOf));
  const read: Json = {};
  for (const [name, value] of Object.entries(given)) {
    const entry = known.get(name);
    if (!entry) throw stricter(`unknown parameter ${name}`);
    read[name] = readOne(name, entry.kind, value);
  }
  for (const [name, { must }] of known) if (must && empty(name, read[name])) throw bad(missing(name));
  return read;
};

const entryOf = (entry: string): [string, { must: boolean; kind: Kind }] => {
  const [name = "", kind = ""] = entry.split(":");
  return [name.replace("!", ""), { must: name.endsWith("!"), kind: kind as Kind }];
};

/** An empty address is a value: it takes a webhook away. */
const empty = (name: string, value: unknown): boolean => value === undefined || (value === "" && name !== "url");

const MISSING: Record<string, string> = {
  chat_id: "chat_id is empty",
  text: "message text is empty",
  message_id: "message identifier is not specified",
  user_id: "invalid user_id specified",
  callback_query_id: "query ID is empty",
  inline_query_id: "query ID is empty",
};
const missing = (name: string): string => MISSING[name] ?? `parameter "${name}" is required`;

const readOne = (name: string, kind: Kind, value: unknown): unknown => {
  const wrong = (): Error => stricter(`parameter ${name} must be of type ${kind}, not ${describe(value)}`);
  switch (kind) {
    case "int":
      return wholeNumber(value) ?? fail(wrong());
    case "float":
      return number(value) ?? fail(wrong());
    case "bool":
      return BOOLEANS.get(value) ?? fail(wrong());
    case "string":
      return typeof value === "string" ? value : fail(wrong());
    case "file":
      return typeof value === "string" || value instanceof Blob ? value : fail(wrong());
    case "chat":
      return typeof value === "string" && value.startsWith("@") ? value : (wholeNumber(value) ?? emptyOr(value, wrong));
    case "object": {
      const read = parsed(name, value);
      return typeof read === "object" && read !== null && !Array.isArray(read)
        ? read
        : fail(bad(`object expected as ${name}`));
    }
    case "array": {
      const read = parsed(name, value);
      return Array.isArray(read) ? read : fail(bad(`expected an Array as ${name}`));
    }
  }
};

const fail = (why: Error): never => {
  throw why;
};
const describe = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
/** Text that is not a number names no chat. */
const emptyOr = (value: unknown, wrong: () => Error): unknown =>
  value === "" ? "" : fail(typeof value === "string" ? bad("chat not found") : wrong());

const number = (value: unknown): number | undefined => {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
};
const wholeNumber = (value: unknown): number | undefined => {
  const read = number(value);
  return read !== undefined && Number.isSafeInteger(read) ? read : undefined;
};
const BOOLEANS = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ...["true", "True", "1", "yes"].map((word): [string, boolean] => [word, true]),
  ...["false", "False", "0", "no"].map((word): [string, boolean] => [word, false]),
]);

/** Objects and lists come as JSON, or as JSON in a string where the body is a form. */
const parsed = (name: string, value: unknown): unknown => {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    throw bad(`can't parse ${name.replaceAll("_", " ")} JSON object`);
  }
};

/** Throws unless an object has these fields and no others: "text!:string url:string". */
export const readObject = (what: string, table: string, value: unknown): Params => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw bad(`object expected as ${what}`);
  const known = new Map(table.split(/\s+/).filter(Boolean).map(entryOf));
  for (const name of Object.keys(value)) if (!known.has(name)) throw stricter(`unknown field ${name} in ${what}`);
  const given = value as Json;
  for (const [name, { must, kind }] of known) {
    if (must && given[name] === undefined) throw bad(`can't parse ${what}: Can't find field "${name}"`);
    if (given[name] !== undefined) readOne(`${what}.${name}`, kind, given[name]);
  }
  return given;
};

export const text = (params: Params, name: string): string | undefined => params[name] as string | undefined;
export const whole = (params: Params, name: string): number | undefined => params[name] as number | undefined;
export const flag = (params: Params, name: string): boolean => params[name] === true;
export const list = (params: Params, name: string): unknown[] | undefined => params[name] as unknown[] | undefined;
export const object = (params: Params, name: string): Json | undefined => params[name] as Json | undefined;
