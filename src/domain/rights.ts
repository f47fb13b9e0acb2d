// Domain: who may do what. One table, deny by default.
import type { Rsvp } from "./rsvp.ts";

/** What a person is to a party. `member`: in a chat where a host posted the card. */
export type Role =
  | "host"
  | "cohost"
  | "going"
  | "maybe"
  | "invited"
  | "waitlisted"
  | "requested"
  | "declined"
  | "turnedAway"
  | "member"
  | "stranger";

/** A person's standing: the role, and the RSVP and place in the queue (from 1) where there are any. */
export type Standing = { role: Role; rsvp?: Rsvp; waiting?: number };

export type Action =
  /** Read the exact address and point. */
  | "readAddress"
  /** Read the guests' names. */
  | "readGuests"
  /** Read who asked to join, who declined, who was invited. */
  | "readAllAnswers"
  /** Answer for oneself and be in at once, unless the party wants each guest approved. */
  | "answer"
  /** Ask to be let in. */
  | "ask"
  | "invite"
  | "edit"
  | "admit"
  | "appointCohost"
  | "callOff"
  | "postCard"
  /** Set when the party reminds, and nudge those who have not answered. */
  | "remind";

const HOST: readonly Action[] = [
  "readAddress",
  "readGuests",
  "readAllAnswers",
  "invite",
  "edit",
  "admit",
  "appointCohost",
  "callOff",
  "postCard",
  "remind",
];
const TABLE: Record<Role, readonly Action[]> = {
  host: HOST,
  cohost: ["readAddress", "readGuests", "readAllAnswers", "invite", "edit", "admit", "postCard", "remind"],
  going: ["readAddress", "readGuests", "answer"],
  maybe: ["readAddress", "readGuests", "answer"],
  invited: ["readGuests", "answer"],
  waitlisted: ["readGuests", "answer"],
  requested: ["ask"],
  declined: ["readGuests", "answer"],
  turnedAway: [],
  member: ["readGuests", "answer"],
  stranger: ["ask"],
};

/** Whether `role` may do `action`. */
export const may = (role: Role, action: Action): boolean => TABLE[role].includes(action);

/** The role that an RSVP gives. A guest who declined before anyone let them in stays a stranger. */
export const roleOfRsvp = (rsvp: Pick<Rsvp, "answer" | "admitted">): Role => {
  if (rsvp.admitted === "no") return "turnedAway";
  if (rsvp.answer === "requested") return "requested";
  if (rsvp.admitted === "open" && rsvp.answer === "declined") return "stranger";
  return rsvp.answer;
};
