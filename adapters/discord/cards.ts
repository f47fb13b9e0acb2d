// Discord: posted cards that are pressed now: the answers to presses bring them up to date, and the newest of these is what stays.
import type { CardNow } from "../../src/core.ts";

export type Cards = {
  /** From now on until it is released, which may be said twice, answers bring this message up to date. */
  hold(messageId: string): () => void;
  /** Resolves when nobody holds it any more; undefined when nobody does. */
  freed(messageId: string): Promise<void> | undefined;
  /** The newest of what answers ever showed on this message, this one included. */
  newest(messageId: string, card: CardNow): CardNow;
};

type Holding = { by: Set<symbol>; freed: Promise<void>; free(): void };

const newHolding = (): Holding => {
  let free = (): void => {};
  const freed = new Promise<void>((resolve) => (free = resolve));
  return { by: new Set(), freed, free: () => free() };
};

/** A card is forgotten when so many others were pressed after it. */
const KNOWN_MAX = 500;

export const createCards = (): Cards => {
  const held = new Map<string, Holding>();
  const known = new Map<string, CardNow>();
  return {
    hold: (messageId) => {
      const holding = held.get(messageId) ?? newHolding();
      held.set(messageId, holding);
      const mine = Symbol();
      holding.by.add(mine);
      return () => {
        if (!holding.by.delete(mine) || holding.by.size > 0) return;
        held.delete(messageId);
        holding.free();
      };
    },
    freed: (messageId) => held.get(messageId)?.freed,
    newest: (messageId, card) => {
      const before = known.get(messageId);
      const newest = before && before.card === card.card && before.version > card.version ? before : card;
      known.delete(messageId);
      known.set(messageId, newest);
      const [oldest] = known.keys();
      if (known.size > KNOWN_MAX && oldest !== undefined) known.delete(oldest);
      return newest;
    },
  };
};
