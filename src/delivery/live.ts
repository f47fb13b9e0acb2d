// Delivery: the change bus. Tells, after a commit, which party changed and to which version; nothing of its content.
import type { Change } from "../chat/adapter.ts";
import { type DeliveryLog, nameOf } from "./log.ts";

export type Bus = {
  /** Tells every listener, each for itself: one that throws hinders nobody. */
  publish(change: Change): void;
  /** Returns the way to stop listening. */
  onChange(listener: (change: Change) => void): () => void;
};

export const createBus = (log: DeliveryLog): Bus => {
  const listeners = new Set<{ hear: (change: Change) => void }>();
  return {
    publish: (change) => {
      for (const { hear } of [...listeners]) {
        try {
          hear(change);
        } catch (error) {
          log.error({ error: nameOf(error) }, "live.listener_failed");
        }
      }
    },
    onChange: (listener) => {
      const entry = { hear: listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
};
