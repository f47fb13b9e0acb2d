// The loopback Discord: the gateway's sessions: what each shard is told, and what is kept for it while its connection is down.
import { randomBytes } from "node:crypto";
import type { WebSocket } from "ws";
import type { Dispatch, State } from "./state.ts";
import type { Json } from "./types.ts";

export const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voice: 4,
  resume: 6,
  reconnect: 7,
  members: 8,
  invalid: 9,
  hello: 10,
  ack: 11,
} as const;

export type Shard = { id: number; of: number };

/** A session outlives its connection. `events[i].s` is i + 1. */
export type Session = {
  id: string;
  shard: Shard;
  intents: number;
  events: { op: 0; t: string; s: number; d: Json }[];
  /** The number of the last event that went out. */
  sent: number;
  socket?: WebSocket;
  /** When the connection was lost: epoch ms. */
  lostAt?: number;
};

const GUILDS = 1 << 0;
const GUILD_MESSAGES = 1 << 9;
const DIRECT_MESSAGES = 1 << 12;
/** "Some minutes": Discord tells no number. */
const KEPT_MS = 5 * 60_000;
/** After these a session cannot be resumed. */
const FINAL: readonly number[] = [1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014];

export type Sessions = ReturnType<typeof createSessions>;

export const createSessions = (state: State) => {
  const all = new Map<string, Session>();
  const isOver = ({ lostAt }: Session): boolean => lostAt !== undefined && state.now() - lostAt > KEPT_MS;
  const push = (session: Session, t: string, d: Json): void => {
    session.events.push({ op: OP.dispatch, t, s: session.events.length + 1, d });
    flow(session);
  };
  /** The connection is gone; the session stays, unless the code says that it is over. */
  const part = (session: Session, code: number): void => {
    delete session.socket;
    session.lostAt = state.now();
    if (FINAL.includes(code)) all.delete(session.id);
    state.changed();
  };
  state.onPublish((event) => {
    for (const session of all.values()) if (isFor(session, event)) push(session, event.t, event.d);
  });
  return {
    push,
    part,
    /** A new one for this shard. Whoever begins anew has given up what was kept. */
    begin: (socket: WebSocket, shard: Shard, intents: number): Session => {
      for (const old of all.values()) if (!old.socket && old.shard.id === shard.id) all.delete(old.id);
      const session: Session = { id: randomBytes(16).toString("hex"), shard, intents, events: [], sent: 0, socket };
      all.set(session.id, session);
      return session;
    },
    /** Tells what came after `seq`, on this connection. */
    takeUp: (session: Session, socket: WebSocket, seq: number): void => {
      const { socket: old } = session;
      session.socket = socket;
      if (old !== socket) old?.terminate();
      delete session.lostAt;
      session.sent = seq;
      flow(session);
      push(session, "RESUMED", {});
    },
    named: (id: string): Session | undefined => {
      const session = all.get(id);
      return session && !isOver(session) ? session : undefined;
    },
    forget: ({ id }: Session): void => void all.delete(id),
    connected: (shard?: number): Session[] =>
      [...all.values()].filter((one) => one.socket && (shard === undefined || one.shard.id === shard)),
    waiting: (): number =>
      [...all.values()].reduce((sum, one) => sum + (isOver(one) ? 0 : one.events.length - one.sent), 0),
  };
};

export const hears = (intents: number): boolean => (intents & GUILDS) !== 0;

export const say = (socket: WebSocket | undefined, packet: unknown): void => {
  if (socket?.readyState === 1) socket.send(JSON.stringify(packet));
};

/** Sends what has not gone out yet. */
const flow = (session: Session): void => {
  if (session.socket?.readyState !== 1) return;
  for (const event of session.events.slice(session.sent)) say(session.socket, event);
  session.sent = session.events.length;
};

/** https://discord.com/developers/docs/events/gateway#sharding */
export const shardOf = (guildId: string, of: number): number => Number((BigInt(guildId) >> 22n) % BigInt(of));

const isFor = ({ shard, intents }: Session, { t, guildId }: Dispatch): boolean => {
  if ((guildId === undefined ? 0 : shardOf(guildId, shard.of)) !== shard.id) return false;
  if (t === "INTERACTION_CREATE") return true;
  if (t.startsWith("MESSAGE_")) return (intents & (guildId === undefined ? DIRECT_MESSAGES : GUILD_MESSAGES)) !== 0;
  return hears(intents);
};
