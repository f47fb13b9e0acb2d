// Places: leaves a provider alone for a while after it failed several times in a row.
import type { Instant } from "../domain/time.ts";

/** `run` resolves to undefined, without calling, while the breaker is open; and when the call says it failed (undefined). */
export type Breaker = { run<T>(call: () => Promise<T | undefined>): Promise<T | undefined> };

/** Opens for `openMs` after `failures` in a row; then one call at a time tries again. */
export const createBreaker = (o: { failures: number; openMs: number; now: () => Instant }): Breaker => {
  let failed = 0;
  let openUntil = 0;
  let trying = false;
  return {
    run: async (call) => {
      const tripped = failed >= o.failures;
      if (tripped && (trying || o.now() < openUntil)) return undefined;
      trying = tripped;
      const answer = await call().catch(() => undefined);
      trying = false;
      failed = answer === undefined ? failed + 1 : 0;
      if (failed >= o.failures) openUntil = o.now() + o.openMs;
      return answer;
    },
  };
};
