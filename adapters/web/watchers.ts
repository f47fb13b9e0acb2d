// Web: those who look at a party's page. On each change their roles are read again; one frame a role is made, personal parts go separately.
import type { WebSocket } from "ws";
import type { Look, Seen } from "../../src/core.ts";
import type { Guest } from "./guests.ts";
import { sendTo } from "./live.ts";
import type { Site } from "./parts.ts";
import { wireMine, wireParty } from "./render.ts";
import type { ServerFrame } from "./wire.ts";

type Watcher = { socket: WebSocket; guest?: Guest /** The personal frame sent last. */; mine?: string };

export type Watchers = {
  /** Resolves once the first frames were sent, with the way to stop. */
  watch(party: string, watcher: Watcher): Promise<() => void>;
  /** Tells everybody who looks at this party; calls while one runs make one more run. */
  changed(party: string): void;
};

export const createWatchers = (site: Pick<Site, "core" | "log">): Watchers => {
  const watching = new Map<string, Set<Watcher>>();
  const running = new Map<string, { again: boolean }>();

  const run = async (party: string): Promise<void> => {
    const state = { again: false };
    running.set(party, state);
    try {
      do {
        state.again = false;
        const watchers = [...(watching.get(party) ?? [])];
        if (watchers.length > 0) await tell(site, party, watchers);
      } while (state.again);
    } catch (error) {
      site.log("live update failed", { error });
    } finally {
      running.delete(party);
    }
  };
  return {
    watch: async (party, watcher) => {
      const here = watching.get(party) ?? new Set();
      here.add(watcher);
      watching.set(party, here);
      // Watched first, then told: a change in between is told twice, never missed.
      sendTo(watcher.socket, JSON.stringify({ kind: "welcome" } satisfies ServerFrame));
      await tell(site, party, [watcher]);
      return () => {
        here.delete(watcher);
        if (here.size === 0) watching.delete(party);
      };
    },
    changed: (party) => {
      if (!watching.has(party)) return;
      const state = running.get(party);
      if (state) state.again = true;
      else void run(party);
    },
  };
};

const tell = async (site: Pick<Site, "core">, party: string, watchers: readonly Watcher[]): Promise<void> => {
  const looks = await site.core.look(
    party,
    watchers.map((watcher) => watcher.guest?.account),
  );
  if (!looks) return;
  const texts = new Map<Seen<"person">, string>();
  for (const [i, watcher] of watchers.entries()) {
    const look = looks[i] as Look;
    const text =
      texts.get(look.seen) ?? JSON.stringify({ kind: "party", party: wireParty(look.seen) } satisfies ServerFrame);
    texts.set(look.seen, text);
    const mine = JSON.stringify({ kind: "mine", mine: wireMine(look, watcher.guest?.name) } satisfies ServerFrame);
    // What is mine goes first: the page shows the address only to an answer that earns it.
    if (mine !== watcher.mine) sendTo(watcher.socket, mine);
    watcher.mine = mine;
    sendTo(watcher.socket, text);
  }
};
