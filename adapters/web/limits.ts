// Web: how often one may do something, so that nobody crowds others out.
import { RateLimiterMemory } from "rate-limiter-flexible";

export type Limits = {
  /** Seconds to wait; 0 when it may be done now. */
  arrive(address: string): Promise<number>;
  say(userId: string): Promise<number>;
  answer(address: string): Promise<number>;
};

export const createLimits = (): Limits => {
  const arrivals = new RateLimiterMemory({ points: 120, duration: 60 });
  const says = new RateLimiterMemory({ points: 200, duration: 10 });
  const answers = new RateLimiterMemory({ points: 240, duration: 60 });
  return { arrive: waiter(arrivals), say: waiter(says), answer: waiter(answers) };
};

const waiter =
  (limiter: RateLimiterMemory) =>
  async (key: string): Promise<number> => {
    try {
      await limiter.consume(key);
      return 0;
    } catch (refused) {
      const { msBeforeNext } = refused as { msBeforeNext?: number };
      return Math.max(1, Math.ceil((msBeforeNext ?? 1_000) / 1_000));
    }
  };
