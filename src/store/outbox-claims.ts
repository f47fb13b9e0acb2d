// Store: claiming notes: a lease on each that is committed before anything is sent. Who claims at once in one process claims together.
import type { Note, NoteTarget } from "../domain/note.ts";
import { type Instant, SECOND } from "../domain/time.ts";
import { newId } from "../safety/tokens.ts";
import type { NoteRow } from "./notes.ts";
import { LONGEST_PATIENCE, reasonOf } from "./notes.ts";
import type { OutboxDoor } from "./outbox.ts";
import { FREE, freeBy } from "./outbox-ends.ts";
import { expire, takeOver } from "./outbox-sweep.ts";
import type { Room } from "./room.ts";
import { changed, rowsOf } from "./room.ts";
import type { Lease, Outbox, Tenure } from "./types.ts";

type Question = Parameters<Outbox["claim"]>[0];
type Asked = { question: Question; resolve(leases: Lease[]): void; reject(error: unknown): void };

/** The most notes in one transaction, and so in one statement. */
const TOGETHER = 500;

/**
 * One claim of this process at a time: two would read the same notes, and one of them in vain. Those who ask meanwhile share the next one,
 * and its commit.
 */
export const claiming = (door: OutboxDoor): Outbox["claim"] => {
  let waiting: Asked[] = [];
  let running = false;
  const look = lookingBack(door);
  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const some = alike(waiting);
      waiting = waiting.filter((one) => !some.includes(one));
      await share(some, async (question) => {
        await look(question.now);
        return claim(door, question);
      });
    }
    running = false;
  };
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (running) return;
      running = true;
      // Those who ask in the same breath come along.
      queueMicrotask(() => void run());
    });
};

/** The first of those who wait, and with it who claims in the same name and by the same right. */
const alike = (waiting: readonly Asked[]): readonly Asked[] => {
  const some: Asked[] = [];
  let notes = 0;
  for (const one of waiting) {
    const first = some[0]?.question ?? one.question;
    if (one.question.owner !== first.owner || !isSame(one.question.tenure, first.tenure)) continue;
    notes += one.question.limit;
    if (some.length > 0 && notes > TOGETHER) break;
    some.push(one);
  }
  return some;
};

const isSame = (one: Tenure | undefined, other: Tenure | undefined): boolean =>
  one?.name === other?.name && one?.owner === other?.owner && one?.fence === other?.fence;

/** What is due by the clock of each of them, and nobody's lease or right ends before they were told it would. */
const share = async (some: readonly Asked[], ask: Outbox["claim"]): Promise<void> => {
  const asked = some.map((one) => one.question);
  const [{ owner, tenure }] = asked as [Question];
  const all = {
    owner,
    now: Math.min(...asked.map((one) => one.now)),
    until: Math.max(...asked.map((one) => one.until)),
    limit: asked.reduce((sum, one) => sum + one.limit, 0),
    ...(tenure && { tenure: { ...tenure, until: Math.max(...asked.map((one) => one.tenure?.until ?? 0)) } }),
  };
  try {
    const leases = await ask(all);
    for (const { question, resolve } of some) resolve(leases.splice(0, question.limit));
  } catch (error) {
    for (const { reject } of some) reject(error);
  }
};

/** Now and then: what a replica of the release before left behind is to be claimed, too. */
const lookingBack = (door: OutboxDoor): ((now: Instant) => Promise<void>) => {
  let looked = Number.NEGATIVE_INFINITY;
  return async (now) => {
    if (Math.abs(now - looked) < SECOND) return;
    await takeOver(door, now);
    looked = now;
  };
};

/** Others may have been faster with the ones chosen, or some were too late to send: then the next ones are looked at. */
const ROUNDS = 20;

const claim = async (door: OutboxDoor, question: Question, rounds = ROUNDS): Promise<Lease[]> => {
  const { now } = question;
  const due = await dueNow(door.room, question);
  const late = due.filter((one) => one.expires_at <= now).map((one) => one.id);
  const live = due.filter((one) => one.expires_at > now);
  if (late.length > 0) await door.write((room) => expire(room, now, late));
  const leases = live.length > 0 ? await lease(door, question, live) : [];
  const short = leases.length === 0 && due.length > 0;
  return short && rounds > 1 ? claim(door, question, rounds - 1) : leases;
};

type Due = NoteRow & { tried_at: number | null };

const COLUMNS = `id, note_key, target, target_id, party_code, reason_sealed, due_at, expires_at, version, attempts, tried_at`;

