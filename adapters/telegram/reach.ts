// Telegram: who cannot be written to: nobody is written to again after a block until they return.
import type { AdapterStore } from "../../src/core.ts";

export type Reach = {
  isLost(userId: string): Promise<boolean>;
  lose(userId: string): Promise<void>;
  /** They wrote to the bot, or tapped. */
  returned(userId: string): Promise<void>;
  /** They unblocked it, and may never write. */
  unblocked(userId: string): Promise<void>;
};

const nameOf = (userId: string): string => `telegram.lost:${userId}`;

/** `now` in milliseconds. */
export const createReach = (desk: AdapterStore, now: () => number): Reach => {
  /** Known to be reachable, and since when, so that a message costs nothing. Another replica may have lost them meanwhile. */
  const fine = new Map<string, number>();
  const isFine = (userId: string): boolean => {
    const since = fine.get(userId);
    return since !== undefined && since <= now() && now() - since < FINE_FOR;
  };
  const found = async (userId: string): Promise<void> => {
    if ((await desk.recall(nameOf(userId))) !== undefined) await desk.forget(nameOf(userId));
    if (fine.size >= FINE_MAX) fine.clear();
    fine.set(userId, now());
  };
  return {
    isLost: async (userId) => (await desk.recall(nameOf(userId))) === "yes",
    lose: async (userId) => {
      fine.delete(userId);
      await desk.remember(nameOf(userId), "yes");
    },
    returned: async (userId) => {
      if (!isFine(userId)) await found(userId);
    },
    unblocked: found,
  };
};

const FINE_MAX = 10_000;
/** In milliseconds. */
const FINE_FOR = 60_000;
