// Delivery: the sender. Claims due notes by lease, hands them to the platforms, and wakes for the next one.
import type { Platform } from "../domain/chat.ts";
import type { Note } from "../domain/note.ts";
import { type Instant, MINUTE } from "../domain/time.ts";
import type { ChatAdapter } from "../chat/adapter.ts";
import type { Lease, Store } from "../store/types.ts";
import { type Carrier, carry, postpone } from "./carry.ts";
import { gather, type Gathered } from "./gather.ts";
import { createHand, HAND_LIMIT } from "./hand.ts";
import { createLanes } from "./lanes.ts";
import { type Letter, writeLetter, type Writer } from "./letter.ts";
import { type DeliveryLog, nameOf } from "./log.ts";
import { createRounds, type Rounds } from "./rounds.ts";

/** How long a claim holds; a sender that dies loses it then, and another takes over. In milliseconds. */
export const LEASE = 2 * MINUTE;
/** The most notes in hand at once. */
export const BATCH = 50;

export type SenderParts = Writer & {
  store: Store;
  /** May be filled after this call: it is read at each delivery. */
  adapters: ReadonlyMap<Platform, ChatAdapter>;
  now: () => Instant;
  /** Names this process among the senders of one database. */
  owner: string;
  log: DeliveryLog;
  /** In [0, 1), for the back-off. */
  random?: () => number;
  /** Whether to wake by itself when the next note is due (the default). */
  timer?: boolean;
  hooks?: { beforeDeliver?(note: Note): Promise<void> | void };
};

export type Sender = {
  /** After a commit: sends what is due. Calls coalesce; never throws. */
  wake(): void;
  /** The safety net: sends what is due at `now`. Resolves when it was tried. */
  tick(now: Instant): Promise<void>;
  /** Resolves when all that is due now was tried. */
  drain(): Promise<void>;
  /** Finishes what is on its way, gives back the rest and claims no more. */
  stop(): Promise<void>;
};

export const createSender = (parts: SenderParts): Sender => {
  let latest: Instant = 0;
  const now = (): Instant => {
    latest = Math.max(latest, parts.now());
    return latest;
  };
  const rounds: Rounds = createRounds({
    claim: (limit) => claimBatch(parts, now, limit),
    nextDue: () => parts.store.outbox.nextDue(),
    now,
    log: parts.log,
    timer: parts.timer ?? true,
    room: BATCH,
    work: createWork(parts, now, {
      stopped: (): boolean => rounds.stopped(),
      dueAgain: (at): void => rounds.dueAgain(at),
    }),
  });
  return {
    wake: rounds.wake,
    tick: (at) => {
      latest = Math.max(latest, at);
      return rounds.drain();
    },
    drain: rounds.drain,
    stop: rounds.stop,
  };
};

type Claimed = { lease: Lease; until: Instant; gathered: Gathered };

const claimBatch = async ({ store, owner }: SenderParts, now: () => Instant, limit: number): Promise<Claimed[]> => {
  const at = now();
  const until = at + LEASE;
  const leases = await store.outbox.claim({ now: at, until, limit, owner });
  if (leases.length === 0) return [];
  const gathered = await gather(
    store.reads,
    leases.map(({ note }) => note),
  );
  return leases.map((lease) => ({ lease, until, gathered }));
};

/** Carries one claimed note, behind those of the same destination. Never rejects. */
const createWork = (
  parts: SenderParts,
  now: () => Instant,
  { stopped, dueAgain }: Pick<Rounds, "stopped" | "dueAgain">,
): ((claimed: Claimed) => Promise<void>) => {
  const inLane = createLanes();
  const carrier: Carrier = {
    store: parts.store,
    hand: createHand(parts.adapters, parts.log),
    serves: (platform) => parts.adapters.has(platform),
    rewrite: async (note) => write(parts, note, await gather(parts.store.reads, [note]), now(), true),
    dueAgain,
    now,
    random: parts.random ?? Math.random,
  };
  const send = async ({ lease, until, gathered }: Claimed): Promise<void> => {
    if (stopped() || until - now() < HAND_LIMIT) return parts.store.outbox.again(lease, lease.note.dueAt, false);
    await parts.hooks?.beforeDeliver?.(lease.note);
    const letter = tryWrite(parts, lease.note, gathered, now());
    await (letter ? carry(carrier, lease, letter) : postpone(carrier, lease, { outcome: "ambiguous" }));
  };
  return (claimed) =>
    inLane(laneOf(claimed), () =>
      send(claimed).catch((error) =>
        parts.log.error({ note: claimed.lease.note.id, error: nameOf(error) }, "delivery.not_settled"),
      ),
    );
};

const laneOf = ({ lease: { note }, gathered }: Claimed): string => {
  if ("person" in note.to) return `person:${note.to.person}`;
  if ("chat" in note.to) return `chat:${note.to.chat}`;
  return `chat:${gathered.cards.get(note.to.card)?.chat ?? note.to.card}`;
};

const write = (parts: SenderParts, note: Note, gathered: Gathered, now: Instant, evenIfShown: boolean): Letter =>
  writeLetter(note, gathered, { words: parts.words, links: parts.links }, { now, evenIfShown });

/** A view that cannot be built is our fault: it raises an alarm and is tried again, for a release may mend it. */
const tryWrite = (parts: SenderParts, note: Note, gathered: Gathered, now: Instant): Letter | undefined => {
  try {
    return write(parts, note, gathered, now, false);
  } catch (error) {
    parts.log.error({ alarm: true, note: note.id, kind: note.reason.kind, error: nameOf(error) }, "delivery.no_view");
    return undefined;
  }
};
