// Web: who is in a room of the playground, told to everybody in it.
import type { Site } from "./parts.ts";
import type { ServerFrame } from "./wire.ts";

export type Presence = { /** Somebody came or left. */ changed(room: string): void };

/** At the most this often a room is told who is in it: a crowd that comes at once is one change. In milliseconds. */
const CALM_MS = 200;

export const createPresence = (
  site: Pick<Site, "web" | "log">,
  places: { here(room: string): ReadonlySet<string>; tell(room: string, frame: ServerFrame): void },
): Presence => {
  const busy = new Map<string, { again: boolean }>();
  const run = async (room: string): Promise<void> => {
    const here = places.here(room);
    // Nobody is left to be told.
    if (here.size === 0) return;
    const members = await site.web.members(`room:${room}`);
    const people = members.map((one) => ({ ...one, here: here.has(one.userId) }));
    places.tell(room, { kind: "people", people });
  };
  const changed = (room: string): void => {
    const state = busy.get(room);
    if (state) return void (state.again = true);
    const mine = { again: false };
    busy.set(room, mine);
    const rest = (): void => {
      setTimeout(() => {
        busy.delete(room);
        if (mine.again) changed(room);
      }, CALM_MS).unref();
    };
    run(room)
      .catch((error: unknown) => site.log("presence failed", { error }))
      .finally(rest);
  };
  return { changed };
};
