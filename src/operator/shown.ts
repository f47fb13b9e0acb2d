// Operator: notes and outcomes as they are printed: a table for people, JSON for scripts. Nothing says whom a note is for.
import { laneOf } from "../domain/lane.ts";
import type { Instant } from "../domain/time.ts";
import type { DeskNote, DeskOutcome } from "../store/outbox-desk.ts";
import { writeSpan } from "./spans.ts";

export const tableOf = (notes: readonly DeskNote[], now: Instant): string => {
  const rows = notes.map((note) => [
    note.id,
    note.kind,
    laneOf(note.kind),
    note.state,
    dueWords(note, now),
    String(note.attempts),
    whyWords(note),
  ]);
  return columns([["note", "kind", "lane", "state", "due", "tries", "why"], ...rows]);
};

/** Times as ISO 8601, in UTC. */
export const recordOf = (note: DeskNote): Record<string, unknown> => ({
  id: note.id,
  kind: note.kind,
  lane: laneOf(note.kind),
  state: note.state,
  due: iso(note.dueAt),
  expires: iso(note.expiresAt),
  attempts: note.attempts,
  ...(note.why !== undefined && { why: note.why }),
  ...(note.finishedAt !== undefined && { finished: iso(note.finishedAt) }),
});

/** What became of a note that was to be retried or dropped. */
export const OUTCOME: Readonly<Record<DeskOutcome, string>> = {
  done: "done",
  unknown: "refused: there is no such note (settled ones are deleted after a while)",
  leased: "refused: a sender has it in hand just now; look again in half a minute",
  sent: "refused: it was sent already, and would come twice",
  dropped: "refused: it is dropped already",
  early: "refused: it waits for its own time, and nothing is sent early",
  expired: "refused: it has expired; what it tells would come too late",
  over: "refused: its party is over",
  calledOff: "refused: its party is called off",
  takenBack: "refused: it was taken back when the party changed; what it tells is no longer true",
  changed: "refused: it changed at this very moment; look again",
};

const iso = (at: Instant): string => new Date(at).toISOString();

const dueWords = ({ dueAt, state }: DeskNote, now: Instant): string => {
  const at = `${iso(dueAt).slice(0, 16)}Z`;
  if (state === "sent" || state === "dropped") return at;
  return dueAt > now ? `${at} (in ${writeSpan(dueAt - now)})` : `${at} (${writeSpan(now - dueAt)} ago)`;
};

const whyWords = ({ why = "" }: DeskNote): string => why.replace(/[^\x20-\x7e]/g, "?");

const columns = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};
