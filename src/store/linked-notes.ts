// Store: the notes of two people who turn out to be one: those for the one who is no more, and those that speak of them.
import type { Reason } from "../domain/note.ts";
import type { PartyCode } from "../domain/party.ts";
import type { Pair } from "./linking.ts";
import type { NoteRow } from "./notes.ts";
import { reasonOf, sealedReason } from "./notes.ts";
import type { Room } from "./room.ts";

const UNSENT = ["pending", "leased"];
const NAMING: readonly Reason["kind"][] = [
  "invited",
  "nudged",
  "asked",
  "mentioned",
  "crowdInvited",
  "unreached",
  "onWay",
];
const BATCH = 40;

/**
 * What was still to be told to `from`, or of them, is told to `into`, or of them: news once, where both were to be told. Reminders are dropped:
 * they are planned anew from the answer that stands.
 */
export const moveNotes = async (room: Room, pair: Pair, codes: readonly PartyCode[]): Promise<void> => {
  const { q } = room;
  const rows = await untold(room, pair, codes);
  if (rows.length === 0) return;
  const known: string[] = await q("notes")
    .where({ target: "person", target_id: pair.into })
    .whereIn("state", UNSENT)
    .pluck("note_key");
  const told = new Set(known.map(withoutVersion));
  const moved = rows
    .filter((row) => row.kind !== "remind")
    .map((row) => renamed(room, row, pair))
    .filter(({ note_key, was }) => note_key === was || !told.has(withoutVersion(note_key)));
  const ids = rows.map((row) => row.id);
  // Under the same id, lease and version: a sender that holds one just now goes on with it.
  for (let i = 0; i < ids.length; i += BATCH) {
    await q("notes")
      .whereIn("id", ids.slice(i, i + BATCH))
      .del();
  }
  for (let i = 0; i < moved.length; i += BATCH) {
    await q("notes")
      .insert(moved.slice(i, i + BATCH).map(({ was: _, ...row }) => row))
      .onConflict("note_key")
      .ignore();
  }
};

const untold = async (
  { q }: Room,
  { from }: Pair,
  codes: readonly PartyCode[],
): Promise<(NoteRow & { state: string })[]> => {
  const own = await q("notes").where({ target: "person", target_id: from }).whereIn("state", UNSENT);
  if (codes.length === 0) return own;
  const speaking = await q("notes").whereIn("party_code", codes).whereIn("kind", NAMING).whereIn("state", UNSENT);
  return [...new Map([...own, ...speaking].map((row) => [row.id, row])).values()];
};

/** A reason is sealed for its key, and a key holds the ids of who is told and of whom. */
const renamed = (room: Room, row: NoteRow, pair: Pair): NoteRow & { was: string } => {
  const note_key = row.note_key
    .split(":")
    .map((part) => (part === pair.from ? pair.into : part))
    .join(":");
  const reason_sealed = sealedReason(room, note_key, spokenAnew(reasonOf(room, row), pair));
  const theirs = row.target === "person" && row.target_id === pair.from;
  return { ...row, was: row.note_key, note_key, reason_sealed, ...(theirs && { target_id: pair.into }) };
};

const spokenAnew = (reason: Reason, { from, into }: Pair): Reason => {
  const now = (id: string): string => (id === from ? into : id);
  switch (reason.kind) {
    case "invited":
    case "nudged":
    case "crowdInvited":
      return { ...reason, by: now(reason.by) };
    case "asked":
      return { ...reason, who: now(reason.who) };
    case "unreached":
    case "onWay":
      return { ...reason, who: [...new Set(reason.who.map(now))] };
    case "mentioned": {
      const { by, who, ...rest } = reason;
      return { ...rest, who: [...new Set(who.map(now))], ...(by !== undefined && { by: now(by) }) };
    }
    default:
      return reason;
  }
};

/** News keys end with the party's version; the same news is told once. */
const withoutVersion = (key: string): string => key.replace(/:\d+$/, "");
