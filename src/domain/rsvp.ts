// Domain: a person's answer to a party.
import type { OnWay } from "./on-way.ts";
import type { PartyCode } from "./party.ts";
import type { PersonId } from "./person.ts";
import type { Instant } from "./time.ts";

/** `requested`: asked to join, the host has not answered. */
export type Answer = "invited" | "going" | "maybe" | "declined" | "waitlisted" | "requested";
export const ANSWERS: readonly Answer[] = ["invited", "going", "maybe", "declined", "waitlisted", "requested"];

export type Rsvp = {
  party: PartyCode;
  personId: PersonId;
  answer: Answer;
  /** Extra guests brought along, 0 or more. */
  plus: number;
  /** The order of waiting, from the party's counter; set while waitlisted. */
  queueNo?: number;
  /** What a host decided: `yes` let in (or invited by name), `no` turned away, `open` not decided. */
  admitted: "yes" | "no" | "open";
  answeredAt: Instant;
  /** They want no reminders of this party. */
  muted?: true;
  /** They said on the day that they are on their way. What of it counts, `onWayOf` says. */
  onWay?: OnWay;
};

/** Places that an RSVP takes when going: the guest and the extra guests. */
export const seats = (rsvp: Pick<Rsvp, "plus">): number => 1 + rsvp.plus;

export type Counts = Record<Answer, number>;

/** What an attempt to answer came to. `free` counts places, Infinity where there is no limit. */
export type AnswerOutcome =
  /** The answer stands; `waiting` is the place in the queue from 1, when waitlisted. */
  | { kind: "set"; before?: Rsvp; after: Rsvp; promoted: Rsvp[]; waiting?: number }
  /** The same answer stood already: nothing was written. */
  | { kind: "same"; after: Rsvp; waiting?: number }
  /** More extra guests were wanted while going, and they do not fit: the old answer stands. */
  | { kind: "plusDoesNotFit"; before: Rsvp; free: number }
  /** The guest and the extra guests are more than the whole capacity: nothing was written. */
  | { kind: "moreThanMax"; max: number };
