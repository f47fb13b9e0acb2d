// Store: one transaction: waiting for its turn, and running it again from the start when the database asks for that.
import type { Knex } from "knex";
import { isBusy, isPassing } from "./fault.ts";

export type Transact = <T>(work: (q: Knex.Transaction) => Promise<T>) => Promise<T>;
type Log = (event: string, detail?: Record<string, unknown>) => void;

/** About seven seconds in all, half of it by chance. */
const ATTEMPTS = 40;
const FIRST_MS = 4;
const LONGEST_MS = 250;

/**
 * Runs closures as transactions on `writer`, at most `atOnce` at a time, first come, first served. A closure is run again on what passes: a
 * deadlock, a lock wait, a busy file, a lost connection (where the COMMIT may have arrived: closures that must run once insert their own mark).
 */
export const transactions = (writer: Knex, atOnce: number, log: Log): Transact => {
  const turn = turns(atOnce);
  const attempt = async <T>(work: (q: Knex.Transaction) => Promise<T>, tries: number): Promise<T> => {
    try {
      return await turn(() => whenFree(() => writer.transaction(work), log));
    } catch (error) {
      if (isBusy(error) || !isPassing(error) || tries >= ATTEMPTS) throw error;
      log("store.retry", { tries, why: (error as { code?: string }).code ?? (error as Error).name });
    }
    await backOff(tries);
    return attempt(work, tries + 1);
  };
  return (work) => attempt(work, 1);
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

/** A door that lets `atOnce` through and the others wait in order. */
const turns = (atOnce: number) => {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (inside >= atOnce) await new Promise<void>((enter) => waiting.push(enter));
    else inside += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // Who leaves hands the place over, so that a newcomer cannot slip in between.
      if (next) next();
      else inside -= 1;
    }
  };
};
