// Bench: pg-boss as a queue: many jobs fetched and completed by one call each, as its documentation advises for throughput.
import PgBoss from "pg-boss";
import type { Queue } from "./claim-queue.ts";
import { createMeter } from "./claim-queue.ts";

const NAME = "bench";
const IN_ONE_INSERT = 5_000;

export const boss = async (url: string): Promise<Queue> => {
  const pgBoss = new PgBoss({ connectionString: url, max: 10, schedule: false });
  pgBoss.on("error", (error) => console.error(error));
  await pgBoss.start();
  await pgBoss.createQueue(NAME);
  return {
    fill: async (jobs) => {
      for (let i = 0; i < jobs; i += IN_ONE_INSERT) {
        const many = Math.min(IN_ONE_INSERT, jobs - i);
        await pgBoss.insert(Array.from({ length: many }, (_, n) => ({ name: NAME, data: { person: `person${n}` } })));
      }
    },
    run: async (plan) => {
      const meter = createMeter(plan);
      const work = async (): Promise<void> => {
        while (!meter.over) {
          const jobs = await pgBoss.fetch(NAME, { batchSize: plan.batch });
          if (jobs.length === 0) return;
          const ids = jobs.map((job) => job.id);
          meter.took(ids);
          await pgBoss.complete(NAME, ids);
          meter.ended(ids.length);
        }
      };
      await Promise.all(Array.from({ length: plan.workers }, work));
      return meter.run();
    },
  };
};
