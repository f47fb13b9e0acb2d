// Web: who is in a room of the playground, on the pages of all replicas, told to everybody in it.
import type { Site } from "./parts.ts";
import { createSightings } from "./sightings.ts";
import type { ServerFrame } from "./wire.ts";

export type Presence = {
  /** Somebody came or left here. */
  changed(room: string): void;
  /** Who is in the room now, here or on the pages of another replica. */
  here(room: string): ReadonlySet<string>;
  stop(): void;
};

/** What is open on this replica. */
type Places = {
  rooms(): readonly string[];
  here(room: string): ReadonlySet<string>;
  tell(room: string, frame: ServerFrame): void;
};

/** At the most this often a room is told who is in it: a crowd that comes at once is one change. In milliseconds. */
const CALM_MS = 200;
/** How often a replica says again who is on its pages. */
const AGAIN_MS = 20_000;

export const createPresence = (site: Pick<Site, "web" | "log" | "others" | "clock">, places: Places): Presence => {
  const busy = new Map<string, { again: boolean }>();
  const sightings = createSightings(site.clock);
  /** Of which rooms the others were told that somebody is here. */
  const told = new Set<string>();
  let stopped = false;
  const here = (room: string): ReadonlySet<string> => new Set([...places.here(room), ...sightings.of(room)]);

  const run = async (room: string): Promise<void> => {
    // Nobody is left to be told.
    if (places.here(room).size === 0) return;
    const members = await site.web.members(`room:${room}`);
    const present = here(room);
    places.tell(room, { kind: "people", people: members.map((one) => ({ ...one, here: present.has(one.userId) })) });
  };
  const shown = (room: string): void => {
    const state = busy.get(room);
    if (state) return void (state.again = true);
    const mine = { again: false };
    busy.set(room, mine);
    const calm = (): void => {
      setTimeout(() => {
        busy.delete(room);
        if (mine.again) shown(room);
      }, CALM_MS).unref();
    };
    run(room)
      .catch((error: unknown) => site.log("presence failed", { error }))
      .finally(calm);
  };
  const say = (room: string, who: ReadonlySet<string>): void => {
    if (who.size > 0 && !told.has(room)) site.others.say({ room: `room:${room}`, who: true });
    if (who.size > 0 || told.has(room)) site.others.say({ room: `room:${room}`, here: [...who] });
    if (who.size > 0) told.add(room);
    else told.delete(room);
  };
  const again = setInterval(() => {
    for (const room of places.rooms()) say(room, places.here(room));
    for (const room of sightings.forget()) shown(room);
  }, AGAIN_MS).unref();
  const stops = [
    site.others.onWord((word, from) => {
      const room = nameOf(word.room);
      if (room === undefined || "ids" in word || "seen" in word) return;
      if ("who" in word) return say(room, places.here(room));
      sightings.keep(room, from, word.here);
      shown(room);
    }),
    site.others.onMissed(() => {
      told.clear();
      for (const room of places.rooms()) say(room, places.here(room));
    }),
  ];
  return {
    here,
    changed: (room) => {
      if (stopped) return;
      say(room, places.here(room));
      shown(room);
    },
    stop: () => {
      stopped = true;
      clearInterval(again);
      for (const stop of stops) stop();
      for (const room of told) say(room, new Set());
    },
  };
};

const nameOf = (chat: string): string | undefined => /^room:([a-z0-9-]{1,32})$/.exec(chat)?.[1];
