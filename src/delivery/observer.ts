// Delivery: what the sender tells of itself as it goes, for whoever counts: kinds and times alone, never whom or what.
import type { Fault } from "../chat/adapter.ts";
import type { Platform } from "../domain/chat.ts";
import type { Reason } from "../domain/note.ts";

type Faulted = {
  platform: Platform;
  kind: Reason["kind"];
  outcome: Fault["outcome"];
  afterMs?: number;
  refused?: true;
};

/** Called in the sender's own path: each returns at once and never throws. */
export type DeliveryObserver = {
  /** A platform took a note. `lateMs`: from when it was due until then. `tookMs`: what the platform's answer took, the adapter's pace included. */
  sent(e: { platform: Platform; kind: Reason["kind"]; lateMs: number; tookMs: number }): void;
  /** A platform did not take a note. `afterMs`: how long it asked to wait; absent where nobody said. `refused`: a fault all the same. */
  faulted(e: Faulted): void;
  /** This process gained or lost the right to send. */
  leading(is: boolean): void;
};
