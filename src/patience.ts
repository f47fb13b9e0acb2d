// Dispatch's patience: what fails because the database stands still for a while is done again, from the start, until it works.
import { setTimeout as rest } from "node:timers/promises";
import { isPassing } from "./store/fault.ts";

/** A failover or a long lock is over by then; whoever still waits would rather read that something is wrong. In milliseconds of real time. */
const PATIENCE_MS = 20_000;
const FIRST_MS = 50;
const LONGEST_MS = 1_000;

/** Runs `work` again while it fails for what passes. `work` must be safe to run twice. */
export const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
  const over = AbortSignal.timeout(PATIENCE_MS);
  for (let pause = FIRST_MS; ; pause = Math.min(LONGEST_MS, pause * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || over.aborted) throw error;
    }
    await rest(pause, undefined, { ref: false });
  }
};
