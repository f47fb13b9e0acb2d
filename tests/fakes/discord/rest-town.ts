// The loopback Discord: a server with one channel and one person, and somebody who asks over REST, for the fake's own tests.
import { expect } from "vitest";
import { refusals } from "./refused.ts";
import { type Rest, startRest } from "./rest.ts";
import { type Channel, createState, type Guild, type InteractionDesk, type Person, type State } from "./state.ts";
import type { Json } from "./types.ts";

export const NOON = Date.UTC(2026, 10, 22, 12);
export const MINUTE = 60_000;
const TOKEN = "a-bot-token";

export type Answered = { status: number; body: Json; headers: Headers };

export type Town = {
  now: number;
  state: State;
  rest: Rest;
  guild: Guild;
  kitchen: Channel;
  ada: Person;
  /** Everything anew; it is noon. */
  fresh(): void;
  ask(method: string, path: string, body?: unknown, authorization?: string): Promise<Answered>;
  posts(body: unknown, channel?: Channel): Promise<Answered>;
  edits(messageId: unknown, body: unknown): Promise<Answered>;
};

/** Answers to interactions tell what was handed on. */
const desk: InteractionDesk = {
  callback: (id) => {
    if (id === "404") throw refusals.unknownInteraction();
    return { interaction: { id } };
  },
  followUp: (token, body) => ({ token, body }),
  read: (token, messageId) => ({ token, messageId }),
  edit: (token, messageId, body) => ({ token, messageId, body }),
  remove: () => undefined,
};

export const startTown = async (): Promise<Town> => {
  let at = NOON;
  const state = createState(() => at, TOKEN);
  const rest = await startRest({ state, desk });
  const ask: Town["ask"] = (...asked) => askOver(rest.url, ...asked);
  const town: Town = {
    get now() {
      return at;
    },
    set now(to) {
      at = to;
    },
    state,
    rest,
    ...newcomers(state),
    fresh: () => {
      at = NOON;
      Object.assign(town, newcomers(state));
      state.strangersMet = [];
      state.commandsMade = [];
      state.commands.clear();
    },
    ask,
    posts: (body, channel = town.kitchen) => ask("POST", `/channels/${channel.id}/messages`, body),
    edits: (id, body) => ask("PATCH", `/channels/${town.kitchen.id}/messages/${String(id)}`, body),
  };
  return town;
};

const newcomers = (state: State): Pick<Town, "guild" | "kitchen" | "ada"> => {
  const guild = state.newGuild("Friends");
  const ada = state.newPerson("Ada");
  guild.members.set(ada.id, { roles: new Set(), permissions: 0n, joinedAt: state.now() });
  return { guild, kitchen: state.newChannel("kitchen", { guild }), ada };
};

const askOver = async (
  url: string,
  method: string,
  path: string,
  body?: unknown,
  authorization = `Bot ${TOKEN}`,
): Promise<Answered> => {
  const response = await fetch(`${url}/v10${path}`, {
    method,
    headers: { authorization, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text !== "" && (response.headers.get("content-type") ?? "").includes("json");
  return { status: response.status, body: (json ? JSON.parse(text) : { text }) as Json, headers: response.headers };
};

/** The code of the first fault of a field, by its path. */
const faultAt = ({ body }: Answered, path: string): unknown => {
  let at = body["errors"] as Json | undefined;
  for (const step of path.split(".").filter(Boolean)) at = at?.[step] as Json | undefined;
  return (at?.["_errors"] as { code: string }[] | undefined)?.[0]?.code;
};

export const expectFault = async (asked: Promise<Answered>, path: string, code: string): Promise<void> => {
  const answered = await asked;
  expect(answered, JSON.stringify(answered.body)).toMatchObject({ status: 400, body: { code: 50035 } });
  expect(faultAt(answered, path), JSON.stringify(answered.body)).toBe(code);
};

export const expectRefused = async (asked: Promise<Answered>, status: number, code: number): Promise<void> => {
  const answered = await asked;
  expect(answered, JSON.stringify(answered.body)).toMatchObject({ status, body: { code } });
};
