// Metrics: how the outbox stands, asked of the database when Prometheus asks us.
import { Gauge, type Registry } from "prom-client";
import { LANES, type Lane, laneOf } from "../domain/lane.ts";
import { type Instant, SECOND } from "../domain/time.ts";
import type { OutboxStats } from "../store/types.ts";

export type OutboxGauges = {
  /** Brings the gauges up to date. Never rejects: what a database that does not answer holds is not told. */
  refresh(): Promise<void>;
};

/** Counting takes at most these parts of the time: what took 100 ms to count is counted again after a second, or after ten. */
const SHARE = { due: 0.1, all: 0.01 };

export const outboxGauges = (
  registry: Registry,
  { stats, now }: { stats(now: Instant, of: "all" | "due"): Promise<OutboxStats>; now(): Instant },
): OutboxGauges => {
  const gauges = gaugesIn(registry);
  const due = seldom(SHARE.due, async () => {
    const at = now();
    const found = await stats(at, "due").catch(() => undefined);
    gauges.database.set(found ? 1 : 0);
    if (found) showDue(gauges, found, at);
    else for (const gauge of [gauges.due, gauges.late]) gauge.reset();
  });
  const all = seldom(SHARE.all, async () => {
    const found = await stats(now(), "all").catch(() => undefined);
    if (found) showPending(gauges, found);
    else gauges.pending.reset();
  });
  return { refresh: async () => void (await Promise.all([due(), atMost(PATIENCE, all())])) };
};

/** Prometheus waits ten seconds in all: a count that takes longer than this is told the next time. In milliseconds. */
const PATIENCE = 2_000;

const atMost = async (ms: number, work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
};

/** Runs `work` when it is asked for, once for all who ask meanwhile, and not again before it has rested for its share. */
const seldom = (share: number, work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  let restsUntil = Number.NEGATIVE_INFINITY;
  const run = async (): Promise<void> => {
    const from = performance.now();
    await work();
    const until = performance.now();
    restsUntil = until + (until - from) / share;
    running = undefined;
  };
  return async () => {
    if (!running && performance.now() < restsUntil) return;
    await (running ??= run());
  };
};

const gaugesIn = (registry: Registry) => {
  const byLane = (name: string, help: string) => new Gauge({ name, help, labelNames: ["lane"], registers: [registry] });
  return {
    pending: byLane("party_outbox_pending", "Notes that wait to be sent, due or not."),
    due: byLane("party_outbox_due", "Notes that are due now and not sent."),
    late: byLane("party_outbox_oldest_due_seconds", "For how long the oldest due note has waited."),
    database: new Gauge({
      name: "party_database_up",
      help: "1 when the database answered just now.",
      registers: [registry],
    }),
  };
};

type Gauges = ReturnType<typeof gaugesIn>;
type Kinds = OutboxStats["kinds"];

const ofLane = (kinds: Kinds, lane: Lane): Kinds => kinds.filter(({ kind }) => laneOf(kind) === lane);

const showDue = ({ due, late }: Gauges, { kinds }: OutboxStats, now: Instant): void => {
  for (const lane of LANES) {
    const own = ofLane(kinds, lane);
    due.set({ lane }, sum(own.map((one) => one.due)));
    late.set({ lane }, Math.max(0, ...own.map(({ oldestDueAt }) => now - (oldestDueAt ?? now))) / SECOND);
  }
};

const showPending = ({ pending }: Gauges, { kinds }: OutboxStats): void => {
  for (const lane of LANES) pending.set({ lane }, sum(ofLane(kinds, lane).map((one) => one.pending)));
};

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
