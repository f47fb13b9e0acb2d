// Store: writing parties.
import type { Party, PartyCode } from "../domain/party.ts";
import { leave } from "./answering.ts";
import { placeInCells } from "./nearby.ts";
import { partiesOf, partyReads } from "./parties.ts";
import type { PartyRow } from "./party-row.ts";
import { editableOf, placeColumns } from "./party-row.ts";
import type { Room } from "./room.ts";
import { hold, NoSuchParty, raiseVersion } from "./seats.ts";
import type { PartyPatch, Tx } from "./types.ts";

export const partyWrites = (room: Room): Tx["parties"] => ({
  ...partyReads(room),
  add: async (party, now) => {
    const row: PartyRow = {
      code: party.code,
      host_id: party.hostId,
      ...editableOf(party),
      ...placeColumns(party.code, party.place, room.keyring),
      max_guests: party.max ?? null,
      going: 0,
      queue_seq: 0,
      version: 1,
      created_at: now,
      nudged_at: null,
    };
    await room.q("parties").insert(row);
    await placeInCells(room, party);
  },
  edit: (code, patch) => edit(room, code, patch),
  nudge: async (code, now) =>
    (await room.q("parties").where({ code }).whereNull("nudged_at").update({ nudged_at: now })) > 0,
  touch: (code) => raiseVersion(room, code),
  addCohost: async (code, person) => {
    const party = await hold(room, code);
    await room
      .q("cohosts")
      .insert({ party_code: code, person_id: person })
      .onConflict(["party_code", "person_id"])
      .ignore();
    // Co-hosts take no place: what they held goes to who waits.
    const { promoted } = await leave(room, party, person);
    await raiseVersion(room, code);
    return promoted;
  },
});

const edit = async (room: Room, code: PartyCode, patch: PartyPatch): Promise<Party> => {
  // The row first: it is held until the transaction ends. No card shows when a party reminds, so that raises no version.
  await (Object.keys(patch).every((key) => key === "reminders") ? hold(room, code) : raiseVersion(room, code));
  const [old] = await partiesOf(room, [code]);
  if (!old) throw new NoSuchParty("there is no such party");
  const party = patched(old, patch);
  await room
    .q("parties")
    .where({ code })
    .update({ ...editableOf(party), ...(patch.place && placeColumns(code, party.place, room.keyring)) });
  await placeInCells(room, party);
  return party;
};

const CLEARED = ["about", "endsAt", "reminders"] as const;

/** `undefined` clears what a party may be without; for the others it says nothing. */
const patched = (old: Party, patch: PartyPatch): Party => {
  const said = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const next: Party = { ...old, ...said };
  for (const key of CLEARED) if (key in patch && patch[key] === undefined) delete next[key];
  return next;
};
