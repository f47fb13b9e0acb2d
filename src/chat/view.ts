// Chat: what is shown, as plain data. Adapters render it; text is data, never markup.
import type { Account, Crowd, SeenBy } from "../domain/chat.ts";
import type { CardId } from "../domain/note.ts";
import type { PartyCode } from "../domain/party.ts";
import type { LatLng } from "../domain/place.ts";
import type { Instant } from "../domain/time.ts";
import type { Press } from "./press.ts";

export type DraftId = string;

/**
 * A piece of running text. `at` with `after` is an end: shown short, beside that start. `who` is a name; with an account the platform may
 * show it as a mention, which notifies only with `notify`. A `crowd` is mentioned and notified.
 */
export type Inline =
  | string
  | { bold: string }
  | { who: string; account?: Account; notify?: true }
  | { crowd: Crowd }
  | { at: Instant; timeZone: string; after?: Instant }
  | { link: string; text: string };

/** A press, an address to open, or a draft to open again, filled in. */
export type Button = { label: string; tone?: "go" | "stop" } & (
  | { press: Press }
  | { open: string }
  | { reopen: DraftId }
);

export type View<S extends SeenBy = SeenBy> = {
  seenBy: S;
  /** The language its words are in, where the adapter has not asked for it: times are shown in the same. */
  locale?: string;
  title: string;
  body?: Inline[];
  fields?: { label: string; value: Inline[] }[];
  /** Rows of buttons. */
  buttons?: Button[][];
  /** `url` is the party's page. `areaKm`: the party is within this of `area`; absent where that is about a kilometre. */
  map?: { area: LatLng; areaKm?: number; url: string; exact?: S extends "person" ? LatLng : never };
  /** The party this view shows: an adapter may draw its cover and link its page. */
  party?: PartyCode;
  card?: CardId;
  /** What the view's card tells, for platforms with events of their own: public facts alone. */
  event?: PartyEventView;
};

/** A party as an entry in a platform's own calendar. `place` is the public label. */
export type PartyEventView = {
  startsAt: Instant;
  endsAt?: Instant;
  timeZone: string;
  place: string;
  calledOff: boolean;
};
