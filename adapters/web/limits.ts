// Web: how often one may do something, so that nobody crowds others out.
import { isIP } from "node:net";
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

/** How many lines to `/live` each address has. */
export type Lines = {
  /** Takes one more place, and returns the way to give it back; undefined when the address has all it may. */
  take(address: string): (() => void) | undefined;
};

export const createLines = (most: number): Lines => {
  const open = new Map<string, number>();
  return {
    take: (address) => {
      const home = homeOf(address);
      const now = open.get(home) ?? 0;
      if (now >= most) return undefined;
      open.set(home, now + 1);
      let given = false;
      return () => {
        if (given) return;
        given = true;
        const left = (open.get(home) ?? 1) - 1;
        if (left > 0) open.set(home, left);
        else open.delete(home);
      };
    },
  };
};

const IPV6_HOME = 4;

/** An IPv6 customer is given 64 bits of addresses to choose from: they are one home. */
const homeOf = (address: string): string => {
  if (isIP(address) !== 6 || address.startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill("0");
  return [...groups, ...zeros, ...rest].slice(0, IPV6_HOME).join(":");
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
