// Page: the WebSocket, kept up: backs off, comes back, and says whether it is there.
import type { ClientFrame, ServerFrame } from "../wire.ts";

export type Line = {
  /** Connects afresh, as somebody else may now be known by their cookie. */
  restart(): void;
  stop(): void;
};
export type LineOpts = {
  hello: ClientFrame;
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
  socket.addEventListener("open", () => socket.send(JSON.stringify(opts.hello)));
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
