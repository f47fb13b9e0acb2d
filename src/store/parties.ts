// Store: reading parties.
import { eventsChat, type Platform } from "../domain/chat.ts";
import type { ChatKey } from "../domain/note.ts";
import type { Party, PartyCode } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import { ahead } from "./ahead.ts";
import { factsOf } from "./facts.ts";
import { nearby } from "./nearby.ts";
import type { PartyRow } from "./party-row.ts";
import { partyOf } from "./party-row.ts";
import type { Room } from "./room.ts";
import type { RsvpRow } from "./rows.ts";
import { rsvpOf } from "./rows.ts";
import { standings, standingsOf } from "./standings.ts";
import type { Mine, Reads } from "./types.ts";
import { within } from "./within.ts";

export const partyReads = (room: Room): Reads["parties"] => ({
  get: async (code) => (await partiesOf(room, [code]))[0],
  many: (codes) => partiesOf(room, codes),
  mine: (person, q) => mine(room, person, q),
  inChat: (chat, now, limit) => inChat(room, chat, now, limit),
  inServer: (platform, server, now, limit) => inServer(room, { platform, server }, now, limit),
  cohosts: (code) => cohostsOf(room, code),
  facts: async (code) => (await factsOf(room, await partiesOf(room, [code])))[0],
  factsOfMany: async (codes) => factsOf(room, await partiesOf(room, codes)),
  standings: (code, people) => standings(room, code, people),
  standingsOf: (person, codes) => standingsOf(room, person, codes),
  ahead: (people, q) => ahead(room, people, q),
  nearby: (q) => nearby(room, q),
  within: (q) => within(room, q),
});

/** In the order asked; codes of no party are left out. */
export const partiesOf = async ({ q, keyring }: Room, codes: readonly PartyCode[]): Promise<Party[]> => {
  if (codes.length === 0) return [];
  const rows: PartyRow[] = await q("parties").whereIn("code", codes);
  const byCode = new Map(rows.map((row) => [row.code, partyOf(row, keyring)]));
  return codes.flatMap((code) => byCode.get(code) ?? []);
};

export const cohostsOf = ({ q }: Room, code: PartyCode): Promise<PersonId[]> =>
  q("cohosts").where({ party_code: code }).orderBy("person_id").pluck("person_id");

const mine = async (
  room: Room,
  person: PersonId,
  { past, now, limit }: { past: boolean; now: number; limit: number },
): Promise<Mine[]> => {
  const { q, keyring } = room;
  const codes = q("parties")
    .where({ host_id: person })
    .select("code")
    .union(q("cohosts").where({ person_id: person }).select("party_code"))
    // Someone who was turned away has nothing more to do with the party.
    .union(q("rsvps").where({ person_id: person }).whereNot({ admitted: "no" }).select("party_code"));
  const rows: PartyRow[] = await q
    .from(codes.as("own"))
    .join("parties", "parties.code", "own.code")
    .where((one) =>
      past
        ? one.where("over_at", "<=", now).orWhere("state", "calledOff")
        : one.where("over_at", ">", now).where("state", "on"),
    )
    .orderBy([{ column: "starts_at", order: past ? "desc" : "asc" }, "parties.code"])
    .limit(limit)
    .select("parties.*");
  if (rows.length === 0) return [];
  const own = { person_id: person };
  const theirs = rows.map((row) => row.code);
  const cohosting = new Set<string>(await q("cohosts").where(own).whereIn("party_code", theirs).pluck("party_code"));
  const answers: RsvpRow[] = await q("rsvps").where(own).whereIn("party_code", theirs);
  const rsvps = new Map(answers.map((row) => [row.party_code, rsvpOf(row)]));
  return rows.map((row) => {
    const rsvp = rsvps.get(row.code);
    const role = row.host_id === person ? "host" : cohosting.has(row.code) ? "cohost" : "guest";
    return { party: partyOf(row, keyring), role, ...(rsvp && { rsvp }) };
  });
};

const inChat = async ({ q, keyring }: Room, chat: ChatKey, now: number, limit: number): Promise<Party[]> => {
  const posted = q("cards")
    .where({ chat_key: chat })
    .groupBy("party_code")
    .select("party_code")
    .max({ posted_at: "created_at" });
  const rows: PartyRow[] = await q
    .from(posted.as("posted"))
    .join("parties", "parties.code", "posted.party_code")
    .where("over_at", ">", now)
    .where("state", "on")
    .orderBy([{ column: "posted.posted_at", order: "desc" }, "parties.code"])
    .limit(limit)
    .select("parties.*");
  return rows.map((row) => partyOf(row, keyring));
};

const inServer = async (
  { q, keyring }: Room,
  { platform, server }: { platform: Platform; server: string },
  now: number,
  limit: number,
): Promise<Party[]> => {
  const posted = q("chats")
    .join("cards", "cards.chat_key", "chats.chat_key")
    .where({ platform, server_id: server, gone: 0 })
    .whereNot({ chat_id: eventsChat(platform, server).chatId })
    .groupBy("cards.party_code")
    .select("cards.party_code");
  const rows: PartyRow[] = await q
    .from(posted.as("posted"))
    .join("parties", "parties.code", "posted.party_code")
    .where("over_at", ">", now)
    .where("state", "on")
    .orderBy(["starts_at", "parties.code"])
    .limit(limit)
    .select("parties.*");
  return rows.map((row) => partyOf(row, keyring));
};
