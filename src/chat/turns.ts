// Chat: turns for what an adapter sends by itself: evenly spaced, never more than a platform takes in any stretch of time.

/** Both in milliseconds. */
export type Time = { now(): number; rest(ms: number): Promise<unknown> };

/** All but `most` in milliseconds. */
export type Limit = {
  /** No more than this many within any `ms`. */
  most: number;
  ms: number;
  /** The longest line: who would wait longer is sent away until their turn comes near. */
  line: number;
};

/** All in milliseconds. */
export type Turns = {
  /** Waits for a turn, and counts it: then 0. Else after how long to ask again. */
  take(): Promise<number>;
  /** Something went out beside the turns: the next one waits a place longer. */
  counted(): void;
  /** Nothing goes out for so long. */
  hold(ms: number): void;
};

/** A line yields to what goes out beside the turns for so many places at most. */
const YIELD = 10;
/**
 * Timers are late (1 to 2 ms each, 6 % of thirty a second): while somebody waits so many places are made up for. Not more: after a long
 * stall of the machine requests leave closer to each other than their turns, and are refused.
 */
const MADE_UP = 6;

export const createTurns = ({ most, ms, line }: Limit, { now, rest }: Time): Turns => {
  const spacing = ms / most;
  /** When the last `most` went out. */
  const gone: number[] = [];
  let next = 0;
  let heldUntil = 0;
  /** The turn of whoever was sent away last. */
  let promised = 0;
  let waiting = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const opens = (): number => {
    const full = gone.length < most ? 0 : (gone[0] ?? 0) + ms;
    // Two in the time of one, and never in a burst.
    return Math.max(next, full, (gone.at(-1) ?? 0) + spacing / 2);
  };
  const leave = (): void => {
    gone.push(now());
    if (gone.length > most) gone.shift();
    next = Math.max(next, now() - (waiting > 0 ? MADE_UP : 0) * spacing) + spacing;
  };
  const later = (at: number): number => {
    promised = Math.max(promised, at) + spacing;
    return Math.max(1, Math.ceil(promised - now() - line / 2));
  };
  const place = async (): Promise<number> => {
    const latest = now() + YIELD * spacing;
    for (;;) {
      if (heldUntil - now() > line) return later(heldUntil);
      const left = Math.ceil(Math.max(heldUntil, Math.min(opens(), latest)) - now());
      if (left <= 0) break;
      await rest(left);
    }
    leave();
    return 0;
  };
  return {
    take: async () => {
      if (waiting === 0) next = Math.max(next, now());
      const at = Math.max(now(), opens(), heldUntil) + waiting * spacing;
      if (at - now() > line) return later(at);
      waiting += 1;
      const mine = queue.then(place).finally(() => {
        waiting -= 1;
      });
      queue = mine;
      return mine;
    },
    counted: () => {
      leave();
      next = Math.min(next, now() + YIELD * spacing);
    },
    hold: (time) => {
      heldUntil = Math.max(heldUntil, now() + time);
    },
  };
};
