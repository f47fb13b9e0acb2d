// Store: putting and dropping notes, in the transaction of what they tell of. `outbox.ts` is the other end.
import { type Lane, laneOf } from "../domain/lane.ts";
import type { NewNote, NoteTarget, Reason } from "../domain/note.ts";
import { CODE_ALPHABET, type PartyCode } from "../domain/party.ts";
import { HOUR, type Instant, MINUTE, SECOND } from "../domain/time.ts";
import { newId } from "../safety/tokens.ts";
import type { Room } from "./room.ts";
import { changed, incoming } from "./room.ts";
import { toldNotes } from "./told-notes.ts";
import type { Tx } from "./types.ts";

export type NoteRow = {
  id: string;
  note_key: string;
  target: "person" | "chat" | "card";
  target_id: string;
  party_code: string;
  kind: Reason["kind"];
  reason_sealed: string;
  due_at: number;
  rank_at: number;
  expires_at: number;
  version: number;
  attempts: number;
  lease_token: string | null;
};

/**
 * How long a note of its lane lets others go before it; below zero, how far it goes before them. Notes are sent by due time plus this: a
 * cancellation passes an hour of other things, news a quarter of an hour of reminders, and yet nothing waits for ever.
 */
const PATIENCE: Record<Lane, number> = { urgent: -HOUR, news: -15 * MINUTE, reminder: 0, card: MINUTE };

/** Parties take turns at about the pace of the slowest platform: the n-th of one party's notes lets the others' go before it. */
const TURN = 33;
const TURNS_MAX = 2_000;

export const rankOf = ({ reason, nth = 0 }: Pick<NewNote, "reason" | "nth">, dueAt: number): number =>
  dueAt + PATIENCE[laneOf(reason.kind)] + TURN * Math.min(nth, TURNS_MAX);
/** No note that is due ranks later than this after now. */
export const LONGEST_PATIENCE = Math.max(...Object.values(PATIENCE)) + TURN * TURNS_MAX;

/** Sealed for its key, which an upsert keeps, while a new id would be thrown away. */
const spot = (key: string) => ({ table: "notes", row: key, column: "reason" });

export const reasonOf = ({ keyring }: Room, row: Pick<NoteRow, "note_key" | "reason_sealed">): Reason =>
  known(JSON.parse(keyring.open(row.reason_sealed, spot(row.note_key))) as Reason);

/** The release before told the hosts of one person at a time, whose id stood alone. */
const known = (reason: Reason): Reason =>
  reason.kind === "unreached" ? { ...reason, who: [reason.who].flat() } : reason;

export const sealedReason = ({ keyring }: Room, key: string, reason: Reason): string =>
  keyring.seal(JSON.stringify(reason), spot(key));

export const noteWrites = (room: Room): Tx["notes"] => ({
  put: async (notes, now) => {
    for (let i = 0; i < notes.length; i += BATCH) await put(room, notes.slice(i, i + BATCH), now);
  },
  drop: async (party, keyPrefix) => {
    await unsentOf(room, party, keyPrefix).update(dropped(room));
  },
  dropKeys: async (keys) => {
    for (let i = 0; i < keys.length; i += BATCH) {
      await room
        .q("notes")
        .whereIn("note_key", keys.slice(i, i + BATCH))
        .whereIn("state", UNSENT)
        .update(dropped(room));
    }
  },
  pending: async (party, keyPrefix) => {
    const rows: NoteRow[] = await unsentOf(room, party, keyPrefix).select("note_key", "reason_sealed");
    return new Map(rows.map((row) => [row.note_key, reasonOf(room, row)]));
  },
  untried: async (party, keyPrefix) => {
    const rows: NoteRow[] = await unsentOf(room, party, keyPrefix)
      .where({ state: "pending", attempts: 0, lease_token: null })
      .forUpdate()
      .select("note_key", "reason_sealed");
    return new Map(rows.map((row) => [row.note_key, reasonOf(room, row)]));
  },
  told: (keys) => toldNotes(room, keys),
  giveUp: async ({ note, token }, why, now) => {
    const held = { id: note.id, lease_token: token, version: note.version };
    const given = await room
      .q("notes")
      .where(held)
      .update({ ...dropped(room), why: why.slice(0, 191), finished_at: now });
    return given > 0;
  },
});

const unsentOf = ({ q }: Room, party: PartyCode, keyPrefix: string) => {
  const query = q("notes").where({ party_code: party }).whereIn("state", UNSENT);
  // Not LIKE: a key may hold its wildcards.
  return keyPrefix === "" ? query : query.whereRaw("substr(note_key, 1, ?) = ?", [keyPrefix.length, keyPrefix]);
};

