// Store: the places of a party: its counter row is written first in every change, so changes of one party come one after the other.
import type { Party, PartyCode } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import type { Rsvp } from "../domain/rsvp.ts";
import { seats } from "../domain/rsvp.ts";
import type { PartyRow } from "./party-row.ts";
import type { Room } from "./room.ts";
import { changed, rowsOf } from "./room.ts";
import type { RsvpRow } from "./rows.ts";
import { rsvpOf } from "./rows.ts";

/** A party that this transaction has to itself until it ends. `queueNo` was issued to it alone. */
export type Held = { code: PartyCode; max?: number; going: number; queueNo: number };

/** Nobody asks for a party that does not exist: commands have read it before. */
export class NoSuchParty extends Error {
  override readonly name = "NoSuchParty";
}

const HOLD = "UPDATE parties SET queue_seq = queue_seq + 1 WHERE code = ?";

/** Waits until nobody else changes the party. Whoever changes it counts `queue_seq` up, so who has read it can tell. */
const lock = async (room: Room, code: PartyCode): Promise<void> => {
  if ((await changed(room, HOLD, [code])) === 0) throw new NoSuchParty("there is no such party");
};

type Counters = Pick<PartyRow, "max_guests" | "going" | "queue_seq">;

const heldOf = (code: PartyCode, row: Counters): Held => ({
  code,
  ...(row.max_guests !== null && { max: row.max_guests }),
  going: row.going,
  queueNo: row.queue_seq,
});

export const hold = async (room: Room, code: PartyCode): Promise<Held> => {
  await lock(room, code);
  const row: Counters = await room.q("parties").where({ code }).first("max_guests", "going", "queue_seq");
  return heldOf(code, row);
};

const SEEN = `SELECT parties.max_guests, parties.going, parties.queue_seq, rsvps.*
  FROM parties LEFT JOIN rsvps ON rsvps.party_code = parties.code AND rsvps.person_id = ? WHERE parties.code = ?`;

export type Seen = { party: Held; before?: Rsvp };

/** Reads with one question, and holding nothing, what an answer of that person depends on. */
export const see = async (room: Room, code: PartyCode, person: PersonId): Promise<Seen> => {
  const [row] = await rowsOf<Counters & (RsvpRow | { person_id: null })>(room, SEEN, [person, code]);
  if (!row) throw new NoSuchParty("there is no such party");
  const party = heldOf(code, { ...row, queue_seq: row.queue_seq + 1 });
  return row.person_id === null ? { party } : { party, before: rsvpOf(row) };
};

const NEXT = "SELECT * FROM rsvps WHERE party_code = ? AND answer = 'waitlisted' ORDER BY queue_no LIMIT ?";

/** Whoever waits, in order. */
const queue = async (room: Room, code: PartyCode, limit: number): Promise<Rsvp[]> =>
  (await rowsOf<RsvpRow>(room, NEXT, [code, limit])).map(rsvpOf);

/** Without a limit nobody waits. */
export const someoneWaits = async (room: Room, { code, max }: Held): Promise<boolean> =>
  max !== undefined && (await queue(room, code, 1)).length > 0;

/** Holds the party first: what is seen then stands until the end of the transaction. */
export const holdAndSee = async (room: Room, code: PartyCode, person: PersonId): Promise<Seen> => {
  await lock(room, code);
  return see(room, code, person);
};

/** Of the columns of parties and rsvps none has the name of another's: both statements can say it. */
export const RESEATED = "going = going + ?, queue_seq = queue_seq + 1, version = version + 1";
/** Nobody has changed the party since it was seen, and the places are free. */
export const AS_SEEN = "code = ? AND queue_seq = ? AND (? <= 0 OR max_guests IS NULL OR going + ? <= max_guests)";
export const asSeen = (party: Held, more: number): (string | number)[] => [party.code, party.queueNo - 1, more, more];
const RESEAT = `UPDATE parties SET ${RESEATED} WHERE ${AS_SEEN}`;

/**
 * Holds the party as it was seen, takes `more` places or frees them below zero, and raises the version. `false` where somebody has changed
 * the party since, or the places are not free, and then nothing was written.
 */
export const reseat = async (room: Room, party: Held, more: number): Promise<boolean> => {
  if ((await changed(room, RESEAT, [more, ...asSeen(party, more)])) === 0) return false;
  party.going += more;
  return true;
};

const TAKE = "UPDATE parties SET going = going + ? WHERE code = ? AND (max_guests IS NULL OR going + ? <= max_guests)";

/** Takes `places` where they are free; `false` where they are not, and then nothing was written. */
export const take = async (room: Room, party: Held, places: number): Promise<boolean> => {
  if ((await changed(room, TAKE, [places, party.code, places])) === 0) return false;
  party.going += places;
  return true;
};

export const free = async ({ q }: Room, party: Held, places: number): Promise<void> => {
  if (places === 0) return;
  await q("parties")
    .where({ code: party.code })
    .update({ going: q.raw("going - ?", [places]) });
  party.going -= places;
};

export const raiseVersion = async ({ q }: Room, code: PartyCode): Promise<void> => {
  await q("parties")
    .where({ code })
    .update({ version: q.raw("version + 1") });
};

export const freePlaces = (party: Pick<Party, "going" | "max">): number =>
  party.max === undefined ? Number.POSITIVE_INFINITY : party.max - party.going;

const BATCH = 100;
/** Lets in who waits, in order, until the head of the queue does not fit. Returns those let in, as they are now. */
export const promote = async (room: Room, party: Held): Promise<Rsvp[]> => {
  if (freePlaces(party) <= 0) return [];
  // Each takes one place at least.
  const first = await queue(room, party.code, Math.min(BATCH, freePlaces(party)));
  const fitting = headThatFits(first, freePlaces(party));
  if (fitting.length === 0) return [];
  if (!(await take(room, party, seatsOf(fitting)))) return [];
  await letIn(room, party, fitting);
  const promoted = fitting.map(({ queueNo: _, ...one }): Rsvp => ({ ...one, answer: "going" }));
  return fitting.length < BATCH ? promoted : [...promoted, ...(await promote(room, party))];
};

const seatsOf = (rsvps: readonly Rsvp[]): number => rsvps.reduce((sum, one) => sum + seats(one), 0);

const letIn = async (room: Room, party: Held, rsvps: readonly Rsvp[]): Promise<void> => {
  const marks = rsvps.map(() => "?").join(", ");
  await changed(
    room,
    `UPDATE rsvps SET answer = 'going', queue_no = NULL WHERE party_code = ? AND person_id IN (${marks})`,
    [party.code, ...rsvps.map((one): PersonId => one.personId)],
  );
};

const headThatFits = (waiting: readonly Rsvp[], places: number): Rsvp[] => {
  let left = places;
  const end = waiting.findIndex((one) => (left -= seats(one)) < 0);
  return end === -1 ? [...waiting] : waiting.slice(0, end);
};
