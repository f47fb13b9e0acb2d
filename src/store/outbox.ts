// Store: the outbox: claiming notes by a lease that is committed before anything is sent, and saying what came of it.
import type { Note, NoteTarget } from "../domain/note.ts";
import type { Instant } from "../domain/time.ts";
import { newId } from "../safety/tokens.ts";
import type { NoteRow } from "./notes.ts";
import { LONGEST_PATIENCE, rankOf, reasonOf } from "./notes.ts";
import type { Room } from "./room.ts";
import type { Lease, Outbox } from "./types.ts";
import type { Transact } from "./write.ts";

/** Where the outbox asks, and how it writes: each call is a transaction of its own. */
export type OutboxDoor = { room: Room; write: <T>(work: (room: Room) => Promise<T>) => Promise<T> };

export const outboxDoor = (room: Room, transact: Transact): OutboxDoor => ({
  room,
  write: (work) => transact((q) => work({ ...room, q })),
});

export const outboxOf = (door: OutboxDoor): Outbox => ({
  claim: (q) => claim(door, q),
  finish: (lease, now) => end(door, lease, { state: "sent", finished_at: now }),
  again: async (lease, at, spent = true) => {
    const later = {
      state: "pending",
      due_at: at,
      rank_at: rankOf(lease.note.reason.kind, at),
      attempts: lease.note.attempts + (spent ? 1 : 0),
    };
    await end(door, lease, later);
  },
  giveUp: async (lease, why, now) => {
    await end(door, lease, { state: "dropped", why: why.slice(0, 191), finished_at: now });
  },
  sweep: (now, before) => sweep(door, now, before),
  nextDue: async () => {
    const row = await door.room.q("notes").where({ state: "pending" }).orderBy("due_at").first("due_at");
    return row?.due_at;
  },
  stats: (now) => stats(door.room, now),
  setUnreachable: ({ platform, userId }, unreachable) =>
    door.write(async ({ q }) => {
      await q("accounts")
        .where({ platform, user_id: userId })
        .update({ unreachable: unreachable ? 1 : 0 });
    }),
});

const NO_LEASE = { lease_token: null, lease_until: null, lease_owner: null };

type Question = Parameters<Outbox["claim"]>[0];
type Due = { id: string; expires_at: number };

/** Others may have been faster with the ones chosen, or some were too late to send: then the next ones are looked at. */
const ROUNDS = 20;

const claim = async (door: OutboxDoor, question: Question, rounds = ROUNDS): Promise<Lease[]> => {
  const due = await dueNow(door.room, question);
  const late = due.filter((one) => one.expires_at <= question.now).map((one) => one.id);
  const live = due.filter((one) => one.expires_at > question.now).map((one) => one.id);
  if (late.length > 0) await door.write((room) => expire(room, question.now, late));
  const leases = live.length > 0 ? await lease(door, question, live) : [];
  const short = leases.length === 0 && due.length > 0;
  return short && rounds > 1 ? claim(door, question, rounds - 1) : leases;
};

/** A plain read: the UPDATE asks again. Those whose holder died come first. */
const dueNow = async ({ q }: Room, { now, limit }: Question): Promise<Due[]> => {
  const abandoned: Due[] = await q("notes")
    .where({ state: "leased" })
    .where("lease_until", "<=", now)
    .limit(limit)
    .select("id", "expires_at");
  if (abandoned.length >= limit) return abandoned;
  const pending: Due[] = await q("notes")
    .where({ state: "pending" })
    // What is due cannot rank later; the bound keeps the index from being read to its end.
    .where("rank_at", "<=", now + LONGEST_PATIENCE)
    .where("due_at", "<=", now)
    .orderBy(["rank_at"])
    .limit(limit - abandoned.length)
    .select("id", "expires_at");
  return [...abandoned, ...pending];
};

