// Store: what the rest of the house may ask of the database. `Reads` from the read connection, `Tx` inside one transaction.
import type { Bounds } from "../domain/cells.ts";
import type { Account, Chat, Platform } from "../domain/chat.ts";
import type { PartyFacts } from "../domain/disclosure.ts";
import type { Standing } from "../domain/rights.ts";
import type { CardId, ChatKey, NewNote, NoteId, Reason } from "../domain/note.ts";
import type { Party, PartyCode } from "../domain/party.ts";
import type { Person, PersonId } from "../domain/person.ts";
import type { LatLng } from "../domain/place.ts";
import type { Answer, AnswerOutcome, Counts, Rsvp } from "../domain/rsvp.ts";
import type { Instant } from "../domain/time.ts";

export type * from "./outbox-types.ts";
export type * from "./shapes.ts";
export type * from "./wish-types.ts";
export type { Standing };
import type { Lease, Outbox } from "./outbox-types.ts";
import type { OnWayWrites, WishReads, WishWrites } from "./wish-types.ts";
import type {
  AccountRow,
  Ahead,
  ChatRow,
  Card,
  Draft,
  Invitation,
  CalendarToken,
  Mine,
  WebMessage,
  NearbyCursor,
  NearbyRow,
  PartyPatch,
  PersonPatch,
  ServerRow,
} from "./shapes.ts";

export interface Reads {
  people: {
    byAccount(account: Account): Promise<Person | undefined>;
    byIds(ids: readonly PersonId[]): Promise<Person[]>;
    /** The person of each account, in the order asked. */
    byAccounts(accounts: readonly Account[]): Promise<(PersonId | undefined)[]>;
    /** Last used first; accounts known to be unreachable last. */
    accountsOf(id: PersonId): Promise<AccountRow[]>;
    accountsOfMany(ids: readonly PersonId[]): Promise<AccountRow[]>;
  };
  chats: {
    find(chat: Chat): Promise<ChatRow | undefined>;
    byKeys(keys: readonly ChatKey[]): Promise<ChatRow[]>;
    /** What was set for a server; undefined where nothing was. */
    server(platform: Platform, serverId: string): Promise<ServerRow | undefined>;
  };
  parties: {
    get(code: PartyCode): Promise<Party | undefined>;
    many(codes: readonly PartyCode[]): Promise<Party[]>;
    /** Those not over at `now`, soonest first; or past ones, latest first. Called-off ones are past. */
    mine(person: PersonId, q: { past: boolean; now: Instant; limit: number }): Promise<Mine[]>;
    /** Not over, with a card in the chat, the last posted first. */
    inChat(chat: ChatKey, now: Instant, limit: number): Promise<Party[]>;
    /** Not over, with a card in an open chat of the server (its own events are none), soonest first. */
    inServer(platform: Platform, serverId: string, now: Instant, limit: number): Promise<Party[]>;
    cohosts(code: PartyCode): Promise<PersonId[]>;
    /** What `disclose` needs, in few queries: at most 200 names of guests going, by `answeredAt`. */
    facts(code: PartyCode): Promise<PartyFacts | undefined>;
    factsOfMany(codes: readonly PartyCode[]): Promise<PartyFacts[]>;
    /** What each person is to the party (`stranger` where nothing is known; never `member`, which a chat gives). */
    standings(code: PartyCode, people: readonly PersonId[]): Promise<Map<PersonId, Standing>>;
    /** What one person is to each of several parties. */
    standingsOf(person: PersonId, codes: readonly PartyCode[]): Promise<Map<PartyCode, Standing>>;
    /** What several people were asked to and have not declined, at parties that are on and start in [from, to). */
    ahead(people: readonly PersonId[], q: { from: Instant; to: Instant }): Promise<Ahead[]>;
    /**
     * Discoverable, on, starting in [from, to): nearest first by the snapped points, of equally near ones the soonest. `after`: only those
     * behind that one in this order, wherever it is by now.
     */
    nearby(q: {
      at: LatLng;
      km: number;
      from: Instant;
      to?: Instant;
      limit: number;
      after?: NearbyCursor;
    }): Promise<NearbyRow[]>;
    /** Discoverable, on, starting in [from, to), the snapped point within the bounds: the soonest first, with nothing secret in them. */
    within(q: Bounds & { from: Instant; to?: Instant; limit: number }): Promise<Party[]>;
  };
  rsvps: {
    get(code: PartyCode, person: PersonId): Promise<Rsvp | undefined>;
    /** For many people at once; those without an RSVP are absent. */
    of(code: PartyCode, people: readonly PersonId[]): Promise<Rsvp[]>;
    /** Those with the answers named (all when none is), waiting ones in queue order, others by `answeredAt`. */
    list(
      code: PartyCode,
      q: { answers?: readonly Answer[]; limit: number; offset?: number },
    ): Promise<(Rsvp & { name: string })[]>;
    counts(code: PartyCode): Promise<Counts>;
    /** Guests going who said at `since` or later that they are on the way; who arrives first comes first. */
    onWay(code: PartyCode, since: Instant, limit: number): Promise<(Rsvp & { name: string })[]>;
    /** The place in the queue, from 1; undefined when not waiting. */
    waiting(code: PartyCode, person: PersonId): Promise<number | undefined>;
  };
  wishes: WishReads;
  invitations: { byTokenHash(hash: string): Promise<Invitation | undefined> };
  calendars: { byTokenHash(hash: string): Promise<CalendarToken | undefined> };
  cards: {
    get(id: CardId): Promise<Card | undefined>;
    of(code: PartyCode): Promise<Card[]>;
    ofMany(codes: readonly PartyCode[]): Promise<Card[]>;
    inChat(chat: ChatKey, code: PartyCode): Promise<Card | undefined>;
    byMessage(chat: ChatKey, messageId: string): Promise<Card | undefined>;
  };
  drafts: {
    get(id: string, now: Instant): Promise<Draft | undefined>;
    /** The one open draft of a person in a chat. */
    open(person: PersonId, chat: ChatKey, now: Instant): Promise<Draft | undefined>;
  };
  /** The stored reply of a request that ran, as JSON; undefined when it never did. */
  requests: { reply(id: string): Promise<string | undefined> };
}

