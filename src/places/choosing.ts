// Places: which city a name means, when several bear it.
import tzLookup from "@photostructure/tz-lookup";
import type { LatLng } from "../domain/place.ts";
import { kmBetween } from "./distance.ts";
import { exonymsOf } from "./exonyms.ts";
import { fold, respellings } from "./fold.ts";
import type { City, Gazetteer } from "./gazetteer.ts";
import type { PlacesHint } from "./places.ts";
import { countryName, regionName } from "./regions.ts";

/** A city under the name it was found by ("München" for the gazetteer's Munich). */
export type Named = { city: City; name: string };

/** IANA name of the zone at a point; at sea an `Etc/` one. */
export const timeZoneAt = (point: LatLng): string | undefined => {
  try {
    return tzLookup(point.lat, point.lng);
  } catch {
    return undefined;
  }
};

/** Everything that bears the name, the largest first; of two entries for one city only the larger. */
export const bearers = (gazetteer: Gazetteer, name: string): Named[] => {
  const folded = fold(name);
  if (folded === "") return [];
  const found = spelt(gazetteer, folded);
  const all =
    found.length > 0 && !folded.match(SAINT)
      ? found
      : [...found, ...respellings(folded).flatMap((other) => spelt(gazetteer, other))];
  return distinct(all.sort((a, b) => a.city.rank - b.city.rank));
};

const SAINT = /^(?:st|saint|sankt|sint|sainte|ste) /;

const spelt = (gazetteer: Gazetteer, folded: string): Named[] => [
  ...gazetteer.named(folded).map((city) => ({ city, name: city.name })),
  ...exonymsOf(folded).flatMap((other) => {
    const city = gazetteer.named(other.folded).find((one) => one.country === other.country);
    return city ? [{ city, name: other.written }] : [];
  }),
];

/** The gazetteer lists some cities twice, as town and as district. */
const distinct = (all: Named[]): Named[] =>
  all.filter(
    ({ city }, i) =>
      !all
        .slice(0, i)
        .some(
          (before) =>
            before.city.rank === city.rank ||
            (before.city.country === city.country && kmBetween(before.city.point, city.point) < 15),
        ),
  );

/** Times a city counts more when the person is where it is. */
const SAME_ZONE = 10;
const SAME_PART_OF_THE_WORLD = 3;
const SAME_COUNTRY = 3;
const CAPITAL = 3;
/** A name is taken without asking when its bearer outweighs the next this many times. */
const DOMINANT = 5;
/** Fewer people than this, and a lone name is more likely a word ("Home", "Beach") than a city. */
export const TOWN = 15_000;
const LOOKED_AT = 40;

/** How much a city's name alone means that city, to this person. */
export const weight = (city: City, hint: PlacesHint): number => {
  let times = city.capital ? CAPITAL : city.section ? 0.5 : 1;
  if (hint.timeZone) {
    const zone = timeZoneAt(city.point);
    if (zone === hint.timeZone) times *= SAME_ZONE;
    else if (zone?.split("/")[0] === hint.timeZone.split("/")[0]) times *= SAME_PART_OF_THE_WORLD;
  }
  if (regionOf(hint.locale) === city.country) times *= SAME_COUNTRY;
  return (city.population + 1) * times;
};

/** The country of a locale: "GB" of "en-GB". */
export const regionOf = (locale: string | undefined): string | undefined =>
  /[-_]([A-Za-z]{2})\b/.exec(locale ?? "")?.[1]?.toUpperCase();

/** The heaviest first, and whether it may be taken without asking. */
export const chosen = (all: readonly Named[], hint: PlacesHint): { order: Named[]; sure: boolean } => {
  const weighed = all.slice(0, LOOKED_AT).map((one) => ({ one, weight: weight(one.city, hint) }));
  weighed.sort((a, b) => b.weight - a.weight);
  const [first, second] = weighed;
  return {
    order: weighed.map(({ one }) => one),
    sure: first !== undefined && (!second || first.weight >= DOMINANT * second.weight),
  };
};

/** "Springfield, Missouri, US": reads back to exactly this city. `locale` only changes the country's language. */
export const fullName = (gazetteer: Gazetteer, { city, name }: Named, locale?: string): string => {
  const region = regionName(city.country, city.region);
  const country = countryName(city.country, locale);
  const twins = bearers(gazetteer, name).filter(
    (other) => other.city.country === city.country && (!region || other.city.region === city.region),
  );
  const near = twins[0]?.city.rank === city.rank || twins.length === 0 ? undefined : gazetteer.largeNear(city)?.name;
  return [near ? `${name} (${near})` : name, ...(region && region !== name ? [region] : []), country].join(", ");
};

/** What anyone may read: the name, with more only where a namesake is better known or it is a part of a city. */
export const publicName = (gazetteer: Gazetteer, named: Named): string => {
  const { city, name } = named;
  const around = surrounding(gazetteer, city);
  if (around) return `${name}, ${around.name}`;
  const { order, sure } = chosen(bearers(gazetteer, name), {});
  if (order.length < 2 || (sure && order[0]?.city.rank === city.rank)) return name;
  return `${name}, ${regionName(city.country, city.region) ?? countryName(city.country)}`;
};

/** The city that a part of a city belongs to. */
const surrounding = (gazetteer: Gazetteer, city: City): City | undefined => {
  const around = city.section ? gazetteer.holding(city.point) : undefined;
  if (!around || around.country !== city.country) return undefined;
  return around.population > city.population || around.region === city.region ? around : undefined;
};
