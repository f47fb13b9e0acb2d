// Bench: one queue in its process, with so many due jobs kept in it, and every job it hands out counted.
import { fileURLToPath } from "node:url";
import { startSubject } from "./child.ts";
import type { Plan, Run } from "./claim-queue.ts";

const SUBJECT = fileURLToPath(new URL("claim-subject.ts", import.meta.url));

export type Bench = {
  readonly name: string;
  /** Fills up to so many due jobs. */
  fillTo(due: number): Promise<void>;
  /** Jobs per second; fills up first what earlier runs took. */
  measure(workers: number, batch: number, ms?: number): Promise<number>;
  run(plan: Plan): Promise<Run>;
  /** Jobs that were handed out more than once, so far. */
  twice(): number;
  end(): void;
};

/** So many take a while to fill in. */
const LONG = 50_000;
const JOBS = 4_000;
const LONGEST_MS = 2_000;
/** A worker must not be warm by its first batch alone. */
const WARM = 500;

export const openBench = async (name: string, kind: string, url: string, dataKeys: string): Promise<Bench> => {
  const subject = await startSubject(SUBJECT, [kind, url, dataKeys]);
  const seen = new Set<string>();
  let twice = 0;
  let due = 0;
  let wanted = 0;
  const fillTo = async (jobs: number): Promise<void> => {
    wanted = jobs;
    if (jobs - due >= LONG) process.stderr.write(`  filling ${name} up to ${jobs} due jobs\n`);
    if (due < jobs) await subject.ask(JSON.stringify({ fill: jobs - due }));
    due = Math.max(due, jobs);
  };
  const run = async (plan: Plan): Promise<Run> => {
    const ran = await subject.ask<Run>(JSON.stringify({ run: plan }));
    due -= ran.left;
    for (const id of ran.taken) {
      if (seen.has(id)) twice += 1;
      seen.add(id);
    }
    return ran;
  };
  return {
    name,
    fillTo,
    run,
    measure: async (workers, batch, ms = LONGEST_MS) => {
      await fillTo(wanted);
      return (await run({ workers, batch, warm: Math.max(WARM, workers * batch), jobs: JOBS, ms })).perSecond;
    },
    twice: () => twice,
    end: () => subject.end(),
  };
};

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export const verdict = (met: boolean): string => (met ? "goal met" : "goal NOT MET");
