// Delivery: parties among a server's own events: one card for each in the chat that stands for those events.
import type { Platform } from "../domain/chat.ts";
import { eventsChat } from "../domain/chat.ts";
import type { CardId, NewNote, PartyEvent } from "../domain/note.ts";
import { endOf, type Party } from "../domain/party.ts";
import { DAY, type Instant } from "../domain/time.ts";
import type { Card, Tx } from "../store/types.ts";
import { type CardInChat, chatsOf } from "./audience.ts";
import type { PlanDraft } from "./draft.ts";
import { cardKey } from "./keys.ts";
import { SERVER_LIMIT } from "./reminders.ts";

type ServerSet = Extract<PartyEvent, { kind: "serverSet" }>;

/** Tells a card's message what the party is like. */
export const cardNote = (party: Party, card: Card, now: Instant): NewNote => ({
  key: cardKey(card.id),
  to: { card: card.id },
  party: party.code,
  reason: { kind: "card" },
  dueAt: now,
  expiresAt: Math.max(endOf(party), now) + DAY,
});

/** The cards that a party gets among the events of servers where it was posted just now (`posted`), made where there are none. */
export const mirrored = async (
  tx: Tx,
  party: Party,
  cards: readonly CardInChat[],
  posted: ReadonlySet<CardId>,
  now: Instant,
): Promise<CardInChat[]> => {
  if (!isUpcoming(party, now)) return [];
  const added: CardInChat[] = [];
  for (const { platform, server } of serversOf(cards, posted)) {
    const chat = await tx.chats.ensure(eventsChat(platform, server));
    if (cards.some((one) => one.chat.key === chat.key)) continue;
    for (const card of await tx.cards.mirror(chat.key, [party.code], now)) added.push({ card, chat });
  }
  return added;
};

/** A server wants parties among its events, or no more: upcoming ones are put there, or called off there. */
export const eventsSwitched = async (draft: PlanDraft, tx: Tx, set: ServerSet, now: Instant): Promise<void> => {
  const { platform, server, was } = set;
  const on = (await tx.chats.server(platform, server))?.events === true;
  if (on === was.events) return;
  const { key } = await tx.chats.ensure(eventsChat(platform, server));
  const parties = (
    on
      ? await tx.parties.inServer(platform, server, now, SERVER_LIMIT)
      : await tx.parties.inChat(key, now, SERVER_LIMIT)
  ).filter((party) => isUpcoming(party, now));
  const cards = await tx.cards.mirror(
    key,
    parties.map((party) => party.code),
    now,
  );
  const byCode = new Map(parties.map((party) => [party.code, party]));
  for (const card of cards) {
    const party = byCode.get(card.party);
    if (party) draft.put.push(cardNote(party, card, now));
  }
};

/** No platform takes an event that has begun. */
const isUpcoming = (party: Party, now: Instant): boolean => party.state === "on" && party.startsAt > now;

/** The servers of chats that hold some of the cards and want events, each once. */
const serversOf = (
  cards: readonly CardInChat[],
  posted: ReadonlySet<CardId>,
): { platform: Platform; server: string }[] => {
  const wanting = chatsOf(cards, posted).flatMap(({ ref: { platform, server }, server: set }) =>
    server !== undefined && set?.events ? [{ platform, server }] : [],
  );
  return [...new Map(wanting.map((one) => [`${one.platform} ${one.server}`, one])).values()];
};
