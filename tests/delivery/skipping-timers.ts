// Tests: a process's timers, by a clock that skips time: what is due after a skip rings at once.

const LOOK_MS = 25;

type Entry = { at: number; ring(): void; timer: NodeJS.Timeout };

/** Replaces `setTimeout` and `clearTimeout` of this process. What it returns is called after each skip of `now`. */
export const skippingTimers = (now: () => number): (() => void) => {
  const { setTimeout: real, clearTimeout: clear } = globalThis;
  const entries = new Map<NodeJS.Timeout, Entry>();
  const set = (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): NodeJS.Timeout => {
    const ring = (): void => {
      entries.delete(timer);
      work(...args);
    };
    const timer = real(ring, ms);
    entries.set(timer, { at: now() + ms, ring, timer });
    return timer;
  };
  const cancel = (timer: NodeJS.Timeout | undefined): void => {
    if (timer) entries.delete(timer);
    clear(timer);
  };
  // Its promisified form too.
  Object.defineProperties(set, Object.getOwnPropertyDescriptors(real));
  Object.assign(globalThis, { setTimeout: set, clearTimeout: cancel });
  const look = (): void => {
    for (const { at, ring, timer } of [...entries.values()]) {
      if (at > now()) continue;
      clear(timer);
      ring();
    }
  };
  // What a skip brought nearer without reaching it.
  setInterval(look, LOOK_MS).unref();
  return look;
};
