// Delivery: work side by side between destinations, and one after the other within each.

/** Starts `work` once all earlier work of its lane is done. `work` must not reject. Resolves when it is done. */
export type Lanes = { in(lane: string, work: () => Promise<void>): Promise<void>; waitingIn(lane: string): number };

export const createLanes = (): Lanes => {
  const lanes = new Map<string, { tail: Promise<void>; waiting: number }>();
  return {
    in: (name, work) => {
      const lane = lanes.get(name) ?? { tail: Promise.resolve(), waiting: 0 };
      lanes.set(name, lane);
      lane.waiting += 1;
      lane.tail = lane.tail.then(work).then(() => {
        lane.waiting -= 1;
        if (lane.waiting === 0) lanes.delete(name);
      });
      return lane.tail;
    },
    waitingIn: (name) => lanes.get(name)?.waiting ?? 0,
  };
};
