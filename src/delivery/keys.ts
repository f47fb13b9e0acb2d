// Delivery: the keys of notes. One key is one thing to tell one reader: putting it again replaces what was not told yet.
import type { CardId, ChatKey, Reason } from "../domain/note.ts";
import type { Party, PartyCode } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import { allTimesOf } from "../domain/reminders.ts";
import { HOUR, type Instant } from "../domain/time.ts";

export type ReaderKey = PersonId | `chat:${ChatKey}`;

export const chatReader = (chat: ChatKey): ReaderKey => `chat:${chat}`;

export const cardKey = (card: CardId): string => `card:${card}`;

/** `minutes` before the start. */
export const remindKey = (party: PartyCode, reader: ReaderKey, minutes: number): string =>
  `${kindPrefix("remind", party)}${reader}:${minutes}m`;

/** All that may be planned for a reader: whatever the audience, and under the keys of earlier releases. */
export const remindKeys = (party: Pick<Party, "code" | "reminders">, reader: ReaderKey): string[] => [
  ...minuteKeys(party, reader),
  ...FORMER_HOURS.map((hours) => formerKey(party.code, reader, hours)),
];

/** Those of them that planning anew takes the place of: what an earlier release planned and is late already is still told. */
export const replacedKeys = (
  party: Pick<Party, "code" | "reminders" | "startsAt">,
  reader: ReaderKey,
  now: Instant,
): string[] => [...minuteKeys(party, reader), ...formerKeys(party, reader, now)];

/** Keys of earlier releases whose hour is still to come. */
export const formerKeys = (
  { code, startsAt }: Pick<Party, "code" | "startsAt">,
  reader: ReaderKey,
  now: Instant,
): string[] =>
  FORMER_HOURS.filter((hours) => startsAt - hours * HOUR > now).map((hours) => formerKey(code, reader, hours));

/** Earlier releases planned these two, and named them in hours. */
const FORMER_HOURS: readonly number[] = [24, 2];
const formerKey = (party: PartyCode, reader: ReaderKey, hours: number): string =>
  `${kindPrefix("remind", party)}${reader}:${hours}h`;

const minuteKeys = (party: Pick<Party, "code" | "reminders">, reader: ReaderKey): string[] =>
  allTimesOf(party).map((minutes) => remindKey(party.code, reader, minutes));

/** The prefix of every note of one kind about a party. */
export const kindPrefix = (kind: Reason["kind"], party: PartyCode): string => `${kind}:${party}:`;

export type News = Exclude<Reason["kind"], "card" | "remind">;

/**
 * News is told once for each version of the party: what was sent stays sent, and the same thing happening again is news again.
 * `reader` of a request to join also names who asks.
 */
export const newsKey = (kind: News, party: Pick<Party, "code" | "version">, reader: ReaderKey): string =>
  `${kindPrefix(kind, party.code)}${reader}:${party.version}`;

type Mentioned = Extract<Reason, { kind: "mentioned" }>;

/** The prefix of the messages that mention people in one chat for one kind of news; each ends with what opened it. */
export const mentionPrefix = (party: PartyCode, chat: ChatKey, news: Mentioned["news"]): string =>
  `${kindPrefix("mentioned", party)}${chatReader(chat)}:${news}:`;

/** A crowd is mentioned in a chat once for each party. */
export const crowdKey = (party: PartyCode, chat: ChatKey, crowdId: string): string =>
  `${kindPrefix("crowdInvited", party)}${chatReader(chat)}:${crowdId}`;

/** A news key without its version: the same for all news of one kind to one reader. */
export const withoutVersion = (key: string): string => key.slice(0, key.lastIndexOf(":"));
