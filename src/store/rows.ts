// Store: rows as the tables hold them, and what they mean.
import type { Platform, SeenBy } from "../domain/chat.ts";
import type { Person } from "../domain/person.ts";
import type { Answer, Rsvp } from "../domain/rsvp.ts";
import type { AccountRow, CalendarToken, Card, ChatRow, Invitation, ServerRow } from "./types.ts";

type Null<T> = T | null;

export type PersonRow = {
  id: string;
  name: string;
  locale: Null<string>;
  time_zone: Null<string>;
  reminders: number;
  quiet: Null<string>;
};
export const PERSON = ["id", "name", "locale", "time_zone", "reminders", "quiet"].map((column) => `people.${column}`);

export const personOf = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  ...(row.locale !== null && { locale: row.locale }),
  ...(row.time_zone !== null && { timeZone: row.time_zone }),
  reminders: row.reminders === 1,
  ...(row.quiet !== null && { quiet: row.quiet }),
});

export type AccountsRow = {
  platform: Platform;
  user_id: string;
  person_id: string;
  last_used_at: number;
  unreachable: number;
  acted: number;
};

export const accountOf = (row: AccountsRow): AccountRow => ({
  platform: row.platform,
  userId: row.user_id,
  personId: row.person_id,
  lastUsedAt: row.last_used_at,
  unreachable: row.unreachable === 1,
  acted: row.acted === 1,
});

export type ChatsRow = {
  chat_key: string;
  platform: Platform;
  chat_id: string /** Empty when there is none. */;
  thread_id: string;
  /** Empty when it belongs to none. */
  server_id: string;
  kind: SeenBy;
  reach: "post" | "answer";
  title: Null<string>;
  locale: Null<string>;
  time_zone: Null<string>;
  reminders: number;
  gone: number;
};

/** A chat with what was set for its server; `server_events` is null where nothing was. */
export type ServedChatsRow = ChatsRow & {
  server_locale: Null<string>;
  server_time_zone: Null<string>;
  server_reminders_chat: Null<string>;
  server_events: Null<number>;
};

export const chatOf = (row: ServedChatsRow): ChatRow => ({
  key: row.chat_key,
  ref: {
    platform: row.platform,
    chatId: row.chat_id,
    ...(row.thread_id !== "" && { threadId: row.thread_id }),
    ...(row.server_id !== "" && { server: row.server_id }),
    kind: row.kind,
    reach: row.reach,
  },
  ...(row.title !== null && { title: row.title }),
  ...settingsOf({ locale: row.locale ?? row.server_locale, time_zone: row.time_zone ?? row.server_time_zone }),
  reminders: row.reminders === 1,
  gone: row.gone === 1,
  ...(row.server_events !== null && {
    server: {
      ...(row.server_reminders_chat !== null && { remindersChat: row.server_reminders_chat }),
      events: row.server_events === 1,
    },
  }),
});

const settingsOf = (row: Pick<ChatsRow, "locale" | "time_zone">): Pick<ChatRow, "locale" | "timeZone"> => ({
  ...(row.locale !== null && { locale: row.locale }),
  ...(row.time_zone !== null && { timeZone: row.time_zone }),
});

export type ServersRow = {
  platform: Platform;
  server_id: string;
  locale: Null<string>;
  time_zone: Null<string>;
  reminders_chat: Null<string>;
  events: number;
};

export const serverOf = (row: ServersRow): ServerRow => ({
  platform: row.platform,
  serverId: row.server_id,
  ...settingsOf(row),
  ...(row.reminders_chat !== null && { remindersChat: row.reminders_chat }),
  events: row.events === 1,
});

export type RsvpRow = {
  party_code: string;
  person_id: string;
  answer: Answer;
  plus: number;
  queue_no: Null<number>;
  admitted: Rsvp["admitted"];
  answered_at: number;
  muted: number;
  on_way_at: Null<number>;
  on_way_until: Null<number>;
};

export const rsvpOf = (row: RsvpRow): Rsvp => ({
  party: row.party_code,
  personId: row.person_id,
  answer: row.answer,
  plus: row.plus,
  ...(row.queue_no !== null && { queueNo: row.queue_no }),
  admitted: row.admitted,
  answeredAt: row.answered_at,
  ...(row.muted === 1 && { muted: true as const }),
  ...(row.on_way_at !== null && row.on_way_until !== null && { onWay: { at: row.on_way_at, until: row.on_way_until } }),
});

export const rsvpRow = (rsvp: Rsvp): RsvpRow => ({
  party_code: rsvp.party,
  person_id: rsvp.personId,
  answer: rsvp.answer,
  plus: rsvp.plus,
  queue_no: rsvp.queueNo ?? null,
  admitted: rsvp.admitted,
  answered_at: rsvp.answeredAt,
  muted: rsvp.muted ? 1 : 0,
  on_way_at: rsvp.onWay?.at ?? null,
  on_way_until: rsvp.onWay?.until ?? null,
});

export type CardsRow = {
  id: string;
  party_code: string;
  chat_key: string;
  message_id: Null<string>;
  shown_version: number;
};

export const cardOf = (row: CardsRow): Card => ({
  id: row.id,
  party: row.party_code,
  chat: row.chat_key,
  ...(row.message_id !== null && { messageId: row.message_id }),
  shownVersion: row.shown_version,
});

export type InvitationRow = {
  id: string;
  party_code: string;
  token_hash: Null<string>;
  person_id: Null<string>;
  invited_by: string;
  created_at: number;
};

export const invitationOf = (row: InvitationRow): Invitation => ({
  id: row.id,
  party: row.party_code,
  ...(row.token_hash !== null && { tokenHash: row.token_hash }),
  ...(row.person_id !== null && { personId: row.person_id }),
  invitedBy: row.invited_by,
  createdAt: row.created_at,
});

export type CalendarRow = { token_hash: string; party_code: string; person_id: string; created_at: number };

export const calendarOf = (row: CalendarRow): CalendarToken => ({
  tokenHash: row.token_hash,
  party: row.party_code,
  personId: row.person_id,
  createdAt: row.created_at,
});
