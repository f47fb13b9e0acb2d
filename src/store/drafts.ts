// Store: drafts: commands that are still being asked about. One per person and chat; what was typed is sealed.
import { isDuplicate, LostRace } from "./fault.ts";
import type { Room } from "./room.ts";
import type { Draft, Reads, Tx } from "./types.ts";

type DraftRow = {
  id: string;
  person_id: string;
  chat_key: string;
  command: string;
  args_sealed: string;
  asked: string | null;
  expires_at: number;
};

const spot = (id: string) => ({ table: "drafts", row: id, column: "args" });

export const draftReads = ({ q, keyring }: Room): Reads["drafts"] => {
  const draftOf = (row: DraftRow): Draft => ({
    id: row.id,
    personId: row.person_id,
    chat: row.chat_key,
    command: row.command,
    args: JSON.parse(keyring.open(row.args_sealed, spot(row.id))) as Record<string, string>,
    ...(row.asked !== null && { asked: row.asked }),
    expiresAt: row.expires_at,
  });
  const find = async (where: Record<string, string>, now: number): Promise<Draft | undefined> => {
    const row: DraftRow | undefined = await q("drafts").where(where).where("expires_at", ">", now).first();
    return row && draftOf(row);
  };
  return {
    get: (id, now) => find({ id }, now),
    open: (person, chat, now) => find({ person_id: person, chat_key: chat }, now),
  };
};

export const draftWrites = (room: Room): Tx["drafts"] => ({
  ...draftReads(room),
  put: async (draft) => {
    const { q, keyring } = room;
    await q("drafts").where({ person_id: draft.personId, chat_key: draft.chat }).del();
    // A draft begun in a group goes on in private, under its own id.
    await q("drafts").where({ id: draft.id }).del();
    const row: DraftRow = {
      id: draft.id,
      person_id: draft.personId,
      chat_key: draft.chat,
      command: draft.command,
      args_sealed: keyring.seal(JSON.stringify(draft.args), spot(draft.id)),
      asked: draft.asked ?? null,
      expires_at: draft.expiresAt,
    };
    try {
      await q("drafts").insert(row);
    } catch (error) {
      throw isDuplicate(error) ? new LostRace("draft") : error;
    }
  },
  drop: async (person, chat) => (await room.q("drafts").where({ person_id: person, chat_key: chat }).del()) > 0,
});
