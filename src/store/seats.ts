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

/** Waits until nobody else changes the party. */
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

const HELD_FOR = `SELECT parties.max_guests, parties.going, parties.queue_seq, rsvps.*,
    EXISTS (SELECT 1 FROM rsvps others WHERE others.party_code = parties.code AND others.answer = 'waitlisted') AS waits
  FROM parties LEFT JOIN rsvps ON rsvps.party_code = parties.code AND rsvps.person_id = ? WHERE parties.code = ?`;

/** Holds the party, and reads with one question all that an answer of that person depends on. `waits`: whether anybody does. */
export const holdFor = async (
  room: Room,
  code: PartyCode,
  person: PersonId,
): Promise<{ party: Held; before?: Rsvp; waits: boolean }> => {
  await lock(room, code);
  type Row = Counters & (RsvpRow | { person_id: null }) & { waits: number };
  const [row] = (await rowsOf<Row>(room, HELD_FOR, [person, code])) as [Row];
  const before = row.person_id === null ? {} : { before: rsvpOf(row) };
  return { party: heldOf(code, row), ...before, waits: row.waits === 1 };
};

const RESEAT =
  "UPDATE parties SET going = going + ?, version = version + 1 WHERE code = ? AND (? <= 0 OR max_guests IS NULL OR going + ? <= max_guests)";

/** Takes `more` places, or frees them below zero, and raises the version; `false` where they are not free, and then nothing was written. */
export const reseat = async (room: Room, party: Held, more: number): Promise<boolean> => {
  const took = await changed(room, RESEAT, [more, party.code, more, more]);
  if (took === 0) return false;
  party.going += more;
  return true;
};

/** Takes `places` where they are free; `false` where they are not, and then nothing was written. */
export const take = async ({ q }: Room, party: Held, places: number): Promise<boolean> => {
  const taken = await q("parties")
    .where({ code: party.code })
    .whereRaw("(max_guests IS NULL OR going + ? <= max_guests)", [places])
    .update({ going: q.raw("going + ?", [places]) });
  if (taken === 0) return false;
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
  const { q } = room;
  const rows: RsvpRow[] = await q("rsvps")
    .where({ party_code: party.code, answer: "waitlisted" })
    .orderBy("queue_no")
    // Each takes one place at least.
    .limit(Math.min(BATCH, freePlaces(party)));
  const fitting = headThatFits(rows.map(rsvpOf), freePlaces(party));
  if (fitting.length === 0) return [];
  if (
    !(await take(
      room,
      party,
      fitting.reduce((sum, one) => sum + seats(one), 0),
    ))
  )
    return [];
  await q("rsvps")
    .where({ party_code: party.code })
    .whereIn(
      "person_id",
      fitting.map((one): PersonId => one.personId),
    )
    .update({ answer: "going", queue_no: null });
  const promoted = fitting.map(({ queueNo: _, ...one }): Rsvp => ({ ...one, answer: "going" }));
  return fitting.length < BATCH ? promoted : [...promoted, ...(await promote(room, party))];
};

const headThatFits = (queue: readonly Rsvp[], places: number): Rsvp[] => {
  let left = places;
  const end = queue.findIndex((one) => (left -= seats(one)) < 0);
  return end === -1 ? [...queue] : queue.slice(0, end);
};
