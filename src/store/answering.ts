// Store: answers under the capacity and the waitlist, strictly first come, first served.
import type { PersonId } from "../domain/person.ts";
import type { Answer, AnswerOutcome, Rsvp } from "../domain/rsvp.ts";
import { seats } from "../domain/rsvp.ts";
import type { Room } from "./room.ts";
import { changed } from "./room.ts";
import { rsvpRow } from "./rows.ts";
import { placeInQueue, rsvpBy, rsvpReads } from "./rsvps.ts";
import type { Held, Seen } from "./seats.ts";
import {
  AS_SEEN,
  asSeen,
  free,
  freePlaces,
  hold,
  holdAndSee,
  promote,
  RESEATED,
  raiseVersion,
  reseat,
  see,
  someoneWaits,
} from "./seats.ts";
import type { Tx } from "./types.ts";

type Wish = Parameters<Tx["rsvps"]["answer"]>[0];

export const rsvpWrites = (room: Room): Tx["rsvps"] => ({
  ...rsvpReads(room),
  answer: (wish) => answer(room, wish),
  withdraw: async (code, person) => {
    const party = await hold(room, code);
    return leave(room, party, person);
  },
  mute: async (party_code, person_id, muted) => {
    const rows = await room
      .q("rsvps")
      .where({ party_code, person_id })
      .update({ muted: muted ? 1 : 0 });
    return rows > 0;
  },
  setMax: async (code, max) => {
    const party = await hold(room, code);
    if (max !== undefined && max < party.going) return { kind: "tooLow", going: party.going };
    const { max: _, ...rest } = party;
    await room
      .q("parties")
      .where({ code })
      .update({ max_guests: max ?? null, version: room.q.raw("version + 1") });
    return { kind: "set", promoted: await promote(room, { ...rest, ...(max !== undefined && { max }) }) };
  },
});

/** Takes the RSVP away, and lets in who waits. The caller holds the party. */
export const leave = async (
  room: Room,
  party: Held,
  person: PersonId,
): Promise<{ before?: Rsvp; promoted: Rsvp[] }> => {
  const before = await rsvpBy(room, party.code, person);
  if (!before) return { promoted: [] };
  await room.q("rsvps").where({ party_code: party.code, person_id: person }).del();
  await free(room, party, taking(before));
  const promoted = await promote(room, party);
  await raiseVersion(room, party.code);
  return { before, promoted };
};

/** Looks, then writes if nobody changed the party meanwhile; else looks again with the party held, so that it is the last time. */
const answer = async (room: Room, wish: Wish): Promise<AnswerOutcome> => {
  const seen = await see(room, wish.party, wish.personId);
  const outcome = await carryOut(room, wish, seen);
  if (outcome) return outcome;
  const held = await holdAndSee(room, wish.party, wish.personId);
  return (await carryOut(room, wish, held)) as AnswerOutcome;
};

/** Undefined, with nothing written, where the party is no longer as it was seen. */
const carryOut = async (room: Room, wish: Wish, seen: Seen): Promise<AnswerOutcome | undefined> => {
  const { party, before } = seen;
  const next = wished(wish, before);
  if (before && isSame(before, next)) return withWaiting(room, { kind: "same", after: before });
  // Invited once more: the answer stands, at most the door is now open.
  const again = wish.answer === "invited" && before !== undefined && aim(before.answer) === next.answer;
  if (next.answer === "going" && party.max !== undefined && seats(next) > party.max && !again)
    return { kind: "moreThanMax", max: party.max };
  const after = await seated(room, seen, next);
  if (!after) return { kind: "plusDoesNotFit", before: before as Rsvp, free: freePlaces(party) };
  if (!(await write(room, seen, after))) return undefined;
  return settle(room, seen, after, again);
};

const taking = (rsvp: Rsvp | undefined): number => (rsvp?.answer === "going" ? seats(rsvp) : 0);

/** The RSVP as it is wished; `going` may still turn out to be waiting. */
const wished = (wish: Wish, before: Rsvp | undefined): Rsvp => {
  const answer = aimed(wish.answer, before);
  const kept = before && aim(before.answer) === answer;
  return {
    party: wish.party,
    personId: wish.personId,
    answer,
    plus: wish.plus ?? before?.plus ?? 0,
    admitted: wish.admitted ?? before?.admitted ?? "open",
    answeredAt: kept ? before.answeredAt : wish.now,
    ...(before?.muted && { muted: true as const }),
  };
};