const claimable = (room: Room, now: Instant) =>
  room
    .q("notes")
    .where((one) =>
      one
        .where((pending) => pending.where({ state: "pending" }).where("due_at", "<=", now))
        .orWhere((left) => left.where({ state: "leased" }).where("lease_until", "<=", now)),
    );

const lease = async (door: OutboxDoor, q: Question, ids: readonly string[]): Promise<Lease[]> => {
  const token = newId();
  const taken = await door.write((room) =>
    claimable(room, q.now)
      .whereIn("id", ids)
      .update({ state: "leased", lease_token: token, lease_until: q.until, lease_owner: q.owner.slice(0, 64) }),
  );
  if (taken === 0) return [];
  const rows: NoteRow[] = await door.room.q("notes").where({ lease_token: token }).orderBy(["rank_at", "id"]);
  return rows.map((row) => ({ note: noteOf(door.room, row), token }));
};

/** Whether the note ended as asked. Where it was put anew meanwhile it is pending again; where the lease was lost, it is another's. */
const end = (door: OutboxDoor, { note, token }: Lease, columns: Record<string, unknown>): Promise<boolean> =>
  door.write(async ({ q }) => {
    const held = { id: note.id, state: "leased", lease_token: token };
    const ended = await q("notes")
      .where({ ...held, version: note.version })
      .update({ ...columns, ...NO_LEASE });
    if (ended === 0)
      await q("notes")
        .where(held)
        .update({ state: "pending", ...NO_LEASE });
    return ended > 0;
  });

const EXPIRED = { state: "dropped", why: "expired", ...NO_LEASE };

const expire = async (room: Room, now: Instant, ids?: readonly string[]): Promise<number> => {
  const { q } = room;
  // What has expired was due before: `due_at` is what the index knows.
  const pending = q("notes").where({ state: "pending" }).where("due_at", "<=", now).where("expires_at", "<=", now);
  const left = q("notes").where({ state: "leased" }).where("lease_until", "<=", now).where("expires_at", "<=", now);
  const columns = { ...EXPIRED, finished_at: now };
  const narrow = <Q extends typeof pending>(query: Q): Q => (ids ? (query.whereIn("id", ids) as Q) : query);
  return Number(await narrow(pending).update(columns)) + Number(await narrow(left).update(columns));
};

const sweep = (door: OutboxDoor, now: Instant, before: Instant): Promise<{ expired: number; pruned: number }> =>
  door.write(async (room) => {
    const expired = await expire(room, now);
    const pruned = await room.q("notes").whereIn("state", ["sent", "dropped"]).where("finished_at", "<", before).del();
    // What else only counts for a while goes with them.
    await room.q("requests").where("ran_at", "<", before).del();
    await room.q("drafts").where("expires_at", "<=", now).del();
    await room.q("link_codes").where("expires_at", "<=", now).del();
    return { expired, pruned };
  });

const stats = async ({ q }: Room, now: Instant): Promise<{ pending: number; due: number; oldestDueAt?: Instant }> => {
  const row = (await q("notes")
    .where({ state: "pending" })
    .first(
      q.raw("COUNT(*) AS pending, SUM(CASE WHEN due_at <= ? THEN 1 ELSE 0 END) AS due, MIN(due_at) AS oldest", [now]),
    )) as {
    pending: number;
    due: number | string | null;
    oldest: number | null;
  };
  return {
    pending: Number(row.pending),
    due: Number(row.due ?? 0),
    ...(row.oldest !== null && row.oldest <= now && { oldestDueAt: row.oldest }),
  };
};

const noteOf = (room: Room, row: NoteRow): Note => ({
  id: row.id,
  key: row.note_key,
  to: targetOf(row),
  party: row.party_code,
  reason: reasonOf(room, row),
  dueAt: row.due_at,
  expiresAt: row.expires_at,
  version: row.version,
  attempts: row.attempts,
});

const targetOf = ({ target, target_id }: NoteRow): NoteTarget => {
  if (target === "person") return { person: target_id };
  return target === "chat" ? { chat: target_id } : { card: target_id };
};
