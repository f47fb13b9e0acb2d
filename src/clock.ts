// The only place that reads real time. Everything else is given `now`.
import type { Instant } from "./domain/time.ts";

export type Clock = { now(): Instant };

export const systemClock: Clock = { now: () => Date.now() };
