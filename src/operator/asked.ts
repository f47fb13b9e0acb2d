// Operator: what was typed after `outbox`, read into what is to be done.
import { parseArgs } from "node:util";
import { KINDS, LANES, type Lane, laneOf } from "../domain/lane.ts";
import type { NoteId, Reason } from "../domain/note.ts";
import type { NoteState } from "../store/outbox-desk.ts";
import { readSpan } from "./spans.ts";

type Kind = Reason["kind"];

/** Spans in milliseconds. Without `kinds`, every kind; `older`: due for longer than that. */
export type Asked =
  | { do: "help" }
  | { do: "list"; states: readonly NoteState[]; kinds?: readonly Kind[]; older?: number; limit: number; json: boolean }
  | { do: "retry"; which: { ids: readonly NoteId[] } | { droppedSince: number; why: string }; json: boolean }
  | {
      do: "drop";
      which: { ids: readonly NoteId[] } | { kinds?: readonly Kind[]; older?: number };
      yes: boolean;
      json: boolean;
    };

/** What was typed makes no sense; the message says what would. */
export class Misuse extends Error {
  override readonly name = "Misuse";
}

const STATES: readonly NoteState[] = ["pending", "leased", "sent", "dropped"];
const LIMIT = { usual: 50, most: 10_000 };

const OPTIONS = {
  state: { type: "string", multiple: true },
  kind: { type: "string", multiple: true },
  lane: { type: "string", multiple: true },
  older: { type: "string" },
  late: { type: "boolean" },
  dropped: { type: "boolean" },
  limit: { type: "string" },
  "dropped-since": { type: "string" },
  why: { type: "string" },
  yes: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = ReturnType<typeof parsed>["values"];

/** What each command takes; anything else beside it is a mistake that is told. */
const TAKES: Readonly<Record<"list" | "retry" | "drop", readonly (keyof Values)[]>> = {
  list: ["state", "kind", "lane", "older", "late", "dropped", "limit", "json"],
  retry: ["dropped-since", "why", "json"],
  drop: ["kind", "lane", "older", "yes", "json"],
};

/** `lateMs`: for how long a note is due that `--late` lists. Throws `Misuse`. */
export const readAsked = (argv: readonly string[], lateMs: number): Asked => {
  const { values, positionals } = parsed(argv);
  const [command, ...ids] = positionals;
  if (values.help === true || command === undefined || command === "help") return { do: "help" };
  if (command !== "list" && command !== "retry" && command !== "drop")
    throw new Misuse(`There is no "${printable(command)}". Say list, retry or drop.`);
  const stray = (Object.keys(values) as (keyof Values)[]).find((name) => !TAKES[command].includes(name));
  if (stray !== undefined) throw new Misuse(`${command} does not take --${stray}.`);
  if (command === "list") return list(values, ids, lateMs);
  const odd = ids.find((id) => !NOTE_ID.test(id));
  if (odd !== undefined)
    throw new Misuse(`"${printable(odd)}" is no note's id: they are 27 letters and digits, as list shows them.`);
  return command === "retry" ? retry(values, ids) : drop(values, ids);
};

/** Those of releases before had 20. */
const NOTE_ID = /^[2-9b-df-hj-np-tv-z]{20}(?:[2-9b-df-hj-np-tv-z]{7})?$/;

const parsed = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Misuse(printable((error as Error).message.split(/\.\s/)[0] ?? ""));
  }
};

const list = (values: Values, ids: readonly string[], lateMs: number): Asked => {
  if (ids.length > 0) throw new Misuse("list takes no ids.");
  const states = values.dropped === true ? (["dropped"] as const) : among(values.state, STATES, "state");
  const older = values.late === true ? lateMs : spanOf(values.older, "older");
  const limit = values.limit === undefined ? LIMIT.usual : Number(values.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT.most)
    throw new Misuse(`--limit is a whole number from 1 to ${LIMIT.most}.`);
  return {
    do: "list",
    states: states ?? ["leased", "pending"],
    ...kindsOf(values),
    ...(older !== undefined && { older }),
    limit,
    json: values.json === true,
  };
};

const retry = (values: Values, ids: readonly string[]): Asked => {
  const droppedSince = spanOf(values["dropped-since"], "dropped-since");
  const json = values.json === true;
  if (ids.length > 0 === (droppedSince !== undefined))
    throw new Misuse("retry takes ids, or --dropped-since 1h with --why.");
  if (droppedSince === undefined) return { do: "retry", which: { ids }, json };
  if (values.why === undefined)
    throw new Misuse('--dropped-since goes with --why, such as --why "unreachable": list --dropped shows them.');
  return { do: "retry", which: { droppedSince, why: values.why }, json };
};

const drop = (values: Values, ids: readonly string[]): Asked => {
  const older = spanOf(values.older, "older");
  const kinds = kindsOf(values);
  const filtered = older !== undefined || kinds.kinds !== undefined;
  if (ids.length > 0 === filtered) throw new Misuse("drop takes ids, or --kind, --lane or --older 2h.");
  const which = ids.length > 0 ? { ids } : { ...kinds, ...(older !== undefined && { older }) };
  return { do: "drop", which, yes: values.yes === true, json: values.json === true };
};

const kindsOf = ({ kind, lane }: Values): { kinds?: readonly Kind[] } => {
  const named = among(kind, KINDS, "kind");
  const lanes: readonly Lane[] | undefined = among(lane, LANES, "lane");
  if (!named && !lanes) return {};
  return { kinds: KINDS.filter((one) => (named ?? KINDS).includes(one) && (lanes ?? LANES).includes(laneOf(one))) };
};

/** Each may be given several times, or by comma. */
const among = <T extends string>(given: string[] | undefined, all: readonly T[], name: string): T[] | undefined =>
  given
    ?.flatMap((one) => one.split(","))
    .map((one) => {
      const found = all.find((each) => each === one);
      if (found === undefined) throw new Misuse(`--${name} is one of ${all.join(", ")}.`);
      return found;
    });

const spanOf = (text: string | undefined, name: string): number | undefined => {
  if (text === undefined) return undefined;
  const ms = readSpan(text);
  if (ms === undefined) throw new Misuse(`--${name} is a span such as 90s, 10m, 2h or 3d.`);
  return ms;
};

const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, "?").slice(0, 80);
