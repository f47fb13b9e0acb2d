// Telegram: how often a group is written to. Telegram allows twenty messages and edits a minute there.
import { RateLimiterMemory } from "rate-limiter-flexible";

const GROUP_POINTS = 20;
const GROUP_SECONDS = 60;

export type Pace = {
  /** Milliseconds until this chat may be written to again; 0 when it may be now, and then it is counted. */
  wait(chatId: string): Promise<number>;
};

/** Counted in memory: one replica sends, and after a restart Telegram's own answer (429) says when to go on. */
export const createPace = (): Pace => {
  const groups = new RateLimiterMemory({ points: GROUP_POINTS, duration: GROUP_SECONDS });
  return {
    wait: async (chatId) => {
      try {
        await groups.consume(chatId);
        return 0;
      } catch (refused) {
        return Math.max(1, (refused as { msBeforeNext?: number }).msBeforeNext ?? GROUP_SECONDS * 1_000);
      }
    },
  };
};
