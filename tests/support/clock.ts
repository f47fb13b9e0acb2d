// Support: a clock that stands until a test moves it.
import type { Clock } from "../../src/clock.ts";

export type HandClock = Clock & { set(to: number): void; forward(ms: number): void };

/** Starts at noon in Berlin, Sunday 22 November 2026: far from any change of the clocks. */
export const NOON = Date.UTC(2026, 10, 22, 11, 0);

export const handClock = (start = NOON): HandClock => {
  let at = start;
  return {
    now: () => at,
    set: (to) => {
      at = to;
    },
    forward: (ms) => {
      at += ms;
    },
  };
};
