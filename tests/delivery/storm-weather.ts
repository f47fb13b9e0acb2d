// Tests: brings each fault to whom it is for, and judges whether anybody asks before a platform said they may.
import type { Passage, Trouble } from "../support/faulty-road.ts";
import { destinationOf } from "./ledger.ts";
import type { Kind } from "./storm-kinds.ts";

/** A chat that waits, or all chats of a platform: until when, by the machine's monotonic time, and since when. */
type Wait = {
  platform: Kind["platform"];
  of: string | "all";
  from: number;
  until: number;
  stood: number;
  kind: string;
};

export type Weather = {
  /** The next request to them of the kind's sort meets it. */
  brew(to: { platform: Kind["platform"]; address: string }, kind: Kind): void;
  /** Whether it came. */
  came(to: { platform: Kind["platform"]; address: string }): boolean;
  /** For a road. */
  trouble(platform: Kind["platform"]): (passage: Passage) => Trouble | undefined;
  /** Requests that came before a wait was over, as the kind that asked for it and how early they were, in ms. */
  early: string[];
  /** A platform is still waiting for someone to wait. */
  waiting(): boolean;
};

/** What was on its way when the platform's answer was: in ms, while this process runs. */
const ON_ITS_WAY = 300;

/** Every so often, in ms, the process shows that it runs. */
const BEAT = 20;

/** How long this process stood still since it began, in ms: what waits meanwhile in its sockets was sent before. */
const createStanding = (): (() => number) => {
  let [last, stood] = [performance.now(), 0];
  const look = (): void => {
    const now = performance.now();
    stood += Math.max(0, now - last - 2 * BEAT);
    last = now;
  };
  setInterval(look, BEAT).unref();
  return () => {
    look();
    return stood;
  };
};

export const createWeather = (): Weather => {
  const brewing = new Map<string, Kind>();
  const came = new Set<string>();
  const waits: Wait[] = [];
  const standing = createStanding();
  const early: string[] = [];
  const keyOf = (platform: string, address: string): string => `${platform} ${address}`;
  const judge = (platform: Kind["platform"], bucket: string, at: number): void => {
    for (const wait of waits) {
      const mine = wait.platform === platform && (wait.of === "all" || wait.of === bucket);
      if (mine && at > wait.from + ON_ITS_WAY + standing() - wait.stood && at < wait.until)
        early.push(`${wait.kind}: ${Math.round(wait.until - at)} ms`);
    }
    while (waits[0] !== undefined && waits[0].until < performance.now()) waits.shift();
  };
  return {
    brew: ({ platform, address }, kind) => void brewing.set(keyOf(platform, address), kind),
    came: ({ platform, address }) => came.has(keyOf(platform, address)),
    trouble: (platform) => (passage) => {
      const to = destinationOf(platform, passage);
      if (!to) return undefined;
      // Discord counts the posts and the edits of a channel apart; Telegram counts for the chat.
      const bucket = platform === "discord" ? `${to.what} ${to.address}` : to.address;
      judge(platform, bucket, passage.at);
      const key = keyOf(platform, to.address);
      const kind = brewing.get(key);
      if (!kind || (!kind.dead && (kind.on === "edit") !== (to.what === "edit"))) return undefined;
      if (!kind.dead) brewing.delete(key);
      came.add(key);
      if (kind.waits) {
        const from = performance.now();
        const of = kind.waits.whom === "all" ? "all" : bucket;
        waits.push({ platform, of, from, until: from + kind.waits.ms, stood: standing(), kind: kind.name });
      }
      return kind.trouble;
    },
    early,
    waiting: () => waits.some(({ until }) => until >= performance.now()),
  };
};