/**
 * A plain read: the UPDATE asks again. What is on lease stays where it is in the index, for moving it there and back would cost more than
 * the claim; so those few are read as well, and passed over. The index is named: others promise less than what is due, and then all that
 * is due is read, and put in order, for each claim.
 */
const dueNow = (room: Room, { now, limit }: Question): Promise<Due[]> =>
  rowsOf<Due>(
    room,
    `SELECT ${COLUMNS} FROM notes ${room.dialect === "sqlite" ? "INDEXED BY notes_by_turn" : "FORCE INDEX (notes_by_turn)"}
      WHERE state = 'pending' AND rank_at <= ? AND due_at <= ? AND ${FREE} ORDER BY rank_at LIMIT ?`,
    // What is due cannot rank later; the bound keeps the index from being read to its end.
    [now + LONGEST_PATIENCE, now, ...freeBy(now), limit],
  );

const lease = async (door: OutboxDoor, q: Question, due: readonly Due[]): Promise<Lease[]> => {
  const token = newId();
  const notes = once(() => due.map((row) => noteOf(door.room, row)));
  const taken = await door.write(async (room) => {
    if (q.tenure && !(await renewed(room, q.tenure))) return undefined;
    const written = take(room, q, token, due);
    // While the database writes. What cannot be opened must not keep what stands before it from its lease: it would be first for ever.
    await notes().catch(() => {});
    return written;
  });
  if (taken === undefined) return [];
  const leases = (await notes()).map((note) => ({ note, token }));
  if (taken === due.length) return leases;
  const ours = await takenOf(door.room, token, due);
  return leases.filter(({ note }) => ours.has(note.id));
};

const once = <T>(work: () => T): (() => Promise<T>) => {
  let done: Promise<T> | undefined;
  return () => {
    done ??= Promise.resolve().then(work);
    return done;
  };
};

/** Where a note was changed since it was read, or is another's by now, it is left alone. */
const take = (room: Room, { now, until, owner }: Question, token: string, due: readonly Due[]): Promise<number> => {
  const version = versionsOf(due);
  return changed(
    room,
    `UPDATE notes SET why = NULL, lease_token = ?, lease_until = ?, lease_owner = ?, tried_at = COALESCE(tried_at, ?)
      WHERE id IN (${marks(due)}) AND +state = 'pending' AND +due_at <= ? AND ${FREE} AND version = ${version.sql}`,
    [token, until, owner.slice(0, 64), now, ...due.map((one) => one.id), now, ...freeBy(now), ...version.bindings],
  );
};

const marks = (rows: readonly unknown[]): string => rows.map(() => "?").join(", ");

/** Nearly always all are of the first. */
const versionsOf = (due: readonly Due[]): { sql: string; bindings: (string | number)[] } => {
  const [first] = due;
  if (first && due.every((one) => one.version === first.version)) return { sql: "?", bindings: [first.version] };
  return {
    sql: `CASE id ${due.map(() => "WHEN ? THEN ?").join(" ")} END`,
    bindings: due.flatMap((one) => [one.id, one.version]),
  };
};

/** Asked also where the UPDATE took nothing: it may have been done before, by a COMMIT whose answer was lost. */
const takenOf = async (room: Room, token: string, due: readonly Due[]): Promise<Set<string>> => {
  const sql = `SELECT id FROM notes WHERE id IN (${marks(due)}) AND lease_token = ?`;
  const rows = await rowsOf<{ id: string }>(room, sql, [...due.map((one) => one.id), token]);
  return new Set(rows.map((row) => row.id));
};

/**
 * Whether the right to send is still held: who lost it meanwhile has claimed nothing. Written, not only read: a cluster compares what
 * transactions write.
 */
const renewed = async (room: Room, { name, owner, fence, until }: Tenure): Promise<boolean> =>
  (await changed(room, "UPDATE leases SET until_at = ? WHERE name = ? AND owner = ? AND fence = ?", [
    ...[until, name, owner, fence],
  ])) > 0;

const noteOf = (room: Room, row: Due): Note => ({
  id: row.id,
  key: row.note_key,
  to: targetOf(row),
  party: row.party_code,
  reason: reasonOf(room, row),
  dueAt: row.due_at,
  expiresAt: row.expires_at,
  version: row.version,
  attempts: row.attempts,
  ...(row.tried_at !== null && { triedAt: row.tried_at }),
});

const targetOf = ({ target, target_id }: NoteRow): NoteTarget => {
  if (target === "person") return { person: target_id };
  return target === "chat" ? { chat: target_id } : { card: target_id };
};
