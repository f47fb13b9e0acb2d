// The loopback Discord: how a connection to the gateway begins: who may identify, as what, and who may go on where they were.
import type { WebSocket } from "ws";
import { readyJson, serverJson } from "./gateway-payloads.ts";
import { hears, OP, type Session, type Sessions, say, shardOf } from "./gateway-sessions.ts";
import type { State } from "./state.ts";
import type { Json } from "./types.ts";

export type Desk = {
  state: State;
  sessions: Sessions;
  url: string;
  counts: { identifies: number; resumes: number };
};

const MOST_SHARDS = 10_000;
/** Members, presences, content: this bot was granted none of them. */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);
/** Bits 0–16, 20, 21, 24 and 25. */
const KNOWN_INTENTS = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

/** Begins a session and tells it of its servers; or the code of the close that says what is wrong. */
export const identify = (desk: Desk, socket: WebSocket, given: Json): Session | number => {
  const { state, sessions, counts, url } = desk;
  counts.identifies += 1;
  state.gateway.identifiesLeft -= 1;
  const wrong = faultOf(state, given);
  if (wrong !== undefined) return wrong;
  const [id, of] = (given["shard"] ?? [0, 1]) as [number, number];
  const session = sessions.begin(socket, { id, of }, given["intents"] as number);
  const guilds = [...state.guilds.values()].filter((guild) => guild.installed && shardOf(guild.id, of) === id);
  sessions.push(session, "READY", readyJson(state, guilds, session, url));
  if (hears(session.intents))
    for (const guild of guilds) sessions.push(session, "GUILD_CREATE", serverJson(state, guild));
  return session;
};

/** Resumes from `seq` on; or the code of the close; undefined where the session is no more, which op 9 has told. */
export const resume = (desk: Desk, socket: WebSocket, given: Json): Session | number | undefined => {
  const { token, session_id: id, seq } = given;
  if (token !== desk.state.token) return 4004;
  const session = desk.sessions.named(String(id));
  if (!session) return void say(socket, { op: OP.invalid, d: false });
  if (!isCount(seq) || seq > session.events.length) return 4007;
  desk.counts.resumes += 1;
  desk.sessions.takeUp(session, socket, seq);
  return session;
};

/** The close code for what is wrong with an identification. */
const faultOf = ({ token }: State, given: Json): number | undefined => {
  const { intents, properties, shard = [0, 1] } = given;
  if (typeof given["token"] !== "string" || typeof properties !== "object" || properties === null) return 4002;
  if (given["token"] !== token) return 4004;
  if (!isCount(intents) || (intents & ~KNOWN_INTENTS) !== 0) return 4013;
  if ((intents & PRIVILEGED) !== 0) return 4014;
  const [id, of, ...more] = Array.isArray(shard) ? (shard as unknown[]) : [];
  return isCount(id) && isCount(of) && id < of && of <= MOST_SHARDS && more.length === 0 ? undefined : 4010;
};

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
