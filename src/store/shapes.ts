// Store: the shapes that are kept: accounts, chats, servers, cards, drafts, invitations, links.
import type { Account, Chat, Platform } from "../domain/chat.ts";
import type { CardId, ChatKey } from "../domain/note.ts";
import type { Party, PartyCode } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import type { Rsvp } from "../domain/rsvp.ts";
import type { Instant } from "../domain/time.ts";

/** `acted`: they used this account themselves; else they were only mentioned. */
export type AccountRow = Account & { personId: PersonId; lastUsedAt: Instant; unreachable: boolean; acted: boolean };

/** `locale` and `timeZone`: the chat's own, else its server's. */
export type ChatRow = {
  key: ChatKey;
  ref: Chat;
  title?: string;
  locale?: string;
  timeZone?: string;
  reminders: boolean;
  gone: boolean;
  /** What was set for its server, where anything was. */
  server?: Pick<ServerRow, "remindersChat" | "events">;
};

/** What was set for all chats of a server. */
export type ServerRow = {
  platform: Platform;
  serverId: string;
  locale?: string;
  timeZone?: string;
  /** Group reminders of its chats go there. */
  remindersChat?: ChatKey;
  /** Whether its parties stand among the platform's own events too. */
  events: boolean;
};

export type Card = {
  id: CardId;
  party: PartyCode;
  chat: ChatKey;
  /** The platform's id of the posted message; absent until it was sent. */
  messageId?: string;
  /** The party's version that the message shows; 0 before it was sent. */
  shownVersion: number;
};

export type Draft = {
  id: string;
  personId: PersonId;
  chat: ChatKey;
  command: string;
  args: Record<string, string>;
  /** The argument that is asked for now. */
  asked?: string;
  expiresAt: Instant;
};

export type Invitation = {
  id: string;
  party: PartyCode;
  /** The hash of the link's token; absent for a person invited by name. */
  tokenHash?: string;
  /** The one person it is for; absent for a link that anyone who holds it may use. */
  personId?: PersonId;
  invitedBy: PersonId;
  createdAt: Instant;
};

export type CalendarToken = { tokenHash: string; party: PartyCode; personId: PersonId; createdAt: Instant };

/** A party of mine: `role` is how it is mine. */
export type Mine = { party: Party; role: "host" | "cohost" | "guest"; rsvp?: Rsvp };

/** One message of a playground chat. `body` is what the web adapter made of it, JSON. */
export type WebMessage = { id: number; room: string; messageId: string; body: string; sentAt: Instant };

export type NearbyRow = { party: Party /** Between the snapped points. */; km: number };

export type { NearbyCursor } from "../domain/nearby.ts";

/** A person's own answer at a party that is still to come. */
export type Ahead = { party: Party; rsvp: Rsvp };

/** `quiet`: hours, `off` or `usual`. */
export type PersonPatch = { locale?: string; timeZone?: string; reminders?: boolean; quiet?: string };

/** `undefined` as a value clears the field; an absent key leaves it. */
export type PartyPatch = {
  title?: string;
  about?: string | undefined;
  startsAt?: Instant;
  endsAt?: Instant | undefined;
  timeZone?: string;
  place?: Party["place"];
  plusMax?: number;
  findable?: Party["findable"];
  approval?: boolean;
  state?: Party["state"];
  /** No card shows them, so they raise no version. */
  reminders?: Party["reminders"] | undefined;
};
