// Bench: BullMQ as a queue: one worker that runs many jobs at once.
import { Queue as Bull, Worker } from "bullmq";
import { Redis } from "ioredis";
import type { Queue } from "./claim-queue.ts";
import { createMeter } from "./claim-queue.ts";

const NAME = "bench";
const IN_ONE_CALL = 2_000;

/** `plan.workers` × `plan.batch` is not what it knows: its concurrency is `plan.workers`. */
export const bullmq = async (url: string): Promise<Queue> => {
  const queue = new Bull(NAME, { connection: new Redis(url), defaultJobOptions: { removeOnComplete: true } });
  return {
    fill: async (jobs) => {
      for (let i = 0; i < jobs; i += IN_ONE_CALL) {
        const many = Math.min(IN_ONE_CALL, jobs - i);
        await queue.addBulk(Array.from({ length: many }, (_, n) => ({ name: NAME, data: { person: `person${n}` } })));
      }
    },
    run: async (plan) => {
      const meter = createMeter(plan);
      const connection = new Redis(url, { maxRetriesPerRequest: null });
      const worker = new Worker(
        NAME,
        (job) => {
          meter.took([job.id ?? ""]);
          return Promise.resolve();
        },
        { connection, concurrency: plan.workers },
      );
      worker.on("completed", () => meter.ended(1));
      worker.on("error", (error) => console.error(error));
      await meter.whenOver;
      await worker.close();
      connection.disconnect();
      return meter.run();
    },
  };
};
