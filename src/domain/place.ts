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

const BANDS_KM = [1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120] as const;

/** A distance in kind steps (km), so that no exact distance is ever told: 0.5 means "under 1 km". */
export const bandOf = (km: number): number => (km < 1 ? 0.5 : (BANDS_KM.find((band) => km <= band * 1.25) ?? Math.round(km / 50) * 50));
