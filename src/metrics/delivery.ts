// Metrics: what the sender tells: how late notes arrive, how quick the platforms are, and what went wrong.
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { Fault } from "../chat/adapter.ts";
import type { DeliveryObserver } from "../delivery/observer.ts";
import { PLATFORMS } from "../domain/chat.ts";
import { LANES, laneOf } from "../domain/lane.ts";
import { SECOND } from "../domain/time.ts";

/** In seconds. A card is to be right within moments; a reminder's hour is as late as anything is still read. */
const LATE = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];
/** In seconds. The sender gives a platform ten. */
const TOOK = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const OUTCOMES: readonly Fault["outcome"][] = ["retry", "unreachable", "gone", "ambiguous"];

export const deliveryMetrics = (registry: Registry): DeliveryObserver => {
  const { late, took, faults, waits, leading } = metersIn(registry);
  // From the start at zero: a rate must see the first one too.
  for (const platform of PLATFORMS) {
    for (const outcome of OUTCOMES) faults.inc({ platform, outcome }, 0);
    for (const lane of LANES) late.zero({ platform, lane });
    took.zero({ platform });
    waits.inc({ platform }, 0);
  }
  return {
    sent: ({ platform, kind, lateMs, tookMs }) => {
      late.observe({ platform, lane: laneOf(kind) }, Math.max(0, lateMs) / SECOND);
      took.observe({ platform }, Math.max(0, tookMs) / SECOND);
    },
    faulted: ({ platform, outcome, afterMs, refused }) => {
      if (outcome === "retry" && afterMs !== undefined && refused !== true) waits.inc({ platform });
      else faults.inc({ platform, outcome });
    },
    leading: (is) => leading.set(is ? 1 : 0),
  };
};

const metersIn = (registry: Registry) => {
  const registers = [registry];
  return {
    late: new Histogram({
      name: "party_send_late_seconds",
      help: "From when a note was due until its platform had taken it.",
      labelNames: ["platform", "lane"],
      buckets: LATE,
      registers,
    }),
    took: new Histogram({
      name: "party_platform_request_seconds",
      help: "What a platform took to accept a message, our own pace included.",
      labelNames: ["platform"],
      buckets: TOOK,
      registers,
    }),
    faults: new Counter({
      name: "party_send_faults_total",
      help: "Messages that a platform did not take, by what it said.",
      labelNames: ["platform", "outcome"],
      registers,
    }),
    waits: new Counter({
      name: "party_send_waits_total",
      help: "Messages put off for as long as a platform, or the pace it wants, asked for.",
      labelNames: ["platform"],
      registers,
    }),
    leading: new Gauge({ name: "party_sender", help: "1 when this process is the one that sends.", registers }),
  };
};
