// Delivery: the rhythm of the sender: claims while something is due and there is room, rests, and wakes for the next note.
import { type Instant, SECOND } from "../domain/time.ts";
import { type DeliveryLog, nameOf } from "./log.ts";

/** The longest rest: another replica may have put a note meanwhile, or may be no more. A look is two rows of an index. */
const REST_MAX = SECOND;
/** The rest when something is due that cannot be claimed: it is on lease elsewhere, or the database does not answer. */
const REST_BUSY = SECOND;

export type Rounds = {
  wake(): void;
  /** A note is pending again, due at `at`: nobody may be told so by a commit. */
  dueAgain(at: Instant): void;
  drain(): Promise<void>;
  stop(): Promise<void>;
  stopped(): boolean;
};

export type RoundsParts<T> = {
  claim(limit: number): Promise<T[]>;
  /** Must not reject. */
  work(claimed: T): Promise<void>;
  nextDue(): Promise<Instant | undefined>;
  now(): Instant;
  log: DeliveryLog;
  timer: boolean;
  /** The most work in hand at once. */
  room: number;
  /** The most that is claimed at once: reading and writing for more would keep everything else waiting. */
  batch: number;
};

export const createRounds = <T>(parts: RoundsParts<T>): Rounds => {
  const inHand = new Set<Promise<void>>();
  const alarm = createAlarm(parts, () => wake());
  let wanted = false;
  let woken = (): void => {};
  let freed = (): void => {};
  let running: Promise<void> | undefined;
  let stopped = false;

  const round = async (): Promise<boolean> => {
    wanted = false;
    const limit = Math.min(parts.batch, parts.room - inHand.size);
    const claimed = stopped ? [] : await parts.claim(limit);
    for (const one of claimed) hold(parts.work(one));
    if (inHand.size === 0) return wanted && !stopped;
    const wake = new Promise<void>((resolve) => {
      woken = resolve;
    });
    if (claimed.length === limit) await roomFor(parts.batch);
    else if (!wanted) {
      alarm.set();
      await Promise.race([Promise.all(inHand), wake]);
    }
    return true;
  };

  /** Claiming for each place that comes free would cost a batch's queries for a single note. */
  const roomFor = async (count: number): Promise<void> => {
    // In any case a breath: what came back meanwhile is heard before more goes out.
    await breath();
    while (inHand.size > parts.room - count)
      await new Promise<void>((resolve) => {
        freed = resolve;
      });
  };
  const hold = (work: Promise<void>): void => {
    const held: Promise<void> = work.then(() => {
      inHand.delete(held);
      freed();
    });
    inHand.add(held);
  };

  const run = async (): Promise<void> => {
    try {
      while (await round());
    } catch (error) {
      parts.log.error({ error: nameOf(error) }, "delivery.no_claim");
      await Promise.all(inHand);
    }
    running = undefined;
    if (!stopped) alarm.set();
  };

  const wake = (): void => {
    if (stopped) return;
    wanted = true;
    woken();
    running ??= run();
  };
  const drain = async (): Promise<void> => {
    wake();
    await running;
  };
  const stop = async (): Promise<void> => {
    stopped = true;
    woken();
    await running;
    await Promise.all(inHand);
    await alarm.stop();
  };
  const dueAgain = (at: Instant): void => (at <= parts.now() ? wake() : alarm.by(at));
  return { wake, dueAgain, drain, stop, stopped: () => stopped };
};

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Alarm = { set(): void; by(at: Instant): void; stop(): Promise<void> };

/** Rings when the next note is due: asked of the outbox (`set`), or told (`by`). */
const createAlarm = <T>({ nextDue, now, log, timer: on }: RoundsParts<T>, ring: () => void): Alarm => {
  let timer: NodeJS.Timeout | undefined;
  let rings = Number.POSITIVE_INFINITY;
  let asking: Promise<void> | undefined;
  let stopped = false;
  const by = (at: Instant): void => {
    if (!on || stopped || at >= rings) return;
    clearTimeout(timer);
    rings = at;
    timer = setTimeout(rung, Math.min(REST_MAX, Math.max(1, at - now()))).unref();
  };
  const rung = (): void => {
    rings = Number.POSITIVE_INFINITY;
    ring();
  };
  const ask = async (): Promise<void> => {
    clearTimeout(timer);
    rings = Number.POSITIVE_INFINITY;
    try {
      const due = (await nextDue()) ?? now() + REST_MAX;
      by(due > now() ? due : now() + REST_BUSY);
    } catch (error) {
      if (!stopped) log.error({ error: nameOf(error) }, "delivery.no_next_due");
      by(now() + REST_BUSY);
    }
  };
  return {
    set: () => {
      if (on && !stopped) asking = ask();
    },
    by,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await asking;
    },
  };
};
