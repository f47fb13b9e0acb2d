// Delivery: the right to send. One process of all has it at a time, so that each bot writes at one pace and nobody is told twice.
import { type Instant, SECOND } from "../domain/time.ts";
import type { AdapterStore, Tenure } from "../store/types.ts";

export const SENDER = "delivery.sender";
/** How long the right lasts once taken: another process sends at most this much, and a look, after its holder died. In milliseconds. */
export const TERM = 8 * SECOND;

export type Right = {
  /** Takes or renews the right; undefined while another process has it. Rejects when the database does. */
  hold(): Promise<Tenure | undefined>;
  /** Whether it is ours for a while yet, without asking the database. */
  held(): boolean;
  /** Another process may have it at once. */
  release(): Promise<void>;
};

export type RightParts = {
  desk: Pick<AdapterStore, "take" | "release">;
  owner: string;
  now: () => Instant;
  /** Told when the right is gained or lost. */
  changed?(held: boolean): void;
};

export const createRight = ({ desk, owner, now, changed }: RightParts): Right => {
  let term: { fence: number; until: Instant; from: Instant } | undefined;
  let taken = false;
  let asking: Promise<Tenure | undefined> | undefined;
  const tenure = (): Tenure | undefined => term && { name: SENDER, owner, fence: term.fence, until: now() + TERM };
  const set = (next: typeof term): void => {
    if ((next === undefined) !== (term === undefined)) changed?.(next !== undefined);
    term = next;
  };
  // A clock that went back makes a term look longer than any is.
  const lasts = (ms: number): boolean => term !== undefined && term.until - now() > ms && now() >= term.from;
  const ask = async (): Promise<Tenure | undefined> => {
    const from = now();
    const fence = await desk.take(SENDER, owner, from, from + TERM);
    taken ||= fence !== undefined;
    set(fence === undefined ? undefined : { fence, from, until: from + TERM });
    return tenure();
  };
  return {
    hold: () => {
      if (lasts(TERM / 2)) return Promise.resolve(tenure());
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    held: () => {
      if (!lasts(0)) set(undefined);
      return term !== undefined;
    },
    release: async () => {
      set(undefined);
      // A claim may have made it last longer than is known here.
      if (taken) await desk.release(SENDER, owner);
    },
  };
};