export interface Tx extends Reads {
  people: Reads["people"] & {
    /** The person of this account, made (or renamed, and marked as used now) when needed. */
    ensure(account: Account, as: { name: string; locale?: string; timeZone?: string; now: Instant }): Promise<Person>;
    /** The person of a mentioned account, made when new; unlike `ensure` it renames nobody and marks nothing as used. */
    known(account: Account, name: string, now: Instant): Promise<Person>;
    /** The person of that id, who stays one until the end of the transaction; undefined when they are somebody else's other account by now. */
    hold(id: PersonId): Promise<Person | undefined>;
    /** A code, hashed, that makes the one who types it the same person as `id`, once and until then. Replaces the person's other codes. */
    offerLink(codeHash: string, id: PersonId, expiresAt: Instant): Promise<void>;
    /** Whose code it is; it goes on working. Undefined when there is none, or it is over. */
    offeredBy(codeHash: string, now: Instant): Promise<PersonId | undefined>;
    /** Whose code it is; it works no more. Undefined when there is none, or it is over. */
    takeLink(codeHash: string, now: Instant): Promise<PersonId | undefined>;
    /**
     * Makes two people one: all of `from` (accounts, parties, answers, drafts, notes, links) is `into`'s, and `from` is no more. Where both
     * answered a party the stronger answer stands, with the larger `plus` if it fits, and the counter follows. Returned are, of parties that
     * are not over, those where `from` was anything, and who got in because places became free.
     */
    merge(from: PersonId, into: PersonId, now: Instant): Promise<{ parties: PartyCode[]; promoted: Rsvp[] }>;
    set(id: PersonId, patch: PersonPatch): Promise<void>;
  };
  chats: Reads["chats"] & {
    ensure(chat: Chat, title?: string): Promise<ChatRow>;
    set(
      key: ChatKey,
      patch: { locale?: string; timeZone?: string; reminders?: boolean; title?: string; gone?: boolean },
    ): Promise<void>;
    /** `undefined` as a value clears the field; an absent key leaves it. */
    setServer(platform: Platform, serverId: string, patch: ServerPatch): Promise<void>;
    /** Nothing can be posted in any chat of the server, until somebody there is heard of again. */
    leaveServer(platform: Platform, serverId: string): Promise<void>;
    /** Rewrites the platform's id everywhere it is stored. */
    migrate(from: Chat, to: Chat): Promise<void>;
  };
  parties: Reads["parties"] & {
    /** Stores a new party (`going` 0, `version` 1) and its cells. */
    add(party: Party, now: Instant): Promise<void>;
    /** Writes the fields named (undefined clears), the cells, and raises the version if a card shows any of it; returns the party as it is then. Not for `max`. */
    edit(code: PartyCode, patch: PartyPatch): Promise<Party>;
    /** Notes that those who have not answered were nudged. False when they had been: nothing was written. */
    nudge(code: PartyCode, now: Instant): Promise<boolean>;
    /** Raises the version: something a card shows has changed beside the party's own fields. */
    touch(code: PartyCode): Promise<void>;
    /** Makes a co-host; an RSVP of theirs goes, since co-hosts take no place. Returns who was let in for it. Raises the version. */
    addCohost(code: PartyCode, person: PersonId, now: Instant): Promise<Rsvp[]>;
  };
  rsvps: Reads["rsvps"] & {
    /**
     * Sets a person's answer under the capacity and the waitlist, strictly first come, first served (the party's counter row is
     * written first). `going` becomes `waitlisted` where it does not fit. Whoever leaves lets the head of the queue in, as far as it
     * fits, in this transaction. Raises the party's version when anything changed.
     */
    answer(a: {
      party: PartyCode;
      personId: PersonId;
      answer: Exclude<Answer, "waitlisted">;
      /** Absent: keeps what it was (0 for a new guest). */
      plus?: number;
      /** Absent: keeps what it was (`open` for a new guest). */
      admitted?: Rsvp["admitted"];
      now: Instant;
    }): Promise<AnswerOutcome>;
    /** Takes the RSVP away altogether (declined before, or withdrawn), freeing its places. */
    withdraw(party: PartyCode, personId: PersonId, now: Instant): Promise<{ before?: Rsvp; promoted: Rsvp[] }>;
    /** Whether they want reminders of this party. False when they have no RSVP. */
    mute(party: PartyCode, personId: PersonId, muted: boolean): Promise<boolean>;
    /** A new capacity (undefined: no limit). `tooLow` when more are going already: nothing was written. */
    setMax(
      party: PartyCode,
      max: number | undefined,
      now: Instant,
    ): Promise<{ kind: "set"; promoted: Rsvp[] } | { kind: "tooLow"; going: number }>;
  };
  onWay: OnWayWrites;
  wishes: WishWrites;
  invitations: Reads["invitations"] & { add(invitation: Invitation): Promise<void> };
  calendars: Reads["calendars"] & { add(token: CalendarToken): Promise<void> };
  cards: Reads["cards"] & {
    add(card: Pick<Card, "id" | "party" | "chat">, now: Instant): Promise<void>;
    /** The one card of each party in a server's own events, made where there is none, however often and by whom it is asked at once. */
    mirror(events: ChatKey, codes: readonly PartyCode[], now: Instant): Promise<Card[]>;
    /** The message now shows `version` (never lowers it). */
    shown(id: CardId, version: number, messageId?: string): Promise<void>;
    /** The message is gone: it is to be posted anew. */
    lost(id: CardId): Promise<void>;
  };
  drafts: Reads["drafts"] & {
    /** Replaces the person's draft in that chat. */
    put(draft: Draft): Promise<void>;
    drop(person: PersonId, chat: ChatKey): Promise<boolean>;
  };
  notes: {
    /** Puts a note; one with the same key is replaced and its version raised. A sent one reopens only when newly due after `now`. */
    put(notes: readonly NewNote[], now: Instant): Promise<void>;
    /** Drops pending notes of a party whose key starts with `keyPrefix` (all of the party's when empty). */
    drop(party: PartyCode, keyPrefix: string): Promise<void>;
    /** Drops pending notes by key. */
    dropKeys(keys: readonly string[]): Promise<void>;
    /** Pending notes (leased or not) of a party whose key starts with `keyPrefix`: key → reason. For notes that gather several changes. */
    pending(party: PartyCode, keyPrefix: string): Promise<Map<string, Reason>>;
    /** Like `pending`, of notes that no sender has tried yet; none of them is claimed before this transaction ends. */
    untried(party: PartyCode, keyPrefix: string): Promise<Map<string, Reason>>;
    /** Of these keys, the notes that were sent or are still to be: key → reason. */
    told(keys: readonly string[]): Promise<Map<string, Reason>>;
    /** Drops a claimed note here, with what follows from it. False when the lease or the version no longer stands: nothing was done. */
    giveUp(lease: Lease, why: string, now: Instant): Promise<boolean>;
  };
  requests: Reads["requests"] & {
    /** Marks a request as run, with the reply it got. Throws `AlreadyRan` when it had run. */
    ran(id: string, reply: string, now: Instant): Promise<void>;
  };
}

