// Delivery: how long to wait before a note is tried again.
import { MINUTE, SECOND } from "../domain/time.ts";

export const BACKOFF_MAX = 15 * MINUTE;

/**
 * Milliseconds to wait after `attempts` failed ones: 1 s doubled each time up to 15 min, of which a random half is taken off
 * ("equal jitter", https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). `random` is in [0, 1).
 */
export const backoff = (attempts: number, random: () => number): number => {
  const full = Math.min(BACKOFF_MAX, SECOND * 2 ** Math.min(attempts, 20));
  return Math.round(full / 2 + (full / 2) * random());
};
