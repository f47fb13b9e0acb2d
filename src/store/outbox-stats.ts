// Store: how the outbox stands: how many notes of each kind wait, how many of them are due, and since when.
import { setImmediate as breath } from "node:timers/promises";
import type { Reason } from "../domain/note.ts";
import type { Instant } from "../domain/time.ts";
import type { Dialect, Room } from "./room.ts";
import type { OutboxStats } from "./types.ts";

/**
 * Rows counted at a time, along the index by due time, which holds the kind too. The embedded database answers without a pause: a million
 * at once would hold everything else up.
 */
const SLICE: Record<Dialect, number> = { sqlite: 5_000, mysql: 100_000 };

type Kind = OutboxStats["kinds"][number];

/** Counts pending notes, those on lease among them. Reads no more rows than there are, takes no lock, and lets others go between its parts. */
export const statsOf = async (
  room: Pick<Room, "q" | "dialect">,
  now: Instant,
  of: "all" | "due" = "all",
  slice = SLICE[room.dialect],
): Promise<OutboxStats> => {
  const last = of === "due" ? now : undefined;
  const found = new Map<Reason["kind"], Kind>();
  for (let after: Instant | undefined; ; ) {
    const edge = await edgeBeyond(room, slice, after, last);
    for (const one of await countBetween(room, now, after, edge ?? last))
      found.set(one.kind, added(found.get(one.kind), one));
    if (edge === undefined) return totals([...found.values()]);
    after = edge;
    await breath();
  }
};

const between = ({ q }: Pick<Room, "q">, after: Instant | undefined, upTo: Instant | undefined) => {
  const query = q("notes").where({ state: "pending" });
  if (after !== undefined) void query.where("due_at", ">", after);
  if (upTo !== undefined) void query.where("due_at", "<=", upTo);
  return query;
};

/** The due time of the last row of the next slice, read from the index alone; undefined when the rest is less than that. */
const edgeBeyond = async (
  room: Pick<Room, "q">,
  slice: number,
  after: Instant | undefined,
  last: Instant | undefined,
): Promise<Instant | undefined> => {
  const row: { due_at: number } | undefined = await between(room, after, last)
    .orderBy("due_at")
    .offset(slice - 1)
    .first("due_at");
  return row?.due_at;
};

type Row = { kind: Reason["kind"]; pending: number; due: number | string; oldest: number };

const countBetween = async (
  room: Pick<Room, "q">,
  now: Instant,
  after: Instant | undefined,
  upTo: Instant | undefined,
): Promise<Kind[]> => {
  const rows = (await between(room, after, upTo)
    .groupBy("kind")
    .select(
      "kind",
      room.q.raw("COUNT(*) AS pending, SUM(CASE WHEN due_at <= ? THEN 1 ELSE 0 END) AS due", [now]),
      room.q.raw("MIN(due_at) AS oldest"),
    )) as Row[];
  return rows.map(({ kind, pending, due, oldest }) => ({
    kind,
    pending: Number(pending),
    due: Number(due),
    ...(oldest <= now && { oldestDueAt: oldest }),
  }));
};

/** Slices come in the order of due times: the first that has a due one has the oldest. */
const added = (before: Kind | undefined, next: Kind): Kind => {
  if (!before) return next;
  return { ...next, ...before, pending: before.pending + next.pending, due: before.due + next.due };
};

const totals = (kinds: readonly Kind[]): OutboxStats => {
  const oldest = Math.min(...kinds.map((one) => one.oldestDueAt ?? Number.POSITIVE_INFINITY));
  return {
    pending: kinds.reduce((sum, one) => sum + one.pending, 0),
    due: kinds.reduce((sum, one) => sum + one.due, 0),
    ...(Number.isFinite(oldest) && { oldestDueAt: oldest }),
    kinds,
  };
};
