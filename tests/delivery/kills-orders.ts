// Tests: what a replica that is to be killed is told, and what it says.
import type { Point } from "../../src/delivery/points.ts";
import type { Door } from "./replica.ts";

export type Start = { url: string; dataKeys: string; owner: string; skipped: number; telegram: Door; discord: Door };

export type Order =
  /** So much of the time has been skipped since all began, in ms: a clock is real time and that. Answered when its timers have run. */
  | { skipped: number }
  /** Dies when it comes to this point for the n-th time from now on. */
  | { die: Point; nth: number }
  /** As after a commit of its own. */
  | { wake: true };

export type Said = { ready: true } | { skipped: number } | { passed: Point };
