// Web: those who look at a map. A party that changes is read once, however many look, and told to those whose part of the map it is or was on.
import { setImmediate as breath, setTimeout as rest } from "node:timers/promises";
import type { WebSocket } from "ws";
import { createGate, type OnMap } from "../../src/core.ts";
import type { MapAsk, MapSpan } from "./map-frame.ts";
import { holds, spanOf } from "./map-frame.ts";
import type { Known, KnownParties } from "./map-known.ts";
import { createKnown, dotText, RECENT } from "./map-known.ts";
import type { Looker } from "./map-lookers.ts";
import { catchUp, dotFrame, sendOne, sendWhole, serve, undotFrame } from "./map-lookers.ts";
import type { Site } from "./parts.ts";
import type { Frame } from "./sending.ts";

export type MapWatchers = {
  /** Tells it all that is there, and then what changes. Called again with the same socket it looks elsewhere. */
  look(socket: WebSocket, asked: MapAsk, locale?: string): void;
  /** The party is at `version` or later. */
  changed(party: string, version: number): void;
  /** Tells everybody the whole again: changes may have been missed. */
  refresh(): void;
  stop(): void;
};

/** Parties that one map is told of; the page says that there are more. */
const MOST = 2_000;
/** Questions to the database at once, for all maps together. */
const AT_ONCE = 4;
/** A database of several nodes may know a change a moment later here than where it was made. In milliseconds; then it is left at what is known. */
const SOON = [50, 150, 400];
/** How often parties that have begun leave the maps, in milliseconds. */
const SWEEP_MS = 15_000;

type Told = Pick<Site, "core" | "log" | "clock">;
type State = { version: number; shown?: OnMap };

export const createMapWatchers = (site: Told): MapWatchers => {
  const lookers = new Map<WebSocket, Looker>();
  const known = createKnown();
  const gate = createGate(AT_ONCE);
  let changes = 0;
  let swept = 0;

  const whole = (looker: Looker): void => {
    looker.waits = true;
    serve(looker, tellWhole).catch((error: unknown) => {
      site.log("live map failed", { error });
      looker.socket.close(1011);
    });
  };
  const tellWhole = async (looker: Looker): Promise<void> => {
    const { asked } = looker;
    const view = { ...asked, span: spanOf(asked.filter, site.clock.now()) };
    const begun = changes;
    const { parties, more } = await gate(() => site.core.within(asked.bounds, view.span, MOST));
    for (const shown of parties) learn(shown);
    await write(parties, known, looker.locale);
    // More than is remembered has changed meanwhile.
    if (changes - begun > RECENT) looker.waits = true;
    const dots = dotsOf(parties, view, known).map(({ shown, texts }) => dotText(shown, texts, looker.locale));
    looker.view = view;
    await sendWhole(looker, `{"kind":"dots","dots":[${dots.join(",")}],"more":${more}}`);
    looker.drained();
  };
  /** What was read for one map and is newer than what all were told, all are told. */
  const learn = (shown: OnMap): void => {
    const before = known.of(shown.code);
    if (!before) known.put(shown.code, { version: shown.version, shown });
    else if (before.version < shown.version) tell(shown.code, { version: shown.version, shown });
  };
  const tell = (code: string, state: State): void => {
    const before = known.of(code);
    if (before && state.version < before.version) return;
    const begun = state.shown !== undefined && state.shown.startsAt < site.clock.now();
    const now = known.put(code, begun ? { version: state.version } : state);
    known.stir(code);
    changes += 1;
    const undot = undotFrame(code);
    const dots = new Map<string | undefined, Frame>();
    for (const looker of lookers.values()) {
      const { view, locale } = looker;
      if (view && now.shown && holds(view, now.shown)) {
        const dot = dots.get(locale) ?? dotFrame(dotText(now.shown, now.texts, locale));
        dots.set(locale, dot);
        sendOne(looker, code, dot);
      } else if (view && before?.shown && holds(view, before.shown)) sendOne(looker, code, undot);
    }
  };
  const follow = createFollow(site, gate, tell);
  const sweep = (): void => {
    const now = site.clock.now();
    swept = now;
    for (const [code, { version, shown }] of known.all()) if (shown && shown.startsAt < now) tell(code, { version });
    // Tonight has ended, and so has the weekend: what comes next is another one.
    for (const looker of lookers.values()) if ((looker.view?.span.to ?? Infinity) <= now) whole(looker);
  };
  const begin = (socket: WebSocket, asked: MapAsk, locale: string | undefined): Looker => {
    const looker: Looker = {
      ...{ socket, asked, waits: true, busy: false, late: new Set<string>() },
      ...(locale !== undefined && { locale }),
      drained: () => {
        if (catchUp(looker, known)) whole(looker);
      },
    };
    lookers.set(socket, looker);
    socket.on("close", () => {
      lookers.delete(socket);
      if (lookers.size === 0) known.clear();
    });
    return looker;
  };
  const timer = setInterval(sweep, SWEEP_MS).unref();
  return {
    look: (socket, asked, locale) => {
      const here = lookers.get(socket);
      if (here) here.asked = asked;
      whole(here ?? begin(socket, asked, locale));
    },
    changed: (party, version) => {
      if (lookers.size === 0) return;
      if (site.clock.now() - swept >= SWEEP_MS) sweep();
      void follow(party, version).then((sure) => {
        if (!sure) refresh();
      });
    },
    refresh,
    stop: () => clearInterval(timer),
  };

  function refresh(): void {
    known.doubt();
    for (const looker of lookers.values()) whole(looker);
  }
};

