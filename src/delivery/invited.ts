// Delivery: who is told of an invitation, and who is asked once more: each in private, many strangers at once by mention, a crowd by its name.
import type { NewNote, PartyEvent } from "../domain/note.ts";
import { endOf, type Party } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import type { Instant } from "../domain/time.ts";
import type { ChatRow, Reads, Tx } from "../store/types.ts";
import { type CardInChat, guestsOf } from "./audience.ts";
import type { PlanDraft } from "./draft.ts";
import { grouped } from "./gather.ts";
import { crowdKey, kindPrefix, mentionPrefix, newsKey } from "./keys.ts";
import { groupFor, hostsTold, MENTIONS_MAX, mentionNote } from "./ladder.ts";

type Of<K extends PartyEvent["kind"]> = Extract<PartyEvent, { kind: K }>;
type Invited = Of<"invited">;

export const tellInvited = async (
  tx: Tx,
  draft: PlanDraft,
  party: Party,
  { events, cards }: { events: readonly PartyEvent[]; cards: readonly CardInChat[] },
  now: Instant,
): Promise<void> => {
  const invited = events.filter((event) => event.kind === "invited");
  const crowds = events.filter((event) => event.kind === "crowdInvited");
  if (invited.length > 0) await tellPeople(tx, draft, party, invited, cards, now);
  if (crowds.length > 0) draft.put.push(...(await crowdNotes(tx, party, crowds, now)));
};

/** Nobody who never acted is written to in private as one of many: they are told together, where the card is. */
const tellPeople = async (
  tx: Tx,
  draft: PlanDraft,
  party: Party,
  invited: readonly Invited[],
  cards: readonly CardInChat[],
  now: Instant,
): Promise<void> => {
  const groups = await groupsOfStrangers(tx, invited, cards);
  const personal = invited.filter(({ personId }) => !groups.has(personId));
  draft.put.push(...personal.map((event) => inPrivate(party, event, now)));
  const strangers = invited.filter(({ personId }) => groups.has(personId));
  for (const [group, some] of grouped(strangers, ({ personId }) => groups.get(personId))) {
    const who = some.map(({ personId }) => personId);
    draft.put.push(...(group ? [together(party, group, some, now)] : await hostsTold(tx, party, who, now)));
  }
};

/** Those who have not answered are asked once more; nobody who never acted is in private. */
export const tellNudged = async (
  tx: Tx,
  draft: PlanDraft,
  party: Party,
  { events, cards }: { events: readonly PartyEvent[]; cards: readonly CardInChat[] },
  now: Instant,
): Promise<void> => {
  const nudge = events.find((event) => event.kind === "nudged");
  if (!nudge) return;
  const { by } = nudge;
  const asked = (await guestsOf(tx, party.code, ["invited"])).map((personId) => ({ personId, bulk: true as const }));
  const groups = await groupsOfStrangers(tx, asked, cards);
  const personal = asked.filter(({ personId }) => !groups.has(personId));
  draft.put.push(...personal.map(({ personId }) => nudged(party, personId, by, now)));
  const strangers = asked.map(({ personId }) => personId).filter((id) => groups.has(id));
  for (const [group, who] of grouped(strangers, (id) => groups.get(id)))
    draft.put.push(...(group ? inOneGo(party, group, who, by, now) : await hostsTold(tx, party, who, now)));
};

const nudged = (party: Party, personId: PersonId, by: PersonId, now: Instant): NewNote => ({
  key: newsKey("nudged", party, personId),
  to: { person: personId },
  party: party.code,
  reason: { kind: "nudged", by },
  dueAt: now,
  expiresAt: party.startsAt,
});

/** As many messages as it takes to mention them all. */
const inOneGo = (
  party: Party,
  { key: chat }: ChatRow,
  who: readonly PersonId[],
  by: PersonId,
  now: Instant,
): NewNote[] =>
  Array.from({ length: Math.ceil(who.length / MENTIONS_MAX) }, (_, i) => {
    const some = who.slice(i * MENTIONS_MAX, (i + 1) * MENTIONS_MAX);
    const key = `${mentionPrefix(party.code, chat, "nudged")}${party.version}.${i}`;
    return mentionNote(party, chat, key, { kind: "mentioned", who: some, news: "nudged", by }, now);
  });

/** Those of many invited at once who never acted, each with the group where they are told: undefined where there is none. */
const groupsOfStrangers = async (
  reads: Reads,
  invited: readonly Pick<Invited, "personId" | "bulk">[],
  cards: readonly CardInChat[],
): Promise<Map<PersonId, ChatRow | undefined>> => {
  const many = invited.filter(({ bulk }) => bulk).map(({ personId }) => personId);
  if (many.length === 0) return new Map();
  const accounts = grouped(await reads.people.accountsOfMany(many), ({ personId }) => personId);
  const strangers = many.filter((id) => !accounts.get(id)?.some(({ acted }) => acted));
  return new Map(strangers.map((id) => [id, groupFor(cards, accounts.get(id) ?? [])]));
};

const inPrivate = (party: Party, { personId, by, bulk }: Invited, now: Instant): NewNote => ({
  key: newsKey("invited", party, personId),
  to: { person: personId },
  party: party.code,
  reason: { kind: "invited", by, ...(bulk && { bulk }) },
  dueAt: now,
  expiresAt: endOf(party),
});

const together = (party: Party, { key: chat }: ChatRow, some: readonly Invited[], now: Instant): NewNote => {
  const by = new Set(some.map((event) => event.by));
  const [host] = by;
  const who = some.map(({ personId }) => personId);
  const key = `${mentionPrefix(party.code, chat, "invited")}${party.version}`;
  const said = by.size === 1 && host !== undefined && { by: host };
  return mentionNote(party, chat, key, { kind: "mentioned", who, news: "invited", ...said }, now);
};

/** One that is on its way already is not put again: it would be sent twice. */
const crowdNotes = async (
  tx: Tx,
  party: Party,
  events: readonly Of<"crowdInvited">[],
  now: Instant,
): Promise<NewNote[]> => {
  const untold = await tx.notes.pending(party.code, kindPrefix("crowdInvited", party.code));
  return events
    .map(({ chat, by, crowd }) => ({
      key: crowdKey(party.code, chat, crowd.crowdId),
      to: { chat },
      party: party.code,
      reason: { kind: "crowdInvited" as const, by, crowd },
      dueAt: now,
      expiresAt: endOf(party),
    }))
    .filter(({ key }) => !untold.has(key));
};
