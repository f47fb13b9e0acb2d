// Store: what people are to a party.
import type { PartyCode } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import { roleOfRsvp } from "../domain/rights.ts";
import type { Room } from "./room.ts";
import type { RsvpRow } from "./rows.ts";
import { rsvpOf } from "./rows.ts";
import type { Standing } from "./types.ts";

export const standings = async (
  room: Room,
  code: PartyCode,
  people: readonly PersonId[],
): Promise<Map<PersonId, Standing>> => {
  const { q } = room;
  const found = new Map<PersonId, Standing>(people.map((person) => [person, { role: "stranger" }]));
  if (people.length === 0) return found;
  const own = { party_code: code };
  const rows: RsvpRow[] = await q("rsvps").where(own).whereIn("person_id", people);
  const queue = rows.some((row) => row.answer === "waitlisted")
    ? await queueOf(room, code)
    : new Map<PersonId, number>();
  for (const row of rows) {
    const rsvp = rsvpOf(row);
    const waiting = queue.get(row.person_id);
    found.set(row.person_id, { role: roleOfRsvp(rsvp), rsvp, ...(waiting !== undefined && { waiting }) });
  }
  const cohosts: PersonId[] = await q("cohosts").where(own).whereIn("person_id", people).pluck("person_id");
  for (const person of cohosts) found.set(person, { ...found.get(person), role: "cohost" });
  const host: { host_id: PersonId } | undefined = await q("parties").where({ code }).first("host_id");
  if (host && found.has(host.host_id)) found.set(host.host_id, { ...found.get(host.host_id), role: "host" });
  return found;
};

/** Everyone who waits, with the place in the queue from 1. */
const queueOf = async ({ q }: Room, code: PartyCode): Promise<Map<PersonId, number>> => {
  const people: PersonId[] = await q("rsvps")
    .where({ party_code: code, answer: "waitlisted" })
    .orderBy("queue_no")
    .pluck("person_id");
  return new Map(people.map((person, i) => [person, i + 1]));
};

export const standingsOf = async (
  { q }: Room,
  person: PersonId,
  codes: readonly PartyCode[],
): Promise<Map<PartyCode, Standing>> => {
  const found = new Map<PartyCode, Standing>(codes.map((code) => [code, { role: "stranger" }]));
  if (codes.length === 0) return found;
  const own = { person_id: person };
  const rows: RsvpRow[] = await q("rsvps").where(own).whereIn("party_code", codes);
  const waiting = rows.some((row) => row.answer === "waitlisted")
    ? await placesOf({ q }, person, codes)
    : new Map<PartyCode, number>();
  for (const row of rows) {
    const rsvp = rsvpOf(row);
    const place = waiting.get(row.party_code);
    found.set(row.party_code, { role: roleOfRsvp(rsvp), rsvp, ...(place !== undefined && { waiting: place }) });
  }
  const cohosted: PartyCode[] = await q("cohosts").where(own).whereIn("party_code", codes).pluck("party_code");
  for (const code of cohosted) found.set(code, { ...found.get(code), role: "cohost" });
  const hosted: PartyCode[] = await q("parties").whereIn("code", codes).where({ host_id: person }).pluck("code");
  for (const code of hosted) found.set(code, { ...found.get(code), role: "host" });
  return found;
};

/** One person's place in each queue they wait in, from 1. */
const placesOf = async (
  { q }: Pick<Room, "q">,
  person: PersonId,
  codes: readonly PartyCode[],
): Promise<Map<PartyCode, number>> => {
  const rows: { code: PartyCode; place: number }[] = await q("rsvps as mine")
    .join("rsvps as ahead", (on) =>
      on
        .on("ahead.party_code", "mine.party_code")
        .on("ahead.queue_no", "<=", "mine.queue_no")
        .onVal("ahead.answer", "waitlisted"),
    )
    .where({ "mine.person_id": person, "mine.answer": "waitlisted" })
    .whereIn("mine.party_code", codes)
    .groupBy("mine.party_code")
    .select({ code: "mine.party_code" })
    .count({ place: "*" });
  return new Map(rows.map((row) => [row.code, row.place]));
};
