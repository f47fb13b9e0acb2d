// Telegram: one after another within a chat, some side by side across chats, and a breath for everything else in between.
import { createGate } from "../../src/core.ts";

export type Lanes = {
  /** Runs `work` behind what was put in the same lane before. Rejects as `work` does. */
  in<T>(lane: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when every lane is empty. */
  idle(): Promise<void>;
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
