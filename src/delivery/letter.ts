// Delivery: a note as what is handed to a platform now, or why there is nothing to hand over.
import { type Destination, isEventsChat } from "../domain/chat.ts";
import { disclose, type Seen } from "../domain/disclosure.ts";
import type { Note, Reason } from "../domain/note.ts";
import type { PartyCode } from "../domain/party.ts";
import type { Person, PersonId } from "../domain/person.ts";
import { afterQuiet, USUAL_QUIET } from "../domain/quiet.ts";
import type { Role } from "../domain/rights.ts";
import type { Instant } from "../domain/time.ts";
import type { Links } from "../chat/command.ts";
import type { View } from "../chat/view.ts";
import type { AccountRow, Card, ChatRow } from "../store/types.ts";
import { eveningView } from "../views/evening.ts";
import { type Mention, noteView } from "../views/note.ts";
import { partyCard, withdrawn } from "../views/party-card.ts";
import type { Words } from "../words/words.ts";
import { canPost, isMirrorOff } from "./audience.ts";
import { type Gathered, spokenOf } from "./gather.ts";
import { comingOf } from "./on-way.ts";
import { alsoHolds, holdsFor, untrue } from "./untrue.ts";
import { wishLetter } from "./wish-letter.ts";

type GroupChat = Destination<"group">;

export type Letter =
  | { kind: "person"; accounts: readonly AccountRow[]; view: View<"person"> }
  | { kind: "chat"; chat: ChatRow; to: GroupChat; view: View<"group"> }
  | { kind: "card"; card: Card; chat: ChatRow; to: GroupChat; view: View<"group">; version: number }
  /** The card shows this already. */
  | { kind: "done" }
  | { kind: "drop"; why: string }
  /** Nothing that anybody waits for, and they are not to be woken: not before `at`. */
  | { kind: "later"; at: Instant }
  /** It matters and has nowhere to go: as if the platform had said so. */
  | { kind: "unreachable"; why: string };

export type Writer = { words: (locale?: string) => Words; links: Links };

/** In a group everybody reads the same: what a member may know. */
const GROUP_ROLE: Role = "member";
const LOCALE = "en";

/** `evenIfShown`: a card is written although its message is thought to show the party as it is. */
export const writeLetter = (
  note: Note,
  gathered: Gathered,
  writer: Writer,
  at: { now: Instant; evenIfShown: boolean },
): Letter => {
  const { now } = at;
  if (note.reason.kind === "card") return cardLetter(note, gathered, writer, at);
  if (note.reason.kind === "wish") return newsLetter(note, note.reason, gathered, writer, now);
  if ("person" in note.to) return personLetter(note, note.reason, note.to.person, gathered, writer, now);
  return "chat" in note.to
    ? chatLetter(note, note.reason, gathered.chats.get(note.to.chat), gathered, writer, now)
    : drop("no reader");
};

const cardLetter = (
  note: Note,
  gathered: Gathered,
  { words, links }: Writer,
  { now, evenIfShown }: { now: Instant; evenIfShown: boolean },
): Letter => {
  const facts = gathered.parties.get(note.party);
  const card = "card" in note.to ? gathered.cards.get(note.to.card) : undefined;
  const chat = card && gathered.chats.get(card.chat);
  if (!facts || !card || !chat) return drop("no such card");
  if (!isOpen(chat)) return drop("the chat is gone");
  if (note.expiresAt <= now) return drop("expired");
  const version = facts.party.version;
  // A server's events follow its setting too, which raises no party's version.
  const mirror = isEventsChat(chat.ref);
  if (isMirrorOff(chat) && card.messageId === undefined) return drop("no event wanted");
  if (!evenIfShown && !mirror && card.messageId !== undefined && card.shownVersion >= version) return { kind: "done" };
  const seen = disclose(facts, GROUP_ROLE, "group");
  const view = partyCard(seen, card.id, words(chat.locale), chat.locale ?? LOCALE, links);
  return { kind: "card", card, chat, to: chat.ref, view: isMirrorOff(chat) ? withdrawn(view) : view, version };
};

type Told = Exclude<Reason, { kind: "card" } | { kind: "wish" }>;
type Mentioned = Extract<Reason, { kind: "mentioned" }>;

const chatLetter = (
  note: Note,
  reason: Told,
  chat: ChatRow | undefined,
  gathered: Gathered,
  writer: Writer,
  now: Instant,
): Letter => {
  const facts = gathered.parties.get(note.party);
  if (!facts || !chat) return drop("no such party or chat");
  const why = untrue(note, facts.party, { chat }, now);
  if (why !== undefined) return drop(why);
  const mentions = reason.kind === "mentioned" ? mentionsOf(note.party, reason, chat, gathered) : undefined;
  if (mentions?.length === 0) return drop("the answer has changed");
  const elsewhere = mentions !== undefined || reason.kind === "remind";
  if (!isOpen(chat)) return elsewhere ? { kind: "unreachable", why: "the chat is gone" } : drop("the chat is gone");
  const seen = disclose(facts, GROUP_ROLE, "group");
  const whom = mentions && { mentions };
  const view = noteView({ reason, seen, now, ...whom, ...named(note, gathered), ...voice(writer, chat.locale) });
  return { kind: "chat", chat, to: chat.ref, view };
};

