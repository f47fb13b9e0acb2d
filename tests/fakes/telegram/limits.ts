// The loopback Bot API: how much a bot may send: a message a second to a chat, 20 a minute to a group, 30 a second in all.
import { tooMany } from "./refused.ts";
import type { Room } from "./state.ts";

/** "Short bursts" over a message a second are let pass: so many at once, measured by no one, small so that a pacer shows. */
const BURST = 3;
const MINUTE = { most: 20, ms: 60_000 };
const SECOND = { most: 30, ms: 1_000 };

export type Limits = ReturnType<typeof createLimits>;

/** `count` throws 429 with the seconds to wait; what is refused is not counted. `room` is undefined for an inline message. */
export const createLimits = (now: () => number, on: boolean) => {
  let active = on;
  const overall: number[] = [];
  const perRoom = new Map<number, { sent: number[]; free: number }>();

  /** ms until one more fits among these. */
  const waitFor = (sent: number[], { most, ms }: typeof MINUTE, at: number): number => {
    while (sent[0] !== undefined && sent[0] <= at - ms) sent.shift();
    return sent.length < most ? 0 : (sent[sent.length - most] ?? at) + ms - at;
  };
  return {
    turn: (to: boolean): void => {
      active = to;
    },
    count: (room: Room | undefined): void => {
      if (!active) return;
      const at = now();
      const small = room ? (perRoom.get(room.id) ?? { sent: [], free: 0 }) : undefined;
      const waits = [waitFor(overall, SECOND, at)];
      if (small) waits.push(small.free - (BURST - 1) * 1000 - at);
      if (small && room?.type !== "private") waits.push(waitFor(small.sent, MINUTE, at));
      const wait = Math.max(...waits);
      if (wait > 0) throw tooMany(Math.ceil(wait / 1000));
      overall.push(at);
      if (!small || !room) return;
      small.free = Math.max(small.free, at) + 1000;
      small.sent.push(at);
      perRoom.set(room.id, small);
    },
  };
};
