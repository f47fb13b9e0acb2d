// Metrics: what Prometheus reads: the process's own figures, and how the outbox stands when asked.
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Clock } from "./clock.ts";
import { SECOND } from "./domain/time.ts";
import type { Store } from "./store/types.ts";

export type Metrics = () => Promise<{ type: string; body: string }>;

export const createMetrics = (store: Pick<Store, "outbox">, clock: Clock): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const pending = new Gauge({
    name: "party_outbox_pending",
    help: "Notes that wait to be sent.",
    registers: [registry],
  });
  const due = new Gauge({ name: "party_outbox_due", help: "Notes that are due now.", registers: [registry] });
  const late = new Gauge({
    name: "party_outbox_oldest_due_seconds",
    help: "For how long the oldest due note has waited.",
    registers: [registry],
  });
  return async () => {
    const now = clock.now();
    const stats = await store.outbox.stats(now);
    pending.set(stats.pending);
    due.set(stats.due);
    late.set(stats.oldestDueAt === undefined ? 0 : Math.max(0, now - stats.oldestDueAt) / SECOND);
    return { type: registry.contentType, body: await registry.metrics() };
  };
};
