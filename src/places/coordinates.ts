// Places: coordinates as people write them.
import type { LatLng } from "../domain/place.ts";

/** The point, and whether the text says anything beyond it. `off`: it reads as coordinates that are not on Earth. */
export type WrittenPoint = { kind: "point"; point: LatLng; alone: boolean } | { kind: "off" };

/**
 * Reads "52.5, 13.4", "52,52; 13,40", "52.5°N 13.4°E", "N52 31.2 E13 24.5", "52°31'12"N, 13°24'18"E", and exact decimals
 * amid other words. Latitude first unless the letters say otherwise. Whole degrees alone are not taken for coordinates.
 */
export const coordinatesIn = (text: string): WrittenPoint | undefined => {
  const plain = plainSigns(text);
  const bare = plain
    .replace(/\b(?:latitude|longitude|lat|lng|long|lon)\b\s*[:=]?/gi, " ")
    .replace(/^[\s([]+|[\s)\].,]+$/g, "");
  return decimalPair(bare) ?? lettered(bare) ?? amidWords(plain);
};

/** Whether the point lies on Earth. */
export const onEarth = (point: LatLng): boolean => Math.abs(point.lat) <= 90 && Math.abs(point.lng) <= 180;

const SIGNED = String.raw`([+-]?\d{1,3}(?:\.\d{1,15})?)`;
const DOTTED = String.raw`([+-]?\d{1,3}\.\d{1,15})`;
const BY_MARK = new RegExp(String.raw`^${SIGNED}\s*°?\s*[,;/]\s*${SIGNED}\s*°?$`);
const BY_SPACE = new RegExp(String.raw`^${DOTTED}\s*°?\s+${DOTTED}\s*°?$`);
const COMMAS = /^([+-]?\d{1,3}),(\d{1,15})\s*(?:[;/\s]|,\s)\s*([+-]?\d{1,3}),(\d{1,15})$/;
const AMID = /(?<![\d.,+-])([+-]?\d{1,2}\.\d{3,15})\s*[,;\s]\s*([+-]?\d{1,3}\.\d{3,15})(?![\d.])/;

const plainSigns = (text: string): string =>
  text
    .replace(/[−–](?=\d)/g, "-")
    .replace(/[’‘′ʹ´]/g, "'")
    .replace(/[”“″]|''/g, '"')
    .replace(/[º˚]/g, "°")
    .replace(/\u00a0/g, " ");

const decimalPair = (text: string): WrittenPoint | undefined => {
  const dotted = text.replace(COMMAS, "$1.$2;$3.$4");
  const found = BY_MARK.exec(dotted) ?? BY_SPACE.exec(dotted);
  if (!found || !dotted.includes(".")) return undefined;
  return settled({ lat: Number(found[1]), lng: Number(found[2]) }, true);
};

const amidWords = (text: string): WrittenPoint | undefined => {
  const found = AMID.exec(text);
  if (!found) return undefined;
  const written = settled(
    { lat: Number(found[1]), lng: Number(found[2]) },
    !/[\p{L}\p{N}]/u.test(text.replace(found[0], "")),
  );
  return written.kind === "point" ? written : undefined;
};

const NUMBERS = String.raw`(\d{1,3}(?:[.,]\d{1,15})?)\s*(?:°|deg|d)?\s*(?:(\d{1,2}(?:[.,]\d{1,15})?)\s*(?:'|m|min)?\s*(?:(\d{1,2}(?:[.,]\d{1,15})?)\s*(?:"|s|sec)?)?)?`;
const AFTER = new RegExp(String.raw`^${NUMBERS}\s*([NSEW])\s*[,;/]?\s*${NUMBERS}\s*([NSEW])$`, "i");
const BEFORE = new RegExp(String.raw`^([NSEW])\s*${NUMBERS}\s*[,;/]?\s*([NSEW])\s*${NUMBERS}$`, "i");
const MINUTES = new RegExp(
  String.raw`^(-?)(\d{1,3})\s*°\s*(\d{1,2}(?:\.\d{1,15})?)\s*'\s*(?:(\d{1,2}(?:\.\d{1,15})?)\s*")?\s*[,;/\s]\s*(-?)(\d{1,3})\s*°\s*(\d{1,2}(?:\.\d{1,15})?)\s*'\s*(?:(\d{1,2}(?:\.\d{1,15})?)\s*")?$`,
);

const lettered = (text: string): WrittenPoint | undefined => {
  const after = AFTER.exec(text);
  if (after)
    return paired(angle(after[1], after[2], after[3]), after[4], angle(after[5], after[6], after[7]), after[8]);
  const before = BEFORE.exec(text);
  if (before)
    return paired(angle(before[2], before[3], before[4]), before[1], angle(before[6], before[7], before[8]), before[5]);
  const m = MINUTES.exec(text);
  if (!m) return undefined;
  return paired(angle(m[2], m[3], m[4]), m[1] ? "S" : "N", angle(m[6], m[7], m[8]), m[5] ? "W" : "E");
};

const angle = (degrees = "0", minutes = "0", seconds = "0"): number => {
  const [d, m, s] = [degrees, minutes, seconds].map((part) => Number(part.replace(",", ".")));
  return m! < 60 && s! < 60 ? d! + m! / 60 + s! / 3600 : Number.NaN;
};

/** The letters say which is which: "13.4E 52.5N" is as good. "O" is not read: east in German, west in French, Spanish and Italian. */
const paired = (first: number, letter = "", second: number, other = ""): WrittenPoint | undefined => {
  const [a, b] = [letter.toUpperCase(), other.toUpperCase()];
  const firstIsLat = "NS".includes(a);
  if (firstIsLat === "NS".includes(b)) return undefined;
  const lat = (firstIsLat ? first : second) * ((firstIsLat ? a : b) === "S" ? -1 : 1);
  const lng = (firstIsLat ? second : first) * ((firstIsLat ? b : a) === "W" ? -1 : 1);
  return settled({ lat, lng }, true);
};

const settled = (point: LatLng, alone: boolean): WrittenPoint =>
  onEarth(point) ? { kind: "point", point, alone } : { kind: "off" };
