// Domain: something to be told to someone at a time. A note stores the reason, never the words: they are rendered when sent.
import type { Crowd, Platform } from "./chat.ts";
import type { PartyCode } from "./party.ts";
import type { PersonId } from "./person.ts";
import type { Instant } from "./time.ts";

export type NoteId = string;
export type CardId = string;
/** The key of a row of `chats`, not a platform's id. */
export type ChatKey = string;

export type NoteTarget = { person: PersonId } | { chat: ChatKey } | { card: CardId };

/** For changes the old time and the old public label, never an old address. */
export type Reason =
  | { kind: "card" }
  /** `also`: reminders of other parties on the same evening, told in this one's message and not again. Read it with `minutesOf`. */
  | { kind: "remind"; minutesBefore: number; to?: "unanswered"; also?: readonly AlsoReminded[] }
  | { kind: "moved"; was: { startsAt: Instant; timeZone: string; label: string }; time: boolean; place: boolean }
  | { kind: "calledOff" }
  | { kind: "promoted" }
  | { kind: "invited"; by: PersonId; bulk?: true }
  /** Invited, and asked by a host once more. */
  | { kind: "nudged"; by: PersonId }
  | { kind: "asked"; who: PersonId }
  | { kind: "admitted" }
  | { kind: "turnedAway" }
  /** For a chat: people who cannot be written to in private are told there, by mention. `news` is what they are told. */
  | { kind: "mentioned"; who: readonly PersonId[]; news: "invited" | "nudged" | "promoted" | "admitted"; by?: PersonId }
  /** For a chat: a crowd of it is invited, by mention. */
  | { kind: "crowdInvited"; by: PersonId; crowd: Crowd }
  /** For hosts: something that mattered could not be told to these people anywhere. */
  | { kind: "unreached"; who: readonly PersonId[] }
  /** For hosts: guests who said that they are on their way. */
  | { kind: "onWay"; who: readonly PersonId[] }
  /** New parties that somebody wished to be told of. */
  | { kind: "wish"; parties: readonly PartyCode[] };

export type AlsoReminded = { party: PartyCode; minutesBefore: number };

export type NewNote = {
  /** Putting a note with a key that exists replaces it and raises its version. */
  key: string;
  to: NoteTarget;
  /** Empty for what tells of no one party. */
  party: PartyCode;
  reason: Reason;
  dueAt: Instant;
  /** After this the note is dropped unsent. */
  expiresAt: Instant;
  /** Its place among the notes of its party that are told at once, from 0: parties take turns, however many guests one has. */
  nth?: number;
};

export type Note = NewNote & {
  id: NoteId;
  version: number;
  attempts: number;
  /** When an earlier attempt at this may have gone out, without anybody knowing; absent at the first attempt. */
  triedAt?: Instant;
};

/** What happened in a command, for `delivery/plan` to turn into notes. */
export type PartyEvent =
  | { kind: "created"; party: PartyCode }
  /** Something that cards and pages show has changed. */
  | { kind: "changed"; party: PartyCode }
  | {
      kind: "moved";
      party: PartyCode;
      was: { startsAt: Instant; timeZone: string; label: string };
      time: boolean;
      place: boolean;
    }
  | { kind: "calledOff"; party: PartyCode }
  /** A person's answer is now another one (or they left): their reminders follow. */
  | { kind: "answered"; party: PartyCode; personId: PersonId }
  | { kind: "promoted"; party: PartyCode; personId: PersonId }
  /** `bulk`: one of several at once; whoever never acted is then told by mention instead of in private. */
  | { kind: "invited"; party: PartyCode; personId: PersonId; by: PersonId; bulk?: true }
  | { kind: "crowdInvited"; party: PartyCode; chat: ChatKey; by: PersonId; crowd: Crowd }
  | { kind: "asked"; party: PartyCode; personId: PersonId }
  | { kind: "admitted"; party: PartyCode; personId: PersonId }
  | { kind: "turnedAway"; party: PartyCode; personId: PersonId }
  /** A card was added to a chat and is to be posted there. */
  | { kind: "carded"; party: PartyCode; card: CardId }
  /** A host set when the party reminds. */
  | { kind: "timesSet"; party: PartyCode }
  /** A guest wants no more reminders of this party, or wants them again. */
  | { kind: "muted"; party: PartyCode; personId: PersonId }
  /** A guest said on the day that they are on their way. */
  | { kind: "onWay"; party: PartyCode; who: PersonId }
  /** They took it back, or arrive a little earlier or later: pages show it, nobody is told. */
  | { kind: "wayChanged"; party: PartyCode }
  /** A host asks those who have not answered, once. */
  | { kind: "nudged"; party: PartyCode; by: PersonId }
  /** A person or a chat switched reminders on or off, or a person set when they may come. */
  | { kind: "remindersSet"; personId: PersonId }
  | { kind: "chatRemindersSet"; chat: ChatKey }
  /** Something was set for a server; `was` is how it stood before. */
  | { kind: "serverSet"; platform: Platform; server: string; was: { remindersChat?: ChatKey; events: boolean } };
