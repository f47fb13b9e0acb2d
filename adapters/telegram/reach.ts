// Telegram: who cannot be written to: nobody is written to again after a block until they return.
import type { AdapterStore } from "../../src/core.ts";

export type Reach = {
  isLost(userId: string): Promise<boolean>;
  lose(userId: string): Promise<void>;
  /** They wrote to the bot, or unblocked it. */
  returned(userId: string): Promise<void>;
};

const nameOf = (userId: string): string => `telegram.lost:${userId}`;

export const createReach = (desk: AdapterStore): Reach => {
  /** Known to be reachable by this process, so that a message costs no write. */
  const fine = new Set<string>();
  return {
    isLost: async (userId) => (await desk.recall(nameOf(userId))) === "yes",
    lose: async (userId) => {
      fine.delete(userId);
      await desk.remember(nameOf(userId), "yes");
    },
    returned: async (userId) => {
      if (fine.has(userId)) return;
      if ((await desk.recall(nameOf(userId))) !== undefined) await desk.forget(nameOf(userId));
      if (fine.size >= FINE_MAX) fine.clear();
      fine.add(userId);
    },
  };
};

const FINE_MAX = 10_000;
