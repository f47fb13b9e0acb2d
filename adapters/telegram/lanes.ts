// Telegram: one after another within a chat, some side by side across chats, and a breath for everything else in between.
import { setImmediate as breath } from "node:timers/promises";

export type Lanes = {
  /** Runs `work` behind what was put in the same lane before. Rejects as `work` does. */
  in<T>(lane: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when every lane is empty. */
  idle(): Promise<void>;
};

/** Lets so many work at once, each after a breath for everything else that waits. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export const createGate = (width: number): Gate => {
  const waiting: (() => void)[] = [];
  let free = width;
  const enter = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    await breath();
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
};

/** The most updates at work at once: they wait for Telegram's answers most of the time. */
const WIDTH = 32;

export const createLanes = (): Lanes => {
  const gate = createGate(WIDTH);
  const tails = new Map<string, Promise<unknown>>();
  return {
    in: (lane, work) => {
      const before = tails.get(lane) ?? Promise.resolve();
      const done = before.then(() => gate(work));
      const tail: Promise<unknown> = done
        .catch(() => undefined)
        .finally(() => {
          if (tails.get(lane) === tail) tails.delete(lane);
        });
      tails.set(lane, tail);
      return done;
    },
    idle: async () => {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
};
