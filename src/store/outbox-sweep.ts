// Store: what becomes of notes with time: expired ones are dropped, settled ones deleted, and a clock that was wrong is made good.
import { DAY, HOUR, type Instant, MINUTE } from "../domain/time.ts";
import type { OutboxDoor } from "./outbox.ts";
import { FREE, freeBy, NO_LEASE, PUT_OFF } from "./outbox-ends.ts";
import type { Room } from "./room.ts";
import { rowsOf } from "./room.ts";

const EXPIRED = { state: "dropped", why: "expired", ...NO_LEASE };

/** Drops what nobody is to read any more, and nobody has in hand; `ids` narrows it. */
export const expire = async ({ q }: Room, now: Instant, ids?: readonly string[]): Promise<number> => {
  // What has expired was due before: `due_at` is what the index knows.
  const late = q("notes").where({ state: "pending" }).where("due_at", "<=", now).where("expires_at", "<=", now);
  void late.whereRaw(FREE, freeBy(now));
  if (ids) void late.whereIn("id", ids);
  return Number(await late.update({ ...EXPIRED, finished_at: now }));
};

/** A transaction of this many rows ends soon, and hinders nobody meanwhile. */
const CHUNK = 1_000;

/**
 * A replica of the release before marks what it has in hand by the state as well. Where it died the note is pending again, like any other whose
 * lease is over. Returns how many were.
 */
export const takeOver = async (door: OutboxDoor, now: Instant): Promise<number> => {
  const held = "state = 'leased' AND (lease_until <= ? OR lease_until > ?)";
  const sql = `SELECT id FROM notes WHERE ${held} LIMIT ${CHUNK}`;
  const rows = await rowsOf<{ id: string }>(door.room, sql, freeBy(now));
  return eachChunk(door, rows, (query) => query.whereRaw(held, freeBy(now)).update({ state: "pending" }));
};

/** No platform sends the same thing once more after a day. */
const ASKED_AGAIN = DAY;

export const sweep = async (
  door: OutboxDoor,
  now: Instant,
  before: Instant,
): Promise<{ expired: number; pruned: number }> => {
  await takeOver(door, now);
  const expired = await door.write((room) => expire(room, now));
  const pruned = (await prune(door, "sent", before)) + (await prune(door, "dropped", before));
  // What else only counts for a while goes with them.
  await door.write(async ({ q }) => {
    await q("requests")
      .where("ran_at", "<", Math.max(before, now - ASKED_AGAIN))
      .del();
    await q("drafts").where("expires_at", "<=", now).del();
    await q("link_codes").where("expires_at", "<=", now).del();
  });
  return { expired, pruned };
};

/** What was settled before then was due before then: no index holds when it was settled. */
const prune = async (door: OutboxDoor, state: "sent" | "dropped", before: Instant): Promise<number> => {
  for (let pruned = 0; ; ) {
    const rows: { id: string }[] = await door.room
      .q("notes")
      .where({ state })
      .where("due_at", "<", before)
      .where("finished_at", "<", before)
      .limit(CHUNK)
      .select("id");
    // The state is asked again: a note may have been put anew meanwhile.
    const ids = rows.map((row) => row.id);
    if (ids.length > 0)
      pruned += await door.write(async ({ q }) => Number(await q("notes").whereIn("id", ids).where({ state }).del()));
    if (ids.length < CHUNK) return pruned;
  }
};

/** What was dropped for its time alone. */
const TOO_LATE = ["expired", "the party has started", "the party is over"];

/**
 * After the clock went back: what it had dropped as too late is pending again while it is not, and what was put off by it is due at once.
 * Nothing that was sent is sent again.
 */
export const rewind = async (door: OutboxDoor, now: Instant): Promise<number> => {
  const { q } = door.room;
  const [dropped, putOff] = await Promise.all([
    q("notes")
      .where({ state: "dropped" })
      .where("finished_at", ">", now + MINUTE)
      .where("expires_at", ">", now)
      .whereIn("why", TOO_LATE)
      .select("id"),
    q("notes")
      .where({ state: "pending", why: PUT_OFF })
      .where("due_at", ">", now + HOUR)
      .select("id"),
  ]);
  const again = { state: "pending", why: null, finished_at: null };
  const reopened = await eachChunk(door, dropped, (query) => query.where({ state: "dropped" }).update(again));
  const sooner = await eachChunk(door, putOff, (query) =>
    query.where({ state: "pending", why: PUT_OFF }).update({ due_at: now, rank_at: now }),
  );
  return reopened + sooner;
};

type Notes = ReturnType<Room["q"]>;

/** Read first and written by id: an UPDATE that looks for its rows would hold up all that it looks at. */
const eachChunk = async (
  door: OutboxDoor,
  rows: readonly { id: string }[],
  change: (query: Notes) => PromiseLike<number>,
): Promise<number> => {
  let changed = 0;
  for (let i = 0; i < rows.length; i += CHUNK) {
    const ids = rows.slice(i, i + CHUNK).map((row) => row.id);
    changed += await door.write(async ({ q }) => Number(await change(q("notes").whereIn("id", ids))));
  }
  return changed;
};
