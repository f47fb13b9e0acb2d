// Telegram: how fast the bot writes by itself: about thirty messages a second in all, one a second to a chat, twenty a minute to a group.
import { setTimeout as sleep } from "node:timers/promises";
import type { Time } from "../../src/core.ts";
import { createTurns } from "../../src/core.ts";

const SECOND = 1_000;
/**
 * Limiters that count in windows burst at their edges (measured: 34 to 132 refusals in 1,000 messages, where even spacing had 1). What
 * goes out evenly comes in a little less so: thirty have 30 ms more than a second. A line of five seconds leaves as long for the answer.
 */
const LIMIT = { most: 30, ms: 1_030, line: 5_000 };
const GROUP = { most: 20, ms: 60_000 };
/** Telegram lets "short bursts" over a message a second pass, and says of no number: so many at once. */
const BURST = 3;
/** A message waits here for so long at most; what must wait longer is planned again, and may be replaced by something newer meanwhile. */
const PATIENCE = 2 * SECOND;
/** Chats that were written to lately; the oldest is forgotten beyond. */
const CHATS_MAX = 20_000;

/** All in milliseconds; the chat of a message shared inline is not known, so it is none. */
export type Pace = {
  /** Waits until it is this message's turn, and counts it: then 0. Else how long the chat must not be written to yet. */
  turn(chat: { id: string; isGroup: boolean } | undefined): Promise<number>;
  /** An answer goes out beside the turns: the next one waits a place longer. */
  counted(): void;
  /** Telegram refused what was sent to this chat, and asks to wait for so long. */
  refused(chat: { id: string; isGroup: boolean }, ms: number): void;
};

type Written = { at: number[]; free: number; heldUntil: number };

/** By the machine's own monotonic time, for the limits are Telegram's. */
const MACHINE: Time = {
  now: () => performance.now(),
  rest: (ms) => sleep(ms, undefined, { ref: false }),
};

/** Counted in memory: one replica sends, and after a restart Telegram's own answer (429) says when to go on. */
export const createPace = ({ now, rest }: Time = MACHINE): Pace => {
  const written = createWritten();
  const turns = createTurns(LIMIT, { now, rest });
  return {
    turn: async (to) => {
      const chat = to ? written(to.id) : { at: [], free: 0, heldUntil: 0 };
      const left = (): number => Math.ceil(waitOf(chat, to?.isGroup === true, now()));
      for (const latest = now() + PATIENCE; ; ) {
        const wait = left();
        if (wait > 0 && now() + wait > latest) return wait;
        if (wait > 0) {
          await rest(wait);
          continue;
        }
        const later = await turns.take();
        if (later > 0) return later;
        // Something else may have been sent there, or refused, while this one waited.
        if (left() > 0) continue;
        count(chat, now());
        return 0;
      }
    },
    counted: turns.counted,
    refused: ({ id, isGroup }, ms) => {
      const chat = written(id);
      // A person who was written to once in this second was not refused for themselves: all of the bot's messages are meant.
      const alone = isGroup || chat.at.filter((one) => one > now() - SECOND).length > 1;
      if (alone) chat.heldUntil = now() + ms;
      else turns.hold(ms);
    },
  };
};

/** Whoever holds the time themselves has nothing to wait for. */
export const UNPACED: Pace = { turn: async () => 0, counted: () => undefined, refused: () => undefined };

const createWritten = (): ((chatId: string) => Written) => {
  const chats = new Map<string, Written>();
  return (chatId) => {
    const known = chats.get(chatId) ?? { at: [], free: 0, heldUntil: 0 };
    chats.delete(chatId);
    chats.set(chatId, known);
    const [oldest] = chats.keys();
    if (chats.size > CHATS_MAX && oldest !== undefined) chats.delete(oldest);
    return known;
  };
};

/** How long until this chat may be written to. `free`: when it would have been written to evenly up to now, a message a second. */
const waitOf = (chat: Written, isGroup: boolean, now: number): number => {
  chat.at = chat.at.filter((one) => one > now - GROUP.ms);
  const full = isGroup && chat.at.length >= GROUP.most;
  const minute = full ? (chat.at[chat.at.length - GROUP.most] ?? now) + GROUP.ms - now : 0;
  return Math.max(chat.heldUntil - now, chat.free - (BURST - 1) * SECOND - now, minute);
};

const count = (chat: Written, now: number): void => {
  chat.at.push(now);
  chat.free = Math.max(chat.free, now) + SECOND;
};
