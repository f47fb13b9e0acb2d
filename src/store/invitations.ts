// Store: capability links: invitations and calendars, found by the hash of their token.
import type { Room } from "./room.ts";
import type { CalendarRow, InvitationRow } from "./rows.ts";
import { calendarOf, invitationOf } from "./rows.ts";
import type { Reads, Tx } from "./types.ts";

export const invitationReads = ({ q }: Room): Reads["invitations"] => ({
  byTokenHash: async (hash) => {
    const row: InvitationRow | undefined = await q("invitations").where({ token_hash: hash }).first();
    return row && invitationOf(row);
  },
});

export const invitationWrites = (room: Room): Tx["invitations"] => ({
  ...invitationReads(room),
  add: async (one) => {
    await room.q("invitations").insert({
      id: one.id,
      party_code: one.party,
      token_hash: one.tokenHash ?? null,
      person_id: one.personId ?? null,
      invited_by: one.invitedBy,
      created_at: one.createdAt,
    });
  },
});

export const calendarReads = ({ q }: Room): Reads["calendars"] => ({
  byTokenHash: async (hash) => {
    const row: CalendarRow | undefined = await q("calendars").where({ token_hash: hash }).first();
    return row && calendarOf(row);
  },
});

export const calendarWrites = (room: Room): Tx["calendars"] => ({
  ...calendarReads(room),
  add: async (one) => {
    await room.q("calendars").insert({
      token_hash: one.tokenHash,
      party_code: one.party,
      person_id: one.personId,
      created_at: one.createdAt,
    });
  },
});
