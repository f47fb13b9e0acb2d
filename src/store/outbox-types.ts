// Store: what delivery asks of the outbox.
import type { Account } from "../domain/chat.ts";
import type { Note, Reason } from "../domain/note.ts";
import type { Instant } from "../domain/time.ts";

/** What a sender has in hand is pending and due until it is settled. */
export type OutboxStats = {
  pending: number;
  due: number;
  /** Of those that are due, the one due first. */
  oldestDueAt?: Instant;
  /** By kind of note. */
  kinds: readonly { kind: Reason["kind"]; pending: number; due: number; oldestDueAt?: Instant }[];
};

export type Lease = { note: Note; token: string };

/** The right to send, held by one process at a time: a claim stands only while `fence` is still that of the lease `name`, and holds it until `until`. */
export type Tenure = { name: string; owner: string; fence: number; until: Instant };

/** What delivery asks: the outbox's claims, outside of any command. Each call is a transaction of its own. */
export interface Outbox {
  /** Leases up to `limit` due notes until `until`, the most urgent first; committed before it returns. */
  claim(q: { now: Instant; until: Instant; limit: number; owner: string; tenure?: Tenure }): Promise<Lease[]>;
  /** Sent: only when the lease and the version still stand, else the note is pending again and `false` is returned. Calls at once share a commit. */
  finish(lease: Lease, now: Instant): Promise<boolean>;
  /**
   * Not sent: due again at `at`. `spent` (the default): one attempt more. `doubt`: it may have gone out all the same, so the next attempt
   * knows since when.
   */
  again(lease: Lease, at: Instant, how?: { spent?: boolean; doubt?: boolean }): Promise<void>;
  /** Never to be sent: dropped, with a reason that holds nothing secret. */
  giveUp(lease: Lease, why: string, now: Instant): Promise<void>;
  /** Pending notes past their expiry are dropped; sent and dropped ones older than `before` are deleted. Returns how many. */
  sweep(now: Instant, before: Instant): Promise<{ expired: number; pruned: number }>;
  /** The clock went back: notes that it had dropped as too late, or put off by hours, are due as they should be. Returns how many. */
  rewind(now: Instant): Promise<number>;
  /** When the next note is due, or the next lease runs out; undefined when there is none. */
  nextDue(now: Instant): Promise<Instant | undefined>;
  /** `of`: "due" counts those alone that are due, which is quick however many others are planned. */
  stats(now: Instant, of?: "all" | "due"): Promise<OutboxStats>;
  setUnreachable(account: Account, unreachable: boolean): Promise<void>;
}
