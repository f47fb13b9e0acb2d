// Bench: graphile-worker as a queue, plain or with its local queue (jobs fetched in bulk) and completions that share a statement.
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import type { Plan, Queue } from "./claim-queue.ts";
import { createMeter } from "./claim-queue.ts";

const NAME = "bench";
const IN_ONE_INSERT = 5_000;
const silent = new Logger(() => () => {});

/** `plan.workers` is its concurrency; `plan.batch` above 1 the size of the local queue. */
export const graphile = async (url: string): Promise<Queue> => {
  const tools = await makeWorkerUtils({ connectionString: url, logger: silent });
  await tools.migrate();
  return {
    fill: async (jobs) => {
      for (let i = 0; i < jobs; i += IN_ONE_INSERT) {
        const many = Math.min(IN_ONE_INSERT, jobs - i);
        await tools.addJobs(
          Array.from({ length: many }, (_, n) => ({ identifier: NAME, payload: { person: `person${n}` } })),
        );
      }
    },
    run: async (plan) => {
      const meter = createMeter(plan);
      const runner = await run({
        preset: { worker: options(url, plan) },
        logger: silent,
        noHandleSignals: true,
        taskList: { [NAME]: (_, { job }) => meter.took([job.id]) },
      });
      // Said when the handler is done; the completion itself follows and is behind by at most one batch.
      runner.events.on("job:complete", () => meter.ended(1));
      await meter.whenOver;
      await runner.stop();
      return meter.run();
    },
  };
};

const options = (connectionString: string, { workers, batch }: Plan) => ({
  connectionString,
  concurrentJobs: workers,
  maxPoolSize: workers + 2,
  ...(batch > 1 && { localQueue: { size: batch }, completeJobBatchDelay: 0, failJobBatchDelay: 0 }),
});
