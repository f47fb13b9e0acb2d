// Tests: the whole program in a process of its own, so that it can be killed, and so that what it holds up can be told from what others do.
import { readFileSync } from "node:fs";
import { startApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import { createLog } from "../../../src/log.ts";
import { handClock } from "../../support/clock.ts";
import type { Order, Said } from "./spawned.ts";

const MS = 1e6;

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

/** The longest work between two turns of the event loop, in ms: by the clock, and in the processor time of its thread. */
const watchStalls = () => {
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

const tell = (said: Said): void => void process.send?.(said);

const { env, now } = JSON.parse(process.argv[2] ?? "{}") as { env: Record<string, string>; now: number };
const clock = handClock(now);
const app = await startApp({ config: readConfig(env), clock, log: createLog("fatal"), ticking: false });
const stalls = watchStalls();

process.on("message", (order: Order) => {
  if ("now" in order) clock.set(order.now);
  else if ("watch" in order) {
    stalls.reset();
    tell({ watching: true });
  } else tell({ stall: stalls.worst() });
});
process.on("disconnect", () => void app.stop().finally(() => process.exit()));
tell({ ready: true });
