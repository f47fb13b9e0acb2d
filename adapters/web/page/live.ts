// Page: the WebSocket, kept up: backs off, comes back, and says whether it is there.
import type { ClientFrame, ServerFrame } from "../wire.ts";

export type Line = {
  /** Connects afresh, as somebody else may now be known by their cookie. */
  restart(): void;
  /** Sends a frame when the line is up; otherwise the hello that follows says it all. */
  say(frame: ClientFrame): void;
  stop(): void;
};
export type LineOpts = {
  /** The first frame on each new line; one that is made late says what is so by then. Undefined waits for `say`. */
  hello: ClientFrame | (() => ClientFrame | undefined);
  onFrame(frame: ServerFrame): void;
  /** `true` follows each welcome, so that missed messages can be fetched. */
  onState(up: boolean): void;
};

const FIRST_WAIT = 400;
const LONGEST_WAIT = 15_000;
const PING_EVERY = 25_000;
const SILENCE = 60_000;
/** The server's code for a bearer that nobody holds. */
const UNKNOWN = 4401;

/** Keeps a line to `/live` until it is stopped. */
export const openLine = (opts: LineOpts): Line => {
  let socket: WebSocket | undefined;
  let wait = FIRST_WAIT;
  let timer = 0;
  let heard = performance.now();
  const connect = (): void => {
    clearTimeout(timer);
    heard = performance.now();
    const made = dial(opts, () => {
      heard = performance.now();
      wait = FIRST_WAIT;
    });
    socket = made;
    made.addEventListener("close", (event) => {
      if (socket !== made) return;
      if (event.code === UNKNOWN) opts.onFrame({ kind: "bye", why: "We don't know this tab any more." });
      opts.onState(false);
      timer = window.setTimeout(connect, spread(wait));
      wait = Math.min(wait * 1.8, LONGEST_WAIT);
    });
  };
  const hangUp = (): void => {
    const old = socket;
    socket = undefined;
    old?.close();
  };
  const restart = (): void => (hangUp(), connect());
  const beat = window.setInterval(() => ping(socket, heard, restart), PING_EVERY);
  window.addEventListener("online", restart);
  connect();
  return {
    restart,
    say: (frame) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
    stop() {
      clearTimeout(timer);
      clearInterval(beat);
      window.removeEventListener("online", restart);
      hangUp();
    },
  };
};

/** So that a restarted server is not met by everybody at once. */
const spread = (wait: number): number => wait * (0.7 + Math.random() * 0.6);

/** A line may be dead without having closed: silence tells. */
const ping = (socket: WebSocket | undefined, heard: number, restart: () => void): void => {
  if (socket?.readyState !== WebSocket.OPEN) return;
  if (performance.now() - heard > SILENCE) restart();
  else socket.send(JSON.stringify({ kind: "ping" } satisfies ClientFrame));
};

const dial = (opts: LineOpts, onHeard: () => void): WebSocket => {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`);
  socket.addEventListener("open", () => {
    const hello = typeof opts.hello === "function" ? opts.hello() : opts.hello;
    if (hello) socket.send(JSON.stringify(hello));
  });
  socket.addEventListener("message", (event) => {
    onHeard();
    const frame = readFrame(event.data);
    if (frame?.kind === "welcome") opts.onState(true);
    else if (frame) opts.onFrame(frame);
  });
  return socket;
};

const readFrame = (data: unknown): ServerFrame | undefined => {
  try {
    return typeof data === "string" ? (JSON.parse(data) as ServerFrame) : undefined;
  } catch {
    return undefined;
  }
};
