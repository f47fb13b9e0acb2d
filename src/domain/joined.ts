// Domain: two answers to one party that turn out to be one person's: which stands.
import type { Answer, Rsvp } from "./rsvp.ts";

/** The stronger first. */
const STRENGTH: readonly Answer[] = ["going", "waitlisted", "requested", "maybe", "invited", "declined"];

/** `stands` is kept as it is; `plus` is how many extra guests it gets where they fit (never fewer than it has). */
export type Joined = { stands: Rsvp; plus: number };

/**
 * The stronger answer, with the larger number of extra guests. Nobody gets in by it: where a host turned one of the two away, that stands, and
 * a request of someone who was let in already has had its answer. Who waits keeps the number they queued with: more would jump the queue.
 */
export const joined = (a: Rsvp, b: Rsvp): Joined => {
  const refused = [a, b].filter((one) => one.admitted === "no");
  if (refused.length > 0) return asItIs(strongest(refused));
  const letIn = a.admitted === "yes" || b.admitted === "yes";
  const open = [a, b].filter((one) => !letIn || one.answer !== "requested" || one.admitted === "yes");
  const stands = { ...strongest(open), ...(letIn && { admitted: "yes" as const }) };
  if (stands.answer === "waitlisted" || stands.answer === "declined") return asItIs(stands);
  const wished = [a, b].filter((one) => one.answer !== "declined").map((one) => one.plus);
  return { stands, plus: Math.max(...wished) };
};

const asItIs = (stands: Rsvp): Joined => ({ stands, plus: stands.plus });

const strongest = (some: readonly Rsvp[]): Rsvp => some.reduce((best, one) => (compare(one, best) < 0 ? one : best));

/** The stronger first; of two who wait the one in front, of two others who was earlier. */
const compare = (a: Rsvp, b: Rsvp): number =>
  STRENGTH.indexOf(a.answer) - STRENGTH.indexOf(b.answer) ||
  (a.queueNo ?? 0) - (b.queueNo ?? 0) ||
  a.answeredAt - b.answeredAt;
