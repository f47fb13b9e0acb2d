// Delivery: the sender. Claims due notes by lease, hands them to the platforms, and wakes for the next one.
import type { Platform } from "../domain/chat.ts";
import type { Note } from "../domain/note.ts";
import { type Instant, MINUTE, SECOND } from "../domain/time.ts";
import type { ChatAdapter } from "../chat/adapter.ts";
import type { Lease, Store } from "../store/types.ts";
import { type Carrier, carry, postpone } from "./carry.ts";
import { gather, type Gathered } from "./gather.ts";
import { createHand, HAND_LIMIT } from "./hand.ts";
import { createLanes } from "./lanes.ts";
import { type Letter, writeLetter, type Writer } from "./letter.ts";
import { type DeliveryLog, nameOf } from "./log.ts";
import type { DeliveryObserver } from "./observer.ts";
import type { AtPoint } from "./points.ts";
import { createRounds, type Rounds } from "./rounds.ts";
import { createRight, type Right } from "./tenure.ts";

/** How long a claim holds; a sender that dies loses it then, and another takes over. In milliseconds. */
export const LEASE = 20 * SECOND;
/** The most notes in hand at once: some wait for their platform, or hang, and the others are to be as many as go out in a second. */
export const ROOM = 200;
/** The most notes claimed at once. */
export const BATCH = 50;
/** The most notes of one destination in hand: one that hangs keeps no more places from the others. */
const LANE_MAX = 4;

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
  hooks?: { at?: AtPoint };
  observer?: DeliveryObserver;
};

export type Sender = {
  /** After a commit: sends what is due. Calls coalesce; never throws. */
  wake(): void;
  /** Resolves when all that is due now was tried, by this process where it has the right to send. */
  drain(): Promise<void>;
  /** Finishes what is on its way, gives back the rest and claims no more. */
  stop(): Promise<void>;
};

export const createSender = (parts: SenderParts): Sender => {
  const { store, owner, now } = parts;
  const at: AtPoint = parts.hooks?.at ?? (() => {});
  const right = createRight({
    desk: store.adapters,
    owner,
    now,
    changed: (held) => parts.observer?.leading(held),
  });
  const clock = createWatch(parts);
  const rounds: Rounds = createRounds({
    claim: async (limit) => {
      await at("woken");
      return claimBatch(parts, { right, clock }, limit, at);
    },
    nextDue: () => store.outbox.nextDue(now()),
    now,
    log: parts.log,
    timer: parts.timer ?? true,
    room: ROOM,
    batch: BATCH,
    work: createWork(parts, right, at, {
      stopped: (): boolean => rounds.stopped(),
      dueAgain: (then): void => rounds.dueAgain(then),
    }),
  });
  return {
    wake: rounds.wake,
    drain: rounds.drain,
    stop: async () => {
      await rounds.stop();
      await right.release().catch((error) => parts.log.error({ error: nameOf(error) }, "delivery.right_not_released"));
    },
  };
};

/** A clock that goes back by more than this was wrong before. */
const BACK = MINUTE;

type Watch = { look(fence?: number): Promise<void> };

/**
 * Notices that the clock went back, and makes good what it had done by then. The clock of whoever had the right before (`fence` is
 * another one then) may have been wrong as well, and this process may have been started because of it.
 */
const createWatch = ({ store, now, log }: SenderParts): Watch => {
  let latest: Instant = Number.NEGATIVE_INFINITY;
  let known: number | undefined;
  return {
    look: async (fence = known) => {
      const at = now();
      const begun = latest !== Number.NEGATIVE_INFINITY;
      if (begun && at >= latest - BACK && fence === known) {
        latest = Math.max(latest, at);
        return;
      }
      const notes = await store.outbox.rewind(at);
      latest = at;
      known = fence;
      if (notes > 0) log.warn({ count: notes }, "delivery.clock_went_back");
    },
  };
};

type Claimed = { lease: Lease; until: Instant; gathered: Gathered };

const isDue = async ({ outbox }: Store, now: Instant): Promise<boolean> => {
  const due = await outbox.nextDue(now);
  return due !== undefined && due <= now;
};

const claimBatch = async (
  { store, owner, now }: SenderParts,
  { right, clock }: { right: Right; clock: Watch },
  limit: number,
  point: AtPoint,
): Promise<Claimed[]> => {
  await clock.look();
  if (!(await isDue(store, now()))) {
    // The right is not renewed, and ends by itself: whoever counts is told so.
    right.held();
    return [];
  }
  const tenure = await right.hold();
  if (!tenure) return [];
  await clock.look(tenure.fence);
  await point("claiming");
  const at = now();
  const until = at + LEASE;
  const leases = await store.outbox.claim({ now: at, until, limit, owner, tenure });
  if (leases.length === 0) return [];
  await point("claimed");
  const gathered = await gather(
    store.reads,
    leases.map(({ note }) => note),
  );
  await point("gathered");
  return leases.map((lease) => ({ lease, until, gathered }));
};

/** Carries one claimed note, behind those of the same destination. Never rejects. */
const createWork = (
  parts: SenderParts,
  right: Right,
  at: AtPoint,
  { stopped, dueAgain }: Pick<Rounds, "stopped" | "dueAgain">,
): ((claimed: Claimed) => Promise<void>) => {
  const { now } = parts;
  const lanes = createLanes();
  const carrier: Carrier = {
    store: parts.store,
    hand: createHand({ ...parts, at }),
    serves: (platform) => parts.adapters.has(platform),
    rewrite: async (note) => write(parts, note, await gather(parts.store.reads, [note]), now(), true),
    dueAgain,
    now,
    random: parts.random ?? Math.random,
    at,
  };
  const giveBack = async (lease: Lease, until: Instant): Promise<void> => {
    await parts.store.outbox.again(lease, until, { spent: false, doubt: lease.note.triedAt !== undefined });
    dueAgain(until);
  };
  const send = async ({ lease, until, gathered }: Claimed): Promise<void> => {
    if (stopped() || until - now() < HAND_LIMIT || !(await stillOurs(right))) return giveBack(lease, lease.note.dueAt);
    const letter = tryWrite(parts, lease.note, gathered, now());
    await at("written", lease.note);
    // What cannot be written was not sent either.
    await (letter ? carry(carrier, lease, letter) : postpone(carrier, lease, { outcome: "retry" }));
  };
  return (claimed) => {
    const lane = laneOf(claimed);
    const { lease } = claimed;
    const settled = (work: Promise<void>): Promise<void> =>
      work.catch((error) => parts.log.error({ note: lease.note.id, error: nameOf(error) }, "delivery.not_settled"));
    if (lanes.waitingIn(lane) >= LANE_MAX) return settled(giveBack(lease, now() + SECOND));
    return lanes.in(lane, () => settled(send(claimed)));
  };
};

/** Renewed when it is about to end; a note on lease is not sent by somebody whose right is over. */
const stillOurs = async (right: Right): Promise<boolean> => right.held() || (await right.hold()) !== undefined;

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
