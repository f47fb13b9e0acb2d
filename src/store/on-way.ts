// Store: who is on the way.
import type { PartyCode } from "../domain/party.ts";
import type { Rsvp } from "../domain/rsvp.ts";
import type { Instant } from "../domain/time.ts";
import type { Room } from "./room.ts";
import { type RsvpRow, rsvpOf } from "./rows.ts";
import type { OnWayWrites } from "./wish-types.ts";

export const onWayWrites = ({ q }: Room): OnWayWrites => ({
  set: async (party_code, person_id, onWay) => {
    const rows = await q("rsvps")
      .where({ party_code, person_id, answer: "going" })
      .update({ on_way_at: onWay?.at ?? null, on_way_until: onWay?.until ?? null });
    return rows > 0;
  },
});

/** Guests going who said so at `since` or later, who arrives first before the others. */
export const onWayRsvps = async (
  { q }: Room,
  code: PartyCode,
  since: Instant,
  limit: number,
): Promise<(Rsvp & { name: string })[]> => {
  const rows: (RsvpRow & { name: string })[] = await q("rsvps")
    .join("people", "people.id", "rsvps.person_id")
    .where({ party_code: code, answer: "going" })
    .where("on_way_at", ">=", since)
    .orderBy(["on_way_until", "person_id"])
    .limit(limit)
    .select("rsvps.*", "people.name");
  return rows.map((row) => ({ ...rsvpOf(row), name: row.name }));
};
