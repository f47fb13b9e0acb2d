// Delivery: carries one claimed note to its reader and settles what came of it.
import type { Platform } from "../domain/chat.ts";
import type { Note } from "../domain/note.ts";
import type { Instant } from "../domain/time.ts";
import type { DeliverOptions, Fault } from "../chat/adapter.ts";
import type { Lease, Store } from "../store/types.ts";
import { backoff } from "./backoff.ts";
import type { Hand, Handed } from "./hand.ts";
import type { Letter } from "./letter.ts";
import { stepDown } from "./ladder.ts";
import { cardNonce, noteNonce } from "./nonce.ts";
import type { AtPoint } from "./points.ts";

export type Carrier = {
  store: Store;
  hand: Hand;
  /** Whether there is an adapter for the platform. */
  serves(platform: Platform): boolean;
  /** The letter anew, from what is true by then; a card's although it is thought to be shown. */
  rewrite(note: Note): Promise<Letter>;
  /** The note is pending again, due at `at`. */
  dueAgain(at: Instant): void;
  now(): Instant;
  /** In [0, 1). */
  random(): number;
  at: AtPoint;
};

type Of<K extends Letter["kind"]> = Extract<Letter, { kind: K }>;

/** Sends the letter and finishes, postpones or gives up its note. Rejects only when the database does. */
export const carry = async (carrier: Carrier, lease: Lease, letter: Letter): Promise<void> => {
  const { outbox } = carrier.store;
  switch (letter.kind) {
    case "done":
      return finish(carrier, lease);
    case "drop":
      return outbox.giveUp(lease, letter.why, carrier.now());
    case "later":
      return postpone(carrier, lease, { outcome: "retry", afterMs: letter.at - carrier.now() });
    case "unreachable":
      return postpone(carrier, lease, { outcome: "unreachable", why: letter.why });
    case "person":
      return settle(carrier, lease, await toPerson(carrier, lease, letter));
    case "chat":
      return settle(carrier, lease, await toChat(carrier, lease, letter));
    case "card":
      return settle(carrier, lease, await toCard(carrier, letter, lease));
  }
};

/** The account used last, then the others where one cannot be reached; never another one where a message may have arrived. */
const toPerson = async (
  { store, hand, serves }: Carrier,
  { note }: Lease,
  { accounts, view }: Of<"person">,
): Promise<Handed> => {
  const served = accounts.filter((account) => serves(account.platform));
  if (served.length === 0 && accounts.length > 0) return { ok: false, fault: { outcome: "retry" } };
  for (const { platform, userId, unreachable } of served) {
    const account = { platform, userId };
    const handed = await hand<"person">(note, account, view, { nonce: noteNonce(note), ...since(note) });
    const missed = !handed.ok && handed.fault.outcome === "unreachable";
    if (missed !== unreachable && (missed || handed.ok)) await store.outbox.setUnreachable(account, missed);
    if (!missed) return handed;
  }
  return { ok: false, fault: { outcome: "unreachable", why: "no account" } };
};

const toChat = async (carrier: Carrier, { note }: Lease, { chat, to, view }: Of<"chat">): Promise<Handed> => {
  const handed = await carrier.hand<"group">(note, to, view, { nonce: noteNonce(note), ...since(note) });
  return whenUnreachable(carrier, chat.key, handed);
};

/**
 * Shows the card. What was shown is stored before the note is finished, so a crash in between repeats an edit only. While this was on
 * its way, an adapter may have shown a newer version in its own answer, and this one may have covered it: then it is shown again.
 */
const toCard = async (carrier: Carrier, letter: Of<"card">, lease: Lease): Promise<Handed> => {
  const { card, chat, version } = letter;
  const handed = await showCard(carrier, letter, lease);
  if (!handed.ok) return whenUnreachable(carrier, chat.key, handed);
  await carrier.at("recording", lease.note);
  const shown = await carrier.store.write(async (tx) => {
    await tx.cards.shown(card.id, version, handed.messageId);
    return tx.cards.get(card.id);
  });
  if (shown === undefined || shown.shownVersion <= version) return handed;
  const newer = await carrier.rewrite(lease.note);
  return newer.kind === "card" && newer.version > version ? toCard(carrier, newer, lease) : handed;
};

/** Edits the card's message, or posts it: anew, once, when it is gone. */
const showCard = async ({ store, hand }: Carrier, { card, to, view }: Of<"card">, { note }: Lease): Promise<Handed> => {
  const old = card.messageId;
  if (old === undefined) return hand<"group">(note, to, view, { nonce: cardNonce(card), ...since(note) });
  const edited = await hand<"group">(note, to, view, { nonce: noteNonce(note), replace: old });
  if (!isGone(edited)) return edited;
  const posted = await hand<"group">(note, to, view, { nonce: cardNonce(card, old), ...since(note) });
  if (isGone(posted)) await store.write((tx) => tx.cards.lost(card.id));
  return posted;
};

const since = ({ triedAt }: Note): Pick<DeliverOptions, "triedAt"> => (triedAt === undefined ? {} : { triedAt });

const isGone = (handed: Handed): boolean => !handed.ok && handed.fault.outcome === "gone";

const whenUnreachable = async ({ store }: Carrier, chat: string, handed: Handed): Promise<Handed> => {
  if (!handed.ok && handed.fault.outcome === "unreachable")
    await store.write((tx) => tx.chats.set(chat, { gone: true }));
  return handed;
};

const settle = async (carrier: Carrier, lease: Lease, handed: Handed): Promise<void> => {
  if (handed.ok) await finish(carrier, lease);
  else await postpone(carrier, lease, handed.fault);
};

/** A note that was put anew meanwhile is pending again. */
const finish = async ({ store, now, dueAgain, at }: Carrier, lease: Lease): Promise<void> => {
  await at("finishing", lease.note);
  if (!(await store.outbox.finish(lease, now()))) dueAgain(now());
  await at("finished", lease.note);
};

/** After a fault: later again while it may help, else in the next way there is. */
export const postpone = async (carrier: Carrier, lease: Lease, fault: Fault): Promise<void> => {
  const { store, dueAgain, now, random } = carrier;
  if (fault.outcome === "unreachable" || fault.outcome === "gone") {
    await carrier.at("steppingDown", lease.note);
    const next = await stepDown(carrier, lease, fault.outcome, now());
    if (next !== undefined) dueAgain(next);
    return;
  }
  // The platform said when: nothing was tried in vain, and the patience with real faults stays as it was.
  const told = fault.outcome === "retry" ? fault.afterMs : undefined;
  const at = now() + (told ?? backoff(lease.note.attempts, random));
  await carrier.at("postponing", lease.note);
  const doubt = fault.outcome === "ambiguous" || lease.note.triedAt !== undefined;
  await store.outbox.again(lease, at, { spent: told === undefined, doubt });
  dueAgain(at);
};
