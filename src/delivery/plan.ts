// Delivery: what happened in a command, as notes: who is told what, and when. Runs inside the command's transaction.
import type { CardId, NewNote, PartyEvent, Reason } from "../domain/note.ts";
import { endOf, type Party, type PartyCode } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import type { Instant } from "../domain/time.ts";
import type { Tx } from "../store/types.ts";
import { type CardInChat, cardsOf, chatsOf } from "./audience.ts";
import { tellCalledOff, tellMoved } from "./changes.ts";
import { emptyDraft, type PlanDraft, writeDraft } from "./draft.ts";
import { remindAgain, remindGuests, remindPeople, remindSwitched } from "./guest-reminders.ts";
import { tellInvited, tellNudged } from "./invited.ts";
import { kindPrefix, newsKey } from "./keys.ts";
import { cardNote, eventsSwitched, mirrored } from "./mirror.ts";
import { tellOnWay } from "./on-way.ts";
import { chatSwitched, remindChats, serverSwitched } from "./reminders.ts";
import { noticeParty } from "./wishes.ts";

type Moved = Extract<PartyEvent, { kind: "moved" }>;
type OfParty = Extract<PartyEvent, { party: PartyCode }>;

/** Turns the events of one command into notes: replaces those that are out of date, drops those that no longer hold. */
export const plan = async (tx: Tx, events: readonly PartyEvent[], now: Instant): Promise<void> => {
  const draft = emptyDraft();
  const ofParty = new Map<PartyCode, OfParty[]>();
  for (const event of events)
    if ("party" in event) ofParty.set(event.party, [...(ofParty.get(event.party) ?? []), event]);
  const parties = ofParty.size > 0 ? await tx.parties.many([...ofParty.keys()]) : [];
  for (const party of parties) await planParty(tx, draft, party, ofParty.get(party.code) ?? [], now);
  for (const event of events) {
    if (event.kind === "remindersSet") await remindSwitched(draft, tx, event.personId, now);
    if (event.kind === "chatRemindersSet") await chatSwitched(draft, tx, event.chat, now);
    if (event.kind === "serverSet") {
      await serverSwitched(draft, tx, event, now);
      await eventsSwitched(draft, tx, event, now);
    }
  }
  await writeDraft(tx, draft, now);
};

const planParty = async (
  tx: Tx,
  draft: PlanDraft,
  party: Party,
  events: readonly OfParty[],
  now: Instant,
): Promise<void> => {
  const carded = new Set<CardId>(events.flatMap((event) => (event.kind === "carded" ? [event.card] : [])));
  const posted = await cardsOf(tx, party.code);
  const cards = [...posted, ...(carded.size > 0 ? await mirrored(tx, party, posted, carded, now) : [])];
  refreshCards(draft, party, cards, now);
  if (events.some((event) => event.kind === "calledOff")) {
    await tellCalledOff(tx, draft, party, chatsOf(cards), now);
    await remindAgain(draft, tx, party, now);
    return;
  }
  const moves = events.filter((event): event is Moved => event.kind === "moved");
  const restarts = moves.some((move) => move.time || move.was.startsAt !== party.startsAt);
  const resets = restarts || events.some((event) => event.kind === "timesSet");
  if (resets) await tx.notes.drop(party.code, kindPrefix("remind", party.code));
  if (resets || events.some((event) => event.kind === "created")) {
    await remindChats(draft, tx, party, chatsOf(cards), now);
    await remindGuests(
      draft,
      tx,
      party,
      moves.map(({ was }) => was),
      now,
    );
  }
  if (carded.size > 0) await remindChats(draft, tx, party, chatsOf(cards, carded), now);
  await planPeople(tx, draft, party, events, now);
  await tellNudged(tx, draft, party, { events, cards }, now);
  await tellInvited(tx, draft, party, { events, cards }, now);
  await tellOnWay(tx, draft, party, events, now);
  await noticeParty(tx, party, events, now);
  if (moves.length > 0) await tellMoved(tx, draft, party, moves, chatsOf(cards), now);
};

/** The party's version is raised by all that a card shows, so a card that shows less is out of date. */
const refreshCards = (draft: PlanDraft, party: Party, cards: readonly CardInChat[], now: Instant): void => {
  for (const { card } of cards) if (card.shownVersion < party.version) draft.put.push(cardNote(party, card, now));
};

/** Whose answer changed: their reminders follow. News that no longer holds for them is seen by the sender. */
const planPeople = async (
  tx: Tx,
  draft: PlanDraft,
  party: Party,
  events: readonly OfParty[],
  now: Instant,
): Promise<void> => {
  const people = new Set(events.flatMap((event) => ("personId" in event ? [event.personId] : [])));
  if (people.size === 0) return;
  await remindPeople(draft, tx, party, [...people], now);
  const hosts = events.some((event) => event.kind === "asked")
    ? [party.hostId, ...(await tx.parties.cohosts(party.code))]
    : [];
  for (const event of events) draft.put.push(...told(party, event, hosts, now));
};

/** What one person's event tells, and to whom. */
const told = (party: Party, event: OfParty, hosts: readonly PersonId[], now: Instant): NewNote[] => {
  const note = (key: string, person: PersonId, reason: Reason): NewNote => ({
    key,
    to: { person },
    party: party.code,
    reason,
    dueAt: now,
    expiresAt: endOf(party),
  });
  switch (event.kind) {
    case "promoted":
    case "admitted":
    case "turnedAway":
      return [note(newsKey(event.kind, party, event.personId), event.personId, { kind: event.kind })];
    case "asked":
      return [...new Set(hosts)].map((host) =>
        note(newsKey("asked", party, `${event.personId}:${host}`), host, { kind: "asked", who: event.personId }),
      );
    default:
      return [];
  }
};
