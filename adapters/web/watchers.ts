// Web: those who look at a party's page. On each change their roles are read again; one frame a role is made, personal parts go separately.
import type { WebSocket } from "ws";
import type { Look, Seen } from "../../src/core.ts";
import type { Guest } from "./guests.ts";
import { sendTo } from "./live.ts";
import type { Site } from "./parts.ts";
import { wireMine, wireParty } from "./render.ts";
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
  /** Tells everybody who looks at this party; calls while one runs make one more run. */
  changed(party: string): void;
};

export const createWatchers = (site: Pick<Site, "core" | "log">): Watchers => {
  const watching = new Map<string, Set<Watcher>>();
  /** Those to be told next, of each party that somebody is being told of now. */
  const waiting = new Map<string, Set<Watcher>>();

  const run = async (party: string, first: Iterable<Watcher>): Promise<void> => {
    let due = new Set(first);
    try {
      while (due.size > 0) {
        waiting.set(party, new Set());
        await tell(site, party, [...due]);
        due = waiting.get(party) ?? new Set();
      }
    } catch (error) {
      site.log("live update failed", { error });
      // A page that missed a change comes back, and is told how things stand then.
      for (const { socket } of [...due, ...(waiting.get(party) ?? [])]) socket.close(1011);
    }
    waiting.delete(party);
  };
  // One after another for each party: two readings at once could arrive in the wrong order.
  const soon = (party: string, watchers: Iterable<Watcher>): void => {
    const next = waiting.get(party);
    if (next) for (const watcher of watchers) next.add(watcher);
    else void run(party, watchers);
  };
  return {
    watch: (party, watcher) => {
      const here = watching.get(party) ?? new Set();
      here.add(watcher);
      watching.set(party, here);
      sendTo(watcher.socket, JSON.stringify({ kind: "welcome" } satisfies ServerFrame));
      soon(party, [watcher]);
      return () => {
        here.delete(watcher);
        if (here.size === 0) watching.delete(party);
      };
    },
    changed: (party) => soon(party, watching.get(party) ?? []),
  };
};

const tell = async (site: Pick<Site, "core">, party: string, watchers: readonly Watcher[]): Promise<void> => {
  const looks = await site.core.look(
    party,
    watchers.map((watcher) => watcher.guest?.account),
  );
  if (!looks) return;
  const frames = new Map<Seen<"person">, Map<string | undefined, string>>();
  for (const [i, watcher] of watchers.entries()) {
    const look = looks[i] as Look;
    const byLocale = frames.get(look.seen) ?? new Map<string | undefined, string>();
    frames.set(look.seen, byLocale);
    const text = byLocale.get(watcher.locale) ?? partyFrame(look.seen, watcher.locale);
    byLocale.set(watcher.locale, text);
    const mine = JSON.stringify({ kind: "mine", mine: wireMine(look, watcher.guest?.name) } satisfies ServerFrame);
    // What is mine goes first: the page shows the address only to an answer that earns it.
    if (mine !== watcher.mine) sendTo(watcher.socket, mine);
    watcher.mine = mine;
    sendTo(watcher.socket, text);
  }
};

const partyFrame = (seen: Seen<"person">, locale: string | undefined): string =>
  JSON.stringify({ kind: "party", party: wireParty(seen, locale) } satisfies ServerFrame);
