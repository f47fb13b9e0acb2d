// Store: the outbox: claiming notes by a lease that is committed before anything is sent, and saying what came of it.
import type { Knex } from "knex";
import type { Instant } from "../domain/time.ts";
import { rankOf } from "./notes.ts";
import { claiming } from "./outbox-claims.ts";
import { acknowledging, end, LEASE_MAX, PUT_OFF } from "./outbox-ends.ts";
import { statsOf } from "./outbox-stats.ts";
import { rewind, sweep } from "./outbox-sweep.ts";
import type { Room } from "./room.ts";
import { roomAt } from "./room.ts";
import type { Outbox } from "./types.ts";
import type { Transact } from "./write.ts";

/** Where the outbox asks, and how it writes: each call is a transaction of its own. */
export type OutboxDoor = { room: Room; write: <T>(work: (room: Room) => Promise<T>) => Promise<T> };

export const outboxDoor = (room: Room, transact: Transact): OutboxDoor => ({
  room,
  write: (work) => transact((at) => work(roomAt(room, at))),
});

export const outboxOf = (door: OutboxDoor): Outbox => ({
  claim: claiming(door),
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
  nextDue: (now) => nextDue(door.room, now),
  stats: (now, of) => statsOf(door.room, now, of),
  setUnreachable: ({ platform, userId }, unreachable) =>
    door.write(async ({ q }) => {
      await q("accounts")
        .where({ platform, user_id: userId })
        .update({ unreachable: unreachable ? 1 : 0 });
    }),
});

/** Also when a lease runs out: its holder may be no more. */
const nextDue = async ({ q }: Room, now: Instant): Promise<Instant | undefined> => {
  const [next, older] = await Promise.all([
    nextOf(q, now + LEASE_MAX),
    q("notes")
      .where({ state: "leased" })
      .where("lease_until", "<=", now + LEASE_MAX)
      .min("lease_until as until"),
  ]);
  const until: number | null = older[0]?.["until"] ?? null;
  const soonest = Math.min(next ?? Number.POSITIVE_INFINITY, until ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(soonest) ? soonest : undefined;
};

type Next = { due_at: number; lease_until: number | null };

/**
 * Nearly always the first one is free. Else those before the first that is are all on lease, and so they are few. A lease beyond `longest`
 * is none: a clock that was ahead took it, and whoever believed it would tell hours too late.
 */
const nextOf = async (q: Knex, longest: Instant): Promise<Instant | undefined> => {
  const waiting = () => q("notes").where({ state: "pending" });
  const isFree = ({ lease_until: until }: Next): boolean => until === null || until > longest;
  const first: Next | undefined = await waiting().orderBy("due_at").first("due_at", "lease_until");
  if (!first || isFree(first)) return first?.due_at;
  const free: Next | undefined = await waiting()
    .whereRaw("(lease_until IS NULL OR lease_until > ?)", [longest])
    .orderBy("due_at")
    .first("due_at");
  const held = waiting().where("lease_until", "<=", longest);
  const rows: Next[] = await (free ? held.where("due_at", "<=", free.due_at) : held).select("due_at", "lease_until");
  // One that was put off while it was on lease is due neither before its time nor before its lease is over.
  const ends = rows.map((row) => Math.max(row.due_at, row.lease_until ?? row.due_at));
  return ends.reduce((soonest, end) => Math.min(soonest, end), free?.due_at ?? Number.POSITIVE_INFINITY);
};
