// Domain: where a party is, split into what anyone may know and what only let-in guests may.
import type { Secret } from "./secret.ts";

/** Degrees, WGS 84. */
export type LatLng = { lat: number; lng: number };

/** A part of the map as anyone may be shown it: its words, and the centre of its cell of the fixed grid. */
export type Region = { label: string; area: LatLng };

/** How much of where it is a host shows: the square kilometre, or the hundred around it. */
export type Shown = "neighbourhood" | "city";

export type Place = {
  /** What anyone may read: "Kreuzberg, Berlin". Empty when nothing public is known. */
  label: string;
  /** The centre of a cell of the fixed grid: never the exact point. Absent when the place could not be put on a map. */
  area?: LatLng;
  /** What the host typed. */
  address?: Secret<string>;
  /** The exact point. */
  point?: Secret<LatLng>;
  /** The host's choice; absent: the neighbourhood. */
  shown?: "city";
  /** Where the city is shown: the neighbourhood, for when the host shows that again. */
  near?: Secret<Region>;
  /** The point is only what a geocoder made of the address, until a host says that it is right: a mark of this one guess. */
  guess?: string;
};

const STEPS_KM = [1, 2, 5, 10, 20, 50] as const;
/** Somewhere in a city is never told to be nearer than a city is wide. */
const CITY_KM = 10;

/** A distance in kind steps, so that no exact one is ever told: the least of 1, 2, 5, 10, 20, 50 km not below `km`, then multiples of 50. */
export const bandOf = (km: number, shown?: Shown): number => {
  const least = shown === "city" ? Math.max(km, CITY_KM) : km;
  return STEPS_KM.find((step) => least <= step) ?? Math.ceil(least / 50) * 50;
};
