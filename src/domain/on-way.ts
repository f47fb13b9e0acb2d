// Domain: "on my way": what a guest says on the day, and how long it counts. A time of arrival is all there is; never a position.
import { endOf, isOver, type Party } from "./party.ts";
import type { Rsvp } from "./rsvp.ts";
import { HOUR, type Instant, MINUTE } from "./time.ts";

/** When they said so, and when they expect to arrive. */
export type OnWay = { at: Instant; until: Instant };

/** Somebody who is on the way, and about when they arrive. */
export type Coming = { who: string; at: Instant };

/** Within which guests may say so, and what is known of it now: a guest's own word, or for hosts everybody's, who arrives first before the others. */
export type TheDay = { from: Instant; until: Instant; mine?: Instant; coming?: readonly Coming[] };

/** What the button says, in minutes. */
export const USUALLY = 10;

/** From so long before the start. */
export const SET_OUT = 3 * HOUR;
/** So long after the announced arrival it is forgotten: they are there, or say it anew. */
export const FADES = 30 * MINUTE;

type Span = Pick<Party, "startsAt" | "endsAt">;

/** When the day begins and ends. */
export const theDay = (party: Span): Pick<TheDay, "from" | "until"> => ({
  from: party.startsAt - SET_OUT,
  until: endOf(party),
});

/** Whether guests may be on their way: shortly before the start, until the party is over. */
export const isTheDay = (party: Span, now: Instant): boolean => now >= party.startsAt - SET_OUT && !isOver(party, now);

/**
 * The mark, while it counts: it was made for this date, with the answer that stands, and the arrival is not long past. So whoever declines and
 * comes back, or whose party moves to another day, is on no way, whatever is still stored.
 */
export const onWayOf = (
  { answer, admitted, answeredAt, onWay }: Pick<Rsvp, "answer" | "admitted" | "answeredAt" | "onWay">,
  party: Span,
  now: Instant,
): OnWay | undefined => {
  if (!onWay || answer !== "going" || admitted === "no") return undefined;
  const meant = onWay.at >= answeredAt && onWay.at >= party.startsAt - SET_OUT;
  return meant && isTheDay(party, now) && now < onWay.until + FADES ? onWay : undefined;
};
