// Delivery: who is told of a party: the chats that hold its card, and its guests by their answer.
import { isEventsChat } from "../domain/chat.ts";
import type { CardId, ChatKey } from "../domain/note.ts";
import type { PartyCode } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import type { Answer } from "../domain/rsvp.ts";
import type { Card, ChatRow, Reads } from "../store/types.ts";

/** Guests who are reminded. */
export const COMING: readonly Answer[] = ["going", "maybe"];
/** Guests who are told of a change or a cancellation: those who answered, except with no. */
export const ANSWERED: readonly Answer[] = ["going", "maybe", "waitlisted", "requested"];

const PAGE = 1_000;

export type CardInChat = { card: Card; chat: ChatRow };

/** Whether something can be posted in a chat for its group to read. */
export const canPost = (chat: ChatRow): boolean => !chat.gone && chat.ref.kind === "group" && chat.ref.reach === "post";

/** Whether a server's own events are to show its parties no more. */
export const isMirrorOff = (chat: ChatRow): boolean => isEventsChat(chat.ref) && chat.server?.events !== true;

/** The party's cards in chats where something can be posted, a server's own events among them while they show parties. */
export const cardsOf = async (reads: Reads, party: PartyCode): Promise<CardInChat[]> =>
  (await inOpenChats(reads, await reads.cards.of(party))).filter(({ chat }) => !isMirrorOff(chat));

/** Cards with their chats, where something can be posted. */
export const inOpenChats = async (reads: Reads, cards: readonly Card[]): Promise<CardInChat[]> => {
  if (cards.length === 0) return [];
  const chats = await reads.chats.byKeys([...new Set(cards.map((card) => card.chat))]);
  const open = new Map<ChatKey, ChatRow>(chats.filter(canPost).map((chat) => [chat.key, chat]));
  return cards.flatMap((card) => {
    const chat = open.get(card.chat);
    return chat ? [{ card, chat }] : [];
  });
};

/** The chats of some cards, each once: those that are told of a party, so none that stands for a server's own events. */
export const chatsOf = (cards: readonly CardInChat[], only?: ReadonlySet<CardId>): ChatRow[] => {
  const told = cards.filter(({ card, chat }) => !isEventsChat(chat.ref) && (!only || only.has(card.id)));
  return [...new Map(told.map(({ chat }) => [chat.key, chat])).values()];
};

/** Everybody with one of the answers named. */
export const guestsOf = async (reads: Reads, party: PartyCode, answers: readonly Answer[]): Promise<PersonId[]> => {
  const ids: PersonId[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const page = await reads.rsvps.list(party, { answers, limit: PAGE, offset });
    ids.push(...page.map((rsvp) => rsvp.personId));
    if (page.length < PAGE) return ids;
  }
};
