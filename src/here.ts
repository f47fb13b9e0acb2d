// Dispatch's surroundings: who acts, where, in which language and zone, with which draft. Read once for each request.
import type { Request } from "./chat/adapter.ts";
import type { Reader } from "./chat/command.ts";
import type { Deps } from "./dispatch.ts";
import type { Chat, SeenBy } from "./domain/chat.ts";
import type { Person } from "./domain/person.ts";
import { Refusal } from "./domain/refusal.ts";
import { isZone } from "./domain/zone.ts";
import type { ChatRow, Draft, Reads } from "./store/types.ts";
import type { Words } from "./words/words.ts";
import { wordsFor } from "./words/words.ts";

export type Here<S extends SeenBy = SeenBy> = {
  request: Request<S>;
  now: number;
  /** Absent when they were never seen before. */
  person?: Person;
  chat?: ChatRow;
  draft?: Draft;
  locale: string;
  words: Words;
  timeZone?: string;
};

export const hereOf = async <S extends SeenBy>(deps: Deps, asked: Request<S>): Promise<Here<S>> => {
  const { reads } = deps.store;
  const now = deps.clock.now();
  const request = validZone(asked);
  const [person, { chat, kept }, draft] = await Promise.all([
    reads.people.byAccount(request.account),
    chatHere(reads, request.chat),
    request.draft === undefined ? undefined : reads.drafts.get(request.draft, now),
  ]);
  // What a group reads is written in the group's language; what one person reads in theirs.
  const own = person?.locale ?? request.locale;
  const locale = (request.seenBy === "group" ? (kept?.locale ?? own) : (own ?? kept?.locale)) ?? "en";
  const words = wordsFor(locale);
  const mine = draft && draft.personId === person?.id && draft.chat === chat?.key;
  if (request.draft !== undefined && !mine && Object.keys(request.press.args).length === 0)
    throw new Refusal(words.trouble.draftGone);
  const timeZone = kept?.timeZone ?? person?.timeZone ?? request.timeZone;
  return {
    request,
    now,
    ...(person && { person }),
    ...(chat && { chat }),
    ...(draft && mine && { draft }),
    locale,
    words,
    ...(timeZone !== undefined && { timeZone }),
  };
};

type ChatHere = { chat?: ChatRow; kept?: { locale?: string; timeZone?: string } };

/** The chat, and what is set for it. One that was never seen before has what was set for its server. */
const chatHere = async (reads: Reads, asked: Chat): Promise<ChatHere> => {
  const chat = await reads.chats.find(asked);
  if (chat) return { chat, kept: chat };
  const server = asked.server === undefined ? undefined : await reads.chats.server(asked.platform, asked.server);
  return server ? { kept: server } : {};
};

const validZone = <S extends SeenBy>(request: Request<S>): Request<S> => {
  if (request.timeZone === undefined || isZone(request.timeZone)) return request;
  const { timeZone: _unknown, ...rest } = request;
  return rest;
};

export const readerOf = (deps: Pick<Deps, "store" | "places">, here: Here): Reader => ({
  now: here.now,
  ...(here.timeZone !== undefined && { timeZone: here.timeZone }),
  locale: here.locale,
  places: deps.places,
  reads: deps.store.reads,
  words: here.words,
  ...(here.person && { actor: { person: here.person, account: here.request.account } }),
  chat: { ref: here.request.chat, ...(here.chat && { key: here.chat.key }) },
  read: {},
});
