// The loopback Bot API: a server at the wire, as strict as the real one, with the people and groups that use it.
import { createFaults, type Fault } from "./fault.ts";
import { createChannel, createGroup, type FakeChannel, type FakeGroup, type GroupOptions } from "./groups.ts";
import { createInbox, type Update } from "./inbox.ts";
import { createLimits } from "./limits.ts";
import { methods } from "./methods/index.ts";
import type { Rooms } from "./methods/house.ts";
import { readParams } from "./params.ts";
import { createUser, type FakeUser, type UserOptions } from "./people.ts";
import { createQueries } from "./queries.ts";
import { type Json, Refused } from "./refused.ts";
import { createSettings, type Settings } from "./settings.ts";
import { BOT, createState, type State } from "./state.ts";
import { createWebhook } from "./webhook.ts";
import { type Answered, listen, type Outcome, refusal } from "./wire.ts";

export { faults } from "./fault.ts";
export type { Fault } from "./fault.ts";
export type { FakeChannel, FakeGroup } from "./groups.ts";
export type { Update } from "./inbox.ts";
export type { FakeUser, InlineAnswer, InlineResult, Place, Tapped } from "./people.ts";
export type { Seen, SeenButton } from "./screen.ts";

/** A call the bot made: as it was given (a form's values are strings), and what it was told. */
export type Call = { method: string; params: Json; at: number; answer?: Answered };

export type FakeTelegram = {
  url: string;
  token: string;
  bot: { id: number; username: string };
  state: State;
  settings: Settings;
  close(): Promise<void>;
  user(name: string, opts?: UserOptions): FakeUser;
  group(title: string, members: FakeUser[], opts?: Omit<GroupOptions, "forum">): FakeGroup;
  supergroup(title: string, members: FakeUser[], opts?: GroupOptions): FakeGroup;
  channel(title: string): FakeChannel;
  updates: { push(update: Json): Update; waiting(): number };
  /** With `relayTo` a webhook's public address is served from there; `deliver` brings one update with any secret. */
  webhook: {
    relayTo(origin: string): void;
    deliver(update: Update, secret: string | undefined): Promise<number>;
    secret(): string | undefined;
  };
  limits(on: boolean): void;
  calls(method?: string): Call[];
  forgetCalls(): void;
  failNext(method: string, fault: Fault | readonly Fault[]): void;
  /** Resolves once the predicate holds, looked at after each change of the server; rejects after `ms` of real time (5,000). */
  until(predicate: () => boolean, ms?: number): Promise<void>;
};

/** `now` in ms: dates, ages and limits go by it. Long polls and patience go by real time. */
export const startFakeTelegram = async (
  opts: { token?: string; now?: () => number; limits?: boolean } = {},
): Promise<FakeTelegram> => {
  const token = opts.token ?? `${BOT.id}:AAH-loopback_token_of_35_characters_x`;
  const house = build(opts.now ?? (() => Date.now()), opts.limits ?? false);
  const { state, inbox, webhook } = house;
  const broken = createFaults();
  const calls: Call[] = [];
  const call = async (method: string, params: Json, signal: AbortSignal): Promise<Outcome> => {
    const made: Call = { method, params, at: state.now() };
    calls.push(made);
    state.changed();
    const outcome = await carryOut(house, method, params, signal, broken.take(method));
    if ("answer" in outcome) made.answer = outcome.answer;
    state.changed();
    return outcome;
  };
  const server = await listen(token, call);
  return {
    url: server.url,
    token,
    bot: { id: BOT.id, username: BOT.username },
    state,
    settings: house.settings,
    close: () => {
      inbox.close();
      webhook.close();
      return server.close();
    },
    user: (name, more) => createUser(house, name, more),
    group: (title, members, more) => createGroup(house, "group", title, members, more),
    supergroup: (title, members, more) => createGroup(house, "supergroup", title, members, more),
    channel: (title) => createChannel(house, title),
    updates: { push: inbox.raw, waiting: inbox.waiting },
    webhook,
    limits: house.limits.turn,
    calls: (method) => calls.filter((one) => method === undefined || one.method === method),
    forgetCalls: () => void calls.splice(0),
    failNext: broken.failNext,
    until: (predicate, ms = 5_000) => until(state, calls, predicate, ms),
  };
};

const build = (now: () => number, limited: boolean): Rooms => {
  const state = createState(now);
  const inbox = createInbox(state.changed);
  return {
    state,
    inbox,
    limits: createLimits(now, limited),
    queries: createQueries(state),
    settings: createSettings(),
    webhook: createWebhook(inbox, state.seconds, state.watch),
  };
};

const carryOut = async (
  house: Rooms,
  name: string,
  given: Json,
  signal: AbortSignal,
  fault: Fault | undefined,
): Promise<Outcome> => {
  if (fault && !("done" in fault && fault.done)) return broken(fault);
  try {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) throw new Refused(404, "Not Found: method not found");
    const result = await method.run(house, readParams(method.takes, given), signal);
    return fault ? broken(fault) : { answer: { ok: true, result } };
  } catch (thrown) {
    return { answer: refusal(thrown) };
  }
};

const broken = (fault: Fault): Outcome => {
  if ("never" in fault) return { silence: true };
  if ("reset" in fault) return { cut: true };
  if ("html" in fault) return { html: fault.html };
  const { code, description, retryAfter, migrateTo } = fault;
  const parameters = {
    ...(retryAfter !== undefined && { retry_after: retryAfter }),
    ...(migrateTo !== undefined && { migrate_to_chat_id: migrateTo }),
  };
  return {
    answer: { ok: false, error_code: code, description, ...(Object.keys(parameters).length > 0 && { parameters }) },
  };
};

const until = (state: State, calls: Call[], predicate: () => boolean, ms: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (how: () => void): void => {
      clearTimeout(timer);
      unwatch();
      how();
    };
    const look = (): void => {
      try {
        if (predicate()) end(resolve);
      } catch (thrown) {
        end(() => reject(thrown instanceof Error ? thrown : new Error(String(thrown))));
      }
    };
    const last = (): string =>
      calls
        .slice(-8)
        .map((one) => `${one.method} ${one.answer?.ok === false ? one.answer.description : "ok"}`)
        .join("; ");
    const timer = setTimeout(() => end(() => reject(new Error(`not within ${ms} ms; last calls: ${last()}`))), ms);
    const unwatch = state.watch(look);
    look();
  });
