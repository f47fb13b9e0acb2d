// Delivery: the jobs that keep the outbox going when nobody wakes it.
import { DAY } from "../domain/time.ts";
import type { Store } from "../store/types.ts";
import type { Sender } from "./post.ts";
import { EVERY_MINUTE, type Job } from "./schedule.ts";

const EVERY_HOUR = "17 * * * *";

/** Sends what is due each minute, and each hour drops expired notes and deletes settled ones after `retentionDays`. */
export const deliveryJobs = (
  sender: Sender,
  store: Pick<Store, "outbox" | "adapters" | "write">,
  retentionDays: number,
): Job[] => [
  { name: "delivery.tick", cron: EVERY_MINUTE, run: () => sender.drain() },
  { name: "delivery.sweep", cron: EVERY_HOUR, run: (now) => store.outbox.sweep(now, now - retentionDays * DAY) },
  { name: "wishes.sweep", cron: EVERY_HOUR, run: (now) => store.write((tx) => tx.wishes.sweep(now - DAY)) },
  { name: "adapters.sweep", cron: EVERY_HOUR, run: (now) => store.adapters.sweep(now) },
];
