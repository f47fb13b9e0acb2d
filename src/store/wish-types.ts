// Store: what is asked about wishes to be told of new parties, about what they are compared with, and about who is on the way.
import type { Reason } from "../domain/note.ts";
import type { OnWay } from "../domain/on-way.ts";
import type { PartyCode } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import type { LatLng } from "../domain/place.ts";
import type { Instant } from "../domain/time.ts";
import type { Sight, Wish } from "../domain/wish.ts";

export interface WishReads {
  of(people: readonly PersonId[]): Promise<Wish[]>;
  /** Parties that wait to be compared with the wishes, the longest waiting first. */
  waiting(limit: number): Promise<PartyCode[]>;
}

/** How far a party was compared: the last cell and person, both in order. */
export type WishPlace = { cell: number; person: PersonId };

/** `was`: as it was told of before, where it was. */
export type Waiting = { was?: Omit<Sight, "timeZone">; after: WishPlace };

/** What is still to be told to somebody, or when they were told last. */
export type WishTold = {
  untold?: { key: string; reason: Extract<Reason, { kind: "wish" }>; dueAt: Instant; expiresAt: Instant };
  /** Just now, while a message is on its way. */
  last?: Instant;
};

export interface WishWrites extends WishReads {
  /** Makes or replaces the person's one wish. */
  set(wish: Wish): Promise<void>;
  /** Nothing of it is left, nor of what was to be told. False when there was none. */
  end(person: PersonId): Promise<boolean>;
  /** A party can be found now: it is to be compared with the wishes, once for each place and time. */
  notice(party: PartyCode, sight: Sight, now: Instant): Promise<void>;
  /** The party, held until the end of the transaction; undefined when it waits no more. */
  hold(party: PartyCode): Promise<Waiting | undefined>;
  /** The wishes whose cells hold this point (not all mean it), in the order of their places. */
  around(area: LatLng, after: WishPlace, limit: number): Promise<(Wish & { cell: number })[]>;
  /** Notes how far the comparison came; undefined: it is done. */
  advance(party: PartyCode, to: WishPlace | undefined): Promise<void>;
  /** Of each person; what is untold is held until the end of the transaction. */
  told(people: readonly PersonId[], since: Instant, now: Instant): Promise<Map<PersonId, WishTold>>;
  /** Forgets parties that began before. */
  sweep(before: Instant): Promise<number>;
}

export interface OnWayWrites {
  /** Undefined: not on the way after all. False when they have no answer that says they are going. */
  set(party: PartyCode, person: PersonId, onWay: OnWay | undefined): Promise<boolean>;
}
