// Places: the port that commands see. The providers behind it are this room's own business.
import type { Choice } from "../domain/choice.ts";
import type { LatLng, Place } from "../domain/place.ts";

export type FoundPlace = { place: Place; timeZone?: string };

/** A map service did not answer: whose word was taken instead, another service's or the cities' that are known here. */
export type Instead = "openstreetmap" | "cities";

export type PlaceAnswer =
  /** `located: false`: kept as typed, without a map (the label is empty, the text secret). */
  /** `guessed`: the exact point is what a geocoder made of words, not the host's own pin. */
  | { kind: "found"; found: FoundPlace; located: boolean; guessed?: true; instead?: Instead }
  /** More than one place could be meant, or none close enough: choices are complete texts that read as one place. */
  | { kind: "doubtful"; choices: Choice[] };

/** Where a person searches from: a public, snapped point and its words. */
export type Spot = { area: LatLng; label: string; timeZone?: string; instead?: Instead };

/**
 * `session`: opaque, the same while one person writes one answer. Without it, nothing leaves this machine before the text is sent off,
 * so whoever has not agreed is given none.
 */
export type PlacesHint = { locale?: string; timeZone?: string; session?: string };

/** What cannot be read by anyone but its makers, or says nothing until it is followed: three words, a grid's reference, a link. */
export type Unreadable = "threeWords" | "grid" | "emptyLink";

export interface Places {
  /** What was meant by `text`: an address, a city, "lat,lng", a pasted map link. Never rejects; at most 3 s. Ends the hint's session. */
  read(text: string, hint: PlacesHint): Promise<PlaceAnswer>;
  /** The spot to search from; undefined when no place is recognised. Nothing about it is kept. */
  spot(text: string, hint: PlacesHint): Promise<Spot | undefined>;
  /** At most 25 completions: from what is on this machine, and within 0.7 s from who may be asked. Never rejects. */
  suggest(typed: string, hint: PlacesHint): Promise<Choice[]>;
  /** Why a text that says nothing else could not be read. */
  unreadable(text: string): Unreadable | undefined;
}
