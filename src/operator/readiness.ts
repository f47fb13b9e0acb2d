// Operator: whether this process can do its work, and if not, which part of it cannot.
import { type Instant, SECOND } from "../domain/time.ts";

export type Readiness = {
  ready: boolean;
  /** By part: "ok", or what is the matter, in words without an address, a name or an id. */
  parts: { database: string; adapters: string; outbox?: string };
};

export type ReadinessParts = {
  /** When the next note is due; rejects when the database does not answer. */
  nextDue(): Promise<Instant | undefined>;
  /** Whether every adapter was started and none is being stopped. */
  started(): boolean;
  now(): Instant;
  /** How late the oldest due note may be. */
  lateSeconds: number;
};

/** A database that has not answered by then is not well. In milliseconds. */
const PATIENCE = 2_000;
const OK = "ok";

/**
 * Asked again at each call. `of`: "web" is what answering people takes, without the outbox: a message that is late is no reason to turn
 * away those who open a page.
 */
export const createReadiness =
  ({ nextDue, started, now, lateSeconds }: ReadinessParts): ((of?: "all" | "web") => Promise<Readiness>) =>
  async (of = "all") => {
    const due = await inTime(nextDue());
    const database = due === "fault" ? "does not answer" : OK;
    const adapters = started() ? OK : "starting or stopping";
    const outbox = due === "fault" ? "unknown" : outboxWords(due, now(), lateSeconds);
    const parts = { database, adapters, ...(of === "all" && { outbox }) };
    return { ready: Object.values(parts).every((words) => words === OK), parts };
  };

const outboxWords = (due: Instant | undefined, now: Instant, lateSeconds: number): string => {
  const late = due === undefined ? 0 : Math.floor((now - due) / SECOND);
  return late > lateSeconds ? `the oldest due note is ${late} s late, more than ${lateSeconds} s` : OK;
};

const inTime = async <T>(work: Promise<T>): Promise<T | "fault"> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"fault">((resolve) => {
    timer = setTimeout(() => resolve("fault"), PATIENCE);
  });
  try {
    return await Promise.race([work.catch(() => "fault" as const), late]);
  } finally {
    clearTimeout(timer);
  }
};
