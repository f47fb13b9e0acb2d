// Store: how a claimed note ends: sent, put off or given up, always under its own lease and version.
import { type Instant, MINUTE } from "../domain/time.ts";
import type { OutboxDoor } from "./outbox.ts";
import type { Room } from "./room.ts";
import { changed } from "./room.ts";
import type { Lease } from "./types.ts";

/** Why a pending note is due later than it was put for. */
export const PUT_OFF = "put off";

export const NO_LEASE = { lease_token: null, lease_until: null, lease_owner: null };
const NO_LEASE_SQL = Object.keys(NO_LEASE)
  .map((column) => `${column} = NULL`)
  .join(", ");

/** No lease lasts longer: one that seems to was taken by a clock that was wrong. */
export const LEASE_MAX = 10 * MINUTE;
/** Whether nobody has the note in hand; with the bindings `freeBy(now)`. */
export const FREE = "(lease_until IS NULL OR lease_until <= ? OR lease_until > ?)";
export const freeBy = (now: Instant): [Instant, Instant] => [now, now + LEASE_MAX];

/** Whether the note ended as asked. Where it was put anew meanwhile it is pending again; where the lease was lost, it is another's. */
export const end = (door: OutboxDoor, lease: Lease, columns: Record<string, unknown>): Promise<boolean> =>
  door.write((room) => endOne(room, lease, columns));

const endOne = async ({ q }: Room, { note, token }: Lease, columns: Record<string, unknown>): Promise<boolean> => {
  // Whatever ends a lease takes its token away.
  const held = { id: note.id, lease_token: token };
  const ended = await q("notes")
    .where({ ...held, version: note.version })
    .update({ ...columns, ...NO_LEASE });
  if (ended === 0)
    await q("notes")
      .where(held)
      .update({ state: "pending", ...NO_LEASE });
  return ended > 0;
};

type Sent = { lease: Lease; now: Instant; resolve(ended: boolean): void; reject(error: unknown): void };

/** The most in one commit. */
const TOGETHER = 500;
/** Commits on their way at once: the embedded database has one writer. */
const AT_ONCE = { sqlite: 1, mysql: 4 };

/**
 * Marks notes as sent. What is called while others are on their way shares the next commit: a commit waits for the disk, and a note takes
 * none of it alone.
 */
export const acknowledging = (door: OutboxDoor): ((lease: Lease, now: Instant) => Promise<boolean>) => {
  let waiting: Sent[] = [];
  let running = 0;
  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const some = waiting.slice(0, TOGETHER);
      waiting = waiting.slice(TOGETHER);
      await acknowledge(door, some);
    }
    running -= 1;
  };
  return (lease, now) =>
    new Promise((resolve, reject) => {
      waiting.push({ lease, now, resolve, reject });
      if (running >= AT_ONCE[door.room.dialect]) return;
      running += 1;
      // Those that are called in the same breath come along.
      queueMicrotask(() => void run());
    });
};

/** Some of them were put anew, or are another's by now. */
class NotAll extends Error {}

const acknowledge = async (door: OutboxDoor, some: readonly Sent[]): Promise<void> => {
  try {
    await door.write((room) => endAll(room, some));
    for (const { resolve } of some) resolve(true);
  } catch (error) {
    if (error instanceof NotAll) await Promise.all(some.map((one) => acknowledgeOne(door, one)));
    else for (const { reject } of some) reject(error);
  }
};

const acknowledgeOne = (door: OutboxDoor, { lease, now, resolve, reject }: Sent): Promise<void> =>
  end(door, lease, sentAt(now)).then(resolve, reject);

const sentAt = (now: Instant) => ({ state: "sent", finished_at: now, tried_at: null });

/** One statement for all that one claim took at one version: nearly always all of them. */
const endAll = async (room: Room, some: readonly Sent[]): Promise<void> => {
  const groups = new Map<string, Sent[]>();
  for (const one of some) {
    const key = `${one.lease.token} ${one.lease.note.version}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  for (const group of groups.values()) {
    const [{ lease, now }] = group as [Sent];
    const ids = [...new Set(group.map((one) => one.lease.note.id))];
    const sql = `UPDATE notes SET state = 'sent', finished_at = ?, tried_at = NULL, ${NO_LEASE_SQL}
      WHERE id IN (${ids.map(() => "?").join(", ")}) AND lease_token = ? AND version = ?`;
    if ((await changed(room, sql, [now, ...ids, lease.token, lease.note.version])) < ids.length) throw new NotAll();
  }
};