/** Reads a party that changed, one reading at a time for each, until it is as new as was heard. False: it could not be read. */
const createFollow = (
  site: Told,
  gate: ReturnType<typeof createGate>,
  tell: (code: string, state: State) => void,
): ((party: string, version: number) => Promise<boolean>) => {
  const heard = new Map<string, number>();
  /** The version that was read; -1 when there is no such party. */
  const read = async (party: string): Promise<number> => {
    const state = await gate(() => site.core.onMap(party));
    if (state) tell(party, state);
    return state?.version ?? -1;
  };
  const catchUpWith = async (party: string): Promise<void> => {
    let tries = 0;
    for (;;) {
      const wanted = heard.get(party) ?? 0;
      const version = await read(party);
      const now = heard.get(party) ?? 0;
      if (version < now && now > wanted) tries = 0;
      else if (version < now && tries < SOON.length) await rest(SOON[tries++]);
      else {
        // What is heard from here on begins another reading.
        heard.delete(party);
        if (version < 0) tell(party, { version: now });
        return;
      }
    }
  };
  return async (party, version) => {
    const before = heard.get(party);
    heard.set(party, Math.max(before ?? 0, version));
    if (before !== undefined) return true;
    try {
      await catchUpWith(party);
      return true;
    } catch (error) {
      heard.delete(party);
      site.log("live map failed", { error });
      return false;
    }
  };
};

/** Writing a thousand times in words takes a while: everybody else gets their turn in between. */
const write = async (parties: readonly OnMap[], known: KnownParties, locale: string | undefined): Promise<void> => {
  for (const [i, { code }] of parties.entries()) {
    const now = known.of(code);
    if (now?.shown) dotText(now.shown, now.texts, locale);
    if (i % 100 === 99) await breath();
  }
};

type View = MapAsk & { span: MapSpan };
type Shown = Known & { shown: OnMap };

/** What was read, as it is known by now, with what has changed since the reading began. */
const dotsOf = (parties: readonly OnMap[], view: View, known: KnownParties): Shown[] => {
  const codes = new Set(parties.map(({ code }) => code));
  const read = codes.size;
  for (const code of known.recent()) codes.add(code);
  const dots = [...codes].flatMap((code): Shown[] => {
    const now = known.of(code);
    return now?.shown && holds(view, now.shown) ? [now as Shown] : [];
  });
  return codes.size === read ? dots : dots.sort((a, b) => a.shown.startsAt - b.shown.startsAt);
};
