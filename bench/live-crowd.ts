// Bench: some of those who look at a party, as a process of their own: many sockets, and the moment at which each was told.
import { WebSocket } from "ws";

export type Join = { url: string; many: number; party?: string; cookies: readonly string[] };
export type Wish = { join: Join } | { follow: { side: "ours" | "plain" } };
/** The moments, by `clock`, at which each socket had a newer version than before. */
export type Heard = { at: number[] };

/** Ms of the machine, finer than a whole one and the same in every process. */
export const clock = (): number => performance.timeOrigin + performance.now();

type Seat = { version: number };
type Side = { seats: Seat[]; heard: number[]; done?: () => void };

const sides: Record<"ours" | "plain", Side> = { ours: { seats: [], heard: [] }, plain: { seats: [], heard: [] } };
/** The head of a party's frame says its version: the rest need not be read to know that it is there. */
const VERSION = /^\{"kind":"party".*?"version":(\d+)/;
const HEAD = 4_000;
const AT_ONCE = 50;

const open = (side: Side, { url, party }: Join, cookie: string | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { origin: new URL(url.replace("ws", "http")).origin, ...(cookie !== undefined && { cookie }) };
    const socket = new WebSocket(url, { headers, perMessageDeflate: false });
    const seat: Seat = { version: 0 };
    side.seats.push(seat);
    socket.on("error", reject);
    socket.on("open", () => {
      if (party === undefined) resolve();
      else socket.send(JSON.stringify({ kind: "hello", party }));
    });
    socket.on("message", (data: Buffer) => {
      const version = Number(VERSION.exec(data.toString("latin1", 0, HEAD))?.[1] ?? 0);
      if (version <= seat.version) return;
      seat.version = version;
      side.heard.push(clock());
      if (side.heard.length === side.seats.length) side.done?.();
      resolve();
    });
  });

const join = async (wish: Join): Promise<"joined"> => {
  const side = wish.party === undefined ? sides.plain : sides.ours;
  for (let from = 0; from < wish.many; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, wish.many - from) }, (_, i) => wish.cookies[from + i]);
    await Promise.all(some.map((cookie) => open(side, wish, cookie)));
  }
  side.heard = [];
  return "joined";
};

const follow = async (side: Side): Promise<Heard> => {
  if (side.heard.length < side.seats.length) await new Promise<void>((resolve) => (side.done = resolve));
  const at = side.heard;
  side.heard = [];
  return { at };
};

// Imported for its clock alone, it is no process of its own.
if (process.argv[1]?.includes("live-crowd")) {
  process.on("message", (text: string) => {
    const wish = JSON.parse(text) as Wish;
    const said: Promise<unknown> = "join" in wish ? join(wish.join) : follow(sides[wish.follow.side]);
    void said.then((one) => process.send?.(one));
  });
  // Whoever measured is gone.
  process.on("disconnect", () => process.exit());
  process.send?.("ready");
}
