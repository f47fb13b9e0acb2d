// Tests: a replica in a process of its own, which kills itself where it is told to. Its clock and its timers skip time when they are told.
import { setImmediate as breath } from "node:timers/promises";
import { systemClock } from "../../src/clock.ts";
import type { Point } from "../../src/delivery/points.ts";
import { createKeyring } from "../../src/safety/keyring.ts";
import { connect, storeOn } from "../../src/store/open.ts";
import { type Order, type Said, type Start } from "./kills-orders.ts";
import { startReplica } from "./replica.ts";
import { skippingTimers } from "./skipping-timers.ts";

const { url, dataKeys, owner, telegram, discord, ...start } = JSON.parse(process.argv[2] ?? "{}") as Start;
let skipped = start.skipped;
const now = (): number => systemClock.now() + skipped;
const skip = skippingTimers(now);
const tell = (said: Said): void => void process.send?.(said);

let doom: { point: Point; left: number } | undefined;
const at = (point: Point): Promise<void> | void => {
  if (doom?.point !== point) return undefined;
  doom.left -= 1;
  if (doom.left > 0) return undefined;
  process.kill(process.pid, "SIGKILL");
  return new Promise<never>(() => {});
};

const store = storeOn(await connect(url), { keyring: createKeyring(dataKeys) });
const replica = await startReplica({ store, telegram, discord, now, owner, pace: "none", hooks: { at } });

const obey = async (order: Order): Promise<void> => {
  if ("die" in order) doom = { point: order.die, left: order.nth };
  else if ("wake" in order) replica.sender.wake();
  else {
    skipped = order.skipped;
    skip();
    await breath();
    tell({ skipped });
  }
};
process.on("message", (order: Order) => void obey(order));
process.on("disconnect", () => process.exit());
tell({ ready: true });
