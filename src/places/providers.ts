// Places: the providers that a configuration asks for, each with its own patience and its own name for what fails.
import type { Geocoder } from "./geocoder.ts";
import { createGoogleGeocoder } from "./google.ts";
import { openGoogleClient } from "./google-client.ts";
import { createGoogleCompleter } from "./google-typing.ts";
import { OFFER_MS, type Offerer } from "./offering.ts";
import { createOsmGeocoder } from "./osm.ts";
import { createPhotonCompleter } from "./photon-typing.ts";

export type ProviderOptions = {
  /** Without this and the next, everything is read on this machine. */
  googleKey?: string;
  /** `nominatim+https://…` or `photon+https://…`: asked where Google is not, or knows nothing. */
  geocoderUrl?: string;
  now: () => number;
  /** How long a provider may take, in ms; never more than 1.5 s, and 0.65 s while somebody types. */
  fetchTimeoutMs?: number;
  /** Where Google is asked, for tests: its geocoder, its completion, its details of a place. */
  googleUrl?: string;
  googleTypingUrl?: string;
  googleDetailsUrl?: string;
  onFault: (provider: string, why: string) => void;
};

const GOOGLE_MS = 1_500;
/** The rest of the time, after one that did not answer: the bundled cities still come within it. */
const SECOND_MS = 1_200;
const TYPING_MS = OFFER_MS - 50;

/** Google before OpenStreetMap's. What they offer is shown with their names, as their terms ask. */
export const providersOf = (o: ProviderOptions): { geocoders: Geocoder[]; offerers: Offerer[] } => {
  const google = googleOf(o);
  const osm = osmOf(o, google ? SECOND_MS : GOOGLE_MS);
  return {
    geocoders: [google?.geocoder, osm?.geocoder].filter((one) => one !== undefined),
    offerers: [google?.offerer, osm?.offerer].filter((one) => one !== undefined),
  };
};

const within = (o: ProviderOptions, most: number): number => Math.min(o.fetchTimeoutMs ?? most, most);

const googleOf = (o: ProviderOptions): { geocoder: Geocoder; offerer: Offerer } | undefined => {
  if (o.googleKey === undefined) return undefined;
  const onFault = (why: string): void => o.onFault("google", why);
  const same = { key: o.googleKey, client: openGoogleClient(), now: o.now, onFault };
  return {
    geocoder: createGoogleGeocoder({
      ...same,
      ...(o.googleUrl !== undefined && { url: o.googleUrl }),
      ...(o.googleDetailsUrl !== undefined && { detailsUrl: o.googleDetailsUrl }),
      timeoutMs: within(o, GOOGLE_MS),
    }),
    offerer: {
      name: "Google Maps",
      complete: createGoogleCompleter({
        ...same,
        ...(o.googleTypingUrl !== undefined && { url: o.googleTypingUrl }),
        timeoutMs: within(o, TYPING_MS),
      }),
    },
  };
};

const osmOf = (o: ProviderOptions, most: number): { geocoder?: Geocoder; offerer?: Offerer } | undefined => {
  if (o.geocoderUrl === undefined) return undefined;
  const same = { url: o.geocoderUrl, now: o.now, onFault: (why: string) => o.onFault("geocoder", why) };
  const geocoder = createOsmGeocoder({ ...same, timeoutMs: within(o, most) });
  const complete = createPhotonCompleter({ ...same, timeoutMs: within(o, TYPING_MS) });
  return { ...(geocoder && { geocoder }), ...(complete && { offerer: { name: "OpenStreetMap", complete } }) };
};
