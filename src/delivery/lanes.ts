// Delivery: work side by side between destinations, and one after the other within each.

/** Starts `work` once all earlier work of its lane is done. `work` must not reject. Resolves when it is done. */
export const createLanes = (): ((lane: string, work: () => Promise<void>) => Promise<void>) => {
  const tails = new Map<string, Promise<void>>();
  return (lane, work) => {
    const tail: Promise<void> = (tails.get(lane) ?? Promise.resolve()).then(work).then(() => {
      if (tails.get(lane) === tail) tails.delete(lane);
    });
    tails.set(lane, tail);
    return tail;
  };
};
