// Store: what disclosure needs to know of parties, many at once.
import type { PartyFacts } from "../domain/disclosure.ts";
import type { Party, PartyCode } from "../domain/party.ts";
import type { Answer, Counts } from "../domain/rsvp.ts";
import type { Room } from "./room.ts";

/** Names of guests going that a page may list. */
const NAMES = 200;
/** SQLite takes no more than 500 parts in one UNION. */
const PARTS = 50;

export const factsOf = async (room: Room, parties: readonly Party[]): Promise<PartyFacts[]> => {
  if (parties.length === 0) return [];
  const codes = parties.map((party) => party.code);
  const hosts = await namesOf(room, [...new Set(parties.map((party) => party.hostId))]);
  const counts = await countsOfMany(room, codes);
  const names = await goingNames(room, codes);
  return parties.map((party) => ({
    party,
    hostName: hosts.get(party.hostId) ?? "",
    counts: counts.get(party.code) ?? noCounts(),
    goingNames: names.get(party.code) ?? [],
  }));
};

export const noCounts = (): Counts => ({ invited: 0, going: 0, maybe: 0, declined: 0, waitlisted: 0, requested: 0 });

/** How many people gave each answer (people, not places). */
export const countsOfMany = async ({ q }: Room, codes: readonly PartyCode[]): Promise<Map<PartyCode, Counts>> => {
  const rows: { party_code: string; answer: Answer; many: number }[] = await q("rsvps")
    .whereIn("party_code", codes)
    .groupBy("party_code", "answer")
    .select("party_code", "answer")
    .count({ many: "*" });
  const counts = new Map<PartyCode, Counts>();
  for (const row of rows) {
    const own = counts.get(row.party_code) ?? noCounts();
    own[row.answer] = row.many;
    counts.set(row.party_code, own);
  }
  return counts;
};

const namesOf = async ({ q }: Room, ids: readonly string[]): Promise<Map<string, string>> => {
  const rows: { id: string; name: string }[] = await q("people").whereIn("id", ids).select("id", "name");
  return new Map(rows.map((row) => [row.id, row.name]));
};

const goingNames = async (room: Room, codes: readonly PartyCode[]): Promise<Map<PartyCode, string[]>> => {
  const names = new Map<PartyCode, string[]>();
  for (let i = 0; i < codes.length; i += PARTS) {
    for (const row of await goingNamesOf(room, codes.slice(i, i + PARTS))) {
      names.set(row.party_code, [...(names.get(row.party_code) ?? []), row.name]);
    }
  }
  return names;
};

const goingNamesOf = ({ q }: Room, codes: readonly PartyCode[]): Promise<{ party_code: string; name: string }[]> => {
  const first = codes.map((code) =>
    q
      .from(
        q("rsvps")
          .where({ party_code: code, answer: "going" })
          .orderBy(["answered_at", "person_id"])
          .limit(NAMES)
          .select("party_code", "person_id", "answered_at")
          .as("first"),
      )
      .select("*"),
  );
  const [one, ...others] = first as [(typeof first)[number], ...typeof first];
  return q
    .from((others.length > 0 ? one.unionAll(others) : one).as("going"))
    .join("people", "people.id", "going.person_id")
    .orderBy(["going.party_code", "going.answered_at", "going.person_id"])
    .select("going.party_code", "people.name");
};
