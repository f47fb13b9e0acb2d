// Discord: where a view leads: the party's page, the map, the calendar.
import { isIP } from "node:net";
import type { LatLng, View } from "../../src/core.ts";

export const isWeb = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** Whether others can open it: an address of this machine leads guests nowhere. */
export const isPublic = (url: string): boolean => {
  if (!isWeb(url)) return false;
  const { hostname } = new URL(url);
  return hostname.includes(".") && isIP(hostname) === 0;
};

/** The page of the view's party, when the view leads there and others can open it. */
export const pageOf = ({ party, map, buttons = [] }: View): string | undefined => {
  if (party === undefined) return undefined;
  const opened = buttons.flat().flatMap((button) => ("open" in button ? [button.open] : []));
  return [...(map ? [map.url] : []), ...opened].find((url) => url.endsWith(`/p/${party}`) && isPublic(url));
};

/** OpenStreetMap's page of the area: zoom 13 shows a district, 10 a city. */
export const areaLink = ({ area, areaKm }: NonNullable<View["map"]>): string =>
  osmAt(area, areaKm === undefined ? 13 : 10);

/** OpenStreetMap's page of a point. Zoom 17 shows a house. */
export const osmAt = ({ lat, lng }: LatLng, zoom: number): string =>
  `https://www.openstreetmap.org/#map=${zoom}/${lat.toFixed(5)}/${lng.toFixed(5)}`;

const MAP = { en: "Map", de: "Karte" } as const;

export const mapWord = (locale: string | undefined): string =>
  locale?.toLowerCase().startsWith("de") === true ? MAP.de : MAP.en;
