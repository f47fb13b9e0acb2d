// The loopback Discord: the gateway: a WebSocket for each shard, and the faults that a test asks for.
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { type Desk, identify, resume } from "./gateway-greeting.ts";
import { createSessions, OP, type Session, say } from "./gateway-sessions.ts";
import type { Dispatch, State } from "./state.ts";
import type { Gateway, Json } from "./types.ts";

export type GatewayServer = Gateway & { url: string; shut(): Promise<void> };

const HEARTBEAT_MS = 41_250;
/** A heart that misses a beat and a half has stopped. */
const PATIENCE = 1.5;
const BYTES_MAX = 4_096;
const PACKETS = { most: 120, ms: 60_000 };

type House = Desk & { heartbeatMs: number; frozen: boolean; last?: Dispatch };

/** `heartbeatMs`: how often each connection has to be heard of. */
export const startGateway = async (state: State, heartbeatMs = HEARTBEAT_MS): Promise<GatewayServer> => {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise<void>((resolve) => server.once("listening", resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.gateway.url = url;
  const sessions = createSessions(state);
  const house: House = { state, sessions, url, counts: { identifies: 0, resumes: 0 }, heartbeatMs, frozen: false };
  state.onPublish((event) => {
    if (event.t === "INTERACTION_CREATE") house.last = event;
  });
  server.on("connection", (socket, request) => greet(house, socket, request));
  return {
    url,
    ...handsOf(house),
    shut: () => {
      for (const client of server.clients) client.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};

const handsOf = (house: House): Gateway => {
  const { sessions, state, counts } = house;
  /** Parted at once, so that what happens from now on is kept. */
  const cut = (session: Session, code: number, how: (socket: WebSocket) => void): void => {
    const { socket } = session;
    sessions.part(session, code);
    if (socket) how(socket);
  };
  return {
    ready: () => sessions.connected().map((one) => one.shard),
    drop: (shard) => {
      for (const one of sessions.connected(shard)) cut(one, 1006, (socket) => socket.terminate());
    },
    close: (code) => {
      for (const one of sessions.connected()) cut(one, code, (socket) => socket.close(code, ""));
    },
    invalidate: (resumable) => {
      for (const one of sessions.connected()) {
        if (!resumable) sessions.forget(one);
        say(one.socket, { op: OP.invalid, d: resumable });
      }
    },
    asksReconnect: () => {
      for (const one of sessions.connected()) say(one.socket, { op: OP.reconnect, d: null });
    },
    freezes: (on) => {
      house.frozen = on;
    },
    repeatLast: () => {
      if (house.last) state.publish(house.last);
    },
    identifies: () => counts.identifies,
    resumes: () => counts.resumes,
    waiting: sessions.waiting,
  };
};

type Line = { socket: WebSocket; session?: Session; opened: number; packets: number; shut(code: number): void };

const greet = (house: House, socket: WebSocket, request: IncomingMessage): void => {
  const { heartbeatMs, state, sessions } = house;
  /** One that was taken up by another connection is not this one's to end. */
  const parts = (code: number): void => {
    if (line.session?.socket === socket) sessions.part(line.session, code);
  };
  const shut = (code: number): void => {
    parts(code);
    socket.close(code, "");
  };
  const line: Line = { socket, opened: performance.now(), packets: 0, shut };
  const wrong = faultOf(new URL(request.url ?? "/", house.url).searchParams);
  if (wrong !== undefined) return shut(wrong);
  const heart = setTimeout(() => shut(4009), heartbeatMs * PATIENCE);
  say(socket, { op: OP.hello, d: { heartbeat_interval: heartbeatMs } });
  socket.on("message", (data) => {
    if (socket.readyState !== 1) return;
    const packet = read(String(data));
    if (packet?.op === OP.heartbeat) heart.refresh();
    if (isTooMuch(line)) shut(4008);
    else if (packet) take(house, line, packet);
    else shut(4002);
    state.changed();
  });
  socket.on("close", (code) => {
    clearTimeout(heart);
    parts(code);
  });
  socket.on("error", () => undefined);
};

/** JSON of version 10, not compressed. */
const faultOf = (asked: URLSearchParams): number | undefined => {
  if (asked.get("v") !== "10") return 4012;
  return asked.get("encoding") !== "json" || asked.has("compress") ? 4002 : undefined;
};

const isTooMuch = (line: Line): boolean => {
  const now = performance.now();
  if (now - line.opened > PACKETS.ms) Object.assign(line, { opened: now, packets: 0 });
  return (line.packets += 1) > PACKETS.most;
};

type Packet = { op: unknown; d: unknown };

const read = (text: string): Packet | undefined => {
  if (text.length > BYTES_MAX) return undefined;
  try {
    const packet: unknown = JSON.parse(text);
    return typeof packet === "object" && packet !== null ? (packet as Packet) : undefined;
  } catch {
    return undefined;
  }
};

/** What may be said once a session has begun. */
const LATER: readonly unknown[] = [OP.presence, OP.voice, OP.members];

const take = (house: House, line: Line, { op, d }: Packet): void => {
  const { socket } = line;
  const known = line.session && house.sessions.named(line.session.id);
  const given = (typeof d === "object" && d !== null ? d : {}) as Json;
  if (op === OP.heartbeat) return house.frozen ? undefined : say(socket, { op: OP.ack });
  if (op !== OP.identify && op !== OP.resume) {
    if (!known) line.shut(4003);
    else if (!LATER.includes(op)) line.shut(4001);
    return;
  }
  if (op === OP.identify && known) return line.shut(4005);
  const begun = op === OP.identify ? identify(house, socket, given) : resume(house, socket, given);
  if (typeof begun === "number") line.shut(begun);
  else if (begun) line.session = begun;
};
