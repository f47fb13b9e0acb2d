// Places: from a text to a place. Splits what anyone may see (label, snapped area) from what only let-in guests may (address, point).
import type { Choice } from "../domain/choice.ts";
import type { LatLng, Place } from "../domain/place.ts";
import { Secret } from "../domain/secret.ts";
import { type AddressReading, readAddress } from "./address.ts";
import { fullName, type Named, publicName, timeZoneAt } from "./choosing.ts";
import { cityAt, type NameOf, quarterAt } from "./naming.ts";
import { coordinatesIn } from "./coordinates.ts";
import { fold } from "./fold.ts";
import type { Gazetteer } from "./gazetteer.ts";
import type { Asking, Finder, Found } from "./geocoder.ts";
import { type LinkIn, mapLinkIn } from "./map-link.ts";
import type { Instead, PlaceAnswer, PlacesHint, Spot } from "./places.ts";
import { plusCodeIn, pointOfCode, type WrittenCode } from "./plus-code.ts";
import { snap } from "./snap.ts";
import { unreadableIn } from "./unreadable.ts";

/** What is answered, and the spot that a search would start from. */
export type Look = { answer: PlaceAnswer; spot?: Spot };

/** Nothing can be made of the text, and there is nothing to choose from. */
export const UNREAD: Look = { answer: { kind: "doubtful", choices: [] } };

type Sources = { gazetteer: () => Promise<Gazetteer | undefined>; geocode?: Finder };
type Reader = (text: string, hint: Asking) => Promise<Look>;

const LONGEST = 300;
/** Links of maps grow long; nothing of one is kept but its point and its words. */
const LONGEST_LINK = 2_000;
const CHOICES = 5;

/** Reads a text: quoted as written, a map's link, coordinates, a plus code, or words. */
export const createReader = (sources: Sources): Reader => {
  const words = wordsReader(sources);
  return async (text, hint) => {
    const clean = text
      .slice(0, LONGEST_LINK + 1)
      .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]+/gu, (found) => (found.includes("\n") ? "\n" : " "))
      .trim();
    if (clean.length > LONGEST_LINK || unreadableIn(clean)) return UNREAD;
    const linked = mapLinkIn(clean);
    if (linked) return lookAtLink(linked, hint, words, sources);
    if (clean === "" || clean.length > LONGEST) return UNREAD;
    const quoted = /^(?:"(.*)"|“(.*)[”“]|„(.*)[“”])$/s.exec(clean);
    if (!quoted) return words(clean, hint);
    const inside = (quoted[1] ?? quoted[2] ?? quoted[3] ?? "").trim();
    return inside === "" ? UNREAD : asWritten(inside);
  };
};

const asWritten = (text: string): Look => ({
  answer: { kind: "found", located: false, found: { place: { label: "", address: new Secret(text) } } },
});

const lookAtLink = async ({ link, rest }: LinkIn, hint: Asking, words: Reader, sources: Sources): Promise<Look> => {
  const said = [rest, "words" in link ? (link.words ?? "") : ""]
    .filter((part) => part !== "")
    .join(", ")
    .slice(0, LONGEST);
  if (link.kind === "point") return atPoint(link.point, said, await sources.gazetteer());
  return said === "" ? UNREAD : words(said, hint);
};

const wordsReader =
  ({ gazetteer: open, geocode }: Sources): Reader =>
  async (text, hint) => {
    const gazetteer = await open();
    const written = coordinatesIn(text);
    if (written?.kind === "off") return UNREAD;
    if (written) return atPoint(written.point, written.alone ? "" : text, gazetteer);
    const code = plusCodeIn(text);
    if (code) return atCode(code, text, hint, gazetteer);
    const here: AddressReading = gazetteer ? readAddress(text, gazetteer, hint) : { kind: "none" };
    if (geocode && !(here.kind === "city" && here.bare)) {
      const found = await geocode(text, hint);
      const look = lookAtMatches(found.matches, text, here, gazetteer) ?? lookAtReading(here, text, hint, gazetteer);
      return found.instead ? saying(found.instead, look) : look;
    }
    return lookAtReading(here, text, hint, gazetteer);
  };

/** The label and the zone are those of the snapped point: what is public depends on nothing finer. */
const atPoint = (
  point: LatLng,
  address: string,
  gazetteer: Gazetteer | undefined,
  nameOf: NameOf = cityAt,
): Look & { spot: Spot } => {
  const area = snap(point);
  const label = gazetteer ? nameOf(gazetteer, area) : "";
  const place = { label, area, point: new Secret(point), ...(address !== "" && { address: new Secret(address) }) };
  return located(place, area, timeZoneAt(area));
};

