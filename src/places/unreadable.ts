// Places: texts that name a place in a way that cannot be read here, to be told why.
import { mapLinkIn } from "./map-link.ts";
import type { Unreadable } from "./places.ts";

/** Why `text`, which says nothing else, is not to be read. */
export const unreadableIn = (text: string): Unreadable | undefined => {
  const clean = text.trim();
  if (clean.length > LONGEST) return undefined;
  if (SLASHED.test(clean) || isThreeWords(clean) || SITE.test(clean)) return "threeWords";
  if (MGRS.test(clean) || UTM.test(clean)) return "grid";
  const linked = mapLinkIn(clean);
  return linked?.rest === "" && linked.link.kind === "closed" && !/^geo:/i.test(clean) ? "emptyLink" : undefined;
};

const LONGEST = 2_000;

/** what3words in full: three slashes say so. Scripts of its languages bring their own full stops. */
const STOP = String.raw`[.。｡･・︒።։۔।]`;
const WORD = String.raw`[\p{L}\p{M}\p{Cf}'’-]{1,40}`;
const SLASHED = new RegExp(String.raw`^\/{2,3}\s*${WORD}${STOP}${WORD}${STOP}${WORD}$`, "u");
/** Without the slashes, only what looks like nothing else: a host's name ends in fewer letters, an abbreviation has shorter words. */
const BARE = new RegExp(
  String.raw`^(?:(?:what3words|w3w)\s*:?\s*)?([\p{L}\p{M}'’-]{4,30})${STOP}([\p{L}\p{M}'’-]{4,30})${STOP}([\p{L}\p{M}'’-]{4,30})$`,
  "iu",
);
const ENDS_OF_NAMES =
  /^(?:info|name|club|party|events?|house|berlin|hamburg|wien|online|shop|site|town|city|life|live)$/i;
const SITE = /^(?:https?:\/\/)?(?:[a-z0-9-]{1,20}\.)?(?:what3words\.com|w3w\.co|w3w\.io)(?:\/\S*)?$/i;

const isThreeWords = (text: string): boolean => {
  const last = BARE.exec(text)?.[3];
  return last !== undefined && !ENDS_OF_NAMES.test(last);
};

/** "33UUU 12345 67890", "33U UU 1234 5678": a zone, a band, a square, and digits in two equal halves. */
const MGRS =
  /^(?:mgrs\s*:?\s*)?(?:[1-9]|[0-5]\d|60)\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z][A-HJ-NP-V]\s?(?:\d{2}\s?\d{2}|\d{3}\s?\d{3}|\d{4}\s?\d{4}|\d{5}\s?\d{5})$/i;
/** "33U 391776 5819912", "33N 391776mE 5819912mN": easting of six digits, northing of up to seven. */
const UTM =
  /^(?:utm\s*:?\s*)?(?:zone\s*)?(?:[1-9]|[0-5]\d|60)\s?[C-HJ-NP-X]\s*,?\s*(?:E\s*)?\d{6}(?:\.\d+)?\s*m?\s?E?\s*[,;/\s]\s*(?:N\s*)?\d{6,8}(?:\.\d+)?\s*m?\s?N?$/i;
