// Store: the outbox: claiming notes by a lease that is committed before anything is sent, and saying what came of it.
import type { Note, NoteTarget } from "../domain/note.ts";
import { type Instant, MINUTE } from "../domain/time.ts";
import { newId } from "../safety/tokens.ts";
import type { NoteRow } from "./notes.ts";
import { LONGEST_PATIENCE, rankOf, reasonOf } from "./notes.ts";
import { acknowledging, end, PUT_OFF } from "./outbox-ends.ts";
import { statsOf } from "./outbox-stats.ts";
import { expire, rewind, sweep } from "./outbox-sweep.ts";
import type { Room } from "./room.ts";
import type { Lease, Outbox, Tenure } from "./types.ts";
import type { Transact } from "./write.ts";

/** Where the outbox asks, and how it writes: each call is a transaction of its own. */
export type OutboxDoor = { room: Room; write: <T>(work: (room: Room) => Promise<T>) => Promise<T> };

export const outboxDoor = (room: Room, transact: Transact): OutboxDoor => ({
  room,
  write: (work) => transact((q) => work({ ...room, q })),
});

export const outboxOf = (door: OutboxDoor): Outbox => ({
  claim: (q) => claim(door, q),
  finish: acknowledging(door),
  again: async (lease, at, { spent = true, doubt = false } = {}) => {
    const later = {
      state: "pending",
      why: PUT_OFF,
      due_at: at,
      rank_at: rankOf(lease.note, at),
      attempts: lease.note.attempts + (spent ? 1 : 0),
      ...(!doubt && { tried_at: null }),
    };
    await end(door, lease, later);
  },
  giveUp: async (lease, why, now) => {
    await end(door, lease, { state: "dropped", why: why.slice(0, 191), finished_at: now });
  },
  sweep: (now, before) => sweep(door, now, before),
  rewind: (now) => rewind(door, now),
  nextDue: () => nextDue(door.room),
  stats: (now, of) => statsOf(door.room, now, of),
  setUnreachable: ({ platform, userId }, unreachable) =>
    door.write(async ({ q }) => {
      await q("accounts")
        .where({ platform, user_id: userId })
        .update({ unreachable: unreachable ? 1 : 0 });
    }),
});

/** No lease lasts longer: one that seems to was taken by a clock that was wrong. */
const LEASE_MAX = 10 * MINUTE;

type Question = Parameters<Outbox["claim"]>[0];
type Due = { id: string; expires_at: number; tried_at: number | null };

/** Others may have been faster with the ones chosen, or some were too late to send: then the next ones are looked at. */
const ROUNDS = 20;

const claim = async (door: OutboxDoor, question: Question, rounds = ROUNDS): Promise<Lease[]> => {
  const due = await dueNow(door.room, question);
  const late = due.filter((one) => one.expires_at <= question.now).map((one) => one.id);
  const live = due.filter((one) => one.expires_at > question.now);
  if (late.length > 0) await door.write((room) => expire(room, question.now, late));
  const leases = live.length > 0 ? await lease(door, question, live) : [];
  const short = leases.length === 0 && due.length > 0;
  return short && rounds > 1 ? claim(door, question, rounds - 1) : leases;
};

const DUE = ["id", "expires_at", "tried_at"];

/** A plain read: the UPDATE asks again. Those whose holder died come first. */
const dueNow = async (room: Room, { now, limit }: Question): Promise<Due[]> => {
  const { q } = room;
  const [abandoned, pending]: Due[][] = await Promise.all([
    abandonedNow(room, now).limit(limit).select(DUE),
    q("notes")
      .where({ state: "pending" })
      // What is due cannot rank later; the bound keeps the index from being read to its end.
      .where("rank_at", "<=", now + LONGEST_PATIENCE)
      // With a sign before it, no index knows it: else all that is due is read, and put in order, for each claim.
      .whereRaw("+due_at <= ?", [now])
      .orderBy(["rank_at"])
      .limit(limit)
      .select(DUE),
  ]);
  return [...(abandoned ?? []), ...(pending ?? [])].slice(0, limit);
};

/** Few are on lease at a time, so the state alone finds them. */
const abandonedNow = ({ q }: Room, now: Instant) =>
  q("notes")
    .where({ state: "leased" })
    .where((over) => over.where("lease_until", "<=", now).orWhere("lease_until", ">", now + LEASE_MAX));

const claimable = ({ q }: Room, now: Instant) =>
  q("notes").where((one) =>
    one
      .where((pending) => pending.where({ state: "pending" }).where("due_at", "<=", now))
      .orWhere((left) => left.where({ state: "leased" }).where("lease_until", "<=", now))
      .orWhere((left) => left.where({ state: "leased" }).where("lease_until", ">", now + LEASE_MAX)),
  );

const lease = async (door: OutboxDoor, q: Question, due: readonly Due[]): Promise<Lease[]> => {
  const token = newId();
  const ids = due.map((one) => one.id);
  const may = await door.write(async (room) => {
    if (q.tenure && !(await renewed(room, q.tenure))) return false;
    await claimable(room, q.now)
      .whereIn("id", ids)
      .update({
        state: "leased",
        why: null,
        lease_token: token,
        lease_until: q.until,
        lease_owner: q.owner.slice(0, 64),
        tried_at: room.q.raw("COALESCE(tried_at, ?)", [q.now]),
      });
    return true;
  });
  if (!may) return [];
  // Asked also where the UPDATE took nothing: it may have been done before, by a COMMIT whose answer was lost.
  const tried = new Map(due.map((one) => [one.id, one.tried_at]));
  const rows: NoteRow[] = await door.room
    .q("notes")
    .whereIn("id", ids)
    .where({ lease_token: token })
    .orderBy(["rank_at", "id"]);
  return rows.map((row) => ({ note: noteOf(door.room, row, tried.get(row.id) ?? null), token }));
};

/**
 * Whether the right to send is still held: who lost it meanwhile has claimed nothing. Written, not only read: a cluster compares what
 * transactions write.
 */
const renewed = async ({ q }: Room, { name, owner, fence, until }: Tenure): Promise<boolean> =>
  (await q("leases").where({ name, owner, fence }).update({ until_at: until })) > 0;

/** Also when a lease runs out: its holder may be no more. */
const nextDue = async ({ q }: Room): Promise<Instant | undefined> => {
  const [pending, leased] = await Promise.all([
    q("notes").where({ state: "pending" }).orderBy("due_at").first("due_at"),
    q("notes").where({ state: "leased" }).orderBy("lease_until").first("lease_until"),
  ]);
  const next = Math.min(pending?.due_at ?? Number.POSITIVE_INFINITY, leased?.lease_until ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(next) ? next : undefined;
};

const noteOf = (room: Room, row: NoteRow, triedAt: number | null): Note => ({
  id: row.id,
  key: row.note_key,
  to: targetOf(row),
  party: row.party_code,
  reason: reasonOf(room, row),
  dueAt: row.due_at,
  expiresAt: row.expires_at,
  version: row.version,
  attempts: row.attempts,
  ...(triedAt !== null && { triedAt }),
});

const targetOf = ({ target, target_id }: NoteRow): NoteTarget => {
  if (target === "person") return { person: target_id };
  return target === "chat" ? { chat: target_id } : { card: target_id };
};
