// Store: what the operator does with single notes by hand, beside senders that run: each change is a compare-and-set.
import type { Knex } from "knex";
import type { NoteId, Reason } from "../domain/note.ts";
import type { Instant } from "../domain/time.ts";
import { rankOf } from "./notes.ts";
import { NO_LEASE, PUT_OFF } from "./outbox-ends.ts";

export type NoteState = "pending" | "leased" | "sent" | "dropped";

/** A note as its operator sees it: nothing says whom it is for, or what it tells. */
export type DeskNote = {
  id: NoteId;
  kind: Reason["kind"];
  state: NoteState;
  dueAt: Instant;
  expiresAt: Instant;
  attempts: number;
  /** While a sender has it. */
  leasedUntil?: Instant;
  /** Why it was dropped or put off. */
  why?: string;
  finishedAt?: Instant;
};

export type DeskQuestion = {
  state: NoteState;
  ids?: readonly NoteId[];
  kinds?: readonly Reason["kind"][];
  /** Due at this time or earlier. */
  dueUntil?: Instant;
  /** Sent or dropped at this time or later. */
  since?: Instant;
  why?: string;
  /** Only those after this one, in the same order. */
  after?: Pick<DeskNote, "id" | "dueAt" | "finishedAt">;
  limit: number;
};

/** `leased`: a sender has it just now. `early`: it waits for its time. `changed`: it was another a moment ago. */
export type DeskOutcome =
  | "done"
  | "unknown"
  | "leased"
  | "sent"
  | "dropped"
  | "early"
  | "expired"
  | "over"
  | "calledOff"
  | "takenBack"
  | "changed";

export interface OutboxDesk {
  /** The longest due first; what is settled, the latest first. */
  list(q: DeskQuestion): Promise<DeskNote[]>;
  /** Those of these that there are, whatever their state. */
  find(ids: readonly NoteId[]): Promise<DeskNote[]>;
  /** Pending and due now, with all their attempts before them. One transaction; the outcomes in the order of `ids`. */
  retry(ids: readonly NoteId[], now: Instant): Promise<DeskOutcome[]>;
  /** Never to be sent. One transaction; the outcomes in the order of `ids`. */
  drop(ids: readonly NoteId[], now: Instant): Promise<DeskOutcome[]>;
}

export type DeskDoor = { q: Knex; write: <T>(work: (q: Knex) => Promise<T>) => Promise<T> };

/** What a command took back when it changed the party: what it told is no longer true. */
export const TAKEN_BACK = "taken back";
export const BY_OPERATOR = "dropped by the operator";

export const outboxDeskOf = ({ q, write }: DeskDoor): OutboxDesk => ({
  list: async (question) => (await listed(q, question)).map(noteOf),
  find: async (ids) =>
    (
      await q<Row>("notes")
        .whereIn("id", [...ids])
        .select(COLUMNS)
    ).map(noteOf),
  retry: (ids, now) => write((tx) => inTurn(ids, (id) => retry(tx, id, now))),
  drop: (ids, now) => write((tx) => inTurn(ids, (id) => drop(tx, id, now))),
});

const inTurn = async <T>(ids: readonly NoteId[], work: (id: NoteId) => Promise<T>): Promise<T[]> => {
  const done: T[] = [];
  for (const id of ids) done.push(await work(id));
  return done;
};

type Row = {
  id: string;
  kind: Reason["kind"];
  /** `leased` only where a replica of the release before has it. */
  state: NoteState;
  lease_token: string | null;
  party_code: string;
  due_at: number;
  expires_at: number;
  version: number;
  attempts: number;
  lease_until: number | null;
  why: string | null;
  finished_at: number | null;
};

const COLUMNS: (keyof Row)[] = [
  "id",
  "kind",
  "state",
  "party_code",
  "due_at",
  "expires_at",
  "version",
  "attempts",
  "lease_token",
  "lease_until",
  "why",
  "finished_at",
];

const stateOf = ({ state, lease_token }: Row): NoteState =>
  state === "pending" && lease_token !== null ? "leased" : state;

