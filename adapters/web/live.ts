// Web: the WebSocket. Who listens to what, and what each of them may know of a change.
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { createEcho, type Echo, type Pages } from "./echo.ts";
import { beatOnce, greet, type Seat } from "./greet.ts";
import { privateRoom } from "./guests.ts";
import type { MapWatchers } from "./map-watchers.ts";
import { createMapWatchers } from "./map-watchers.ts";
import { socketAddressOf } from "./incoming.ts";
import { createLines } from "./limits.ts";
import { isOurs } from "./origin.ts";
import type { Site } from "./parts.ts";
import { wireMessage } from "./playground.tsx";
import { createNews, type News } from "./news.ts";
import { createPresence } from "./presence.ts";
import { frameOf, onRoad, sendTo } from "./sending.ts";
import type { ServerFrame, WireMessage } from "./wire.ts";
import type { Watchers } from "./watchers.ts";
import { createWatchers } from "./watchers.ts";

export type Live = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** To everybody in a room of the playground, or to a person's private chat, on every replica. */
  toRoom(room: string, frame: ServerFrame): void;
  toPerson(userId: string, frame: ServerFrame): void;
  /** Tells it to the person on whatever page of theirs is open. Resolves whether they are reached: shown it, or sure to find it in their chat. */
  reach(userId: string, message: WireMessage): Promise<boolean>;
  /** Who is in the room now. */
  here(room: string): ReadonlySet<string>;
  /** How many pages are open. */
  viewers(): number;
  stop(): Promise<void>;
};

const MAX_FRAME = 4_096;
const MAX_SOCKETS = 10_000;
/** Everybody at one party may be behind one address, and nobody is to fill the house from theirs. */
const LINES_PER_ADDRESS = 100;
const BEAT_MS = 30_000;

export const createLive = (site: Omit<Site, "live">): Live => {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME, perMessageDeflate: false });
  const rooms = new Map<string, Set<Seat>>();
  const people = new Map<string, Set<Seat>>();
  const lines = createLines(site.linesPerAddress ?? LINES_PER_ADDRESS);
  const watchers = createWatchers(site);
  const news = createNews(site);
  const maps = createMapWatchers(site);
  const presence = createPresence(site, {
    rooms: () => [...rooms.keys()],
    here: (room) =>
      new Set([...(rooms.get(room) ?? [])].flatMap((seat) => (seat.guest ? [seat.guest.account.userId] : []))),
    tell: (room, frame) => tell(rooms.get(room), frame),
  });
  const stopListening = listenTo(site, { watchers, maps, echo: createEcho(site, pagesOf({ rooms, people, news })) });
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
      const address = socketAddressOf(request, site);
      const giveBack = address === undefined ? () => {} : lines.take(address);
      if (!giveBack) return turnAway(socket, "429 Too Many Requests");
      socket.once("close", giveBack);
      if (socket.destroyed) return giveBack();
      server.handleUpgrade(request, socket, head, (opened) => {
        onRoad(opened, socket);
        greet(site, opened, request, { rooms, people, watchers, maps, news, presence });
      });
    },
    toRoom: (room, frame) => {
      tell(rooms.get(room), frame);
      tellOthers(site, `room:${room}`, frame);
    },
    toPerson: (userId, frame) => {
      tell(people.get(userId), frame);
      tellOthers(site, privateRoom(userId), frame);
    },
    reach: async (userId, message) => {
      const plays = people.has(userId) || (site.playground && (await site.guests.isPlaying(userId)));
      const reached = plays || news.reached(userId, message);
      news.show(userId, message);
      live.toPerson(userId, { kind: "message", chat: "private", message });
      return reached;
    },
    here: presence.here,
    viewers: () => server.clients.size,
    stop: async () => {
      stopListening();
      maps.stop();
      news.stop();
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
  const made = frameOf(JSON.stringify(frame));
  for (const { socket } of seats) sendTo(socket, made);
};

/** The other replicas are told which message it is, and read it themselves. */
const tellOthers = ({ others }: Pick<Site, "others">, room: string, frame: ServerFrame): void => {
  if (frame.kind === "message") others.say({ room, ids: [frame.message.id] });
};

const ROOM = "room:";
const PRIVATE = privateRoom("");

type Seats = { rooms: Map<string, Set<Seat>>; people: Map<string, Set<Seat>>; news: News };

/** The seats here, by the names that chats have in the store. */
const pagesOf = ({ rooms, people, news }: Seats): Pages => {
  const seats = (chat: string): Set<Seat> | undefined =>
    chat.startsWith(ROOM) ? rooms.get(chat.slice(ROOM.length)) : people.get(chat.slice(PRIVATE.length));
  return {
    chats: () => [
      ...[...rooms.keys()].map((room) => ROOM + room),
      ...[...new Set([...people.keys(), ...news.guests()])].map(privateRoom),
    ],
    shows: (chat) => seats(chat) !== undefined || (chat.startsWith(PRIVATE) && news.isOpen(chat.slice(PRIVATE.length))),
    show: (message) => {
      const chat = message.room.startsWith(ROOM) ? "room" : "private";
      const shown = wireMessage(message);
      tell(seats(message.room), { kind: "message", chat, message: shown });
      if (chat === "private") news.show(message.room.slice(PRIVATE.length), shown);
    },
    drop: (chat) => {
      for (const { socket } of seats(chat) ?? []) socket.close(1011);
    },
  };
};

type Listeners = { watchers: Watchers; maps: MapWatchers; echo: Echo };

/** What changed here or on another replica; returns the way to stop. */
const listenTo = (
  { core, others }: Pick<Site, "core" | "others">,
  { watchers, maps, echo }: Listeners,
): (() => void) => {
  const stops = [
    core.onChange(({ party, version }) => {
      watchers.changed(party, version);
      maps.changed(party, version);
    }),
    others.onWord((word) => {
      if ("ids" in word) echo.heard(word.room, word.ids);
    }),
    others.onMissed(() => {
      maps.refresh();
      void Promise.all([watchers.refresh(), echo.refresh()]);
    }),
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
