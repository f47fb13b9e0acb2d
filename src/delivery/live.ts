// Delivery: the change bus. Tells, after a commit, which party changed and to which version; nothing of its content. With a relay, on every replica.
import type { Change } from "../chat/adapter.ts";
import { type DeliveryLog, nameOf } from "./log.ts";

/** What is said of a room of the web: which messages are new or changed, which were seen, who looks at it here, or the question who does elsewhere. */
export type RoomWord =
  | { room: string; ids: readonly number[] }
  | { room: string; seen: readonly string[] }
  | { room: string; here: readonly string[] }
  | { room: string; who: true };

/** What replicas say to each other: ids and versions. `wake`: something may be due. `all`: too much was missed to be named. */
export type Word = Change | RoomWord | { wake: true } | { all: true };

/** A way to the other replicas. `say` returns at once and never throws. */
export type Relay = { say(word: Word): void; state(): "up" | "down"; stop(): Promise<void> };

/** What a relay calls: a word of the replica `from`, or that words may have been missed. */
export type Ears = { heard(word: Word, from: string): void; missed(): void };

type Listen<A extends unknown[]> = (listener: (...said: A) => void) => () => void;

/** Rooms of the web, between the replicas: what is said is heard by the others alone. Each `on…` returns the way to stop listening. */
export type Others = {
  say(word: RoomWord): void;
  onWord: Listen<[word: RoomWord, from: string]>;
  /** Words may have been missed: whatever is watched is to be read again. */
  onMissed: Listen<[]>;
  /** No others are known of. */
  alone(): boolean;
};

export type Bus = {
  /** Tells every listener of every replica, each for itself: one that throws hinders nobody. */
  publish(change: Change): void;
  /** Returns the way to stop listening. */
  onChange: Listen<[change: Change]>;
  /** To the other replicas: something may be due to be sent. */
  wake(): void;
  onWake: Listen<[]>;
  others: Others;
  /** `alone`: no other replicas are known of. `down`: what they say is not heard for now. */
  state(): "alone" | "up" | "down";
  stop(): Promise<void>;
};

export const createBus = (log: DeliveryLog, join?: (ears: Ears) => Relay): Bus => {
  const changes = circle<[change: Change]>(log);
  const wakes = circle<[]>(log);
  const rooms = circle<[word: RoomWord, from: string]>(log);
  const misses = circle<[]>(log);
  const relay = join?.({
    missed: misses.tell,
    heard: (word, from) => {
      if ("party" in word) changes.tell(word);
      else if ("room" in word) rooms.tell(word, from);
      else if ("wake" in word) wakes.tell();
      else misses.tell();
    },
  });
  return {
    publish: (change) => {
      changes.tell(change);
      relay?.say({ party: change.party, version: change.version });
    },
    onChange: changes.listen,
    wake: () => relay?.say({ wake: true }),
    onWake: wakes.listen,
    others: {
      say: (word) => relay?.say(word),
      onWord: rooms.listen,
      onMissed: misses.listen,
      alone: () => relay === undefined,
    },
    state: () => relay?.state() ?? "alone",
    stop: async () => relay?.stop(),
  };
};

/** Those who listen to one thing. */
const circle = <A extends unknown[]>(log: DeliveryLog): { tell(...said: A): void; listen: Listen<A> } => {
  const listeners = new Set<{ hear: (...said: A) => void }>();
  return {
    tell: (...said) => {
      for (const { hear } of [...listeners]) {
        try {
          hear(...said);
        } catch (error) {
          log.error({ error: nameOf(error) }, "live.listener_failed");
        }
      }
    },
    listen: (listener) => {
      const entry = { hear: listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
};
