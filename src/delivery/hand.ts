// Delivery: hands one view to one platform, and turns whatever goes wrong into the closed set of faults.
import type { Destination, Platform, SeenBy } from "../domain/chat.ts";
import type { Note } from "../domain/note.ts";
import { type Instant, SECOND } from "../domain/time.ts";
import { type ChatAdapter, DeliveryFault, type DeliverOptions, type Fault } from "../chat/adapter.ts";
import type { View } from "../chat/view.ts";
import { type DeliveryLog, nameOf } from "./log.ts";
import type { DeliveryObserver } from "./observer.ts";
import type { AtPoint } from "./points.ts";

/** An adapter that has not answered by then may or may not have sent. In milliseconds. */
export const HAND_LIMIT = 10 * SECOND;

export type Handed = { ok: true; messageId: string } | { ok: false; fault: Fault };

export type Hand = <S extends SeenBy>(
  note: Note,
  to: Destination<S>,
  view: View<S>,
  opts: DeliverOptions,
) => Promise<Handed>;

export type HandParts = {
  /** May lack a platform (no token is set): its notes wait. */
  adapters: ReadonlyMap<Platform, ChatAdapter>;
  log: DeliveryLog;
  now: () => Instant;
  at: AtPoint;
  observer?: DeliveryObserver;
};

export const createHand = (parts: HandParts): Hand => {
  const once = onceOver(parts);
  return async (note, to, view, opts) => {
    const { at, now, observer, log } = parts;
    await at("handing", note);
    const began = performance.now();
    const handed = await once(to, view, opts);
    const of = { platform: to.platform, kind: note.reason.kind };
    if (handed.ok) observer?.sent({ ...of, lateMs: now() - note.dueAt, tookMs: performance.now() - began });
    else {
      observer?.faulted({ ...of, ...handed.fault });
      // A turn that has yet to come is no fault, and there may be thousands.
      if (!isTurn(handed.fault)) log.warn({ note: note.id, ...of, outcome: handed.fault.outcome }, "delivery.fault");
    }
    await at("delivered", note);
    return handed;
  };
};

const isTurn = (fault: Fault): boolean => "afterMs" in fault && fault.refused !== true;

type Once = <S extends SeenBy>(to: Destination<S>, view: View<S>, opts: DeliverOptions) => Promise<Handed>;

const onceOver =
  ({ adapters, log }: HandParts): Once =>
  async (to, view, opts) => {
    const adapter = adapters.get(to.platform);
    if (!adapter) return { ok: false, fault: { outcome: "retry" } };
    try {
      const { messageId } = await withLimit(adapter.deliver(to, view, opts));
      return { ok: true, messageId };
    } catch (error) {
      if (error instanceof DeliveryFault) return { ok: false, fault: error.fault };
      log.error({ alarm: true, platform: to.platform, error: nameOf(error) }, "delivery.unknown_fault");
      return { ok: false, fault: { outcome: "ambiguous" } };
    }
  };

const withLimit = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeliveryFault({ outcome: "ambiguous" })), HAND_LIMIT);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
};
