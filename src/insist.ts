// Dispatch's insistence: what an adapter does until it works: with a longer pause after each failure, until it is stopped or told that it never will.
import { setTimeout as rest } from "node:timers/promises";

const PAUSE_FIRST = 500;
const PAUSE_MAX = 60_000;

/** What follows a failure: it is given up, or tried again after so many ms; undefined: after the next pause. */
export type AfterFailure = "givenUp" | number | undefined;

/** Resolves with what `work` does, or undefined once `signal` is aborted or `failed` gives up. `failed` is told of each failure. */
export const insist = async <T>(
  signal: AbortSignal,
  work: () => Promise<T>,
  failed: (error: unknown) => AfterFailure,
): Promise<T | undefined> => {
  for (let pause = PAUSE_FIRST; !signal.aborted; pause = Math.min(PAUSE_MAX, pause * 2)) {
    try {
      return await work();
    } catch (error) {
      const after = failed(error);
      if (after === "givenUp") return undefined;
      await rest(after ?? pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
  return undefined;
};
