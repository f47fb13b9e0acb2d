// Web: one who looks at a map: asked for at most a few times a second, told the whole, then what changes; one who reads slowly gets the last of each.
import { setTimeout as rest } from "node:timers/promises";
import { WebSocket } from "ws";
import type { MapAsk, MapSpan } from "./map-frame.ts";
import { holds } from "./map-frame.ts";
import type { KnownParties } from "./map-known.ts";
import { dotText } from "./map-known.ts";
import { type Frame, frameOf, sendTo } from "./sending.ts";
import type { ServerFrame } from "./wire.ts";

export type Looker = {
  readonly socket: WebSocket;
  readonly locale?: string;
  /** What it asked for last. */
  asked: MapAsk;
  /** It waits to be told the whole. */
  waits: boolean;
  busy: boolean;
  /** What it is shown now; absent until it was told the whole once. */
  view?: MapAsk & { span: MapSpan };
  /** Parties that changed while it did not read: it is told of each once, as it is then. */
  readonly late: Set<string>;
  /** Something has gone out. */
  drained(): void;
};

/** Between two answers to one page, in milliseconds. */
const CALM_MS = 250;
/** A page that takes this much without reading is told later what changed, in bytes. */
const BEHIND = 262_144;
/** With more than these missed, it is told the whole. */
const MOST_LATE = 500;

/** Answers until nothing more is asked; what is asked meanwhile is answered once, as asked last. `tell` reads and sends the whole. */
export const serve = async (looker: Looker, tell: (looker: Looker) => Promise<void>): Promise<void> => {
  if (looker.busy) return;
  looker.busy = true;
  try {
    while (looker.waits && looker.socket.readyState === WebSocket.OPEN) {
      looker.waits = false;
      await tell(looker);
      await rest(CALM_MS, undefined, { ref: false });
    }
  } finally {
    looker.busy = false;
  }
};

/** Sends the whole; resolves once it is on its way. */
export const sendWhole = (looker: Looker, text: string): Promise<void> =>
  new Promise((resolve) => {
    looker.late.clear();
    looker.socket.send(text, () => resolve());
  });

/** Sends one party's frame, or keeps in mind that it is owed. */
export const sendOne = (looker: Looker, code: string, frame: Frame): void => {
  if (looker.late.size > 0 || looker.socket.bufferedAmount > BEHIND) looker.late.add(code);
  else sendTo(looker.socket, frame, looker.drained);
};

/** Catches up with what changed meanwhile. True: that is so much that the whole is due. */
export const catchUp = (looker: Looker, known: KnownParties): boolean => {
  if (looker.late.size === 0 || looker.socket.bufferedAmount > BEHIND / 2) return false;
  const owed = [...looker.late];
  looker.late.clear();
  if (owed.length > MOST_LATE) return true;
  for (const code of owed) sendOne(looker, code, nowOf(looker, code, known));
  return false;
};

const nowOf = ({ view, locale }: Looker, code: string, known: KnownParties): Frame => {
  const now = known.of(code);
  return now?.shown && view && holds(view, now.shown)
    ? dotFrame(dotText(now.shown, now.texts, locale))
    : undotFrame(code);
};

export const dotFrame = (dot: string): Frame => frameOf(`{"kind":"dot","dot":${dot}}`);
export const undotFrame = (code: string): Frame =>
  frameOf(JSON.stringify({ kind: "undot", code } satisfies ServerFrame));
