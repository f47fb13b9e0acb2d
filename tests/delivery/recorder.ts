// Tests: a platform at the adapter's contract: keeps messages, knows nonces, and faults when told to.
import { DeliveryFault, type ChatAdapter, type Fault } from "../../src/chat/adapter.ts";
import type { View } from "../../src/chat/view.ts";
import type { Destination, Platform, SeenBy } from "../../src/domain/chat.ts";

/** One call of `deliver` that came through: `repeat` when the platform knew the nonce already. */
export type Delivered = { to: string; view: View; nonce: string; messageId: string; edited: boolean; repeat: boolean };

export type Recorder = {
  adapter: ChatAdapter;
  delivered: Delivered[];
  /** What each destination shows now, in the order posted. */
  shown(to: string): View[];
  /** The next deliveries to `to` meet these, one each: `"lost answer"` shows the view and then breaks the line. */
  fault(to: string, ...faults: (Fault | Error | "lost answer")[]): void;
  /** Takes a message away, as a moderator would. */
  remove(messageId: string): void;
  /** Runs at every delivery before it is shown. */
  onDeliver(run: (to: string) => Promise<void>): void;
  /** The most deliveries that were under way at once, in all and to one destination. */
  most: { inAll: number; toOne: number };
};

export const destinationOf = (to: Destination<SeenBy>): string => ("userId" in to ? `@${to.userId}` : `#${to.chatId}`);

export const createRecorder = (platform: Platform): Recorder => {
  const messages = new Map<string, { to: string; view: View }>();
  const byNonce = new Map<string, string>();
  const faults = new Map<string, (Fault | Error | "lost answer")[]>();
  const underWay = new Map<string, number>();
  const recorder: Omit<Recorder, "adapter"> = {
    delivered: [],
    shown: (to) => [...messages.values()].filter((message) => message.to === to).map(({ view }) => view),
    fault: (to, ...more) => void faults.set(to, [...(faults.get(to) ?? []), ...more]),
    remove: (messageId) => void messages.delete(messageId),
    onDeliver: (run) => {
      before = run;
    },
    most: { inAll: 0, toOne: 0 },
  };
  let before: (to: string) => Promise<void> = async () => {};
  const show = (to: string, view: View, { nonce, replace }: { nonce: string; replace?: string }): string => {
    if (replace !== undefined && !messages.has(replace)) throw new DeliveryFault({ outcome: "gone" });
    const known = byNonce.get(`${to} ${nonce}`);
    const messageId = replace ?? known ?? `m${messages.size + recorder.delivered.length + 1}`;
    const repeat = known !== undefined;
    if (replace !== undefined || !repeat) messages.set(messageId, { to, view });
    byNonce.set(`${to} ${nonce}`, messageId);
    recorder.delivered.push({ to, view, nonce, messageId, edited: replace !== undefined, repeat });
    return messageId;
  };
  const deliver = async (
    to: string,
    view: View,
    opts: { nonce: string; replace?: string },
  ): Promise<{ messageId: string }> => {
    const fault = faults.get(to)?.shift();
    if (fault instanceof Error) throw fault;
    if (fault !== undefined && fault !== "lost answer") throw new DeliveryFault(fault);
    const messageId = show(to, view, opts);
    if (fault === "lost answer") throw new DeliveryFault({ outcome: "ambiguous" });
    return { messageId };
  };
  const adapter: ChatAdapter = {
    platform,
    start: async () => {},
    stop: async () => {},
    deliver: async (destination, view, opts) => {
      const to = destinationOf(destination);
      underWay.set(to, (underWay.get(to) ?? 0) + 1);
      const counts = [...underWay.values()];
      recorder.most.toOne = Math.max(recorder.most.toOne, ...counts);
      recorder.most.inAll = Math.max(
        recorder.most.inAll,
        counts.reduce((a, b) => a + b, 0),
      );
      try {
        await before(to);
        return await deliver(to, view, opts);
      } finally {
        underWay.set(to, (underWay.get(to) ?? 1) - 1);
      }
    },
  };
  return Object.assign(recorder, { adapter });
};
