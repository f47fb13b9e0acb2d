// Tests: time that moves only when everybody waits for it, and then to whoever wakes first.
import { setImmediate as breath } from "node:timers/promises";
import { NOON } from "../../support/clock.ts";

type Sleeper = { at: number; wake(): void };

export type HeldTime = ReturnType<typeof holdTime>;

/** `busy`: something is still on its way that takes no time here. */
export const holdTime = (busy: () => boolean = () => false) => {
  const sleepers: Sleeper[] = [];
  let now = NOON;
  /** Sleepers may come late: a few turns of the loop without one mean that there is none. */
  const settled = async (over: () => boolean): Promise<void> => {
    for (let turns = 0; turns < 3 && !over(); turns += 1) {
      await breath();
      if (busy()) turns = -1;
    }
  };
  return {
    now: () => now,
    rest: (ms: number): Promise<void> => new Promise((wake) => void sleepers.push({ at: now + ms, wake })),
    /** Lets time pass until the work is done. */
    during: async <T>(work: Promise<T>): Promise<T> => {
      let over = false;
      const watched = work.finally(() => {
        over = true;
      });
      watched.catch(() => undefined);
      while (!over) {
        await settled(() => over);
        const first = sleepers.sort((a, b) => a.at - b.at).shift();
        now = Math.max(now, first?.at ?? now);
        first?.wake();
      }
      return watched;
    },
    /** Lets time jump. */
    passTo: (at: number): void => {
      now = Math.max(now, at);
    },
  };
};
