// Chat: what an adapter is to the core, and the core to an adapter.
import type { Bounds } from "../domain/cells.ts";
import type { Account, Chat, Destination, Platform, SeenBy } from "../domain/chat.ts";
import type { CardId, ChatKey } from "../domain/note.ts";
import type { TheDay } from "../domain/on-way.ts";
import type { LatLng } from "../domain/place.ts";
import type { PartyCode } from "../domain/party.ts";
import type { Role } from "../domain/rights.ts";
import type { Seen } from "../domain/disclosure.ts";
import type { Rsvp } from "../domain/rsvp.ts";
import type { Instant } from "../domain/time.ts";
import type { CommandInfo } from "./command.ts";
import type { Press } from "./press.ts";
import type { Ask, Choice, Reply } from "./reply.ts";
import type { DraftId, View } from "./view.ts";

export type Request<S extends SeenBy = SeenBy> = {
  /** Unique for each thing a person did: the same id twice runs once. */
  id: string;
  account: Account;
  name: string;
  locale?: string;
  /** The person's IANA zone, where the platform tells it (browsers do). */
  timeZone?: string;
  chat: Chat;
  /** The chat's title, where it has one. */
  chatTitle?: string;
  seenBy: S;
  press: Press;
  /** The platform's id of the pressed message. */
  on?: string;
  chatAdmin?: boolean;
  draft?: DraftId;
};

/** What is told of a chat: platforms tell when the bot joins or leaves and when a chat's id or title changes. */
export type ChatChange =
  | { kind: "joined"; chat: Chat; title?: string }
  | { kind: "left"; chat: Chat }
  /** Every chat of a server. */
  | { kind: "serverLeft"; platform: Platform; server: string }
  | { kind: "migrated"; from: Chat; to: Chat }
  | { kind: "renamed"; chat: Chat; title: string };

/** What one viewer may know of a party. Viewers of one role share the same `seen` object, so it can be stringified once. */
export type Look = {
  role: Role;
  seen: Seen<"person">;
  mine?: Pick<Rsvp, "answer" | "plus"> & { waiting?: number };
  /** For guests who are going and for hosts, of a party that is on. */
  day?: TheDay;
};

export type Around = { label: string; at: LatLng; timeZone?: string; found: { seen: Seen<"person">; km: number }[] };

/** What a map shows of a party: some of what strangers may know. */
export type OnMap = Pick<
  Seen<"person">,
  "code" | "version" | "title" | "startsAt" | "timeZone" | "label" | "areaKm" | "going" | "max" | "approval"
> & { area: LatLng };

/** A card as it is now. */
export type CardNow = View<"group"> & { card: CardId; version: number };

export type Change = { party: PartyCode; version: number };

export type Core = {
  readonly commands: readonly CommandInfo[];
  /** What must be asked before anything is read, from the registry alone; undefined when nothing is missing. */
  missing(press: Press): Ask | undefined;
  /** A typed line (`/create …`, `create@bot …` or a button's data) as a press; undefined when it names no command at all. */
  parse(line: string): Press | undefined;
  /** A press as a button carries it. Throws when it is longer than 64 bytes. */
  encode(press: Press): string;
  /** Runs a press. Never rejects. */
  dispatch<S extends SeenBy>(request: Request<S>): Promise<Reply<S>>;
  /** At most 25 choices within 1 s, read-only, none on a fault. */
  suggest(request: Omit<Request, "id">, arg: string, typed: string): Promise<Choice[]>;
  /** An adapter has shown this version of a card by itself, in the answer to a press. */
  shown(card: CardId, version: number, messageId?: string): Promise<void>;
  /**
   * Takes a message that a person put into a chat by themselves (shared inline) as a card of the party, kept up to date from now on.
   * Undefined when they may not show this party there, or there is none.
   */
  adopt(party: PartyCode, by: Account, chat: Chat, messageId: string): Promise<CardNow | undefined>;
  chatChanged(id: string, change: ChatChange): Promise<void>;
  /** What each viewer may know of a party, in the order asked; `undefined` is somebody unknown. Undefined when there is no such party. */
  look(party: PartyCode, viewers: readonly (Account | undefined)[]): Promise<Look[] | undefined>;
  /** What the holder of a capability link may know: of an invitation (as if invited), or of a calendar (as the person it was made for). */
  open(link: "invitation" | "calendar", token: string): Promise<Look | undefined>;
  /**
   * Discoverable parties around a place, nearest first, as strangers may know them; nothing about the search is kept. `km` of each is in
   * kind steps. Undefined when the place is not known.
   */
  around(where: string, km: number, locale?: string): Promise<Around | undefined>;
  /** Discoverable parties on a part of the map, the soonest first, as strangers may know them. `more`: these are not all. Nothing is kept. */
  within(
    bounds: Bounds,
    span: { from: Instant; to?: Instant },
    limit: number,
  ): Promise<{ parties: OnMap[]; more: boolean }>;
  /** How one party stands on every map: without `shown` it is on none. Undefined when there is no such party. */
  onMap(party: PartyCode): Promise<{ version: number; shown?: OnMap } | undefined>;
  /** Called after every commit that changed a party, on every replica. Returns the way to stop. */
  onChange(listener: (change: Change) => void): () => void;
};

/** Answers of `fetch`'s types; `main` gives them to the web server. */
export type Route = {
  method: "GET" | "POST";
  path: string;
  maxBytes: number;
  handle(request: globalThis.Request): Promise<Response>;
};

/** Four members and one optional: no more. */
export interface ChatAdapter {
  readonly platform: Platform;
  start(core: Core): Promise<void>;
  stop(): Promise<void>;
  /** Shows `view`. The same nonce twice shows it once where the platform makes that possible. Rejects with a DeliveryFault. */
  deliver<S extends SeenBy>(to: Destination<S>, view: View<S>, opts: DeliverOptions): Promise<{ messageId: string }>;
  routes?(core: Core): Route[];
}

export type DeliverOptions = {
  /** The same for each attempt at telling the same thing. */
  nonce: string;
  /** The message to edit, in place of posting one. */
  replace?: string;
  /** When an earlier attempt under this nonce may have gone out, without anybody knowing whether it did. Absent at the first attempt. */
  triedAt?: Instant;
};

/**
 * What `deliver` rejects with: a closed set. An unknown fault is `ambiguous`, and raises an alarm. `refused`: the platform takes nothing of
 * ours (its token), so this is a fault and no wait, although it is known when to ask again.
 */
export type Fault =
  | { outcome: "retry"; afterMs?: number; refused?: true }
  | { outcome: "unreachable"; why: string }
  | { outcome: "gone" }
  | { outcome: "ambiguous" };

export class DeliveryFault extends Error {
  override readonly name = "DeliveryFault";
  readonly fault: Fault;
  constructor(fault: Fault, cause?: unknown) {
    super(`delivery: ${fault.outcome}`, { cause });
    this.fault = fault;
  }
}

export type { Account, Chat, ChatKey, Platform, SeenBy };