/** What a geocoder made of words. */
const guess = ({ spot, answer }: Look): Look => ({
  ...(spot && { spot }),
  answer: answer.kind === "found" ? { ...answer, guessed: true } : answer,
});

/** With a word on whose it is, where somebody else should have answered. */
const saying = (instead: Instead, { answer, spot }: Look): Look => ({
  answer: answer.kind === "found" ? { ...answer, instead } : answer,
  ...(spot && { spot: { ...spot, instead } }),
});

const located = (place: Place, area: LatLng, timeZone: string | undefined): Look & { spot: Spot } => {
  const zone = timeZone === undefined ? {} : { timeZone };
  return {
    answer: { kind: "found", located: true, found: { place, ...zone } },
    spot: { area, label: place.label, ...zone },
  };
};

const atCode = (code: WrittenCode, text: string, hint: PlacesHint, gazetteer: Gazetteer | undefined): Look => {
  const beside: AddressReading =
    gazetteer && code.rest !== "" ? readAddress(code.rest, gazetteer, hint) : { kind: "none" };
  const near = beside.kind === "city" ? (beside.district ?? beside.at).city.point : undefined;
  const point = pointOfCode(code, near);
  if (!point) return UNREAD;
  const saysMore = code.rest !== "" && !(beside.kind === "city" && beside.bare);
  return atPoint(point, saysMore ? text : "", gazetteer);
};

const lookAtReading = (
  reading: AddressReading,
  text: string,
  hint: PlacesHint,
  gazetteer: Gazetteer | undefined,
): Look => {
  if (reading.kind === "none" || !gazetteer) return asWritten(text);
  if (reading.kind === "doubt") return inDoubt(reading, text, hint, gazetteer);
  const { at, district, bare } = reading;
  const centre = (district ?? at).city.point;
  const area = snap(centre);
  const label = district ? `${district.name}, ${at.name}` : publicName(gazetteer, at);
  return located({ label, area, ...(!bare && { address: new Secret(text) }) }, area, timeZoneAt(centre));
};

type Doubt = Extract<AddressReading, { kind: "doubt" }>;

const inDoubt = ({ cities, before, doubted }: Doubt, text: string, hint: PlacesHint, gazetteer: Gazetteer): Look => {
  const values = new Map<string, Choice>();
  for (const city of cities) {
    const value = (before === "" ? "" : `${before}, `) + fullName(gazetteer, city);
    if (value.length <= LONGEST && values.size < CHOICES)
      values.set(value, { label: fullName(gazetteer, city, hint.locale), value });
  }
  const answer: PlaceAnswer = { kind: "doubtful", choices: [...values.values(), keeping(doubted, text)] };
  const likeliest = cities[0];
  const isIts = likeliest !== undefined && before === "" && fold(likeliest.name) === fold(doubted);
  return isIts ? { answer, spot: spotAt(likeliest, gazetteer) } : { answer };
};

const keeping = (doubted: string, text: string): Choice => ({
  label: `"${doubted}"`,
  value: `"${text.slice(0, LONGEST - 2)}"`,
});

const spotAt = (named: Named, gazetteer: Gazetteer): Spot => {
  const timeZone = timeZoneAt(named.city.point);
  return {
    area: snap(named.city.point),
    label: fullName(gazetteer, named),
    ...(timeZone !== undefined && { timeZone }),
  };
};

/** What the geocoders say, unless they say nothing, or less than is known here: a town where a town was found already. */
const lookAtMatches = (
  matches: Found["matches"],
  text: string,
  here: AddressReading,
  gazetteer: Gazetteer | undefined,
): Look | undefined => {
  const best = matches[0];
  if (!best) return undefined;
  const chosenBefore = fold(best.formatted) === fold(text);
  if (here.kind === "city" && (best.partial || !best.precise)) return undefined;
  const others = new Map(matches.slice(0, CHOICES).map((match) => [match.formatted, match]));
  if (!chosenBefore && (best.partial || others.size > 1)) {
    const choices = [...others.values()].map(({ formatted }) => ({ label: formatted, value: formatted }));
    return { answer: { kind: "doubtful", choices: [...choices, keeping(text, text)] } };
  }
  if (best.precise) return guess(atPoint(best.point, text, gazetteer, quarterAt));
  const known = new Set(fold(`${best.formatted} ${best.label}`).split(" "));
  const bare = fold(text)
    .split(" ")
    .every((word) => known.has(word));
  const area = snap(best.point);
  const label = best.label || (gazetteer ? quarterAt(gazetteer, area) : "");
  return located({ label, area, ...(!bare && { address: new Secret(text) }) }, area, timeZoneAt(area));
};
