// Delivery: a move or a cancellation, told old → new to everyone who answered and to the chats that hold a card.
import type { NewNote, PartyEvent, Reason } from "../domain/note.ts";
import { endOf, type Party } from "../domain/party.ts";
import type { Instant } from "../domain/time.ts";
import type { ChatRow, Tx } from "../store/types.ts";
import { ANSWERED, guestsOf } from "./audience.ts";
import type { PlanDraft } from "./draft.ts";
import { chatReader, kindPrefix, newsKey, type ReaderKey, withoutVersion } from "./keys.ts";

type Moved = Extract<Reason, { kind: "moved" }>;
type MovedEvent = Extract<PartyEvent, { kind: "moved" }>;

/** Moves that were not told yet are told as one: from what the reader was told last to what is true when it is sent. */
export const tellMoved = async (
  tx: Tx,
  draft: PlanDraft,
  party: Party,
  moves: readonly MovedEvent[],
  chats: readonly ChatRow[],
  now: Instant,
): Promise<void> => {
  const fresh = moves.map(({ was, time, place }): Moved => ({ kind: "moved", was, time, place })).reduce(gathered);
  const untold = new Map(
    [...(await tx.notes.pending(party.code, kindPrefix("moved", party.code)))].map(([key, reason]) => [
      withoutVersion(key),
      { key, reason },
    ]),
  );
  for (const [reader, to] of await readers(tx, party, chats)) {
    const key = newsKey("moved", party, reader);
    const before = untold.get(withoutVersion(key));
    const reason = before?.reason.kind === "moved" ? gathered(before.reason, fresh) : fresh;
    draft.put.push({ key: before?.key ?? key, to, party: party.code, reason, dueAt: now, expiresAt: endOf(party) });
  }
};

/** Everything else that was to be told of the party is dropped, except its cards (which `draft` holds already). */
export const tellCalledOff = async (
  tx: Tx,
  draft: PlanDraft,
  party: Party,
  chats: readonly ChatRow[],
  now: Instant,
): Promise<void> => {
  await tx.notes.drop(party.code, "");
  for (const [reader, to] of await readers(tx, party, chats)) {
    const key = newsKey("calledOff", party, reader);
    draft.put.push({ key, to, party: party.code, reason: { kind: "calledOff" }, dueAt: now, expiresAt: endOf(party) });
  }
};

const gathered = (first: Moved, then: Moved): Moved => ({
  kind: "moved",
  was: first.was,
  time: first.time || then.time,
  place: first.place || then.place,
});

const readers = async (tx: Tx, party: Party, chats: readonly ChatRow[]): Promise<[ReaderKey, NewNote["to"]][]> => [
  ...chats.map((chat): [ReaderKey, NewNote["to"]] => [chatReader(chat.key), { chat: chat.key }]),
  ...(await guestsOf(tx, party.code, ANSWERED)).map((person): [ReaderKey, NewNote["to"]] => [person, { person }]),
];
