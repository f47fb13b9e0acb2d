// Store: making two people one: the codes that prove it, and the merge of all that the two had.
import type { PartyCode } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import { LostRace } from "./fault.ts";
import { joinAnswers } from "./linked-answers.ts";
import { moveNotes } from "./linked-notes.ts";
import type { Room } from "./room.ts";
import type { PersonRow } from "./rows.ts";
import type { Tx } from "./types.ts";

/** Of two people only `into` is left. */
export type Pair = { from: PersonId; into: PersonId };

export const linkWrites = (room: Room): Pick<Tx["people"], "offerLink" | "offeredBy" | "takeLink" | "merge"> => ({
  offerLink: async (codeHash, id, expiresAt) => {
    await room.q("link_codes").where({ person_id: id }).del();
    await room.q("link_codes").insert({ code_hash: codeHash, person_id: id, expires_at: expiresAt });
  },
  offeredBy: async (codeHash, now) => {
    const row = await codeBy(room, codeHash);
    return row && row.expires_at > now ? row.person_id : undefined;
  },
  takeLink: async (codeHash, now) => {
    const row = await codeBy(room, codeHash);
    // Of two who take it at once, one finds nothing to delete.
    const taken = row !== undefined && (await room.q("link_codes").where({ code_hash: codeHash }).del()) > 0;
    return taken && row.expires_at > now ? row.person_id : undefined;
  },
  merge: (from, into, now) => merge(room, { from, into }, now),
});

type CodeRow = { code_hash: string; person_id: string; expires_at: number };

const codeBy = ({ q }: Room, codeHash: string): Promise<CodeRow | undefined> =>
  q("link_codes").where({ code_hash: codeHash }).first();

const merge = async (room: Room, pair: Pair, now: number): ReturnType<Tx["people"]["merge"]> => {
  if (pair.from === pair.into) return { parties: [], promoted: [] };
  const people = await bothHeld(room, pair);
  const codes = await partiesOfPerson(room, pair.from);
  await holdParties(room, codes, now);
  const run = await handOverHosting(room, pair, codes);
  const promoted = await joinAnswers(room, pair, codes, run);
  await moveNotes(room, pair, codes);
  await handOverRest(room, pair, people);
  const parties = await upcoming(room, codes, now);
  const live = new Set(parties);
  return { parties, promoted: promoted.filter((one) => live.has(one.party)) };
};

/** Whoever acts through one of the accounts, or mentions one, waits until the two are one. */
const bothHeld = async ({ q }: Room, { from, into }: Pair): Promise<{ old: PersonRow; one: PersonRow }> => {
  await q("accounts").whereIn("person_id", [from, into]).forUpdate().select("platform");
  const rows: PersonRow[] = await q("people").whereIn("id", [from, into]).forUpdate();
  const [old, one] = [from, into].map((id) => rows.find((row) => row.id === id));
  if (!old || !one) throw new LostRace("person");
  return { old, one };
};

/** Where a person is anything, in one order, so that two merges do not wait for each other. */
const partiesOfPerson = async ({ q }: Room, id: PersonId): Promise<PartyCode[]> => {
  const hosted: PartyCode[] = await q("parties").where({ host_id: id }).pluck("code");
  const cohosted: PartyCode[] = await q("cohosts").where({ person_id: id }).pluck("party_code");
  const answered: PartyCode[] = await q("rsvps").where({ person_id: id }).pluck("party_code");
  return [...new Set([...hosted, ...cohosted, ...answered])].sort();
};

/** The counter row of each party first, so that nobody lets in one who is being renamed. Cards show names: those of parties to come follow. */
const holdParties = async ({ q }: Room, codes: readonly PartyCode[], now: number): Promise<void> => {
  if (codes.length === 0) return;
  await q("parties")
    .whereIn("code", codes)
    .update({
      queue_seq: q.raw("queue_seq + 1"),
      version: q.raw("CASE WHEN over_at > ? THEN version + 1 ELSE version END", [now]),
    });
};

/** Which of `codes` the one person now runs, as host or co-host (a host is not also a co-host). */
const handOverHosting = async (
  { q }: Room,
  { from, into }: Pair,
  codes: readonly PartyCode[],
): Promise<Set<PartyCode>> => {
  if (codes.length === 0) return new Set();
  await q("parties").where({ host_id: from }).update({ host_id: into });
  const cohosted: PartyCode[] = await q("cohosts").where({ person_id: from }).pluck("party_code");
  await q("cohosts").where({ person_id: from }).del();
  const hosted: PartyCode[] = await q("parties").where({ host_id: into }).whereIn("code", codes).pluck("code");
  const own = new Set(hosted);
  const added = cohosted.filter((code) => !own.has(code));
  if (added.length > 0) {
    await q("cohosts")
      .insert(added.map((code) => ({ party_code: code, person_id: into })))
      .onConflict(["party_code", "person_id"])
      .ignore();
  }
  await q("cohosts").where({ person_id: into }).whereIn("party_code", hosted).del();
  const shared: PartyCode[] = await q("cohosts")
    .where({ person_id: into })
    .whereIn("party_code", codes)
    .pluck("party_code");
  return new Set([...hosted, ...shared]);
};

/** Everything else that names a person. What one chose stands; the other's fills what is empty. */
const handOverRest = async (
  { q }: Room,
  { from, into }: Pair,
  { old, one }: { old: PersonRow; one: PersonRow },
): Promise<void> => {
  await q("invitations").where({ person_id: from }).update({ person_id: into });
  await q("invitations").where({ invited_by: from }).update({ invited_by: into });
  await q("calendars").where({ person_id: from }).update({ person_id: into });
  await handOverWish(q, from, into);
  await q("drafts").where({ person_id: from }).del();
  await q("link_codes").whereIn("person_id", [from, into]).del();
  await q("accounts").where({ person_id: from }).update({ person_id: into });
  await q("people").where({ id: from }).del();
  await q("people")
    .where({ id: into })
    .update({ locale: one.locale ?? old.locale, time_zone: one.time_zone ?? old.time_zone });
};

/** A person has one wish: their own stands. */
const handOverWish = async (q: Room["q"], from: PersonId, into: PersonId): Promise<void> => {
  const own = await q("wishes").where({ person_id: into }).first("person_id");
  if (own) await q("wishes").where({ person_id: from }).del();
  else await q("wishes").where({ person_id: from }).update({ person_id: into });
};

const upcoming = async ({ q }: Room, codes: readonly PartyCode[], now: number): Promise<PartyCode[]> => {
  if (codes.length === 0) return [];
  return q("parties").whereIn("code", codes).where("over_at", ">", now).orderBy(["starts_at", "code"]).pluck("code");
};
