// Delivery: hands one view to one platform, and turns whatever goes wrong into the closed set of faults.
import type { Destination, Platform, SeenBy } from "../domain/chat.ts";
import { SECOND } from "../domain/time.ts";
import { type ChatAdapter, DeliveryFault, type Fault } from "../chat/adapter.ts";
import type { View } from "../chat/view.ts";
import { type DeliveryLog, nameOf } from "./log.ts";

/** An adapter that has not answered by then may or may not have sent. In milliseconds. */
export const HAND_LIMIT = 30 * SECOND;

export type Handed = { ok: true; messageId: string } | { ok: false; fault: Fault };

export type Hand = <S extends SeenBy>(
  to: Destination<S>,
  view: View<S>,
  opts: { nonce: string; replace?: string },
) => Promise<Handed>;

/** `adapters` may lack a platform (no token is set): its notes wait. */
export const createHand =
  (adapters: ReadonlyMap<Platform, ChatAdapter>, log: DeliveryLog): Hand =>
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
