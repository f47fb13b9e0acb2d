// Delivery: the ladder. Who cannot be told in private is told by mention in a group; where that is not possible either, the hosts are told.
import { type Chat, isEventsChat, type Platform } from "../domain/chat.ts";
import type { ChatKey, NewNote, Note, Reason } from "../domain/note.ts";
import { endOf, type Party } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import { type Instant, SECOND } from "../domain/time.ts";
import type { AccountRow, ChatRow, Lease, Store, Tx } from "../store/types.ts";
import { type CardInChat, cardsOf } from "./audience.ts";
import { toHosts } from "./hosts.ts";
import { mentionPrefix } from "./keys.ts";
import { remindersInstead } from "./reminders.ts";
import { holdsFor } from "./untrue.ts";

type Mentioned = Extract<Reason, { kind: "mentioned" }>;

/** How long a mention, or the word to the hosts, waits for others who cannot be reached either, so that they share it. In milliseconds. */
export const GATHERING = 5 * SECOND;
/** The most people in one message. */
export const MENTIONS_MAX = 25;

/** What a host would want to tell by themselves when it does not get through. */
const MATTERS: readonly Reason["kind"][] = ["invited", "nudged", "moved", "calledOff", "promoted", "admitted"];

type Foot = { store: Store; serves(platform: Platform): boolean };

/**
 * Gives up a note that reached nobody, and puts what is told instead, in one transaction: so it is told once, whatever breaks. Resolves
 * when the next note is due; undefined when there is nothing more to tell.
 */
export const stepDown = async (
  { store, serves }: Foot,
  lease: Lease,
  why: "unreachable" | "gone",
  now: Instant,
): Promise<Instant | undefined> => {
  const next = await store.write(async (tx) => {
    if (!(await tx.notes.giveUp(lease, why, now))) return undefined;
    const notes = (await nextRung(tx, lease.note, why, serves, now)).filter((note) => note.expiresAt > now);
    await tx.notes.put(notes, now);
    return notes;
    // One after the other for one party: who joins a message must see it.
  }, lease.note.party);
  if (next) return next[0]?.dueAt;
  // It was put anew meanwhile, and is pending again.
  await store.outbox.giveUp(lease, why, now);
  return now;
};

const nextRung = async (
  tx: Tx,
  note: Note,
  why: "unreachable" | "gone",
  serves: Foot["serves"],
  now: Instant,
): Promise<NewNote[]> => {
  const { reason, to } = note;
  const party = await tx.parties.get(note.party);
  if (!party) return [];
  if (reason.kind === "mentioned") {
    const standings = await tx.parties.standings(party.code, reason.who);
    const still = reason.who.filter((id) => holdsFor(reason.news, standings.get(id) ?? { role: "stranger" }));
    return hostsTold(tx, party, still, now);
  }
  if (reason.kind === "remind" && "chat" in to) return remindersInstead(tx, party, note, to.chat, now);
  if (why !== "unreachable" || !("person" in to) || !MATTERS.includes(reason.kind)) return [];
  const mention = await byMention(tx, party, note, to.person, serves, now);
  return mention ? [mention] : hostsTold(tx, party, [to.person], now);
};

const byMention = async (
  tx: Tx,
  party: Party,
  { id, reason }: Note,
  person: PersonId,
  serves: Foot["serves"],
  now: Instant,
): Promise<NewNote | undefined> => {
  const { kind } = reason;
  if (kind !== "invited" && kind !== "nudged" && kind !== "promoted" && kind !== "admitted") return undefined;
  const accounts = (await tx.people.accountsOf(person)).filter(({ platform }) => serves(platform));
  const group = groupFor(await cardsOf(tx, party.code), accounts);
  if (!group) return undefined;
  const prefix = mentionPrefix(party.code, group.key, kind);
  const by = "by" in reason && { by: reason.by };
  const alone: Mentioned = { kind: "mentioned", who: [person], news: kind, ...by };
  for (const [key, before] of await tx.notes.untried(party.code, prefix)) {
    if (before.kind === "mentioned" && before.who.length < MENTIONS_MAX)
      return mentionNote(party, group.key, key, together(before, alone), now + GATHERING);
  }
  return mentionNote(party, group.key, prefix + id, alone, now + GATHERING);
};

/** Who invites is said where it was the same person. */
const together = (before: Mentioned, { who, by }: Mentioned): Mentioned => {
  const { by: first, ...rest } = before;
  const all = { ...rest, who: [...new Set([...before.who, ...who])] };
  return first !== undefined && first === by ? { ...all, by: first } : all;
};

export const mentionNote = (party: Party, chat: ChatKey, key: string, reason: Mentioned, dueAt: Instant): NewNote => ({
  key,
  to: { chat },
  party: party.code,
  reason,
  dueAt,
  expiresAt: endOf(party),
});

/** A message shared inline: a card stands there, and nothing else can be said. */
const INLINE = /^inline:/;

const canMention = (chat: Chat): boolean => !isEventsChat(chat) && !INLINE.test(chat.chatId);

/** Where someone is told by mention: the newest open group that holds the party's card, on a platform of theirs. */
export const groupFor = (cards: readonly CardInChat[], accounts: readonly AccountRow[]): ChatRow | undefined =>
  cards.findLast(
    ({ chat: { ref } }) => canMention(ref) && accounts.some((account) => account.platform === ref.platform),
  )?.chat;

/** The hosts are told of them; those who cannot be reached within some seconds share one message. */
export const hostsTold = async (tx: Tx, party: Party, people: readonly PersonId[], now: Instant): Promise<NewNote[]> =>
  people.length === 0 ? [] : toHosts(tx, party, "unreached", people, now + GATHERING);
