// Commands: the day of a party: who is on the way, for hosts, and what a guest who is going said of it.
import { type Coming, isTheDay, onWayOf, SET_OUT, type TheDay, theDay } from "../domain/on-way.ts";
import type { Party } from "../domain/party.ts";
import { may, type Standing } from "../domain/rights.ts";
import type { Instant } from "../domain/time.ts";
import type { Reads } from "../store/types.ts";

const COMING_MAX = 20;

/** What each of `standings` may know of the day. Who is on the way is read once, and only where somebody may. */
export const dayFor = async (
  { rsvps }: Pick<Reads, "rsvps">,
  party: Party,
  standings: readonly Standing[],
  now: Instant,
): Promise<(standing: Standing) => TheDay | undefined> => {
  const mayRead = ({ role }: Standing): boolean => may(role, "readAllAnswers");
  const coming = standings.some(mayRead) ? await comingTo({ rsvps }, party, now) : [];
  return (standing) => {
    if (party.state !== "on") return undefined;
    if (mayRead(standing)) return { ...theDay(party), coming };
    if (standing.role !== "going" || !standing.rsvp) return undefined;
    const onWay = onWayOf(standing.rsvp, party, now);
    return { ...theDay(party), ...(onWay && { mine: onWay.until }) };
  };
};

/** Who is on the way now; who arrives first stands first. */
export const comingTo = async (
  { rsvps }: Pick<Reads, "rsvps">,
  party: Party,
  now: Instant,
): Promise<readonly Coming[]> => {
  if (party.state !== "on" || !isTheDay(party, now)) return [];
  const rows = await rsvps.onWay(party.code, party.startsAt - SET_OUT, COMING_MAX);
  return rows.flatMap((row): Coming[] => {
    const onWay = onWayOf(row, party, now);
    return onWay ? [{ who: row.name, at: onWay.until }] : [];
  });
};
