// The loopback Discord: a bare connection to the gateway, for the fake's own tests.
import { WebSocket } from "ws";
import type { FakeDiscord, Json } from "./types.ts";

export type Packet = { op: number; t: string | null; s: number | null; d: Json | boolean | null };

export type Line = {
  /** All that came, in order. */
  packets: Packet[];
  send(op: number, d?: unknown): void;
  write(text: string): void;
  /** The first packet that `is`, come or to come. */
  next(is: (packet: Packet) => boolean): Promise<Packet>;
  /** A dispatch by its name. */
  told(t: string): Promise<Packet>;
  /** The code with which it was closed. */
  closed: Promise<number>;
  leave(code?: number): void;
};

/** GUILDS: what our bot asks for. */
export const INTENTS = 1;
const PROPERTIES = { os: "linux", browser: "test", device: "test" };

export const openLine = async (fake: FakeDiscord, query = "v=10&encoding=json"): Promise<Line> => {
  const { url } = (await ask(fake, "/gateway/bot")) as { url: string };
  const socket = new WebSocket(`${url}/?${query}`);
  const packets: Packet[] = [];
  const waiting = new Set<() => void>();
  socket.on("message", (data) => {
    packets.push(JSON.parse(String(data)) as Packet);
    for (const look of [...waiting]) look();
  });
  const next: Line["next"] = (is) =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = packets.find(is);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise((resolve) => socket.once("open", resolve));
  return {
    packets,
    send: (op, d) => socket.send(JSON.stringify({ op, d })),
    write: (text) => socket.send(text),
    next,
    told: (t) => next((packet) => packet.t === t),
    closed,
    leave: (code) => (code === undefined ? socket.terminate() : socket.close(code)),
  };
};

export const identity = (fake: FakeDiscord, more: Json = {}): Json => ({
  token: fake.token,
  intents: INTENTS,
  properties: PROPERTIES,
  ...more,
});

/** A line whose session has begun. */
export const identified = async (fake: FakeDiscord, more: Json = {}): Promise<Line & { session: string }> => {
  const line = await openLine(fake);
  line.send(2, identity(fake, more));
  const { d } = await line.told("READY");
  return { ...line, session: String((d as Json)["session_id"]) };
};

/** REST, as the bot asks it. Resolves with the body, whatever the status; undefined for none. */
export const ask = async (
  { url, token }: Pick<FakeDiscord, "url" | "token">,
  path: string,
  method = "GET",
  body?: unknown,
): Promise<Json | undefined> => {
  const headers = { authorization: `Bot ${token}`, "content-type": "application/json" };
  const answer = await fetch(`${url}/v10${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return text === "" ? undefined : (JSON.parse(text) as Json);
};
