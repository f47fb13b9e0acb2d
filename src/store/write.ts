// Store: writing: closures as transactions, together where they wait together, and again from the start when the database asks for that.
import type { Knex } from "knex";
import { DatabaseFault, isBusy, isPassing } from "./fault.ts";
import type { Asking, Inside } from "./transaction.ts";
import { inTransaction } from "./transaction.ts";
import { turns } from "./turns.ts";

type Work<T> = (at: Asking) => Promise<T>;
/** `about`: closures about the same thing run one after the other, in the order they came. */
export type Transact = <T>(work: Work<T>, about?: string) => Promise<T>;
type Log = (event: string, detail?: Record<string, unknown>) => void;

type Outcome = { value: unknown } | { error: unknown };
/** `alone`: only its own work was in the transaction. */
type Ended = Outcome & { alone: boolean };
type Job = { work: Work<unknown>; about?: string; alone?: boolean; end(ended: Ended): void };

/** About seven seconds in all, half of it by chance. */
const ATTEMPTS = 40;
const FIRST_MS = 4;
const LONGEST_MS = 250;

/**
 * Runs closures as transactions on `writer`, at most `atOnce` at a time, first come, first served. Closures that name what they are `about`
 * and wait at the same time may share a transaction (its COMMIT is what costs most): each sees what those before it wrote, one that rejects
 * takes back what it wrote and nothing else, and none is told before the COMMIT. A closure is run again, and then by itself, on what passes: a
 * deadlock, a lock wait, a busy file, a lost connection (where the COMMIT may have arrived: closures that must run once insert their own mark).
 */
export const transactions = (writer: Knex, atOnce: number, log: Log): Transact => {
  const enter = turns<Job>(atOnce, async (jobs) => {
    const ended = await endedOf(writer, jobs, log);
    for (const [index, job] of jobs.entries()) job.end(ended[index] as Ended);
  });
  const attempt = async (job: Omit<Job, "end">, tries: number): Promise<unknown> => {
    const ended = await new Promise<Ended>((end) => enter({ ...job, end }));
    if ("value" in ended) return ended.value;
    const { error, alone } = ended;
    if (isBusy(error) || (alone && !isPassing(error)) || tries >= ATTEMPTS) throw error;
    log("store.retry", { tries, why: (error as { code?: string }).code ?? (error as Error).name });
    await backOff(tries);
    return attempt({ ...job, alone: true }, tries + 1);
  };
  return <T>(work: Work<T>, about?: string) =>
    attempt({ work, ...(about !== undefined && { about }) }, 1) as Promise<T>;
};

/** Never rejects. Where the transaction itself failed all have failed, for none of them was written. */
const endedOf = async (writer: Knex, jobs: readonly Job[], log: Log): Promise<Ended[]> => {
  const [first] = jobs;
  const alone = jobs.length === 1;
  try {
    if (first && alone)
      return [{ value: await whenFree(() => inTransaction(writer, (inside) => atDesk(inside, first)), log), alone }];
    return (await whenFree(() => together(writer, jobs), log)).map((one) => ({ ...one, alone: true }));
  } catch (error) {
    return jobs.map(() => ({ error, alone }));
  }
};

/** Hardly anybody rejects: only where one did is it done again, with a savepoint before each. */
const together = async (writer: Knex, jobs: readonly Job[]): Promise<Outcome[]> => {
  const values = await inTransaction(writer, async (inside) => {
    const done: Outcome[] = [];
    for (const job of jobs) done.push({ value: await atDesk(inside, job) });
    return done;
  }).catch((error: unknown) => {
    if (error instanceof DatabaseFault) throw error;
  });
  return values ?? inTransaction(writer, (inside) => withSavepoints(inside, jobs));
};

const withSavepoints = async (inside: Inside, jobs: readonly Job[]): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const job of jobs) {
    await inside.say("SAVEPOINT one");
    try {
      outcomes.push({ value: await atDesk(inside, job) });
    } catch (error) {
      // After a fault of the database nobody knows what is left of the transaction: a deadlock has ended it.
      if (error instanceof DatabaseFault) throw error;
      await inside.say("ROLLBACK TO SAVEPOINT one");
      outcomes.push({ error });
    }
  }
  return outcomes;
};

/** Whoever rejects may have left questions behind that are still to be asked. */
const atDesk = async ({ desk, shut }: Inside, { work }: Job): Promise<unknown> => {
  try {
    return await work(desk());
  } catch (error) {
    shut();
    throw error;
  }
};

/**
 * A file that somebody else holds is busy for everybody here: whoever has the turn keeps it and looks again. Else each who waits would look
 * at once, and every look at a busy file stops the event loop for a moment.
 */
const whenFree = async <T>(attempt: () => Promise<T>, log: Log): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || tries >= ATTEMPTS) throw error;
      log("store.retry", { tries, why: (error as { code?: string }).code });
    }
    await backOff(tries);
  }
};

const backOff = (tries: number): Promise<void> => {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries, 10));
  return new Promise((done) => setTimeout(done, full / 2 + (Math.random() * full) / 2));
};
