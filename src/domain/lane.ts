// Domain: the lanes that notes travel in: how pressing a note of each kind is.
import type { Reason } from "./note.ts";

export type Lane = "urgent" | "news" | "reminder" | "card";

/** The most pressing first. */
export const LANES: readonly Lane[] = ["urgent", "news", "reminder", "card"];

/** Urgent: whoever sets out in vain must know first. */
const LANE: Record<Reason["kind"], Lane> = {
  calledOff: "urgent",
  moved: "urgent",
  promoted: "news",
  invited: "news",
  nudged: "news",
  asked: "news",
  admitted: "news",
  turnedAway: "news",
  mentioned: "news",
  crowdInvited: "news",
  unreached: "news",
  onWay: "news",
  remind: "reminder",
  card: "card",
  // Nobody waits for it: it may come when all else is told.
  wish: "card",
};

/** Every kind of note. */
export const KINDS = Object.keys(LANE) as readonly Reason["kind"][];

/** What a row of an older or newer version may say is news. */
export const laneOf = (kind: Reason["kind"]): Lane => LANE[kind] ?? "news";
