// Delivery: what a plan comes to, gathered first so that it is written in two statements.
import type { NewNote } from "../domain/note.ts";
import type { Instant } from "../domain/time.ts";
import type { Tx } from "../store/types.ts";

export type PlanDraft = { put: NewNote[]; dropKeys: string[] };

export const emptyDraft = (): PlanDraft => ({ put: [], dropKeys: [] });

/** Drops first, then puts what has not expired: a key in both stays. */
export const writeDraft = async (tx: Tx, draft: PlanDraft, now: Instant): Promise<void> => {
  if (draft.dropKeys.length > 0) await tx.notes.dropKeys(draft.dropKeys);
  const live = inTurn(draft.put.filter((note) => note.expiresAt > now));
  if (live.length > 0) await tx.notes.put(live, now);
};

/** Of notes of one party for the same moment each gets its place, so that one with many guests makes no other wait for all of them. */
const inTurn = (notes: readonly NewNote[]): NewNote[] => {
  const before = new Map<string, number>();
  return notes.map((note) => {
    const moment = `${note.party} ${note.dueAt}`;
    const nth = before.get(moment) ?? 0;
    before.set(moment, nth + 1);
    return { ...note, nth: note.nth ?? nth };
  });
};
