// Web: ways to get there, on foot, by transit and by car: to the exact place for those who may know it, else to the area.
import type { WireParty } from "./wire.ts";

export type Way = { how: "On foot" | "By transit" | "By car"; maps: readonly { label: string; href: string }[] };

/** `osm`: the engine of OpenStreetMap's directions, which knows no timetables. */
const HOW = [
  { how: "On foot", google: "walking", apple: "w", osm: "fossgis_osrm_foot" },
  { how: "By transit", google: "transit", apple: "r" },
  { how: "By car", google: "driving", apple: "d", osm: "fossgis_osrm_car" },
] as const;

/**
 * Links that open another site only when followed; none where nothing is known of the place. Google:
 * https://developers.google.com/maps/documentation/urls/get-started#directions-action, Apple:
 * https://developer.apple.com/library/archive/featuredarticles/iPhoneURLScheme_Reference/MapLinks/MapLinks.html
 */
export const waysTo = (party: Pick<WireParty, "exact" | "area">): readonly Way[] => {
  const point = party.exact?.point ?? (party.exact?.address === undefined ? party.area : undefined);
  const words = party.exact?.address;
  if (point === undefined && words === undefined) return [];
  const to = encodeURIComponent(point ? `${point.lat},${point.lng}` : (words ?? ""));
  return HOW.map(({ how, google, apple, ...more }) => ({
    how,
    maps: [
      {
        label: "Google Maps",
        href: `https://www.google.com/maps/dir/?api=1&destination=${to}&travelmode=${google}`,
      },
      { label: "Apple Maps", href: `https://maps.apple.com/?daddr=${to}&dirflg=${apple}` },
      ...("osm" in more
        ? [{ label: "OpenStreetMap", href: `https://www.openstreetmap.org/directions?engine=${more.osm}&to=${to}` }]
        : []),
    ],
  }));
};

/** What the links lead to, in words. */
export const waysTitle = (party: Pick<WireParty, "exact">): string =>
  party.exact ? "Directions" : "Directions to the area";
