// Web: a socket's first frame: who this is and what they want to be told, a party, a map or a room of the playground.
import type { IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import { z } from "zod";
import { cookieOf } from "./cookies.ts";
import type { Guest } from "./guests.ts";
import { languageOf } from "./incoming.ts";
import { mapFrame } from "./map-frame.ts";
import type { News } from "./news.ts";
import type { MapWatchers } from "./map-watchers.ts";
import type { Site } from "./parts.ts";
import type { Presence } from "./presence.ts";
import { sendTo } from "./sending.ts";
import type { ServerFrame } from "./wire.ts";
import type { Watchers } from "./watchers.ts";

export type Seat = { socket: WebSocket; guest?: Guest; room?: string };

export type Places = {
  rooms: Map<string, Set<Seat>>;
  people: Map<string, Set<Seat>>;
  watchers: Watchers;
  maps: MapWatchers;
  news: News;
  presence: Presence;
};

const HELLO_MS = 5_000;

const hello = z.object({
  kind: z.literal("hello"),
  bearer: z.string().max(64).optional(),
  room: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .optional(),
  party: z.string().max(32).optional(),
});

const seen = z.object({ kind: z.literal("seen"), id: z.string().max(100) });

const alive = new WeakSet<WebSocket>();

/** One that was not heard of since the last time is let go. */
export const beatOnce = (socket: WebSocket): void => {
  if (!alive.has(socket)) return socket.terminate();
  alive.delete(socket);
  socket.ping();
};

/** The first frame says who this is and what they watch; whoever says nothing is let go. */
export const greet = (site: Omit<Site, "live">, socket: WebSocket, request: IncomingMessage, places: Places): void => {
  alive.add(socket);
  const late = setTimeout(() => socket.close(1008, "no hello"), HELLO_MS).unref();
  let greeted: "map" | "hello" | undefined;
  socket.on("pong", () => alive.add(socket));
  socket.on("error", () => socket.terminate());
  socket.on("close", () => clearTimeout(late));
  socket.on("message", (data) => {
    alive.add(socket);
    const frame = parsed(String(data));
    const kind = (frame as { kind?: unknown } | undefined)?.kind;
    if (kind === "ping") return sendTo(socket, PONG);
    const noted = greeted === "hello" && kind === "seen" ? seen.safeParse(frame) : undefined;
    if (noted?.success) return places.news.seen(socket, noted.data.id);
    const said = kind === "map" ? mapFrame.safeParse(frame) : hello.safeParse(frame);
    const again = greeted !== undefined && !(greeted === "map" && kind === "map");
    if (again || !said.success) return socket.close(1008, "not understood");
    clearTimeout(late);
    if ("bounds" in said.data) {
      if (greeted === undefined) sendTo(socket, WELCOME);
      greeted = "map";
      return places.maps.look(socket, said.data, languageOf(request.headers["accept-language"]));
    }
    greeted = "hello";
    seat(site, socket, request, said.data, places).catch((error: unknown) => {
      site.log("live hello failed", { error });
      socket.close(1011);
    });
  });
};

const PONG = JSON.stringify({ kind: "pong" } satisfies ServerFrame);
const WELCOME = JSON.stringify({ kind: "welcome" } satisfies ServerFrame);

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
  const plays = guest !== undefined && site.playground && (await site.guests.isPlaying(guest.account.userId));
  // Whoever has left meanwhile has nothing more to close, and would be thought here for ever.
  if (socket.readyState !== WebSocket.OPEN) return;
  if (said.party !== undefined) {
    const locale = languageOf(request.headers["accept-language"]);
    const watcher = { socket, ...(guest && { guest }), ...(locale !== undefined && { locale }) };
    socket.on("close", places.watchers.watch(said.party, watcher));
    // Who plays reads their news in their chat.
    if (guest && !plays) socket.on("close", places.news.open(guest.account.userId, socket));
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
  sendTo(socket, WELCOME);
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
