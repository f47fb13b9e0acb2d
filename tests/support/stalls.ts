// Support: how long the event loop of this process is held up, told from what other processes do to the machine.
import { readFileSync } from "node:fs";

/** In ms, between two turns of the event loop: by the clock, and in its thread's own processor time. */
export type Stall = { wall: number; cpu: number };
export type Stalls = {
  worst(): Stall;
  /** Forgets the longest so far. */
  reset(): void;
};

const MS = 1e6;

/** The longest work between two turns of the event loop, in ms: by the clock, and in the processor time of its thread. */
export const watchStalls = (): Stalls => {
  let before = { wall: performance.now(), cpu: ran() };
  let worst = { wall: 0, cpu: 0 };
  setInterval(() => {
    const now = { wall: performance.now(), cpu: ran() };
    const wall = now.wall - before.wall;
    worst = {
      wall: Math.max(worst.wall, wall),
      cpu: Math.max(worst.cpu, Math.min(wall, (now.cpu - before.cpu) / MS)),
    };
    before = now;
  }, 1);
  return {
    worst: () => worst,
    reset: (): void => {
      worst = { wall: 0, cpu: 0 };
    },
  };
};

/**
 * Nanoseconds in which the process's first thread, where the event loop runs, had a processor. Linux says so of each thread
 * (https://docs.kernel.org/scheduler/sched-stats.html); elsewhere there is only the CPU time of all threads together, which is no less.
 */
const ran = (): number => {
  try {
    return Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[0]);
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) * 1e3;
  }
};
