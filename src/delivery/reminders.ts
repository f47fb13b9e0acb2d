// Delivery: which reminders a party has: some hours before its start, to chats that hold a card and to guests who are coming.
import type { ChatKey, NewNote } from "../domain/note.ts";
import type { Party } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import type { Instant } from "../domain/time.ts";
import { HOUR } from "../domain/time.ts";
import type { ChatRow, Reads } from "../store/types.ts";
import { canPost, COMING, guestsOf } from "./audience.ts";
import type { PlanDraft } from "./draft.ts";
import { chatReader, REMIND_HOURS, remindKey, remindKeys, type ReaderKey } from "./keys.ts";

const MINE_LIMIT = 200;

/** The reminders of one reader that are due later than `now`. */
const remindersFor = (party: Party, reader: ReaderKey, to: NewNote["to"], now: Instant): NewNote[] =>
  REMIND_HOURS.map((hours) => ({
    key: remindKey(party.code, reader, hours),
    to,
    party: party.code,
    reason: { kind: "remind" as const, hoursBefore: hours },
    dueAt: party.startsAt - hours * HOUR,
    expiresAt: party.startsAt,
  })).filter((note) => party.state === "on" && note.dueAt > now);

const ofPerson = (party: Party, person: PersonId, now: Instant): NewNote[] =>
  remindersFor(party, person, { person }, now);

const ofChat = (party: Party, chat: ChatKey, now: Instant): NewNote[] =>
  remindersFor(party, chatReader(chat), { chat }, now);

/** Reminders for chats that hold a card. */
export const remindChats = (draft: PlanDraft, party: Party, chats: readonly ChatRow[], now: Instant): void => {
  for (const chat of chats) if (chat.reminders) draft.put.push(...ofChat(party, chat.key, now));
};

/** Reminders for every guest who is coming and wants them. */
export const remindGuests = async (draft: PlanDraft, reads: Reads, party: Party, now: Instant): Promise<void> => {
  const latest = party.startsAt - Math.min(...REMIND_HOURS) * HOUR;
  if (latest <= now) return;
  const coming = await guestsOf(reads, party.code, COMING);
  for (const id of await wanting(reads, coming)) draft.put.push(...ofPerson(party, id, now));
};

/** Reminders of those whose answer changed: planned for who is coming, dropped for who is not. */
export const remindPeople = async (
  draft: PlanDraft,
  reads: Reads,
  party: Party,
  people: readonly PersonId[],
  now: Instant,
): Promise<void> => {
  const rsvps = await reads.rsvps.of(party.code, people);
  const coming = rsvps.filter((rsvp) => COMING.includes(rsvp.answer)).map((rsvp) => rsvp.personId);
  const wanted = new Set(await wanting(reads, coming));
  for (const id of people) {
    if (wanted.has(id)) draft.put.push(...ofPerson(party, id, now));
    else draft.dropKeys.push(...remindKeys(party.code, id));
  }
};

/** A person switched reminders on or off. */
export const personSwitched = async (draft: PlanDraft, reads: Reads, id: PersonId, now: Instant): Promise<void> => {
  const mine = await reads.parties.mine(id, { past: false, now, limit: MINE_LIMIT });
  const wanted = (await wanting(reads, [id])).length > 0;
  for (const { party, rsvp } of mine) {
    if (wanted && rsvp && COMING.includes(rsvp.answer)) draft.put.push(...ofPerson(party, id, now));
    else draft.dropKeys.push(...remindKeys(party.code, id));
  }
};

/** A chat switched reminders on or off. */
export const chatSwitched = async (draft: PlanDraft, reads: Reads, key: ChatKey, now: Instant): Promise<void> => {
  const [chat] = await reads.chats.byKeys([key]);
  for (const party of await reads.parties.inChat(key, now, MINE_LIMIT)) {
    if (chat?.reminders && canPost(chat)) draft.put.push(...ofChat(party, key, now));
    else draft.dropKeys.push(...remindKeys(party.code, chatReader(key)));
  }
};

/** Those of `ids` who want reminders. */
const wanting = async (reads: Reads, ids: readonly PersonId[]): Promise<PersonId[]> => {
  if (ids.length === 0) return [];
  return (await reads.people.byIds(ids)).filter((person) => person.reminders).map((person) => person.id);
};
