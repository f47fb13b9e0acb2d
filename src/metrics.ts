// Metrics: what Prometheus reads of this process: figures without a name, a text or an id in them.
import { collectDefaultMetrics, Registry } from "prom-client";
import type { DeliveryObserver } from "./delivery/observer.ts";
import type { Instant } from "./domain/time.ts";
import { deliveryMetrics } from "./metrics/delivery.ts";
import { type HouseMetrics, houseMetrics } from "./metrics/house.ts";
import { outboxGauges } from "./metrics/outbox.ts";
import type { OutboxStats } from "./store/types.ts";

export { codeOfFault } from "./metrics/house.ts";

export type Metrics = HouseMetrics & {
  /** For the sender. */
  delivery: DeliveryObserver;
  /** All of it, as Prometheus reads it. `viewers`: pages that are open on a live line. Never rejects. */
  read(seen?: { viewers: number }): Promise<{ type: string; body: string }>;
};

export type MetricsParts = {
  now(): Instant;
  stats(now: Instant, of: "all" | "due"): Promise<OutboxStats>;
};

export const createMetrics = (parts: MetricsParts): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const outbox = outboxGauges(registry, parts);
  const house = houseMetrics(registry);
  return {
    ...house,
    delivery: deliveryMetrics(registry),
    read: async (seen) => {
      if (seen) house.viewers(seen.viewers);
      await outbox.refresh();
      return { type: registry.contentType, body: await registry.metrics() };
    },
  };
};
