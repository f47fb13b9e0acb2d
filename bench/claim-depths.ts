// Bench: our outbox alone: batches and workers at each depth, whether the depth matters, and several processes on one database.
import type { Bench } from "./claim-bench.ts";
import { median, verdict } from "./claim-bench.ts";
import type { Run } from "./claim-queue.ts";

const BATCHES = [1, 50, 500];
const WORKERS = [1, 4, 8];
const FLAT = 1.5;
const ROUNDS = 3;
const CELL_MS = 1_200;

/** Jobs per second of every batch and number of workers; false where 4 × 50 is more than 1.5 × slower at one depth than at another. */
export const measureDepths = async (bench: Bench, depths: readonly number[]): Promise<boolean> => {
  console.log(`\n${bench.name}: jobs/s`);
  console.log(`  due rows   workers ${BATCHES.map((batch) => `batch ${batch}`.padStart(10)).join("")}`);
  const flat: number[] = [];
  for (const depth of depths) {
    await bench.fillTo(depth);
    for (const workers of WORKERS) {
      const cells: number[] = [];
      for (const batch of BATCHES) cells.push(await bench.measure(workers, batch, CELL_MS));
      console.log(
        `  ${String(depth).padStart(8)} ${String(workers).padStart(9)} ${cells.map((cell) => cell.toFixed(0).padStart(10)).join("")}`,
      );
    }
    const again: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) again.push(await bench.measure(4, 50));
    flat.push(median(again));
  }
  const spread = Math.max(...flat) / Math.min(...flat);
  console.log(
    `  4 × 50 at each depth: ${flat.map((one) => one.toFixed(0)).join(", ")}: within × ${spread.toFixed(2)}   goal ≤ ${FLAT}   ${verdict(spread <= FLAT)}`,
  );
  const twice = bench.twice();
  console.log(`  handed out twice: ${twice}   goal 0   ${verdict(twice === 0)}`);
  return spread <= FLAT && twice === 0;
};

const PROCESSES = 4;
const EACH = { workers: 1, batch: 50, warm: 100, jobs: 1_500, ms: 3_000 };

/** Four processes claim from one database at once; false where two of them were given the same note. */
export const measureProcesses = async (first: Bench, open: () => Promise<Bench>): Promise<boolean> => {
  await first.fillTo(20_000);
  const others = await Promise.all(Array.from({ length: PROCESSES - 1 }, open));
  const runs: Run[] = await Promise.all([first, ...others].map((bench) => bench.run(EACH)));
  for (const bench of others) bench.end();
  const taken = runs.flatMap((run) => run.taken);
  const twice = taken.length - new Set(taken).size;
  const perSecond = runs.reduce((sum, run) => sum + run.perSecond, 0);
  console.log(
    `\n${first.name}: ${PROCESSES} processes at once, ${taken.length} jobs, ${perSecond.toFixed(0)} jobs/s, handed out twice: ${twice}   goal 0   ${verdict(twice === 0)}`,
  );
  return twice === 0;
};