export type ServerPatch = {
  locale?: string;
  timeZone?: string;
  remindersChat?: ChatKey | undefined;
  events?: boolean;
};

export class AlreadyRan extends Error {
  override readonly name = "AlreadyRan";
}

/** What the web adapter keeps: its chats' messages and its people's bearers. */
export interface WebStore {
  /** Adds a message; the same `messageId` in the same room is added once and returned as it was. */
  post(room: string, messageId: string, body: string, now: Instant): Promise<WebMessage>;
  /** Replaces a message's body; undefined when it does not exist. */
  replace(room: string, messageId: string, body: string): Promise<WebMessage | undefined>;
  /** The last `limit` messages before `beforeId` (or the last of all), oldest first. */
  messages(room: string, limit: number, beforeId?: number): Promise<WebMessage[]>;
  addBearer(hash: string, account: Account & { platform: "web" }, now: Instant): Promise<void>;
  byBearer(hash: string): Promise<(Account & { platform: "web" }) | undefined>;
  /** Names and user ids of those who were in a room, for mentions and the list of people. */
  members(room: string): Promise<{ userId: string; name: string }[]>;
  join(room: string, userId: string, name: string, now: Instant): Promise<void>;
}

/** What adapters of chat platforms keep beside the core. */
export interface AdapterStore {
  /** Takes or renews the lease of that name until `until`. The fencing number, which grows with each new owner; undefined while another holds it. */
  take(name: string, owner: string, now: Instant, until: Instant): Promise<number | undefined>;
  release(name: string, owner: string): Promise<void>;
  /** A small fact by name, kept encrypted: a direct channel's id, the hash of a registered menu. */
  recall(name: string): Promise<string | undefined>;
  /** Until then, where an instant is given: a sweep takes it soon after, so whoever needs it to the second compares by themselves. */
  remember(name: string, value: string, until?: Instant): Promise<void>;
  forget(name: string): Promise<void>;
  /** Facts of which the time is up are deleted. Returns how many. */
  sweep(now: Instant): Promise<number>;
}

export interface Store {
  readonly kind: "sqlite" | "mysql";
  readonly reads: Reads;
  readonly outbox: Outbox;
  readonly web: WebStore;
  readonly adapters: AdapterStore;
  /**
   * Runs `work` in one transaction, again from the start on a deadlock, a lock timeout or a lost connection; so `work` must do nothing
   * but use `tx`. Resolves after the commit. With `party`, the only one it changes: what is asked of one party at the same time is done in
   * the order it was asked, and much of it may share a transaction, as if each had its own.
   */
  write<T>(work: (tx: Tx) => Promise<T>, party?: PartyCode): Promise<T>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type { Platform, NoteId };
