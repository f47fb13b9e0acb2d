// Places: geocoders over OpenStreetMap's data, self-hosted or public: Nominatim and Photon, by their address.
import { RateLimiterMemory } from "rate-limiter-flexible";
import { z } from "zod";
import type { LatLng } from "../domain/place.ts";
import { AskFault, askJson } from "./ask.ts";
import { createBreaker } from "./breaker.ts";
import { onEarth } from "./coordinates.ts";
import { distinct, type Geocoder, labelOf, type Match, PATIENCE } from "./geocoder.ts";
import { readGeocoderUrl } from "./geocoder-url.ts";
import type { PlacesHint } from "./places.ts";

export type OsmOptions = {
  /** `nominatim+https://host/path` or `photon+https://host/path`. */
  url: string;
  timeoutMs: number;
  now: () => number;
  onFault: (why: string) => void;
};

const COUNT = "5";
/** https://operations.osmfoundation.org/policies/nominatim/: at most one request a second. */
export const PUBLIC = /(^|\.)(nominatim\.openstreetmap\.org|photon\.komoot\.io)$/;

export const createOsmGeocoder = (o: OsmOptions): Geocoder | undefined => {
  const at = readGeocoderUrl(o.url);
  if (!at) return undefined;
  const { question, matches } = KINDS[at.kind];
  const breaker = createBreaker({ ...PATIENCE, now: o.now });
  const limit = PUBLIC.test(at.base.hostname) ? new RateLimiterMemory({ points: 1, duration: 1 }) : undefined;
  return async (text, hint) => {
    // Who would ask too often does not ask: the next one may know it.
    if (limit && !(await limit.consume("all").catch(() => undefined))) return undefined;
    return breaker.run(async () => {
      try {
        const parsed = matches.safeParse(await askJson(question(at.base, text, hint), o.timeoutMs));
        if (parsed.success) return distinct(parsed.data);
        o.onFault("an answer of another shape");
      } catch (error) {
        o.onFault(error instanceof AskFault ? error.message : "unreachable");
        // One odd question must not keep everybody else's from being asked.
        if (error instanceof AskFault && error.refused) return [];
      }
      return undefined;
    });
  };
};

type Kind = { question(base: URL, text: string, hint: PlacesHint): URL; matches: z.ZodType<Match[]> };

const word = z.string().max(1_000).optional();
const point = z.object({ lat: z.number(), lng: z.number() }).refine(onEarth);

const address = z.object({
  neighbourhood: word,
  quarter: word,
  suburb: word,
  city_district: word,
  borough: word,
  city: word,
  town: word,
  village: word,
  municipality: word,
  county: word,
  state: word,
  country: word,
});

/** https://nominatim.org/release-docs/latest/customize/Ranking/: streets and what is finer. */
const STREET_RANK = 26;

const nominatim = z
  .object({
    lat: z.coerce.number(),
    lon: z.coerce.number(),
    display_name: z.string().max(1_000),
    place_rank: z.number(),
    type: word,
    address,
  })
  .transform(({ lat, lon, display_name, place_rank, type, address: a }, ctx): Match => {
    const at = point.safeParse({ lat, lng: lon });
    if (!at.success) ctx.addIssue({ code: "custom", message: "not on earth" });
    const label = labelOf(
      a.suburb ?? a.borough ?? a.city_district ?? a.quarter ?? a.neighbourhood,
      a.city ?? a.town ?? a.village ?? a.municipality ?? a.county ?? a.state ?? a.country,
    );
    return {
      // A postcode may be one house: what is public is then named after its cell.
      label: type === "postcode" ? "" : label,
      point: { lat, lng: lon },
      precise: place_rank >= STREET_RANK,
      partial: false,
      formatted: display_name,
    };
  });

const photon = z
  .object({
    geometry: z.object({ coordinates: z.tuple([z.number(), z.number()]) }),
    properties: z.object({
      type: z.string().max(40),
      name: word,
      housenumber: word,
      street: word,
      district: word,
      city: word,
      county: word,
      state: word,
      country: word,
      postcode: word,
    }),
  })
  .transform(({ geometry: { coordinates }, properties: p }, ctx): Match => {
    const [lng, lat] = coordinates;
    const at = point.safeParse({ lat, lng });
    if (!at.success) ctx.addIssue({ code: "custom", message: "not on earth" });
    const own = (type: string): string | undefined => (p.type === type ? p.name : undefined);
    const town = p.city ?? own("city") ?? p.county ?? own("county") ?? p.state ?? own("state") ?? p.country ?? p.name;
    const street = p.street === undefined ? undefined : [p.street, p.housenumber].filter(Boolean).join(" ");
    const place = [p.postcode, p.city].filter(Boolean).join(" ");
    return {
      label: labelOf(p.district ?? own("district"), town),
      point: { lat, lng },
      precise: !WHOLE_AREAS.has(p.type),
      partial: false,
      formatted: [...new Set([p.name, street, p.district, place, p.state, p.country])].filter(Boolean).join(", "),
    };
  });

const WHOLE_AREAS = new Set(["district", "locality", "city", "county", "state", "country"]);

/** Photon refuses languages that its index was not made with; these it always has. */
const PHOTON_LANGUAGES = new Set(["en", "de", "fr"]);

/** The question to Photon, which is made for texts that are still being typed too. `near`: what to prefer. */
export const photonQuestion = (base: URL, text: string, hint: PlacesHint, near?: LatLng): URL => {
  const url = new URL("api", base);
  url.search = String(new URLSearchParams({ q: text, limit: COUNT }));
  const language = hint.locale?.split(/[-_]/)[0]?.toLowerCase();
  if (language !== undefined && PHOTON_LANGUAGES.has(language)) url.searchParams.set("lang", language);
  if (near) {
    url.searchParams.set("lat", near.lat.toFixed(2));
    url.searchParams.set("lon", near.lng.toFixed(2));
  }
  return url;
};

export const photonMatches: z.ZodType<Match[]> = z
  .object({ features: z.array(photon).max(50) })
  .transform(({ features }) => features);

const KINDS: Record<"nominatim" | "photon", Kind> = {
  nominatim: {
    question: (base, text, hint) => {
      const url = new URL("search", base);
      url.search = String(new URLSearchParams({ q: text, format: "jsonv2", addressdetails: "1", limit: COUNT }));
      if (hint.locale !== undefined) url.searchParams.set("accept-language", hint.locale);
      return url;
    },
    matches: z.array(nominatim).max(50),
  },
  photon: { question: photonQuestion, matches: photonMatches },
};
