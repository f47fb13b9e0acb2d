// Store: the parties that several people have before them, read at once.
import type { Answer } from "../domain/rsvp.ts";
import { partiesOf } from "./parties.ts";
import type { Room } from "./room.ts";
import type { RsvpRow } from "./rows.ts";
import { rsvpOf } from "./rows.ts";
import type { Ahead, Reads } from "./types.ts";

const BATCH = 500;
const OPEN: readonly Answer[] = ["invited", "going", "maybe", "waitlisted", "requested"];

export const ahead = async (
  room: Room,
  people: Parameters<Reads["parties"]["ahead"]>[0],
  { from, to }: Parameters<Reads["parties"]["ahead"]>[1],
): Promise<Ahead[]> => {
  const rows: RsvpRow[] = [];
  for (let i = 0; i < people.length; i += BATCH) {
    const some: RsvpRow[] = await room
      .q("rsvps")
      .join("parties", "parties.code", "rsvps.party_code")
      .whereIn("rsvps.person_id", people.slice(i, i + BATCH))
      .whereIn("rsvps.answer", OPEN)
      .whereNot("rsvps.admitted", "no")
      .where("parties.state", "on")
      .where("parties.starts_at", ">=", from)
      .where("parties.starts_at", "<", to)
      .select("rsvps.*");
    rows.push(...some);
  }
  const parties = await partiesOf(room, [...new Set(rows.map((row) => row.party_code))]);
  const byCode = new Map(parties.map((party) => [party.code, party]));
  return rows.flatMap((row) => {
    const party = byCode.get(row.party_code);
    return party ? [{ party, rsvp: rsvpOf(row) }] : [];
  });
};
