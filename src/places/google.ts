// Places: Google's geocoder, asked once and briefly. Its errors hold the key, so none leaves this file.
import type { Client } from "@googlemaps/google-maps-services-js";
import { z } from "zod";
import { createBreaker } from "./breaker.ts";
import { regionOf } from "./choosing.ts";
import { onEarth } from "./coordinates.ts";
import { type Geocoder, labelOf, type Match, PATIENCE } from "./geocoder.ts";
import type { PlacesHint } from "./places.ts";

export type GoogleOptions = {
  key: string;
  url?: string;
  timeoutMs: number;
  now: () => number;
  onFault: (why: string) => void;
};

export const createGoogleGeocoder = (o: GoogleOptions): Geocoder => {
  const breaker = createBreaker({ ...PATIENCE, now: o.now });
  let client: Promise<Client> | undefined;
  return (text, hint) =>
    breaker.run(async () => {
      try {
        client ??= loadClient(o.timeoutMs);
        const reply = await (await client).geocode({
          params: { key: o.key, address: text, ...languageOf(hint) },
          ...(o.url !== undefined && { url: o.url }),
          signal: AbortSignal.timeout(o.timeoutMs),
        });
        return matchesOf(reply.data, o.onFault);
      } catch (fault) {
        o.onFault(whyOf(fault));
        return undefined;
      }
    });
};

/** Loaded on first use: it is heavy. It tries a failed call again by itself unless `raxConfig` says not to, and would follow anywhere. */
const loadClient = async (timeoutMs: number): Promise<Client> => {
  const google = await import("@googlemaps/google-maps-services-js");
  const once = { raxConfig: { retry: 0, noResponseRetries: 0 } };
  return new google.Client({ config: { ...once, timeout: timeoutMs, maxRedirects: 0, maxContentLength: 1_000_000 } });
};

const languageOf = (hint: PlacesHint): { language?: string; region?: string } => {
  const region = regionOf(hint.locale)?.toLowerCase();
  return { ...(hint.locale && { language: hint.locale }), ...(region && { region: region === "gb" ? "uk" : region }) };
};

const Component = z.object({ long_name: z.string().max(200), types: z.array(z.string()) });
const Result = z.object({
  address_components: z.array(Component),
  formatted_address: z.string().max(1_000),
  geometry: z.object({ location: z.object({ lat: z.number(), lng: z.number() }).refine(onEarth) }),
  types: z.array(z.string()),
  partial_match: z.boolean().optional(),
});
const Body = z.object({ status: z.string(), results: z.array(Result) });
const Status = z.object({ status: z.string().regex(/^[A-Z_]{2,40}$/) });

const matchesOf = (body: unknown, onFault: (why: string) => void): Match[] | undefined => {
  const parsed = Body.safeParse(body);
  if (!parsed.success) onFault("an answer of another shape");
  else if (parsed.data.status === "ZERO_RESULTS") return [];
  else if (parsed.data.status === "OK") return parsed.data.results.map(matchOf);
  else onFault(statusOf(parsed.data));
  return undefined;
};

const matchOf = (result: z.infer<typeof Result>): Match => ({
  label: nameOf(result.address_components),
  point: result.geometry.location,
  precise: !result.types.some((type) => WHOLE_AREAS.has(type)),
  partial: result.partial_match === true,
  formatted: result.formatted_address,
});

/** What a result is when it stands for an area: no exact point is meant. */
const WHOLE_AREAS = new Set([
  "locality",
  "political",
  "postal_code",
  "postal_town",
  "country",
  "neighborhood",
  "sublocality",
  "colloquial_area",
  "natural_feature",
  "administrative_area_level_1",
  "administrative_area_level_2",
  "administrative_area_level_3",
]);

const QUARTER = ["neighborhood", "sublocality_level_1", "sublocality"];
const TOWN = [
  "locality",
  "postal_town",
  "administrative_area_level_3",
  "administrative_area_level_2",
  "administrative_area_level_1",
  "country",
];

/** Only from components that name areas; a component that also names a street or a house never gets in. */
const nameOf = (components: readonly z.infer<typeof Component>[]): string => {
  const areas = components.filter(({ types }) => types.includes("political") || types.includes("postal_town"));
  const first = (wanted: readonly string[]): string | undefined =>
    wanted.map((type) => areas.find(({ types }) => types.includes(type))?.long_name.trim()).find((name) => name);
  return labelOf(first(QUARTER), first(TOWN));
};

/** What went wrong in words that hold neither the key nor the address. */
const whyOf = (fault: unknown): string => {
  const seen = (typeof fault === "object" && fault !== null ? fault : {}) as {
    code?: unknown;
    response?: { status?: unknown; data?: unknown };
  };
  const status = statusOf(seen.response?.data);
  if (status !== "") return status;
  if (typeof seen.response?.status === "number") return `HTTP ${seen.response.status}`;
  if (seen.code === "ERR_CANCELED" || seen.code === "ECONNABORTED" || seen.code === "ETIMEDOUT")
    return "no answer in time";
  return typeof seen.code === "string" && /^[A-Z_]{2,40}$/.test(seen.code) ? seen.code : "unreachable";
};

/** "OVER_QUERY_LIMIT": Google's own word for it, if it says one. */
const statusOf = (body: unknown): string => {
  const parsed = Status.safeParse(body);
  return parsed.success ? parsed.data.status : "";
};
