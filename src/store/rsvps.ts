// Store: reading answers.
import type { PartyCode } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import type { Rsvp } from "../domain/rsvp.ts";
import { countsOfMany, noCounts } from "./facts.ts";
import { onWayRsvps } from "./on-way.ts";
import type { Room } from "./room.ts";
import { rowsOf } from "./room.ts";
import type { RsvpRow } from "./rows.ts";
import { rsvpOf } from "./rows.ts";
import type { Reads } from "./types.ts";

export const rsvpReads = (room: Room): Reads["rsvps"] => ({
  get: (code, person) => rsvpBy(room, code, person),
  of: async (code, people) => {
    if (people.length === 0) return [];
    const rows: RsvpRow[] = await room.q("rsvps").where({ party_code: code }).whereIn("person_id", people);
    return rows.map(rsvpOf);
  },
  list: async (code, { answers, limit, offset = 0 }) => {
    const query = room.q("rsvps").join("people", "people.id", "rsvps.person_id").where({ party_code: code });
    if (answers && answers.length > 0) query.whereIn("answer", answers);
    const rows: (RsvpRow & { name: string })[] = await query
      // Both databases put NULL first: those who do not wait come before the queue.
      .orderBy(["queue_no", "answered_at", "person_id"])
      .limit(limit)
      .offset(offset)
      .select("rsvps.*", "people.name");
    return rows.map((row) => ({ ...rsvpOf(row), name: row.name }));
  },
  counts: async (code) => (await countsOfMany(room, [code])).get(code) ?? noCounts(),
  onWay: (code, since, limit) => onWayRsvps(room, code, since, limit),
  waiting: async (code, person) => {
    const own = await rsvpBy(room, code, person);
    return own?.queueNo === undefined ? undefined : placeInQueue(room, code, own.queueNo);
  },
});

export const rsvpBy = async ({ q }: Room, code: PartyCode, person: PersonId): Promise<Rsvp | undefined> => {
  const row: RsvpRow | undefined = await q("rsvps").where({ party_code: code, person_id: person }).first();
  return row && rsvpOf(row);
};

const PLACE = "SELECT COUNT(*) AS many FROM rsvps WHERE party_code = ? AND answer = 'waitlisted' AND queue_no <= ?";

/** From 1. */
export const placeInQueue = async (room: Room, code: PartyCode, queueNo: number): Promise<number> => {
  const [row] = await rowsOf<{ many: number }>(room, PLACE, [code, queueNo]);
  return row?.many ?? 0;
};
