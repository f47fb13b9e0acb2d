// Tests: the whole program in a process of its own, so that it can be killed, and so that what it holds up can be told from what others do.
import { startApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import { createLog } from "../../../src/log.ts";
import { handClock } from "../../support/clock.ts";
import { watchStalls } from "../../support/stalls.ts";
import type { Order, Said } from "./spawned.ts";

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
