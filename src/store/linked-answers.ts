// Store: the answers of two people who turn out to be one, under the capacity and the waitlist.
import { joined } from "../domain/joined.ts";
import type { OnWay } from "../domain/on-way.ts";
import type { PartyCode } from "../domain/party.ts";
import type { Rsvp } from "../domain/rsvp.ts";
import { seats } from "../domain/rsvp.ts";
import { leave } from "./answering.ts";
import type { Pair } from "./linking.ts";
import type { Room } from "./room.ts";
import type { RsvpRow } from "./rows.ts";
import { rsvpOf, rsvpRow } from "./rows.ts";
import type { Held } from "./seats.ts";
import { free, hold, promote, take } from "./seats.ts";

/**
 * All answers of `from` at `codes` are `into`'s. Where the one person runs the party (`run`) no answer is left, for hosts take no place. The
 * caller holds the parties. Returns who was let in for places that became free.
 */
export const joinAnswers = async (
  room: Room,
  { from, into }: Pair,
  codes: readonly PartyCode[],
  run: ReadonlySet<PartyCode>,
): Promise<Rsvp[]> => {
  if (codes.length === 0) return [];
  const { q } = room;
  const rows: RsvpRow[] = await q("rsvps")
    .whereIn("person_id", [from, into])
    .whereIn("party_code", codes)
    .orderBy(["party_code", "person_id"]);
  const promoted: Rsvp[] = [];
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1];
    // Parties where nothing meets are renamed at once, below.
    if (run.has(row.party_code)) promoted.push(...(await goes(room, row)));
    else if (before?.party_code === row.party_code)
      promoted.push(...(await makeOne(room, [rsvpOf(before), rsvpOf(row)], into)));
  }
  await q("rsvps").where({ person_id: from }).update({ person_id: into });
  return promoted;
};

const goes = async (room: Room, row: RsvpRow): Promise<Rsvp[]> =>
  (await leave(room, await hold(room, row.party_code), row.person_id)).promoted;

const makeOne = async (room: Room, [a, b]: [Rsvp, Rsvp], personId: string): Promise<Rsvp[]> => {
  const party = await hold(room, a.party);
  const own = { party_code: a.party };
  await room.q("rsvps").where(own).whereIn("person_id", [a.personId, b.personId]).del();
  await free(room, party, taking(a) + taking(b));
  const { stands, plus } = joined(a, b);
  const muted = (a.muted ?? b.muted) && { muted: true as const };
  const way = lastOf(a.onWay, b.onWay);
  const seated = await seat(room, party, { ...stands, personId, ...muted, ...(way && { onWay: way }) }, plus);
  await room.q("rsvps").insert(rsvpRow(seated));
  return promote(room, party);
};

/** Said with either account, the later word holds. */
const lastOf = (one: OnWay | undefined, other: OnWay | undefined): OnWay | undefined =>
  one && other ? (one.at < other.at ? other : one) : (one ?? other);

const taking = (rsvp: Rsvp): number => (rsvp.answer === "going" ? seats(rsvp) : 0);

/** With `plus` where they fit, else with its own: those places were its own until now. */
const seat = async (room: Room, party: Held, rsvp: Rsvp, plus: number): Promise<Rsvp> => {
  const wished = { ...rsvp, plus };
  if (rsvp.answer !== "going" || (await take(room, party, seats(wished)))) return wished;
  await take(room, party, seats(rsvp));
  return rsvp;
};
