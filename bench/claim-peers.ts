// Bench: our outbox beside three queues, round by round, so that what the machine does meanwhile happens to each of them.
import type { Bench } from "./claim-bench.ts";
import { median, verdict } from "./claim-bench.ts";

type Name = "ours" | "embedded" | "boss" | "graphile" | "bullmq" | "always";

/** Each in the way its documentation recommends for throughput. */
const ROWS: readonly { who: Name; how: string; workers: number; batch: number }[] = [
  { who: "ours", how: "4 workers × 50", workers: 4, batch: 50 },
  { who: "embedded", how: "4 workers × 50", workers: 4, batch: 50 },
  { who: "boss", how: "4 workers × 50", workers: 4, batch: 50 },
  { who: "graphile", how: "concurrency 8", workers: 8, batch: 1 },
  { who: "graphile", how: "concurrency 8, local queue of 500", workers: 8, batch: 500 },
  { who: "bullmq", how: "concurrency 50", workers: 50, batch: 1 },
  { who: "always", how: "concurrency 50", workers: 50, batch: 1 },
];

const ROUNDS = 3;

export const comparePeers = async (benches: Record<Name, Bench>, depths: readonly number[]): Promise<boolean> => {
  let met = true;
  for (const due of depths) met = (await compare(benches, due)) && met;
  return met;
};

const compare = async (benches: Record<Name, Bench>, due: number): Promise<boolean> => {
  const measured = ROWS.map(() => [] as number[]);
  for (const bench of Object.values(benches)) await bench.fillTo(due);
  for (let round = 0; round < ROUNDS; round += 1) {
    process.stderr.write(`  ${due} due jobs, round ${round + 1} of ${ROUNDS}\n`);
    for (const [i, { who, workers, batch }] of ROWS.entries())
      measured[i]?.push(await benches[who].measure(workers, batch));
  }
  const medians = measured.map(median);
  const [ours = 0, embedded = 0, boss = 0, graphile = 0, local = 0, bullmq = 0, always = 0] = medians;
  console.log(`\n${due} due jobs, medians of ${ROUNDS} rounds, one after the other in each`);
  for (const [i, { who, how }] of ROWS.entries())
    console.log(
      `  ${benches[who].name.padEnd(28)}${how.padEnd(36)}${(medians[i] ?? 0).toFixed(0).padStart(7)} jobs/s   ours × ${(ours / (medians[i] ?? 1)).toFixed(2)}`,
    );
  const twice = Object.values(benches).reduce((sum, bench) => sum + bench.twice(), 0);
  return [
    goal("MariaDB beside BullMQ, synced each second", ours / bullmq, 1.3),
    goal("MariaDB beside pg-boss", ours / boss, 2),
    goal("MariaDB beside graphile-worker", ours / graphile, 4),
    note("MariaDB beside graphile-worker with its local queue", ours / local),
    note("MariaDB beside BullMQ, synced each time", ours / always),
    note("SQLite beside BullMQ, synced each second", embedded / bullmq),
    none(twice),
  ].every(Boolean);
};

const goal = (what: string, ratio: number, least: number): boolean => {
  console.log(
    `  ${what.padEnd(56)} × ${ratio.toFixed(2).padStart(5)}   goal ≥ ${least.toFixed(1)}   ${verdict(ratio >= least)}`,
  );
  return ratio >= least;
};

const note = (what: string, ratio: number): boolean => {
  console.log(`  ${what.padEnd(56)} × ${ratio.toFixed(2).padStart(5)}`);
  return true;
};

const none = (twice: number): boolean => {
  console.log(
    `  ${"jobs handed out twice".padEnd(56)}   ${String(twice).padStart(5)}   goal 0       ${verdict(twice === 0)}`,
  );
  return twice === 0;
};
