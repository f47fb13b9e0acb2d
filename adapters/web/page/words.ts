// Page: the sentences about a party and the viewer's own answer.
import type { WireMine, WireParty } from "../wire.ts";
import type { Stage } from "./time.ts";
import { until } from "./time.ts";

/** The answer of a viewer, as one line; empty when they have not answered. */
export const mineWords = (mine: WireMine): string => {
  const plus = mine.plus ? ` with ${mine.plus} more` : "";
  if (mine.role === "host" || mine.role === "cohost")
    return mine.role === "host" ? "You're hosting this one." : "You're helping to host this one.";
  switch (mine.answer) {
    case "going":
      return `You're going${plus}. See you there!`;
    case "maybe":
      return `You said maybe${plus}. Tell them when you know.`;
    case "declined":
      return "You can't make it. Change your mind any time.";
    case "waitlisted":
      return `You're on the waitlist${plus}${mine.waiting ? `, number ${mine.waiting} in line` : ""}. You move up by yourself when a place comes free: keep this page, it changes then.`;
    case "requested":
      return `You asked to come${plus}. Keep this page: it says what the host answers.`;
    case "invited":
      return "You're invited. Will you come?";
    default:
      return "";
  }
};

export const countdownWords = (party: WireParty, stage: Stage, at: number): string =>
  ({
    calledOff: "Called off",
    over: "This one is over",
    on: "It's on right now",
    soon: capital(until(party.startsAt, at)),
  })[stage];

export const stageNote = (party: WireParty, stage: Stage): string | undefined => {
  if (stage === "calledOff") return `${party.hostName} called this party off. Nothing to answer any more.`;
  if (stage === "over") return "This party is over. We hope it was a good one.";
  return undefined;
};

/** What the counts add up to, after the number of those going. */
export const restOfCount = (party: WireParty): string => {
  const parts = [party.max === undefined ? "going" : `of ${party.max} going`];
  if (party.maybe > 0) parts.push(`${party.maybe} maybe`);
  if (party.waiting > 0) parts.push(`${party.waiting} waiting`);
  return parts.join(" · ");
};

/** How much the viewer sees of the place, and why. */
export const placeNote = (party: WireParty, mine: WireMine): string | undefined => {
  if (party.exact?.address !== undefined || party.exact?.point !== undefined || party.calledOff || !party.hasExact)
    return undefined;
  return mine.answer === "waitlisted" || mine.answer === "requested"
    ? "You'll see the exact address here once you're in."
    : "The exact address is for guests who are let in. The circle shows roughly where.";
};

const capital = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);
