// Places: what a provider offers while an address is typed, and whether a text is one that it may be asked about.
import type { LatLng } from "../domain/place.ts";
import { coordinatesIn } from "./coordinates.ts";
import { fold } from "./fold.ts";
import type { Gazetteer } from "./gazetteer.ts";
import { timeZoneAt } from "./choosing.ts";
import { mapLinkIn } from "./map-link.ts";
import type { PlacesHint } from "./places.ts";
import { plusCodeIn } from "./plus-code.ts";
import type { Session } from "./sessions.ts";
import { unreadableIn } from "./unreadable.ts";

export type Typing = { text: string; hint: PlacesHint; session: Session; near?: LatLng };

/** Complete texts, best first; undefined when it could not be asked. Never rejects. */
export type Completer = (typing: Typing) => Promise<string[] | undefined>;

/** How often in a row it may be too slow for somebody who types before it is left alone, and for how long (ms). */
export const TYPING_PATIENCE = { failures: 2, openMs: 60_000 };

const LEAST_LETTERS = 4;
const LONGEST = 200;

/**
 * Whether `typed` is beyond the name of a city and is an address in words: only then is anyone asked. What is quoted is kept as written;
 * a link, coordinates and a code are read here.
 */
export const mayBeAsked = (typed: string, gazetteer: Gazetteer | undefined): boolean => {
  const text = typed.trim();
  if (text.length > LONGEST || fold(text).replaceAll(" ", "").length < LEAST_LETTERS) return false;
  if (/^["“„«@/]/.test(text) || /:\/\/|@|\+/.test(text)) return false;
  if (coordinatesIn(text) || plusCodeIn(text) || mapLinkIn(text) || unreadableIn(text)) return false;
  if (!/\p{L}{2}/u.test(text)) return false;
  if (/\d/.test(text)) return true;
  // Without digits: "Hyde Park, Lon" is, "Berlin, Kreuzb" and "Kreuzb" are not.
  const comma = text.lastIndexOf(",");
  const head = fold(comma < 0 ? text : text.slice(0, comma));
  return head !== "" && gazetteer !== undefined && gazetteer.beginning(head, 1).length === 0;
};

/** The city that a zone is named after: the middle of what is preferred. Nothing about the person is in it but the zone. */
export const nearOf = (gazetteer: Gazetteer | undefined, { timeZone }: PlacesHint): LatLng | undefined => {
  const name = timeZone?.split("/").at(-1);
  if (!gazetteer || name === undefined || !timeZone?.includes("/")) return undefined;
  return gazetteer.named(fold(name.replaceAll("_", " "))).find(({ point }) => timeZoneAt(point) === timeZone)?.point;
};
