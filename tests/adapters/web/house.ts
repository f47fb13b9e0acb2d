// Web tests: the whole program on an embedded database, a party in it, and plain HTTP and WebSocket clients.
import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import type { ClientFrame, Joined, Said, ServerFrame, WireMine, WireParty } from "../../../adapters/web/wire.ts";
import type { World } from "../../stories/language.ts";
import { startWorld } from "../../stories/world.ts";

export type House = {
  world: World;
  url: string;
  /** Someone new in the playground. */
  joins(name: string, room?: string): Promise<Joined>;
  /** What is said is answered, and everything that follows from it has been delivered. */
  says(who: Joined, what: object, room?: string): Promise<Said>;
  /** The code of a new party that `host` gives. */
  party(host: Joined, line: string): Promise<string>;
  /** A request from one of our own pages. */
  posts(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  gets(path: string, headers?: Record<string, string>): Promise<Response>;
};

export const openHouse = async (env: Record<string, string> = {}): Promise<House> => {
  const world = await startWorld("sqlite", env);
  const { url } = world.app;
  const posts: House["posts"] = (path, body, headers = {}) =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: url, ...headers },
      body: JSON.stringify(body),
      redirect: "manual",
    });
  const says: House["says"] = async (who, what, room = "kitchen") => {
    const body = { id: randomUUID(), chat: "room", room, ...what };
    const said = await posts("/playground/say", body, { authorization: `Bearer ${who.bearer}` });
    if (!said.ok) throw new Error(`${said.status} ${await said.text()}`);
    await world.settles();
    return (await said.json()) as Said;
  };
  return {
    world,
    url,
    posts,
    says,
    gets: (path, headers = {}) => fetch(`${url}${path}`, { headers, redirect: "manual" }),
    joins: async (name, room = "kitchen") =>
      (await (await posts("/playground/people", { name, timeZone: "Europe/Berlin", room })).json()) as Joined,
    party: async (host, line) => {
      const said = await says(host, { text: line });
      const code = /"party":"([a-z0-9]{8})"/.exec(JSON.stringify(said))?.[1];
      if (code === undefined) throw new Error(`no party in ${JSON.stringify(said)}`);
      return code;
    },
  };
};

/** Name=value of the cookie that an answer sets for a party. */
export const cookieIn = (response: Response, code: string): string | undefined =>
  response.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith(`g_${code}=`))
    ?.split(";")[0];

/** What the page of a party holds as data. */
export const dataIn = (html: string): { party: WireParty; mine: WireMine; now: number } => {
  const text = /<script type="application\/json" id="party-data">([\s\S]*?)<\/script>/.exec(html)?.[1];
  if (text === undefined) throw new Error("the page holds no data");
  return JSON.parse(text) as { party: WireParty; mine: WireMine; now: number };
};

export type Line = {
  frames: ServerFrame[];
  socket: WebSocket;
  closed: Promise<number>;
  /** Resolves with the first frame, past or to come, that fits. */
  until<K extends ServerFrame["kind"]>(
    kind: K,
    fits?: (frame: Extract<ServerFrame, { kind: K }>) => boolean,
  ): Promise<Extract<ServerFrame, { kind: K }>>;
};

/** A page's line to `/live`, open, its hello sent. */
export const openLine = async (
  url: string,
  hello: ClientFrame | undefined,
  headers: Record<string, string> = {},
): Promise<Line> => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/live`, { headers: { origin: url, ...headers } });
  const frames: ServerFrame[] = [];
  const waiting = new Set<() => void>();
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  socket.on("message", (data) => {
    frames.push(JSON.parse(String(data)) as ServerFrame);
    for (const look of waiting) look();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.once("open", () => resolve());
  });
  if (hello) socket.send(JSON.stringify(hello));
  return {
    frames,
    socket,
    closed,
    until: (kind, fits = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          type Wanted = Extract<ServerFrame, { kind: typeof kind }>;
          const found = frames.find((frame): frame is Wanted => frame.kind === kind && fits(frame as Wanted));
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
};
