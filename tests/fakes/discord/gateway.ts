// The loopback Discord: the gateway: who is connected, what they are told, and what they missed and are told again.
import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { readyJson, serverJson } from "./gateway-payloads.ts";
import type { Dispatch, Guild, State } from "./state.ts";
import type { Gateway, Json } from "./types.ts";

type Event = { op: 0; t: string; s: number; d: Json };

/** A session outlives its connection: what happens meanwhile is kept for it. */
type Session = {
  id: string;
  shard: { id: number; of: number };
  intents: number;
  events: Event[];
  /** The last one that went out. */
  sent: number;
  socket?: WebSocket;
};

export type GatewayServer = Gateway & { url: string; shut(): Promise<void> };

const HEARTBEAT_MS = 41_250;
const GUILDS = 1 << 0;
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);
const KNOWN_INTENTS = (1 << 26) - 1;
const GUILD_MESSAGES = 1 << 9;
const DIRECT_MESSAGES = 1 << 12;
const OP = { dispatch: 0, heartbeat: 1, identify: 2, resume: 6, reconnect: 7, invalid: 9, hello: 10, ack: 11 } as const;

export const startGateway = async (state: State): Promise<GatewayServer> => {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise<void>((resolve) => server.once("listening", resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.gateway.url = url;
  const house: House = { state, url, sessions: new Map(), frozen: false, counts: { identifies: 0, resumes: 0 } };
  state.onPublish((event) => tell(house, event));
  server.on("connection", (socket) => greet(house, socket));
  return {
    url,
    ...handsOf(house),
    shut: () => {
      for (const client of server.clients) client.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};

type House = {
  state: State;
  url: string;
  sessions: Map<string, Session>;
  frozen: boolean;
  last?: Dispatch;
  counts: { identifies: number; resumes: number };
};

const handsOf = (house: House): Gateway => {
  const connected = (shard?: number): Session[] =>
    [...house.sessions.values()].filter((one) => one.socket && (shard === undefined || one.shard.id === shard));
  return {
    ready: () => connected().map((one) => one.shard),
    drop: (shard) => {
      for (const one of connected(shard)) one.socket?.terminate();
    },
    close: (code) => {
      for (const one of connected()) one.socket?.close(code, "");
    },
    invalidate: (resumable) => {
      for (const one of connected()) {
        if (!resumable) house.sessions.delete(one.id);
        say(one.socket, { op: OP.invalid, d: resumable });
      }
    },
    asksReconnect: () => {
      for (const one of connected()) say(one.socket, { op: OP.reconnect, d: null });
    },
    freezes: (on) => {
      house.frozen = on;
    },
    repeatLast: () => {
      if (house.last) house.state.publish(house.last);
    },
    identifies: () => house.counts.identifies,
    resumes: () => house.counts.resumes,
    waiting: () =>
      [...house.sessions.values()].reduce(
        (sum, one) => sum + one.events.filter((event) => event.s > one.sent).length,
        0,
      ),
  };
};

const say = (socket: WebSocket | undefined, packet: unknown): void => {
  if (socket?.readyState === 1) socket.send(JSON.stringify(packet));
};

const greet = (house: House, socket: WebSocket): void => {
  let session: Session | undefined;
  say(socket, { op: OP.hello, d: { heartbeat_interval: HEARTBEAT_MS } });
  socket.on("message", (data) => {
    const packet = read(String(data));
    if (!packet) return socket.close(4002, "");
    if (packet.op === OP.heartbeat) return house.frozen ? undefined : say(socket, { op: OP.ack });
    if (packet.op === OP.identify) {
      if (session) return socket.close(4005, "");
      session = identify(house, socket, packet.d as Identify);
    } else if (packet.op === OP.resume) session = resume(house, socket, packet.d as Resume);
    else if (!session) socket.close(4003, "");
    house.state.changed();
  });
  socket.on("close", (code) => {
    if (session?.socket !== socket) return;
    delete session.socket;
    // Whoever says goodbye ends the session too.
    if (code === 1000 || code === 1001) house.sessions.delete(session.id);
    house.state.changed();
  });
  socket.on("error", () => undefined);
};

const read = (text: string): { op: number; d: unknown } | undefined => {
  try {
    return JSON.parse(text) as { op: number; d: unknown };
  } catch {
    return undefined;
  }
};

type Identify = { token?: string; intents?: number; shard?: [number, number] };

const identify = (house: House, socket: WebSocket, given: Identify): Session | undefined => {
  const { state, sessions } = house;
  house.counts.identifies += 1;
  const { token, intents = -1, shard: [id, of] = [0, 1] } = given ?? {};
  const wrong =
    token !== state.token
      ? 4004
      : intents < 0 || (intents & ~KNOWN_INTENTS) !== 0
        ? 4013
        : (intents & PRIVILEGED) !== 0
          ? 4014
          : !(id >= 0 && id < of)
            ? 4010
            : undefined;
  if (wrong !== undefined) return void socket.close(wrong, "");
  for (const old of sessions.values()) if (!old.socket && old.shard.id === id) sessions.delete(old.id);
  const session: Session = {
    id: randomBytes(16).toString("hex"),
    shard: { id, of },
    intents,
    events: [],
    sent: 0,
    socket,
  };
  sessions.set(session.id, session);
  const guilds = [...state.guilds.values()].filter((guild) => guild.installed && shardOf(guild.id, of) === id);
  push(session, "READY", readyJson(state, guilds, session, house.url));
  if ((intents & GUILDS) !== 0) for (const guild of guilds) push(session, "GUILD_CREATE", serverJson(state, guild));
  return session;
};

type Resume = { token?: string; session_id?: string; seq?: number };

const resume = (house: House, socket: WebSocket, { token, session_id: id, seq = 0 }: Resume): Session | undefined => {
  const session = house.sessions.get(id ?? "");
  if (token !== house.state.token) return void socket.close(4004, "");
  if (!session) return void say(socket, { op: OP.invalid, d: false });
  if (seq > (session.events.at(-1)?.s ?? 0)) return void socket.close(4007, "");
  house.counts.resumes += 1;
  session.socket = socket;
  for (const event of session.events.filter((one) => one.s > seq)) send(session, event);
  push(session, "RESUMED", {});
  return session;
};

const push = (session: Session, t: string, d: Json): void => {
  const event: Event = { op: OP.dispatch, t, s: (session.events.at(-1)?.s ?? 0) + 1, d };
  session.events.push(event);
  send(session, event);
};

const send = (session: Session, event: Event): void => {
  if (session.socket?.readyState !== 1) return;
  session.sent = Math.max(session.sent, event.s);
  say(session.socket, event);
};

export const shardOf = (guildId: string, of: number): number => Number((BigInt(guildId) >> 22n) % BigInt(of));

const tell = (house: House, event: Dispatch): void => {
  if (event.t === "INTERACTION_CREATE") house.last = event;
  for (const session of house.sessions.values()) {
    const shard = event.guildId === undefined ? 0 : shardOf(event.guildId, session.shard.of);
    if (shard === session.shard.id && wants(session.intents, event)) push(session, event.t, event.d);
  }
};

const wants = (intents: number, { t, guildId }: Dispatch): boolean => {
  if (t === "INTERACTION_CREATE") return true;
  if (t.startsWith("MESSAGE_")) return (intents & (guildId === undefined ? DIRECT_MESSAGES : GUILD_MESSAGES)) !== 0;
  return (intents & GUILDS) !== 0;
};

export type { Guild };