const BATCH = 200;

// A note on lease is pending; `leased` is the state that the release before gave it.
const UNSENT = ["pending", "leased"];
/** A note that is being sent just now loses its lease as well: if the sending fails, nobody tries again. */
const dropped = ({ q }: Room) => ({
  state: "dropped",
  lease_token: null,
  lease_until: null,
  lease_owner: null,
  why: "taken back",
  // It is kept for as long as it could have been sent, and then swept away.
  finished_at: q.raw("expires_at"),
});

const COLUMNS = [
  "id",
  "note_key",
  "target",
  "target_id",
  "party_code",
  "kind",
  "reason_sealed",
  "due_at",
  "rank_at",
  "expires_at",
  "state",
  "version",
  "attempts",
  "lease_owner",
];

const put = async (room: Room, notes: readonly NewNote[], now: number): Promise<void> => {
  if (notes.length === 0) return;
  const rows = notes.map((note) => rowOf(room, note));
  const head = room.dialect === "sqlite" ? "ON CONFLICT (note_key) DO UPDATE SET" : "ON DUPLICATE KEY UPDATE";
  const sql = `INSERT INTO notes (${COLUMNS.join(", ")}) VALUES ${rows.map(() => `(${COLUMNS.map(() => "?").join(", ")})`).join(", ")}
    ${head} ${replacement(room)}`;
  await changed(room, sql, [...rows.flat(), ...REPLACED.flatMap(() => [now]), now, now, now, now]);
};

const REPLACED = ["target", "target_id", "party_code", "kind", "reason_sealed", "due_at", "rank_at", "expires_at"];

/**
 * What a note becomes whose key is put again. Unsent ones take the new content (a leased one keeps its lease, and finishing finds the version
 * changed); sent and dropped ones only when the new one is due after now. Cards are different: each change of a party puts its card's note,
 * due at once, and each must be sent, so they always reopen. A crowd is mentioned once; where that failed, it may be asked for again. MySQL
 * assigns from left to right, so `state`, which the others ask, comes last.
 */
const replacement = (room: Room): string => {
  const kind = incoming(room, "kind");
  const anew = `${kind} = 'card' OR (${kind} = 'crowdInvited' AND notes.state = 'dropped')`;
  const opens = `(notes.state IN ('pending', 'leased') OR ${anew} OR ${incoming(room, "due_at")} > ?)`;
  const when = (column: string, then: string): string =>
    `${column} = CASE WHEN ${opens} THEN ${then} ELSE notes.${column} END`;
  // `opens` asks the old due time of nobody: the incoming one is the same for each assignment.
  return [
    ...REPLACED.map((column) => when(column, incoming(room, column))),
    when("version", "notes.version + 1"),
    when("attempts", "0"),
    when("why", "NULL"),
    // What may have gone out before its answer was known is looked for, whatever it says by now.
    "tried_at = CASE WHEN notes.state IN ('pending', 'leased') THEN notes.tried_at ELSE NULL END",
    `state = CASE WHEN notes.state = 'leased' THEN 'leased' WHEN ${opens} THEN 'pending' ELSE notes.state END`,
  ].join(", ");
};

/** What is due together lies together: a claim of many then reads and writes few pages, however many rows there are. */
const idOf = ({ dueAt }: NewNote): string => `${secondOf(dueAt)}${newId()}`;

const DIGITS = 7;

/** In letters that sort like the number: enough of them until the year 2397. */
const secondOf = (at: Instant): string => {
  let text = "";
  for (
    let rest = Math.floor(Math.max(0, at) / SECOND);
    text.length < DIGITS;
    rest = Math.floor(rest / CODE_ALPHABET.length)
  )
    text = CODE_ALPHABET.charAt(rest % CODE_ALPHABET.length) + text;
  return text;
};

/**
 * Until somebody has it in hand. A lease then takes no more room than this leaves: rows that grow would split the pages that they fill, which
 * costs more than the rest of the claim.
 */
const NOBODY = "-".repeat(64);

const rowOf = (room: Room, note: NewNote) => {
  const [target, targetId] = targetOf(note.to);
  return [
    idOf(note),
    note.key,
    target,
    targetId,
    note.party,
    note.reason.kind,
    sealedReason(room, note.key, note.reason),
    note.dueAt,
    rankOf(note, note.dueAt),
    note.expiresAt,
    "pending",
    1,
    0,
    NOBODY,
  ];
};

const targetOf = (to: NoteTarget): [NoteRow["target"], string] => {
  if ("person" in to) return ["person", to.person];
  return "chat" in to ? ["chat", to.chat] : ["card", to.card];
};
