// The loopback Discord: snowflakes, made from the clock that the test gives.
const EPOCH = 1_420_070_400_000;
const YEAR = 365 * 24 * 3_600_000;
/** Libraries know ids of 17 digits and more; no id is of Discord's first years. */
const EARLIEST = 2 * YEAR;

export type Snowflakes = { next(): string; guild(): string };

/** Every id is new and greater than the one before, also where the clock stands still or goes back. */
export const createSnowflakes = (now: () => number): Snowflakes => {
  let last = 0n;
  let guilds = 0;
  return {
    next: () => {
      const at = BigInt(Math.max(EARLIEST, Math.floor(now()) - EPOCH)) << 22n;
      last = at > last ? at : last + 1n;
      return String(last);
    },
    /** Servers follow each other by a millisecond: (id >> 22) % shards spreads them. */
    guild: () => String(BigInt(Math.max(EARLIEST, Math.floor(now()) - YEAR - EPOCH) + (guilds += 1)) << 22n),
  };
};

export const iso = (at: number): string => new Date(at).toISOString().replace("Z", "000+00:00");