/** Who waits wants to go. */
const aim = (answer: Answer): Answer => (answer === "waitlisted" ? "going" : answer);

/** An invitation lowers nobody's answer; it only opens the door for who asked or was turned away. */
const aimed = (answer: Wish["answer"], before: Rsvp | undefined): Answer => {
  const answered = before && before.answer !== "requested" && before.admitted !== "no";
  return answer === "invited" && answered ? aim(before.answer) : answer;
};

const isSame = (before: Rsvp, next: Rsvp): boolean =>
  aim(before.answer) === next.answer && before.plus === next.plus && before.admitted === next.admitted;

/** Where the wish leads: in or in the queue, for who wants to go. Undefined: the extra guests do not fit. */
const seated = async (room: Room, { party, before }: Seen, next: Rsvp): Promise<Rsvp | undefined> => {
  if (next.answer !== "going") return next;
  if (before?.answer === "waitlisted") {
    // Who brings more than they queued for moves to the back; who brings fewer keeps the place.
    const queueNo = next.plus > before.plus ? party.queueNo : before.queueNo;
    return { ...next, answer: "waitlisted", ...(queueNo !== undefined && { queueNo }) };
  }
  const more = taking(next) - taking(before);
  const fits = more <= 0 || more <= freePlaces(party);
  if (before?.answer === "going") return fits ? next : undefined;
  if (fits && !(await someoneWaits(room, party))) return next;
  return { ...next, answer: "waitlisted", queueNo: party.queueNo };
};

/** Lets in who can now come, and says what came of it. `again`: the answer itself was not to change. */
const settle = async (room: Room, { party, before }: Seen, after: Rsvp, again: boolean): Promise<AnswerOutcome> => {
  // The head of the queue did not fit: another one may who waited behind it, or it itself in what became free.
  const mayFit = before?.answer === "waitlisted" || taking(after) < taking(before);
  const promoted = mayFit ? await promote(room, party) : [];
  const self = promoted.find((one) => one.personId === after.personId);
  const others = promoted.filter((one) => one !== self);
  if (again) return withWaiting(room, { kind: "same", after: self ?? after });
  return withWaiting(room, { kind: "set", ...(before && { before }), after: self ?? after, promoted: others });
};

const COLUMNS = ["answer", "plus", "queue_no", "admitted", "answered_at"] as const;
const KEY = ["party_code", "person_id"] as const;
const INSERT = `INSERT INTO rsvps (${[...COLUMNS, ...KEY].join(", ")}) VALUES (${[...COLUMNS, ...KEY].map(() => "?").join(", ")})`;
const OWN = KEY.map((one) => `${one} = ?`).join(" AND ");
const UPDATE = `UPDATE rsvps SET ${COLUMNS.map((one) => `${one} = ?`).join(", ")} WHERE ${OWN}`;
/** Both rows in one statement, the party's first: SQLite has no such thing. */
const RESEAT_AND_UPDATE = `UPDATE parties STRAIGHT_JOIN rsvps ON rsvps.party_code = parties.code
  SET ${RESEATED}, ${COLUMNS.map((one) => `rsvps.${one} = ?`).join(", ")} WHERE ${AS_SEEN} AND ${OWN}`;

/** Takes or frees the places and writes the RSVP; `false`, with nothing written, where the party is no longer as it was seen. */
const write = async (room: Room, { party, before }: Seen, after: Rsvp): Promise<boolean> => {
  const row = rsvpRow(after);
  const values = COLUMNS.map((column) => row[column]);
  const own = KEY.map((column) => row[column]);
  const more = taking(after) - taking(before);
  if (before && room.dialect === "mysql") {
    const wrote = await changed(room, RESEAT_AND_UPDATE, [more, ...values, ...asSeen(party, more), ...own]);
    if (wrote > 0) party.going += more;
    return wrote > 0;
  }
  if (!(await reseat(room, party, more))) return false;
  await changed(room, before ? UPDATE : INSERT, [...values, ...own]);
  return true;
};

type Answered = Extract<AnswerOutcome, { after: Rsvp }>;

const withWaiting = async (room: Room, outcome: Answered): Promise<Answered> => {
  const { queueNo, party } = outcome.after;
  return queueNo === undefined ? outcome : { ...outcome, waiting: await placeInQueue(room, party, queueNo) };
};
