// Delivery: which reminders a party has: some hours before its start, to guests who are coming and to chats that hold a card, or to the one
// chat that their server has for reminders.
import type { ChatKey, NewNote, Note, PartyEvent } from "../domain/note.ts";
import type { Party } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import { HOUR, type Instant, SECOND } from "../domain/time.ts";
import type { ChatRow, Reads } from "../store/types.ts";
import { canPost, cardsOf, chatsOf, COMING, guestsOf, inOpenChats } from "./audience.ts";
import type { PlanDraft } from "./draft.ts";
import { grouped } from "./gather.ts";
import { chatReader, REMIND_HOURS, remindKey, remindKeys, type ReaderKey } from "./keys.ts";

type ServerSet = Extract<PartyEvent, { kind: "serverSet" }>;

const MINE_LIMIT = 200;
/** The most upcoming parties of one server that a change of its settings reaches. */
export const SERVER_LIMIT = 1_000;

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

/** Reminders for chats that hold a card; each chat that they lead to is reminded once. */
export const remindChats = async (
  draft: PlanDraft,
  reads: Reads,
  party: Party,
  chats: readonly ChatRow[],
  now: Instant,
): Promise<void> => {
  remindThere(draft, party, { from: chats, to: (await remindedFor(reads, chats))(chats) }, now);
};

type Route = { from: readonly ChatRow[]; to: readonly ChatRow[] };

/** What was planned for `from` is dropped, except for those that are in `to`. */
const remindThere = (draft: PlanDraft, party: Party, { from, to }: Route, now: Instant): void => {
  draft.dropKeys.push(...from.flatMap((chat) => remindKeys(party.code, chatReader(chat.key))));
  for (const chat of to) if (chat.reminders) draft.put.push(...ofChat(party, chat.key, now));
};

/** Where some of `chats` are reminded, each place once: what their server has for it, while something can be posted there; else itself. */
const remindedFor = async (
  reads: Reads,
  chats: readonly ChatRow[],
): Promise<(some: readonly ChatRow[]) => ChatRow[]> => {
  const chosen = [...new Set(chats.flatMap((chat) => chat.server?.remindersChat ?? []))];
  const rows = (await reads.chats.byKeys(chosen)).filter(canPost);
  const open = new Map(rows.map((row) => [row.key, row]));
  const leading = (chat: ChatRow): ChatRow => open.get(chat.server?.remindersChat ?? chat.key) ?? chat;
  return (some) => [...new Map(some.map(leading).map((chat) => [chat.key, chat])).values()];
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

/** A chat switched reminders on or off: its own parties' while it is reminded itself, its server's where they lead to it. */
export const chatSwitched = async (draft: PlanDraft, reads: Reads, key: ChatKey, now: Instant): Promise<void> => {
  const [chat] = await reads.chats.byKeys([key]);
  if (!chat) return;
  const { platform, server } = chat.ref;
  const parties =
    server !== undefined && chat.server?.remindersChat === key
      ? await reads.parties.inServer(platform, server, now, SERVER_LIMIT)
      : await reads.parties.inChat(key, now, MINE_LIMIT);
  const [reminded] = (await remindedFor(reads, [chat]))([chat]);
  for (const party of parties) {
    if (chat.reminders && canPost(chat) && reminded?.key === key) draft.put.push(...ofChat(party, key, now));
    else draft.dropKeys.push(...remindKeys(party.code, chatReader(key)));
  }
};

/** A server chose another chat for reminders, or none: those not told yet are told where they now belong. */
export const serverSwitched = async (draft: PlanDraft, reads: Reads, set: ServerSet, now: Instant): Promise<void> => {
  const { platform, server, was } = set;
  const is = await reads.chats.server(platform, server);
  if (is?.remindersChat === was.remindersChat) return;
  const parties = await reads.parties.inServer(platform, server, now, SERVER_LIMIT);
  const cards = await inOpenChats(reads, await reads.cards.ofMany(parties.map((party) => party.code)));
  const here = cards.filter(({ chat: { ref } }) => ref.platform === platform && ref.server === server);
  const ofParty = grouped(here, ({ card }) => card.party);
  const reminded = await remindedFor(reads, chatsOf(here));
  const before = was.remindersChat === undefined ? [] : await reads.chats.byKeys([was.remindersChat]);
  for (const party of parties) {
    const chats = chatsOf(ofParty.get(party.code) ?? []);
    remindThere(draft, party, { from: [...chats, ...before], to: reminded(chats) }, now);
  }
};

/** A reminder that did not get to a server's chat for reminders is told where the party's cards are in that server. */
export const remindersInstead = async (
  reads: Reads,
  party: Party,
  { reason, expiresAt }: Note,
  missed: ChatKey,
  now: Instant,
): Promise<NewNote[]> => {
  const [chat] = await reads.chats.byKeys([missed]);
  if (reason.kind !== "remind" || chat?.server?.remindersChat !== missed) return [];
  const { platform, server } = chat.ref;
  return chatsOf(await cardsOf(reads, party.code))
    .filter(({ key, ref, reminders }) => {
      return reminders && key !== missed && ref.platform === platform && ref.server === server;
    })
    .map(({ key }) => ({
      key: remindKey(party.code, chatReader(key), reason.hoursBefore),
      to: { chat: key },
      party: party.code,
      reason,
      // A note of this key may have been taken back: only one that is due later opens it again.
      dueAt: now + SECOND,
      expiresAt,
    }));
};

/** Those of `ids` who want reminders. */
const wanting = async (reads: Reads, ids: readonly PersonId[]): Promise<PersonId[]> => {
  if (ids.length === 0) return [];
  return (await reads.people.byIds(ids)).filter((person) => person.reminders).map((person) => person.id);
};
