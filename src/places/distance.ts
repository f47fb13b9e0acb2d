// Places: how far apart two points are, exactly for us and in kind steps for people.
import type { LatLng } from "../domain/place.ts";

/** Mean radius of the Earth in km (IUGG). */
const EARTH_KM = 6371.0088;
const STEPS_KM = [1, 2, 5, 10, 20, 50] as const;
const RADIANS = Math.PI / 180;

/** Kilometres along the great circle, by the haversine formula. */
export const kmBetween = (a: LatLng, b: LatLng): number => {
  const dLat = (b.lat - a.lat) * RADIANS;
  const dLng = (b.lng - a.lng) * RADIANS;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * Math.sin(dLng / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
};

/** The least of 1, 2, 5, 10, 20, 50 km that is not below `km`; farther than that, the next multiple of 50. */
export const distanceBand = (km: number): number => STEPS_KM.find((step) => km <= step) ?? Math.ceil(km / 50) * 50;
