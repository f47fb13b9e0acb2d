// Places: Open Location Codes ("9F4MGC22+22"), whole, or short beside the name of a city.
import plusCodes from "pluscodes";
import type { LatLng } from "../domain/place.ts";

/** A code found in a text. `short`: only means something near a place, which `rest` may name. */
export type WrittenCode = { code: string; short: boolean; rest: string };

const FULL =
  /(?<![\p{L}\p{N}+])([23456789CFGHJMPQRV][23456789CFGHJMPQRVWX]{7}\+[23456789CFGHJMPQRVWX]{2,7})(?![\p{L}\p{N}+])/iu;
const SHORT =
  /(?<![\p{L}\p{N}+])([23456789CFGHJMPQRVWX]{4}(?:[23456789CFGHJMPQRVWX]{2})?\+[23456789CFGHJMPQRVWX]{2})(?![\p{L}\p{N}+])/iu;

/** The first code of a text: of about 14 m or finer, as maps hand them out. */
export const plusCodeIn = (text: string): WrittenCode | undefined => {
  const full = FULL.exec(text);
  const found = full ?? SHORT.exec(text);
  if (!found?.[1]) return undefined;
  const rest = text.replace(found[0], " ").replace(/^[\s,;]+|[\s,;]+$/g, "");
  return { code: found[1].toUpperCase(), short: !full, rest };
};

/** The middle of a code's cell; a short code is the one nearest to `near`. */
export const pointOfCode = (written: WrittenCode, near?: LatLng): LatLng | undefined => {
  const whole = written.short
    ? near && plusCodes.expand(written.code, { latitude: near.lat, longitude: near.lng })
    : written.code;
  const cell = whole ? plusCodes.decode(whole) : undefined;
  return cell ? { lat: cell.latitude, lng: cell.longitude } : undefined;
};
