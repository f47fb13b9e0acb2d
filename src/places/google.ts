// Places: Google's geocoder, asked once and briefly; and the place that was chosen among those it offered.
import type { Client, Language } from "@googlemaps/google-maps-services-js";
import { z } from "zod";
import { createBreaker } from "./breaker.ts";
import { onEarth } from "./coordinates.ts";
import { type Chosen, type Geocoder, labelOf, type Match, PATIENCE } from "./geocoder.ts";
import { languageOf, statusOf, whyOf } from "./google-client.ts";
import type { PlacesHint } from "./places.ts";

export type GoogleOptions = {
  key: string;
  client: () => Promise<Client>;
  /** Where it is asked, for tests. */
  url?: string;
  detailsUrl?: string;
  timeoutMs: number;
  now: () => number;
  onFault: (why: string) => void;
};

export const createGoogleGeocoder = (o: GoogleOptions): Geocoder => {
  const breaker = createBreaker({ ...PATIENCE, now: o.now });
  return (text, { chosen, ...hint }) =>
    breaker.run(async () => {
      try {
        return chosen ? await detailsOf(o, chosen, text, hint) : await search(o, text, hint);
      } catch (fault) {
        const why = whyOf(fault);
        o.onFault(why);
        // One odd question must not keep everybody else's from being asked.
        return why === ODD ? [] : undefined;
      }
    });
};

/** Google's client throws what its server says of a question that it makes nothing of. */
const ODD = "INVALID_REQUEST";

const search = async (o: GoogleOptions, text: string, hint: PlacesHint): Promise<Match[] | undefined> => {
  const reply = await (await o.client()).geocode({
    params: { key: o.key, address: text, ...languageOf(hint) },
    ...(o.url !== undefined && { url: o.url }),
    timeout: o.timeoutMs,
    signal: AbortSignal.timeout(o.timeoutMs),
  });
  return answered(Body, reply.data, o.onFault, ({ results }) => results.map(matchOf));
};

/** The fewest fields that make a match: all of them are of the cheapest kind. */
const FIELDS = ["address_component", "geometry/location", "type"];

const detailsOf = async (
  o: GoogleOptions,
  chosen: Chosen,
  text: string,
  hint: PlacesHint,
): Promise<Match[] | undefined> => {
  const reply = await (await o.client()).placeDetails({
    params: {
      key: o.key,
      place_id: chosen.placeId,
      sessiontoken: chosen.token,
      fields: FIELDS,
      ...(languageOf(hint) as { language?: Language }),
    },
    ...(o.detailsUrl !== undefined && { url: o.detailsUrl }),
    timeout: o.timeoutMs,
    signal: AbortSignal.timeout(o.timeoutMs),
  });
  return answered(Details, reply.data, o.onFault, ({ result }) =>
    result ? [matchOf({ ...result, formatted_address: text })] : [],
  );
};

const Component = z.object({ long_name: z.string().max(200), types: z.array(z.string()) });
const Place = z.object({
  address_components: z.array(Component),
  geometry: z.object({ location: z.object({ lat: z.number(), lng: z.number() }).refine(onEarth) }),
  types: z.array(z.string()),
});
const Result = Place.extend({
  formatted_address: z.string().max(1_000),
  partial_match: z.boolean().optional(),
});
const Body = z.object({ status: z.string(), results: z.array(Result) });
const Details = z.object({ status: z.string(), result: Place.optional() });

const answered = <T extends { status: string }>(
  shape: z.ZodType<T>,
  body: unknown,
  onFault: (why: string) => void,
  read: (body: T) => Match[],
): Match[] | undefined => {
  const parsed = shape.safeParse(body);
  if (!parsed.success) onFault("an answer of another shape");
  else if (NOTHING.has(parsed.data.status)) return [];
  else if (parsed.data.status === "OK") return read(parsed.data);
  else onFault(statusOf(parsed.data));
  return undefined;
};

const NOTHING = new Set(["ZERO_RESULTS", "NOT_FOUND"]);

const matchOf = (result: z.infer<typeof Result>): Match => ({
  // A postcode may be one house: what is public is then named after its cell.
  label: result.types.includes("postal_code") ? "" : nameOf(result.address_components),
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
