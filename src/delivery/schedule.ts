// Delivery: node-cron as a tick. It calls plain functions with `now` and knows nothing else.
import { createTask, type Logger } from "node-cron";
import type { Instant } from "../domain/time.ts";
import type { DeliveryLog } from "./log.ts";
import { nameOf } from "./log.ts";

/** `cron` in five fields (or six, with seconds). A run that has not ended is not started again. */
export type Job = { name: string; cron: string; run(now: Instant): Promise<unknown> };

export type Schedule = {
  start(): Promise<void> /** Resolves when no job will start any more. */;
  stop(): Promise<void>;
};

export const EVERY_MINUTE = "* * * * *";

export const createSchedule = ({
  jobs,
  now,
  log,
}: {
  jobs: readonly Job[];
  now: () => Instant;
  log: DeliveryLog;
}): Schedule => {
  const tasks = jobs.map((job) => {
    const task = createTask(job.cron, () => job.run(now()), {
      name: job.name,
      noOverlap: true,
      suppressMissedWarning: true,
      unref: true,
      logger: SILENT,
    });
    task.on("execution:failed", ({ execution }) =>
      log.error({ job: job.name, error: nameOf(execution?.error) }, "schedule.job_failed"),
    );
    return task;
  });
  return {
    start: async () => {
      for (const task of tasks) await task.start();
    },
    stop: async () => {
      for (const task of tasks) await task.destroy();
    },
  };
};

/** node-cron writes errors' texts to the console by itself: they can hold what a person wrote. */
const SILENT: Logger = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };
