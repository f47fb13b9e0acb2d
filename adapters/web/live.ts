// Web: the WebSocket. Who listens to what, and what each of them may know of a change.
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { cookieOf } from "./cookies.ts";
import { createEcho, type Echo, type Pages } from "./echo.ts";
import { type Guest, privateRoom } from "./guests.ts";
import { languageOf } from "./incoming.ts";
import { isOurs } from "./origin.ts";
import type { Site } from "./parts.ts";
import { wireMessage } from "./playground.tsx";
import type { Presence } from "./presence.ts";
import { createPresence } from "./presence.ts";
import type { ServerFrame } from "./wire.ts";
import type { Watchers } from "./watchers.ts";
import { createWatchers } from "./watchers.ts";

export type Live = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** To everybody in a room of the playground, or to a person's private chat, on every replica. */
  toRoom(room: string, frame: ServerFrame): void;
  toPerson(userId: string, frame: ServerFrame): void;
  /** Who is in the room now. */
  here(room: string): ReadonlySet<string>;
  /** How many pages are open. */
  viewers(): number;
  stop(): Promise<void>;
};

const HELLO_MS = 5_000;
const MAX_FRAME = 4_096;
const MAX_SOCKETS = 10_000;
/** A page that takes this much without reading is too slow: it comes back and fetches what it missed. */
const MAX_BEHIND = 1_048_576;
const BEAT_MS = 30_000;

const hello = z.object({
  kind: z.literal("hello"),
  bearer: z.string().max(64).optional(),
  room: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .optional(),
  party: z.string().max(32).optional(),
});

export type Seat = { socket: WebSocket; guest?: Guest; room?: string };

export const sendTo = (socket: WebSocket, text: string): void => {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > MAX_BEHIND) socket.close(1013, "too slow");
  else socket.send(text);
};

export const createLive = (site: Omit<Site, "live">): Live => {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME, perMessageDeflate: false });
  const rooms = new Map<string, Set<Seat>>();
  const people = new Map<string, Set<Seat>>();
  const watchers = createWatchers(site);
  const presence = createPresence(site, {
    rooms: () => [...rooms.keys()],
    here: (room) =>
      new Set([...(rooms.get(room) ?? [])].flatMap((seat) => (seat.guest ? [seat.guest.account.userId] : []))),
    tell: (room, frame) => tell(rooms.get(room), frame),
  });
  const stopListening = listenTo(site, watchers, createEcho(site, pagesOf(rooms, people)));
  const beat = setInterval(() => {
    for (const socket of server.clients) beatOnce(socket);
  }, BEAT_MS).unref();

  const live: Live = {
    upgrade: (request, socket, head) => {
      // Without a listener, a connection reset in mid-answer would be an uncaught error and the end of the process.
      socket.on("error", () => socket.destroy());
      if (request.url?.split("?")[0] !== "/live") return turnAway(socket, "404 Not Found");
      if (!isOurs({ origin: request.headers.origin, host: request.headers.host }, site.origin()))
        return turnAway(socket, "403 Forbidden");
      if (server.clients.size >= MAX_SOCKETS) return turnAway(socket, "503 Service Unavailable");
      server.handleUpgrade(request, socket, head, (opened) =>
        greet(site, opened, request, { rooms, people, watchers, presence }),
      );
    },
    toRoom: (room, frame) => {
      tell(rooms.get(room), frame);
      tellOthers(site, `room:${room}`, frame);
    },
    toPerson: (userId, frame) => {
      tell(people.get(userId), frame);
      tellOthers(site, privateRoom(userId), frame);
    },
    here: presence.here,
    viewers: () => server.clients.size,
    stop: async () => {
      stopListening();
      presence.stop();
      clearInterval(beat);
      const bye = JSON.stringify({ kind: "bye", why: "We are restarting. Back in a moment." } satisfies ServerFrame);
      for (const socket of server.clients) {
        sendTo(socket, bye);
        socket.close(1001);
      }
      await new Promise<void>((resolve) => {
        const late = setTimeout(() => {
          for (const socket of server.clients) socket.terminate();
          resolve();
        }, 1_000);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
      });
    },
  };
  return live;
};

const tell = (seats: Set<Seat> | undefined, frame: ServerFrame): void => {
  if (!seats) return;
  const text = JSON.stringify(frame);
  for (const { socket } of seats) sendTo(socket, text);
};

/** The other replicas are told which message it is, and read it themselves. */
const tellOthers = ({ others }: Pick<Site, "others">, room: string, frame: ServerFrame): void => {
  if (frame.kind === "message") others.say({ room, ids: [frame.message.id] });
};

const ROOM = "room:";
const PRIVATE = privateRoom("");

/** The seats here, by the names that chats have in the store. */
const pagesOf = (rooms: Map<string, Set<Seat>>, people: Map<string, Set<Seat>>): Pages => {
  const seats = (chat: string): Set<Seat> | undefined =>
    chat.startsWith(ROOM) ? rooms.get(chat.slice(ROOM.length)) : people.get(chat.slice(PRIVATE.length));
  return {
    chats: () => [...[...rooms.keys()].map((room) => ROOM + room), ...[...people.keys()].map(privateRoom)],
    shows: (chat) => seats(chat) !== undefined,
    show: (message) => {
      const chat = message.room.startsWith(ROOM) ? "room" : "private";
      tell(seats(message.room), { kind: "message", chat, message: wireMessage(message) });
    },
    drop: (chat) => {
      for (const { socket } of seats(chat) ?? []) socket.close(1011);
    },
  };
};

/** What changed here or on another replica; returns the way to stop. */
const listenTo = ({ core, others }: Pick<Site, "core" | "others">, watchers: Watchers, echo: Echo): (() => void) => {
  const stops = [
    core.onChange((change) => watchers.changed(change.party, change.version)),
    others.onWord((word) => {
      if ("ids" in word) echo.heard(word.room, word.ids);
    }),
    others.onMissed(() => void Promise.all([watchers.refresh(), echo.refresh()])),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};

/** Once upgraded, a socket is nobody's but ours: left half-open it would keep the server from ever closing. */
const turnAway = (socket: Duplex, status: string): void => {
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

const alive = new WeakSet<WebSocket>();

const beatOnce = (socket: WebSocket): void => {
  if (!alive.has(socket)) return socket.terminate();
  alive.delete(socket);
  socket.ping();
};

type Places = { rooms: Map<string, Set<Seat>>; people: Map<string, Set<Seat>>; watchers: Watchers; presence: Presence };

/** The first frame says who this is and what they watch; whoever says nothing is let go. */
const greet = (site: Omit<Site, "live">, socket: WebSocket, request: IncomingMessage, places: Places): void => {
  alive.add(socket);
  const late = setTimeout(() => socket.close(1008, "no hello"), HELLO_MS).unref();
  let greeted = false;
  socket.on("pong", () => alive.add(socket));
  socket.on("error", () => socket.terminate());
  socket.on("close", () => clearTimeout(late));
  socket.on("message", (data) => {
    alive.add(socket);
    const frame = parsed(String(data));
    if ((frame as { kind?: unknown } | undefined)?.kind === "ping")
      return sendTo(socket, JSON.stringify({ kind: "pong" } satisfies ServerFrame));
    const first = hello.safeParse(frame);
    if (greeted || !first.success) return socket.close(1008, "not understood");
    greeted = true;
    clearTimeout(late);
    seat(site, socket, request, first.data, places).catch((error: unknown) => {
      site.log("live hello failed", { error });
      socket.close(1011);
    });
  });
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const seat = async (
  site: Omit<Site, "live">,
  socket: WebSocket,
  request: IncomingMessage,
  said: z.infer<typeof hello>,
  places: Places,
): Promise<void> => {
  const bearer = said.party === undefined ? said.bearer : cookieOf(request.headers.cookie, said.party);
  const guest = await site.guests.of(bearer);
  // Whoever has left meanwhile has nothing more to close, and would be thought here for ever.
  if (socket.readyState !== WebSocket.OPEN) return;
  if (said.party !== undefined) {
    const locale = languageOf(request.headers["accept-language"]);
    const watcher = { socket, ...(guest && { guest }), ...(locale !== undefined && { locale }) };
    socket.on("close", places.watchers.watch(said.party, watcher));
    return;
  }
  if (!guest || !site.playground) return socket.close(4401, "unknown");
  const room = said.room ?? "kitchen";
  const { userId } = guest.account;
  await site.web.join(`room:${room}`, userId, guest.name, site.clock.now());
  if (socket.readyState !== WebSocket.OPEN) return;
  const seat: Seat = { socket, guest, room };
  const leaveRoom = sit(places.rooms, room, seat);
  const leavePrivate = sit(places.people, userId, seat);
  socket.on("close", () => {
    leaveRoom();
    leavePrivate();
    places.presence.changed(room);
  });
  sendTo(socket, JSON.stringify({ kind: "welcome" } satisfies ServerFrame));
  places.presence.changed(room);
};

const sit = (seats: Map<string, Set<Seat>>, key: string, seat: Seat): (() => void) => {
  const here = seats.get(key) ?? new Set();
  here.add(seat);
  seats.set(key, here);
  return () => {
    here.delete(seat);
    if (here.size === 0) seats.delete(key);
  };
};
