// Places: the port that commands see. The providers behind it are this room's own business.
import type { Choice } from "../domain/choice.ts";
import type { LatLng, Place } from "../domain/place.ts";

export type FoundPlace = { place: Place; timeZone?: string };

export type PlaceAnswer =
  /** `located: false`: kept as typed, without a map (the label is empty, the text secret). */
  | { kind: "found"; found: FoundPlace; located: boolean }
  /** More than one place could be meant, or none close enough: choices are complete texts that read as one place. */
  | { kind: "doubtful"; choices: Choice[] };

/** Where a person searches from: a public, snapped point and its words. */
export type Spot = { area: LatLng; label: string; timeZone?: string };

export type PlacesHint = { locale?: string; timeZone?: string };

export interface Places {
  /** What was meant by `text`: an address, a city, "lat,lng", a pasted map link. Never rejects; at most 3 s. */
  read(text: string, hint: PlacesHint): Promise<PlaceAnswer>;
  /** The spot to search from; undefined when no place is recognised. Nothing about it is kept. */
  spot(text: string, hint: PlacesHint): Promise<Spot | undefined>;
  /** At most 25 completions, quickly, from what is on this machine. */
  suggest(typed: string, hint: PlacesHint): Promise<Choice[]>;
}
