// Dispatch's gate: lets a few work at once, each after a breath for everything else that waits.
import { setImmediate as breath } from "node:timers/promises";

export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** The embedded database answers without a pause: in a rush nothing else, no timer and no socket, would get its turn without the breath. */
export const createGate = (width: number): Gate => {
  const waiting: (() => void)[] = [];
  let free = width;
  const enter = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    await breath();
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
};
