// Web: those who look at a party's page. On each change their roles are read again; one frame a role is made, personal parts go separately.
import { setTimeout as rest } from "node:timers/promises";
import type { WebSocket } from "ws";
import type { Look, Seen } from "../../src/core.ts";
import type { Guest } from "./guests.ts";
import type { Site } from "./parts.ts";
import { wireMine, wireParty } from "./render.ts";
import { type Frame, frameOf, sendTo } from "./sending.ts";
import type { ServerFrame } from "./wire.ts";

export type Watcher = {
  socket: WebSocket;
  guest?: Guest;
  locale?: string;
  /** The personal frame sent last. */
  mine?: string;
};

export type Watchers = {
  /** Sends what there is to know now, and again on each change. Returns the way to stop. */
  watch(party: string, watcher: Watcher): () => void;
  /** Tells everybody who looks at this party, which is at `version` or later; calls while one runs make one more run. */
  changed(party: string, version: number): void;
  /** Tells everybody who looks at any party, a few parties at a time: changes may have been missed. */
  refresh(): Promise<void>;
};

/** A database of several nodes may know a change a moment later here than where it was made. In milliseconds; then it is left at what is known. */
const SOON = [50, 150, 400];

export const createWatchers = (site: Pick<Site, "core" | "log">): Watchers => {
  const watching = new Map<string, Set<Watcher>>();
  /** Those to be told next, of each party that somebody is being told of now, and the version they are to see. */
  const waiting = new Map<string, { watchers: Set<Watcher>; version: number }>();

  const run = async (party: string, first: Iterable<Watcher>, version: number): Promise<void> => {
    let due = { watchers: new Set(first), version };
    const next = (): typeof due => ({ watchers: new Set(), version: due.version });
    try {
      while (due.watchers.size > 0) {
        waiting.set(party, next());
        await told(site, party, due);
        due = waiting.get(party) ?? next();
      }
    } catch (error) {
      site.log("live update failed", { error });
      // A page that missed a change comes back, and is told how things stand then.
      for (const { socket } of [...due.watchers, ...(waiting.get(party)?.watchers ?? [])]) socket.close(1011);
    }
    waiting.delete(party);
  };
  // One after another for each party: two readings at once could arrive in the wrong order.
  const soon = async (party: string, watchers: Iterable<Watcher>, version: number): Promise<void> => {
    const next = waiting.get(party);
    if (!next) return run(party, watchers, version);
    for (const watcher of watchers) next.watchers.add(watcher);
    next.version = Math.max(next.version, version);
  };
  return {
    watch: (party, watcher) => {
      const here = watching.get(party) ?? new Set();
      here.add(watcher);
      watching.set(party, here);
      sendTo(watcher.socket, JSON.stringify({ kind: "welcome" } satisfies ServerFrame));
      void soon(party, [watcher], 0);
      return () => {
        here.delete(watcher);
        if (here.size === 0) watching.delete(party);
      };
    },
    changed: (party, version) => void soon(party, watching.get(party) ?? [], version),
    refresh: async () => {
      const parties = [...watching.keys()];
      const some = async (): Promise<void> => {
        for (let party = parties.pop(); party !== undefined; party = parties.pop())
          await soon(party, watching.get(party) ?? [], 0);
      };
      await Promise.all(Array.from({ length: REFRESHED_AT_ONCE }, some));
    },
  };
};

const REFRESHED_AT_ONCE = 8;

/** Tells them how the party stands, and again when that is older than what was heard of. */
const told = async (
  site: Pick<Site, "core">,
  party: string,
  { watchers, version }: { watchers: ReadonlySet<Watcher>; version: number },
): Promise<void> => {
  for (const patience of [...SOON, undefined]) {
    const seen = await tell(site, party, [...watchers]);
    if (seen === undefined || seen >= version || patience === undefined) return;
    await rest(patience);
  }
};

/** The version that was told; undefined when there is no such party. */
const tell = async (
  site: Pick<Site, "core">,
  party: string,
  watchers: readonly Watcher[],
): Promise<number | undefined> => {
  const looks = await site.core.look(
    party,
    watchers.map((watcher) => watcher.guest?.account),
  );
  if (!looks) return undefined;
  const frames = new Map<Seen<"person">, Map<string | undefined, Frame>>();
  for (const [i, watcher] of watchers.entries()) {
    const look = looks[i] as Look;
    const byLocale = frames.get(look.seen) ?? new Map<string | undefined, Frame>();
    frames.set(look.seen, byLocale);
    const frame = byLocale.get(watcher.locale) ?? partyFrame(look.seen, watcher.locale);
    byLocale.set(watcher.locale, frame);
    tellMine(watcher, look);
    sendTo(watcher.socket, frame);
  }
  return looks[0]?.seen.version;
};

/** What is mine goes first: the page shows the address only to an answer that earns it. */
const tellMine = (watcher: Watcher, look: Look): void => {
  // Somebody unknown stays a stranger.
  if (!watcher.guest && watcher.mine !== undefined) return;
  const mine = JSON.stringify({
    kind: "mine",
    mine: wireMine(look, watcher.guest?.name, watcher.locale),
  } satisfies ServerFrame);
  if (mine !== watcher.mine) sendTo(watcher.socket, mine);
  watcher.mine = mine;
};

const partyFrame = (seen: Seen<"person">, locale: string | undefined): Frame =>
  frameOf(JSON.stringify({ kind: "party", party: wireParty(seen, locale) } satisfies ServerFrame));
