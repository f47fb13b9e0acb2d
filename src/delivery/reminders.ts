// Delivery: which reminders of a party a group gets: chats that hold a card, or the one chat that their server has for reminders.
import type { ChatKey, NewNote, Note, PartyEvent } from "../domain/note.ts";
import type { Party } from "../domain/party.ts";
import { minutesOf, timesOf } from "../domain/reminders.ts";
import { type Instant, MINUTE, SECOND } from "../domain/time.ts";
import type { ChatRow, Reads } from "../store/types.ts";
import { canPost, cardsOf, chatsOf, inOpenChats } from "./audience.ts";
import type { PlanDraft } from "./draft.ts";
import { grouped } from "./gather.ts";
import { chatReader, formerKeys, remindKey, remindKeys } from "./keys.ts";

type ServerSet = Extract<PartyEvent, { kind: "serverSet" }>;

const MINE_LIMIT = 200;
/** The most upcoming parties of one server that a change of its settings reaches. */
export const SERVER_LIMIT = 1_000;

/** Plans what a chat is told later than `now`, in place of what an earlier release planned. */
const remindChat = (draft: PlanDraft, party: Party, chat: ChatKey, now: Instant): void => {
  draft.dropKeys.push(...formerKeys(party, chatReader(chat), now));
  draft.put.push(...ofChat(party, chat).filter((note) => party.state === "on" && note.dueAt > now));
};

const ofChat = (party: Party, chat: ChatKey): NewNote[] =>
  timesOf(party, "group").map((minutes) => ({
    key: remindKey(party.code, chatReader(chat), minutes),
    to: { chat },
    party: party.code,
    reason: { kind: "remind", minutesBefore: minutes },
    dueAt: party.startsAt - minutes * MINUTE,
    expiresAt: party.startsAt,
  }));

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
  draft.dropKeys.push(...from.flatMap((chat) => remindKeys(party, chatReader(chat.key))));
  for (const chat of to) if (chat.reminders) remindChat(draft, party, chat.key, now);
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
    if (chat.reminders && canPost(chat) && reminded?.key === key) remindChat(draft, party, key, now);
    else draft.dropKeys.push(...remindKeys(party, chatReader(key)));
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
      key: remindKey(party.code, chatReader(key), minutesOf(reason)),
      to: { chat: key },
      party: party.code,
      reason,
      // A note of this key may have been taken back: only one that is due later opens it again.
      dueAt: now + SECOND,
      expiresAt,
    }));
};
