// Places: what the middle of a cell is called in public. Two points of one cell get one name, whoever found them.
import type { LatLng } from "../domain/place.ts";
import { publicName } from "./choosing.ts";
import type { Gazetteer } from "./gazetteer.ts";

/** The name of a snapped point; empty where nothing is known. */
export type NameOf = (gazetteer: Gazetteer, area: LatLng) => string;

/** "Berlin" */
export const cityAt: NameOf = (gazetteer, area) => {
  const city = gazetteer.holding(area);
  return city ? publicName(gazetteer, { city, name: city.name }) : "";
};

/** "Kreuzberg, Berlin" where the cities' parts are known, else the city. */
export const quarterAt: NameOf = (gazetteer, area) => {
  const section = gazetteer.sectionNear(area);
  const city = gazetteer.holding(area);
  const isOfIt = section && city && section.country === city.country && section.region === city.region;
  return isOfIt && section.name !== city.name ? `${section.name}, ${city.name}` : cityAt(gazetteer, area);
};
