// Store: what was told already, or is on its way, by key.
import type { Reason } from "../domain/note.ts";
import { type NoteRow, reasonOf } from "./notes.ts";
import type { Room } from "./room.ts";

const BATCH = 200;

export const toldNotes = async (room: Room, keys: readonly string[]): Promise<Map<string, Reason>> => {
  const told = new Map<string, Reason>();
  for (let i = 0; i < keys.length; i += BATCH) {
    const rows: NoteRow[] = await room
      .q("notes")
      .whereIn("note_key", keys.slice(i, i + BATCH))
      .whereIn("state", ["pending", "leased", "sent"])
      .select("note_key", "reason_sealed");
    for (const row of rows) told.set(row.note_key, reasonOf(room, row));
  }
  return told;
};
