// Delivery: reads what a batch of notes needs, each kind of fact once for all of them.
import type { PartyFacts } from "../domain/disclosure.ts";
import type { CardId, ChatKey, Note } from "../domain/note.ts";
import type { PartyCode } from "../domain/party.ts";
import type { Person, PersonId } from "../domain/person.ts";
import type { Wish } from "../domain/wish.ts";
import type { AccountRow, Card, ChatRow, Reads, Standing } from "../store/types.ts";

export type Gathered = {
  parties: Map<PartyCode, PartyFacts>;
  cards: Map<CardId, Card>;
  chats: Map<ChatKey, ChatRow>;
  people: Map<PersonId, Person>;
  /** Last used first. */
  accounts: Map<PersonId, AccountRow[]>;
  /** Of those who are told of new parties. */
  wishes: Map<PersonId, Wish>;
  standing(party: PartyCode, person: PersonId): Standing;
};

export const gather = async (reads: Reads, notes: readonly Note[]): Promise<Gathered> => {
  const codes = unique(notes.flatMap(partiesIn));
  const readers = unique(notes.flatMap((note) => ("person" in note.to ? [note.to.person] : [])));
  const [facts, cards, people, accounts, standings, wishes] = await Promise.all([
    reads.parties.factsOfMany(codes),
    readCards(reads, notes),
    reads.people.byIds(unique([...readers, ...notes.flatMap(spokenOf), ...notes.flatMap(mentionedIn)])),
    reads.people.accountsOfMany(unique([...readers, ...notes.flatMap(mentionedIn)])),
    readStandings(reads, notes),
    reads.wishes.of(unique(notes.flatMap(wishing))),
  ]);
  const chatKeys = notes.flatMap((note) => ("chat" in note.to ? [note.to.chat] : []));
  const chats = await reads.chats.byKeys(unique([...chatKeys, ...cards.map((card) => card.chat)]));
  return {
    parties: new Map(facts.map((one) => [one.party.code, one])),
    cards: new Map(cards.map((card) => [card.id, card])),
    chats: new Map(chats.map((chat) => [chat.key, chat])),
    people: new Map(people.map((person) => [person.id, person])),
    accounts: grouped(accounts, (account) => account.personId),
    wishes: new Map(wishes.map((wish) => [wish.personId, wish])),
    standing: (party, person) => standings.get(party)?.get(person) ?? { role: "stranger" },
  };
};

/** The person a note's reason names. */
export const spokenOf = ({ reason }: Pick<Note, "reason">): PersonId[] => {
  switch (reason.kind) {
    case "invited":
    case "nudged":
    case "crowdInvited":
      return [reason.by];
    case "mentioned":
      return reason.by === undefined ? [] : [reason.by];
    case "asked":
      return [reason.who];
    case "unreached":
    case "onWay":
      return [...reason.who];
    default:
      return [];
  }
};

/** The people a note mentions in a group. */
export const mentionedIn = ({ reason }: Pick<Note, "reason">): readonly PersonId[] =>
  reason.kind === "mentioned" ? reason.who : [];

/** All parties that a note tells of. */
const partiesIn = ({ party, reason }: Pick<Note, "party" | "reason">): readonly PartyCode[] => {
  if (reason.kind === "wish") return reason.parties;
  return reason.kind === "remind" ? [party, ...(reason.also ?? []).map((one) => one.party)] : [party];
};

/** Whose wish it is that a note follows from. */
const wishing = ({ to, reason }: Pick<Note, "to" | "reason">): PersonId[] =>
  reason.kind === "wish" && "person" in to ? [to.person] : [];

const readCards = async (reads: Reads, notes: readonly Note[]): Promise<Card[]> => {
  const codes = unique(notes.filter((note) => "card" in note.to).map((note) => note.party));
  return (await Promise.all(codes.map((code) => reads.cards.of(code)))).flat();
};

/** Of the readers, of those who asked (whether they still wait for an answer), and of those who are mentioned. */
const readStandings = async (
  reads: Reads,
  notes: readonly Note[],
): Promise<Map<PartyCode, Map<PersonId, Standing>>> => {
  const asked = notes.flatMap((note) => {
    const people = "person" in note.to ? [note.to.person, ...spokenOf(note)] : mentionedIn(note);
    return people.length === 0 ? [] : partiesIn(note).map((party) => ({ party, people }));
  });
  const pairs = [...grouped(asked, ({ party }) => party)].map(
    async ([code, some]): Promise<[PartyCode, Map<PersonId, Standing>]> => [
      code,
      await reads.parties.standings(code, unique(some.flatMap(({ people }) => people))),
    ],
  );
  return new Map(await Promise.all(pairs));
};

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

export const grouped = <K, T>(values: readonly T[], key: (value: T) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
};
