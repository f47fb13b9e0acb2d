// Store: whose turn it is: what waits at once is done together, and what is about one party never at the same time.

/** `about`: work about the same thing is done one after the other, in the order it came. Without it, or `alone`, nothing joins it. */
export type Turn = { about?: string; alone?: boolean };

/** Whoever comes in a crowd waits for all that are done with them. */
const MOST = 32;

/**
 * A door that lets `atOnce` groups through, first come, first served; returns the way in. A group is one turn as long as there is room for
 * everybody. In a crowd it is an even share of those who wait, and with them who is about the same as its first. `run` never rejects.
 */
export const turns = <T extends Turn>(
  atOnce: number,
  run: (together: readonly T[]) => Promise<void>,
): ((turn: T) => void) => {
  let waiting: T[] = [];
  const busy = new Set<string>();
  let inside = 0;
  const next = (): void => {
    while (inside < atOnce) {
      const group = groupOf(waiting, busy, Math.ceil(waiting.length / atOnce));
      if (group.length === 0) return;
      const gone = new Set(group);
      waiting = waiting.filter((one) => !gone.has(one));
      void go(group);
    }
  };
  const go = async (group: readonly T[]): Promise<void> => {
    const about = new Set(group.flatMap((one) => one.about ?? []));
    inside += 1;
    for (const one of about) busy.add(one);
    await run(group);
    inside -= 1;
    for (const one of about) busy.delete(one);
    next();
  };
  return (turn) => {
    waiting.push(turn);
    next();
  };
};

/** In the order of what they are about, so that other processes lock the same rows in the same order. */
const groupOf = <T extends Turn>(waiting: readonly T[], busy: ReadonlySet<string>, share: number): readonly T[] => {
  const isFree = (one: T): boolean => one.about === undefined || !busy.has(one.about);
  const first = waiting.find(isFree);
  if (!first) return [];
  if (!joins(first)) return [first];
  const group: T[] = [];
  for (const one of waiting) {
    if (group.length >= MOST) break;
    if (joins(one) && isFree(one) && (group.length < share || one.about === first.about)) group.push(one);
  }
  return group.sort((a, b) => (a.about === b.about ? 0 : (a.about ?? "") < (b.about ?? "") ? -1 : 1));
};

const joins = (turn: Turn): boolean => turn.about !== undefined && turn.alone !== true;
