// Places: the door of this room. It wires the readers behind the port, and sees that none of them rejects or dawdles.
import type { Bounds } from "../domain/cells.ts";
import { type City, type Gazetteer, openGazetteer } from "./gazetteer.ts";
import { type Asking, type Finder, inTurn } from "./geocoder.ts";
import { inTime } from "./in-time.ts";
import { createOffers } from "./offering.ts";
import type { Places } from "./places.ts";
import { type ProviderOptions, providersOf } from "./providers.ts";
import { createReader, type Look, UNREAD } from "./reading.ts";
import { createSessions } from "./sessions.ts";
import { unreadableIn } from "./unreadable.ts";

export type PlacesOptions = Omit<ProviderOptions, "onFault"> & {
  /** Told which provider failed and why, in words that hold no key and no address. */
  onFault?: (provider: string, why: string) => void;
};

/** ms: for all geocoders together; what is known here still comes after it, within three seconds. */
const LOOKED_UP_MS = 2_750;
const WHOLE_MS = 2_900;

type WholePlaces = Places & {
  /** Opens the gazetteer ahead of its first use, in slices that block nobody. */
  prepare(): Promise<void>;
  /** The names a part of the map is known by, the largest first; none when the cities cannot be read. */
  cities(bounds: Bounds, most: number): Promise<readonly City[]>;
};

/** Reads places with the bundled gazetteer, loaded on first use, and with geocoders where there are any. */
export const createPlaces = (options: PlacesOptions): WholePlaces => {
  const o = { ...options, onFault: options.onFault ?? (() => undefined) };
  const gazetteer = () => openOnce(o.onFault);
  const { geocoders, offerers } = providersOf(o);
  const sessions = createSessions(o.now);
  const geocode = geocoders.length > 0 ? briefly(inTurn(geocoders)) : undefined;
  const look = createReader({ gazetteer, ...(geocode && { geocode }) });
  const offers = createOffers(gazetteer, offerers, sessions);
  const lookSafely = async (text: string, asking: Asking): Promise<Look> => {
    // The time limit is for providers: on a busy small machine, opening the cities for the first time may outlast it.
    await gazetteer();
    return inTime(look(text, asking), WHOLE_MS, UNREAD).catch(() => {
      o.onFault("places", "a text could not be read");
      return UNREAD;
    });
  };
  return {
    prepare: async () => void (await gazetteer()),
    cities: async (bounds, most) => (await gazetteer())?.within(bounds, most) ?? [],
    read: async (text, hint) => {
      const chosen = hint.session === undefined ? undefined : sessions.end(hint.session, text);
      return (await lookSafely(text, { ...hint, ...(chosen && { chosen }) })).answer;
    },
    spot: async (text, hint) => (await lookSafely(text, hint)).spot,
    suggest: (typed, hint) => offers(typed, hint).catch(() => []),
    unreadable: unreadableIn,
  };
};

const briefly =
  (find: Finder): Finder =>
  (text, asking) =>
    inTime(find(text, asking), LOOKED_UP_MS, { matches: [], instead: "cities" });

/** The cities never change, so one copy serves every caller in the process. */
let opening: Promise<Gazetteer> | undefined;

/** Opened at the first call; a failure is told, and the next call tries again. */
const openOnce = async (onFault: (provider: string, why: string) => void): Promise<Gazetteer | undefined> => {
  try {
    return await (opening ??= openGazetteer());
  } catch {
    opening = undefined;
    onFault("gazetteer", "the bundled cities could not be read");
    return undefined;
  }
};
