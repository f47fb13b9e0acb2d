// Page: the parties a map knows of, kept true by what the server tells, and what changed in words.
import type { ServerFrame, WireDot } from "../wire.ts";

export type Dots = {
  /** Takes a frame; undefined when it is none of the map's or tells nothing new. `words` are for who listens; a whole answer has none. */
  take(frame: ServerFrame): { dot?: WireDot; words?: string } | undefined;
  /** The soonest first. */
  all(): readonly WireDot[];
  get(code: string): WireDot | undefined;
  /** Whether the server left some out. */
  more(): boolean;
};

export const makeDots = (): Dots => {
  let known = new Map<string, WireDot>();
  let sorted: readonly WireDot[] | undefined = [];
  let more = false;
  const one = (dot: WireDot): { dot: WireDot; words?: string } | undefined => {
    const before = known.get(dot.code);
    if (before && before.version >= dot.version) return undefined;
    known.set(dot.code, dot);
    sorted = undefined;
    const words = changeOf(before, dot);
    return words === undefined ? { dot } : { dot, words };
  };
  const gone = (code: string): { dot?: WireDot; words?: string } | undefined => {
    const dot = known.get(code);
    if (!dot) return undefined;
    known.delete(code);
    sorted = undefined;
    return { dot, words: `${dot.title} is not here any more.` };
  };
  return {
    take: (frame) => {
      if (frame.kind === "dot") return one(frame.dot);
      if (frame.kind === "undot") return gone(frame.code);
      if (frame.kind !== "dots") return undefined;
      // An answer may have been on its way while something newer was told.
      known = new Map(frame.dots.map((dot) => [dot.code, newer(known.get(dot.code), dot)]));
      sorted = undefined;
      more = frame.more;
      return {};
    },
    all: () => (sorted ??= [...known.values()].sort((a, b) => a.startsAt - b.startsAt || (a.code < b.code ? -1 : 1))),
    get: (code) => known.get(code),
    more: () => more,
  };
};

export const isFull = ({ max, going }: WireDot): boolean => max !== undefined && going >= max;

/** "6 of 20 going", "full", "3 going". */
export const roomWords = (dot: WireDot): string =>
  isFull(dot) ? "full" : dot.max === undefined ? `${dot.going} going` : `${dot.going} of ${dot.max} going`;

/** One that did not change stays the same object, whose mark and card then stay as they are. */
const newer = (before: WireDot | undefined, dot: WireDot): WireDot =>
  before && before.version >= dot.version ? before : dot;

const changeOf = (before: WireDot | undefined, dot: WireDot): string | undefined => {
  if (!before) return `New: ${dot.title}, ${dot.when}.`;
  if (before.startsAt !== dot.startsAt) return `${dot.title} is now on ${dot.when}.`;
  if (before.area.lat !== dot.area.lat || before.area.lng !== dot.area.lng)
    return `${dot.title} moved${dot.label === "" ? "" : ` to ${dot.label}`}.`;
  if (isFull(before) !== isFull(dot)) return isFull(dot) ? `${dot.title} is full now.` : `${dot.title} has room again.`;
  return undefined;
};
