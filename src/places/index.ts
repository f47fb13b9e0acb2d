// Places: the door of this room. It wires the readers behind the port, and sees that none of them rejects or dawdles.
import { type Gazetteer, openGazetteer } from "./gazetteer.ts";
import { type Geocoder, inTurn } from "./geocoder.ts";
import { createGoogleGeocoder } from "./google.ts";
import { createOsmGeocoder } from "./osm.ts";
import type { Places } from "./places.ts";
import { createReader, type Look, UNREAD } from "./reading.ts";
import { completions } from "./suggesting.ts";

export type PlacesOptions = {
  /** Without this and the next, everything is read on this machine. */
  googleKey?: string;
  /** `nominatim+https://…` or `photon+https://…`: asked where Google is not, or knows nothing. */
  geocoderUrl?: string;
  now: () => number;
  /** How long a provider may take, in ms; never more than 1.5 s. */
  fetchTimeoutMs?: number;
  /** Where Google's geocoder is asked, for tests. */
  googleUrl?: string;
  /** Told which provider failed and why, in words that hold no key and no address. */
  onFault?: (provider: string, why: string) => void;
};

const GOOGLE_MS = 1_500;
/** The rest of the time, after one that did not answer: the bundled cities still come within it. */
const SECOND_MS = 1_200;
const WHOLE_MS = 2_900;

/**
 * Reads places with the bundled gazetteer, loaded on first use, and with Google's geocoder where there is a key.
 * `prepare` opens the gazetteer ahead of that, in slices that block nobody.
 */
export const createPlaces = (o: PlacesOptions): Places & { prepare(): Promise<void> } => {
  const onFault = o.onFault ?? (() => undefined);
  const gazetteer = () => openOnce(onFault);
  const geocoders = geocodersOf(o, onFault);
  const look = createReader({ gazetteer, ...(geocoders.length > 0 && { geocode: inTurn(geocoders) }) });
  const lookSafely = async (text: string, hint: Parameters<typeof look>[1]): Promise<Look> => {
    // The time limit is for providers: on a busy small machine, opening the cities for the first time may outlast it.
    await gazetteer();
    return inTime(look(text, hint), WHOLE_MS, UNREAD).catch(() => {
      onFault("places", "a text could not be read");
      return UNREAD;
    });
  };
  return {
    prepare: async () => void (await gazetteer()),
    read: async (text, hint) => (await lookSafely(text, hint)).answer,
    spot: async (text, hint) => (await lookSafely(text, hint)).spot,
    suggest: async (typed, hint) => {
      try {
        const cities = await gazetteer();
        return cities ? completions(cities, typed, hint) : [];
      } catch {
        return [];
      }
    },
  };
};

const geocodersOf = (o: PlacesOptions, onFault: NonNullable<PlacesOptions["onFault"]>): Geocoder[] => {
  const within = (most: number): number => Math.min(o.fetchTimeoutMs ?? most, most);
  const google =
    o.googleKey === undefined
      ? undefined
      : createGoogleGeocoder({
          key: o.googleKey,
          ...(o.googleUrl !== undefined && { url: o.googleUrl }),
          timeoutMs: within(GOOGLE_MS),
          now: o.now,
          onFault: (why) => onFault("google", why),
        });
  const osm =
    o.geocoderUrl === undefined
      ? undefined
      : createOsmGeocoder({
          url: o.geocoderUrl,
          timeoutMs: within(google ? SECOND_MS : GOOGLE_MS),
          now: o.now,
          onFault: (why) => onFault("geocoder", why),
        });
  return [google, osm].filter((geocoder) => geocoder !== undefined);
};

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

const inTime = async <T>(work: Promise<T>, ms: number, otherwise: T): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
