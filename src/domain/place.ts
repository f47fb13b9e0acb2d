// Domain: where a party is, split into what anyone may know and what only let-in guests may.
import type { Secret } from "./secret.ts";

/** Degrees, WGS 84. */
export type LatLng = { lat: number; lng: number };

export type Place = {
  /** What anyone may read: "Kreuzberg, Berlin". Empty when nothing public is known. */
  label: string;
  /** The centre of a cell of the fixed grid: never the exact point. Absent when the place could not be put on a map. */
  area?: LatLng;
  /** What the host typed. */
  address?: Secret<string>;
  /** The exact point. */
  point?: Secret<LatLng>;
};

const STEPS_KM = [1, 2, 5, 10, 20, 50] as const;

/** A distance in kind steps, so that no exact one is ever told: the least of 1, 2, 5, 10, 20, 50 km not below `km`, then multiples of 50. */
export const bandOf = (km: number): number => STEPS_KM.find((step) => km <= step) ?? Math.ceil(km / 50) * 50;
