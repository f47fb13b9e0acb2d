// Delivery: what waits to be said to the other replicas. The same thing waits once, however often it is said.
import type { Word } from "./live.ts";

export type Outgoing = {
  put(word: Word): void;
  /** All that waits, which then waits no more. */
  take(): Word[];
  /** What was taken and could not be said waits again, behind what was said since. */
  back(words: readonly Word[]): void;
  size(): number;
};

/** With more than this in wait, naming each is worth less than reading all again: through a long outage the memory stays flat. */
const MOST = 10_000;

export const createOutgoing = (): Outgoing => {
  const waiting = new Map<string, Word>();
  const add = (word: Word, merge: (known: Word) => Word): void => {
    if (waiting.has("all")) return;
    const key = keyOf(word);
    const known = waiting.get(key);
    const next = known ? merge(known) : word;
    waiting.set(key, next);
    if (waiting.size <= MOST && !("ids" in next && next.ids.length > MOST)) return;
    waiting.clear();
    waiting.set("all", { all: true });
  };
  const put = (word: Word): void => add(word, (known) => merged(known, word));
  return {
    put,
    take: () => {
      const words = [...waiting.values()];
      waiting.clear();
      return words;
    },
    back: (words) => {
      for (const word of words) add(word, (known) => merged(word, known));
    },
    size: () => waiting.size,
  };
};

const keyOf = (word: Word): string => {
  if ("party" in word) return `party ${word.party}`;
  if ("ids" in word) return `ids ${word.room}`;
  if ("seen" in word) return `seen ${word.room}`;
  if ("here" in word) return `here ${word.room}`;
  if ("who" in word) return `who ${word.room}`;
  return "wake" in word ? "wake" : "all";
};

const merged = (older: Word, newer: Word): Word => {
  if ("party" in older && "party" in newer) return older.version > newer.version ? older : newer;
  if ("ids" in older && "ids" in newer) return { room: newer.room, ids: [...new Set([...older.ids, ...newer.ids])] };
  if ("seen" in older && "seen" in newer)
    return { room: newer.room, seen: [...new Set([...older.seen, ...newer.seen])] };
  return newer;
};