const noteOf = (row: Row): DeskNote => ({
  id: row.id,
  kind: row.kind,
  state: stateOf(row),
  dueAt: row.due_at,
  expiresAt: row.expires_at,
  attempts: row.attempts,
  ...(row.lease_until !== null && { leasedUntil: row.lease_until }),
  ...(row.why !== null && { why: row.why }),
  ...(row.finished_at !== null && { finishedAt: row.finished_at }),
});

const isSettled = (state: NoteState): boolean => state === "sent" || state === "dropped";

const listed = (q: Knex, { state, ids, kinds, dueUntil, since, why, after, limit }: DeskQuestion): Promise<Row[]> => {
  const query = inState(q<Row>("notes"), state);
  if (ids) query.whereIn("id", [...ids]);
  if (kinds) query.whereIn("kind", [...kinds]);
  if (dueUntil !== undefined) query.where("due_at", "<=", dueUntil);
  if (since !== undefined) query.where("finished_at", ">=", since);
  if (why !== undefined) query.where({ why });
  const [by, sign, way] = isSettled(state)
    ? (["finished_at", "<", "desc"] as const)
    : (["due_at", ">", "asc"] as const);
  const edge = after && (by === "due_at" ? after.dueAt : after.finishedAt);
  if (after && edge !== undefined)
    query.where((next) =>
      next.where(by, sign, edge).orWhere((same) => same.where(by, edge).where("id", sign, after.id)),
    );
  return query
    .orderBy([
      { column: by, order: way },
      { column: "id", order: way },
    ])
    .limit(limit)
    .select(COLUMNS) as Promise<Row[]>;
};

const inState = (notes: Knex.QueryBuilder<Row>, state: NoteState): Knex.QueryBuilder<Row> => {
  if (state === "leased") return notes.whereIn("state", ["pending", "leased"]).whereNotNull("lease_token");
  return state === "pending" ? notes.where({ state, lease_token: null }) : notes.where({ state });
};

const read = (q: Knex, id: NoteId): Promise<Row | undefined> => q<Row>("notes").where({ id }).first(COLUMNS);

/** Writes only while nobody else has touched the note since it was read. */
const swap = async (q: Knex, row: Row, columns: Record<string, unknown>): Promise<DeskOutcome> => {
  const { id, state, version, due_at, attempts, lease_token } = row;
  const swapped = await q("notes").where({ id, state, version, due_at, attempts, lease_token }).update(columns);
  return swapped > 0 ? "done" : "changed";
};

const retry = async (q: Knex, id: NoteId, now: Instant): Promise<DeskOutcome> => {
  const row = await read(q, id);
  if (!row) return "unknown";
  const refused = await notNow(q, row, now);
  if (refused) return refused;
  return swap(q, row, {
    state: "pending",
    due_at: now,
    rank_at: rankOf({ reason: { kind: row.kind } as Reason }, now),
    attempts: 0,
    why: null,
    finished_at: null,
    ...NO_LEASE,
  });
};

/** Why the note is not to be sent now. */
const notNow = async (q: Knex, row: Row, now: Instant): Promise<DeskOutcome | undefined> => {
  const state = stateOf(row);
  if (state === "leased" || state === "sent") return state;
  if (row.state === "dropped" && row.why === TAKEN_BACK) return "takenBack";
  // Nothing is early: only what was tried already, or is due anyway, goes out at once.
  if (row.state === "pending" && row.due_at > now && row.why !== PUT_OFF) return "early";
  if (row.expires_at <= now) return "expired";
  const party: { over_at: number; state: string } | undefined = await q("parties")
    .where({ code: row.party_code })
    .first("over_at", "state");
  if (!party || party.over_at <= now) return "over";
  return party.state === "calledOff" && row.kind !== "calledOff" ? "calledOff" : undefined;
};

const drop = async (q: Knex, id: NoteId, now: Instant): Promise<DeskOutcome> => {
  const row = await read(q, id);
  if (!row) return "unknown";
  const state = stateOf(row);
  if (state !== "pending") return state;
  return swap(q, row, { state: "dropped", why: BY_OPERATOR, finished_at: now, ...NO_LEASE });
};
