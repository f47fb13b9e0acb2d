// Bench: what is measured of a queue of jobs: filling it, and taking and acknowledging jobs whose handler is empty.

/** `workers` take `batch` jobs at a time. `warm` jobs are taken first; then those within `jobs` or `ms`, whichever ends first, are measured. */
export type Plan = { workers: number; batch: number; warm: number; jobs: number; ms: number };

/** `perSecond`: jobs claimed and acknowledged. `left`: how many fewer are due now. `taken`: the id of each job that was handed out, however often. */
export type Run = { perSecond: number; left: number; taken: readonly string[] };

export type Queue = {
  /** Puts so many jobs that are due. */
  fill(jobs: number): Promise<void>;
  run(plan: Plan): Promise<Run>;
};

/** Counts each job that was acknowledged, and measures from the last warm one to the last one wanted. */
export type Meter = {
  /** Says that these were handed to a worker. */
  took(ids: readonly string[]): void;
  /** Says that so many were acknowledged. */
  ended(jobs: number): void;
  readonly over: boolean;
  whenOver: Promise<void>;
  run(): Run;
};

export const createMeter = (plan: Plan): Meter => {
  const taken: string[] = [];
  let ended = 0;
  let first = { at: 0, jobs: 0 };
  let last: { at: number; jobs: number } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = (): void => {};
  const whenOver = new Promise<void>((resolve) => {
    over = resolve;
  });
  const stop = (): void => {
    if (last) return;
    last = { at: performance.now(), jobs: ended };
    clearTimeout(timer);
    over();
  };
  return {
    took: (ids) => {
      taken.push(...ids);
    },
    ended: (jobs) => {
      ended += jobs;
      if (first.at === 0 && ended >= plan.warm) {
        first = { at: performance.now(), jobs: ended };
        timer = setTimeout(stop, plan.ms);
      } else if (ended >= plan.warm + plan.jobs) stop();
    },
    get over() {
      return last !== undefined;
    },
    whenOver,
    run: () => {
      const until = last ?? { at: performance.now(), jobs: ended };
      return { perSecond: ((until.jobs - first.jobs) * 1_000) / (until.at - first.at), left: ended, taken };
    },
  };
};
