// Log: one JSON line an event, to stdout. Only the fields named here are ever written, so a name or an address cannot slip in.
import { type DestinationStream, type Level, type LevelWithSilent, pino } from "pino";

export type Detail = Record<string, unknown>;

export type Log = {
  (event: string, detail?: Detail): void;
  warn(event: string, detail?: Detail): void;
  error(event: string, detail?: Detail): void;
};

type Kept = string | number | boolean | readonly Kept[];
type Keep = (value: unknown) => Kept | undefined;

const number: Keep = (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined);
const match =
  (shape: RegExp): Keep =>
  (value) =>
    typeof value === "string" && shape.test(value) ? value : undefined;
const either =
  (...keeps: Keep[]): Keep =>
  (value) =>
    keeps.map((keep) => keep(value)).find((kept) => kept !== undefined);
const word = match(/^[\w.-]{1,40}$/);
/** As errors have them (ECONNREFUSED, ER_LOCK_DEADLOCK, 1213): a party's code never fits. */
const code = either(match(/^[A-Z][A-Z0-9_]{2,50}$/), number);
/** The name of an error's class: a person's name does not end like one. */
const errorWithCode = match(/^(?:[A-Z][A-Za-z]{0,40})?(?:Error|Fault|Refusal|Refused) [A-Z][A-Z0-9_]{2,60}$/);
const errorName = match(/^(?:[A-Z][A-Za-z]{0,40})?(?:Error|Fault|Refusal|Refused)$/);
const each =
  (keep: Keep): Keep =>
  (value) =>
    Array.isArray(value) ? value.flatMap((one: unknown) => keep(one) ?? []) : undefined;
/** As it is declared ("/p/:code"), so a parameter's value never fits. */
const route = match(/^(?:\/(?:[a-z][a-z.-]{0,20}|:[a-z]+|\*)?)+$/);
/** Scheme, host and port alone: paths, queries and passwords may be secret. */
const origin: Keep = (value) => {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined;
  return url?.host ? `${url.protocol}//${url.host}` : undefined;
};

/** What an event's detail may hold, and in what shape. Anything else is dropped. */
const FIELDS: Record<string, Keep> = {
  ms: number,
  count: number,
  attempt: number,
  port: number,
  status: number,
  pending: number,
  /** An id that the app made: no vowels, so never a word. */
  note: match(/^[2-9b-df-hj-np-tv-z]{20}(?:[2-9b-df-hj-np-tv-z]{7})?$/),
  tries: number,
  alarm: (value) => (typeof value === "boolean" ? value : undefined),
  job: match(/^(?=.{1,31}$)[a-z]+(?:[.-][a-z]+)*$/),
  /** The program's own phrases, each by itself: what people write has the same shape. */
  what: match(/^(?:token refused|message refused|unknown fault)$/),
  why: either(code, errorName),
  ran: each(match(/^\d{4}-[a-z-]{1,40}$/)),
  version: either(number, word),
  platform: match(/^(?:discord|telegram|web)$/),
  database: match(/^(?:sqlite|mysql)$/),
  outcome: word,
  command: match(/^[a-z]{1,20}$/),
  kind: word,
  method: match(/^[A-Z]{3,7}$/),
  signal: match(/^SIG[A-Z]{2,10}$/),
  code,
  route,
  url: origin,
};

const EVENT = /^[a-zA-Z][a-zA-Z ._,'-]{0,79}$/;

/**
 * Makes the log. `event` is a fixed phrase of the program ("note sent"), never built from what people wrote; one with digits or
 * other signs is not written. `detail.error` may be anything thrown: its name, its code and where it happened are written, its message is
 * not (it may quote a query or an address).
 */
export function createLog(level: LevelWithSilent, stream?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    messageKey: "event",
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const out = stream ? pino(options, stream) : pino(options);
  const write =
    (at: Level) =>
    (event: string, detail: Detail = {}): void =>
      out[at](allowed(detail), EVENT.test(event) ? event : "unnamed event");
  return Object.assign(write("info"), { warn: write("warn"), error: write("error") });
}

function allowed(detail: Detail): Detail {
  const kept: Detail = {};
  for (const [name, keep] of Object.entries(FIELDS)) {
    const value = keep(detail[name]);
    if (value !== undefined) kept[name] = value;
  }
  if ("error" in detail) kept["error"] = describe(detail["error"]);
  return kept;
}

function describe(error: unknown): Detail {
  if (!(error instanceof Error)) return { name: either(errorName, errorWithCode, code)(error) ?? typeof error };
  const known = codeOf(error) ?? codeOf(error.cause);
  return { name: word(error.name) ?? "Error", ...(known === undefined ? {} : { code: known }), at: frames(error) };
}

const codeOf = (error: unknown) => (error instanceof Error ? code((error as NodeJS.ErrnoException).code) : undefined);

/** "folder/file:line" of the innermost frames, without the message, whose lines could look like frames. */
function frames(error: Error): string[] {
  const stack = error.stack ?? "";
  const from = stack.indexOf(error.message);
  const lines = from < 0 ? [] : stack.slice(from + error.message.length).split("\n");
  return lines
    .flatMap((line) => /^\s+at .*?([\w.-]+\/[\w.-]+\.[cm]?[jt]sx?:\d+):\d+\)?$/.exec(line)?.slice(1, 2) ?? [])
    .slice(0, 8);
}