/** Those whom it still concerns, by their account on the chat's platform. */
const mentionsOf = (party: PartyCode, { who, news }: Mentioned, chat: ChatRow, gathered: Gathered): Mention[] =>
  who.flatMap((id): Mention[] => {
    const person = gathered.people.get(id);
    if (!person || !holdsFor(news, gathered.standing(party, id))) return [];
    const own = gathered.accounts.get(id)?.find(({ platform }) => platform === chat.ref.platform);
    const account = own && { account: { platform: own.platform, userId: own.userId } };
    return [{ who: person.name, ...account, notify: true }];
  });

const personLetter = (
  note: Note,
  reason: Told,
  id: PersonId,
  gathered: Gathered,
  writer: Writer,
  now: Instant,
): Letter => {
  const facts = gathered.parties.get(note.party);
  const person = gathered.people.get(id);
  if (!facts || !person) return drop("no such party or person");
  const standing = gathered.standing(note.party, id);
  const asker = reason.kind === "asked" ? gathered.standing(note.party, reason.who) : undefined;
  const why = untrue(note, facts.party, { person, standing, ...(asker && { asker }) }, now);
  const others = reason.kind === "remind" ? alsoTold(reason, person, gathered, now) : [];
  const parties = why === undefined ? [disclose(facts, standing.role, "person"), ...others] : others;
  const [seen, another] = parties;
  if (!seen) return drop(why ?? "nothing to tell");
  const tells = { now, ...named(note, gathered), ...voice(writer, person.locale) };
  const answer = standing.rsvp && { answer: standing.rsvp.answer };
  const coming = reason.kind === "onWay" ? comingOf(facts.party, reason.who, gathered, now) : undefined;
  if (coming?.length === 0) return drop("nobody is on the way");
  const view = another
    ? eveningView(parties, tells)
    : noteView({ reason, seen, ...answer, ...(coming && { coming }), ...tells });
  return { kind: "person", accounts: mayBeWritten(reason, gathered.accounts.get(id) ?? []), view };
};

/** New parties, to the one who wished to be told of them. */
const newsLetter = (
  note: Note,
  { parties }: Extract<Reason, { kind: "wish" }>,
  gathered: Gathered,
  writer: Writer,
  now: Instant,
): Letter => {
  const person = "person" in note.to ? gathered.people.get(note.to.person) : undefined;
  if (!person) return drop("no such person");
  if (note.expiresAt <= now) return drop("expired");
  // It was planned for the morning, and then nothing got through until the night; or their hours have changed.
  const zone = person.timeZone ?? gathered.parties.get(parties[0] ?? "")?.party.timeZone ?? "UTC";
  const at = afterQuiet(now, person.quiet ?? USUAL_QUIET, zone);
  if (at > now) return { kind: "later", at };
  const view = wishLetter(parties, person.id, gathered, { now, ...voice(writer, person.locale) });
  return view ? { kind: "person", accounts: gathered.accounts.get(person.id) ?? [], view } : drop("nothing is new");
};

/** The other parties of the evening that there is still something to say of. */
const alsoTold = (
  { also = [] }: Extract<Told, { kind: "remind" }>,
  person: Person,
  gathered: Gathered,
  now: Instant,
): Seen<"person">[] =>
  also.flatMap(({ party }) => {
    const facts = gathered.parties.get(party);
    const standing = gathered.standing(party, person.id);
    const holds = facts && person.reminders && alsoHolds(facts.party, standing, now);
    return holds ? [disclose(facts, standing.role, "person")] : [];
  });

/** One of many who were invited, or are asked, at once is written to only where they acted themselves before. */
const mayBeWritten = (reason: Told, accounts: readonly AccountRow[]): readonly AccountRow[] =>
  isForMany(reason) ? accounts.filter((account) => account.acted) : accounts;

const isForMany = (reason: Told): boolean =>
  (reason.kind === "invited" && reason.bulk === true) ||
  reason.kind === "nudged" ||
  (reason.kind === "remind" && reason.to === "unanswered");

const drop = (why: string): Letter => ({ kind: "drop", why });

type OpenChat = ChatRow & { ref: GroupChat };
const isOpen = (chat: ChatRow): chat is OpenChat => canPost(chat);

const named = (note: Note, gathered: Gathered): { names: string[] } => ({
  names: spokenOf(note).flatMap((id) => gathered.people.get(id)?.name ?? []),
});

const voice = (
  { words, links }: Writer,
  locale: string | undefined,
): { words: Words; locale: string; links: Links } => ({
  words: words(locale),
  locale: locale ?? LOCALE,
  links,
});
