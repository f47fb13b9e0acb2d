// Places: what a geocoder on the network answers, and how several are asked in turn.
import type { LatLng } from "../domain/place.ts";
import type { Instead, PlacesHint } from "./places.ts";

/** `label` is public: a quarter and a town, never a street. `precise`: an address or a spot, not a whole town. */
export type Match = { label: string; point: LatLng; precise: boolean; partial: boolean; formatted: string };

/** A place that was offered while it was typed, and the token of that session. */
export type Chosen = { placeId: string; token: string };

export type Asking = PlacesHint & { chosen?: Chosen };

/** What is written in `text`, best first; [] when nothing is known of it, undefined when it could not be asked. Never rejects. */
export type Geocoder = (text: string, asking: Asking) => Promise<Match[] | undefined>;

/** `instead`: somebody who should have answered did not, and whose word that leaves. */
export type Found = { matches: Match[]; instead?: Instead };
export type Finder = (text: string, asking: Asking) => Promise<Found>;

/** How often in a row a provider may fail before it is left alone, and for how long: one that is down costs its time-out once. */
export const PATIENCE = { failures: 1, openMs: 60_000 };

/** The first that knows something answers; who cannot be asked, or knows nothing, lets the next one try. */
export const inTurn =
  (geocoders: readonly Geocoder[]): Finder =>
  async (text, asking) => {
    let missed = false;
    for (const geocode of geocoders) {
      const matches = await geocode(text, asking);
      // Only OpenStreetMap's are asked after another.
      if (matches && matches.length > 0) return { matches, ...(missed && { instead: "openstreetmap" }) };
      missed ||= matches === undefined;
    }
    return { matches: [], ...(missed && { instead: "cities" }) };
  };

/** A quarter and a town as one label. */
export const labelOf = (quarter: string | undefined, town: string | undefined): string =>
  [...new Set([quarter, town])]
    .map((name) => name?.trim())
    .filter((name) => name !== undefined && name !== "")
    .join(", ");

/** Several entries for one address (the house, the shop in it) are one match. */
export const distinct = (matches: readonly Match[]): Match[] =>
  matches.filter((one, i) => !matches.slice(0, i).some((before) => isSame(before, one)));

/** In degrees, about a kilometre. */
const NEAR = 0.01;

const isSame = (a: Match, b: Match): boolean =>
  a.label === b.label && Math.abs(a.point.lat - b.point.lat) < NEAR && Math.abs(a.point.lng - b.point.lng) < 2 * NEAR;
