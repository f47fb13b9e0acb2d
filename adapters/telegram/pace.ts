// Telegram: how fast the bot writes by itself: about thirty messages a second in all, twenty a minute to a group.
import { setTimeout as rest } from "node:timers/promises";

/** Limiters that count in windows burst at their edges (measured: 34 to 132 refusals in 1,000 messages, where even spacing had 1). */
const SPACING_MS = 34;
const GROUP = { most: 20, ms: 60_000 };
/** Chats that were written to lately; the oldest is forgotten beyond. */
const CHATS_MAX = 20_000;

export type Pace = {
  /** Milliseconds until this chat may be written to again; 0 when it may be now, and then it is counted. */
  wait(chatId: string, isGroup: boolean): number;
  /** Telegram asked to leave this chat alone for so long. */
  park(chatId: string, ms: number): void;
  /** Resolves when it is this message's turn among all that go out. */
  turn(): Promise<void>;
  /** An answer goes out beside the turns: the next one waits a place longer. */
  counted(): void;
};

type Written = { at: number[]; parkedUntil: number };

/** Counted in memory: one replica sends, and after a restart Telegram's own answer (429) says when to go on. Times are monotonic. */
export const createPace = (now: () => number = () => performance.now()): Pace => {
  const chats = new Map<string, Written>();
  let next = 0;
  const of = (chatId: string): Written => {
    const known = chats.get(chatId) ?? { at: [], parkedUntil: 0 };
    chats.delete(chatId);
    chats.set(chatId, known);
    const [oldest] = chats.keys();
    if (chats.size > CHATS_MAX && oldest !== undefined) chats.delete(oldest);
    return known;
  };
  return {
    wait: (chatId, isGroup) => {
      const at = now();
      const chat = of(chatId);
      chat.at = chat.at.filter((one) => one > at - GROUP.ms);
      // A chat that gets several at once is told by Telegram when it has had enough, and parked: nobody knows how many that is.
      const wait = Math.ceil(Math.max(0, chat.parkedUntil - at, isGroup ? until(chat.at, at) : 0));
      if (wait === 0) chat.at.push(at);
      return wait;
    },
    park: (chatId, ms) => {
      of(chatId).parkedUntil = now() + ms;
    },
    turn: async () => {
      const at = now();
      const mine = Math.max(at, next);
      next = mine + SPACING_MS;
      if (mine > at) await rest(mine - at, undefined, { ref: false });
    },
    counted: () => {
      next = Math.max(now(), next) + SPACING_MS;
    },
  };
};

/** Milliseconds until one more fits among these. */
const until = (at: readonly number[], now: number): number =>
  at.length < GROUP.most ? 0 : (at[at.length - GROUP.most] ?? now) + GROUP.ms - now;
