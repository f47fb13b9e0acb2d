// Chat: a command is data beside its `run`.
import type { Chat, Mention, Platform, SeenBy } from "../domain/chat.ts";
import type { ChatKey, PartyEvent } from "../domain/note.ts";
import type { Party, PartyCode } from "../domain/party.ts";
import type { Actor } from "../domain/person.ts";
import type { Instant } from "../domain/time.ts";
import type { Places } from "../places/places.ts";
import type { Reads, Tx } from "../store/types.ts";
import type { Words } from "../words/words.ts";
import type { Choice, Reply, Trouble } from "./reply.ts";

/** What kind of value an argument is: what a platform may offer a special input for. */
export type ArgKind =
  | "text"
  | "when"
  | "until"
  | "place"
  | "integer"
  | "choice"
  | "party"
  | "people"
  | "zone"
  | "chat"
  | "crowd";

export type ArgInfo<R extends boolean = boolean> = {
  name: string;
  /** One sentence, at most 100 characters. */
  about: string;
  /** `short` takes one word, `long` the rest of the line. */
  kind: "short" | "long";
  schema: ArgKind;
  required: R;
  /** Asked for in private; a word of warning when a group could read it. */
  secret: boolean;
  choices?: readonly string[];
  /** May have several lines. */
  lines?: true;
  /** The least and most of a number; `none`: words like "none" are taken too. */
  range?: { min: number; max: number; none?: true };
  /** Offered on these platforms alone; everywhere when absent. */
  on?: readonly Platform[];
  /** Not asked for, in no menu or form: filled by links and buttons. */
  hidden?: true;
};

/** What reading an argument may use: the clock's now, the zone and language in force, the geocoders, the read connection. */
export type Reader = {
  now: Instant;
  /** Absent: none is known, and an argument that needs one asks. */
  timeZone?: string;
  locale?: string;
  places: Places;
  reads: Reads;
  words: Words;
  actor?: Actor;
  chat?: { key?: ChatKey; ref: Chat };
  /** Arguments already read, by name: `until` is read after `when`. */
  read: Record<string, unknown>;
};

export type Arg<T, R extends boolean = boolean> = ArgInfo<R> & {
  /** Whether a single word could be this argument's value: decides which leading word of a typed line goes where. */
  fits?(word: string): boolean;
  read(raw: string, reader: Reader): Promise<{ ok: T } | { trouble: Omit<Trouble, "arg"> }>;
  suggest?(typed: string, reader: Reader): Promise<Choice[]>;
  /** Of a party that is not named: whether it can be the one that is meant. */
  among?(party: Party, now: Instant): boolean;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the value type of an argument is erased in a record of them
export type Args = Record<string, Arg<any>>;
export type Parsed<A extends Args> = {
  [K in keyof A]: A[K] extends Arg<infer T, infer R> ? (R extends true ? T : T | undefined) : never;
};

/** Names and addresses that a command may not make by itself. */
export type Fresh = {
  id(): string;
  code(): PartyCode;
  /** A 128-bit capability and the hash under which it is stored. */
  token(): { token: string; hash: string };
  /** The hash under which a capability's token is stored. */
  hash(token: string): string;
};

export type Links = {
  party(code: PartyCode): string;
  invitation(token: string): string;
  calendar(token: string): string;
};

/** What a command is given to run. Deterministic: no clock, no network, no other I/O than `tx`. */
export type Context<S extends SeenBy = SeenBy, D extends Reads = Tx> = {
  actor: Actor;
  seenBy: S;
  /** The chat's row and how the platform names it. */
  chat: { key: ChatKey; ref: Chat };
  chatAdmin: boolean;
  /** The party of the pressed card, when the press came from one. */
  on?: PartyCode;
  now: Instant;
  timeZone?: string;
  locale: string;
  words: Words;
  tx: D;
  fresh: Fresh;
  links: Links;
  /** The person a mention stands for, made known if new (writes only). */
  record(event: PartyEvent): void;
};

type Common<A extends Args> = {
  name: string;
  aliases?: readonly string[];
  /** One sentence, at most 100 characters. */
  about: string;
  /** A line that works as it stands, for help and the documentation. */
  example: string;
  where: "anywhere" | "group" | "private";
  /** Not in menus: reached by buttons. */
  hidden?: boolean;
  args: A;
};

export type Command<A extends Args = Args> =
  | (Common<A> & { writes: true; run<S extends SeenBy>(ctx: Context<S, Tx>, args: Parsed<A>): Promise<Reply<S>> })
  | (Common<A> & { writes: false; run<S extends SeenBy>(ctx: Context<S, Reads>, args: Parsed<A>): Promise<Reply<S>> });

/** A command's shape without its `run`, for menus, forms, completion and the documentation. */
export type CommandInfo = Omit<Common<Args>, "args"> & { writes: boolean; args: ArgInfo[] };

/** Keeps the argument types inside `run` and erases them for the registry. */
export const define = <A extends Args>(command: Command<A>): Command => command as unknown as Command;

export type { Mention };
