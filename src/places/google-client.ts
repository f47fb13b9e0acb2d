// Places: Google's own client, held to one brief try. Its errors hold the key and the text, so only a word of them gets out.
import type { Client } from "@googlemaps/google-maps-services-js";
import { z } from "zod";
import { regionOf } from "./choosing.ts";
import type { PlacesHint } from "./places.ts";

/** Loaded on first use: it is heavy. It tries a failed call again by itself unless `raxConfig` says not to, and would follow anywhere. */
export const openGoogleClient = (): (() => Promise<Client>) => {
  let client: Promise<Client> | undefined;
  return () => (client ??= loadClient());
};

const loadClient = async (): Promise<Client> => {
  const google = await import("@googlemaps/google-maps-services-js");
  const once = { raxConfig: { retry: 0, noResponseRetries: 0 } };
  return new google.Client({ config: { ...once, maxRedirects: 0, maxContentLength: 1_000_000 } });
};

/** In whose language to answer, and which country's places to prefer (a ccTLD). */
export const languageOf = (hint: PlacesHint): { language?: string; region?: string } => {
  const region = regionOf(hint.locale)?.toLowerCase();
  return { ...(hint.locale && { language: hint.locale }), ...(region && { region: region === "gb" ? "uk" : region }) };
};

/** What went wrong in words that hold neither the key nor the address. */
export const whyOf = (fault: unknown): string => {
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

const Status = z.object({ status: z.string().regex(/^[A-Z_]{2,40}$/) });

/** "OVER_QUERY_LIMIT": Google's own word for it, if it says one. */
export const statusOf = (body: unknown): string => {
  const parsed = Status.safeParse(body);
  return parsed.success ? parsed.data.status : "";
};
