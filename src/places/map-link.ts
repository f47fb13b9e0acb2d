// Places: what a pasted map link says, read without following it.
import type { LatLng } from "../domain/place.ts";
import { coordinatesIn, onEarth } from "./coordinates.ts";

/**
 * `point`: exact, with the place's words where the link names one. `words`: an address or a name to be read like typed text.
 * `closed`: a map's link that says nothing by itself (it would have to be followed).
 */
export type MapLink =
  | { kind: "point"; point: LatLng; words?: string }
  | { kind: "words"; words: string }
  | { kind: "closed" };

/** The link in a text, and the words around it. */
export type LinkIn = { link: MapLink; rest: string };

/** Undefined when the text holds no map link; any other link is just words. */
export const mapLinkIn = (text: string): LinkIn | undefined => {
  const found = /(?:\bhttps?:\/\/|\bgeo:)\S+/i.exec(text) ?? BARE.exec(text);
  if (!found) return undefined;
  const link = readLink(found[0].includes("(") ? found[0] : found[0].replace(/[)>\],;]+$/, ""));
  if (!link) return undefined;
  return { link, rest: text.replace(found[0], " ").replace(/^[\s,;:–-]+|[\s,;:–-]+$/g, "") };
};

/** Links of maps as they are pasted without "https://". */
const BARE =
  /(?<![\p{L}\p{N}@./-])(?:(?:www\.)?google\.[a-z.]{2,6}\/maps|maps\.google\.[a-z.]{2,6}\/|maps\.app\.goo\.gl\/|goo\.gl\/maps\/|maps\.apple\.com\/|(?:www\.)?openstreetmap\.org\/|osm\.org\/)\S*/iu;

const readLink = (written: string): MapLink | undefined => {
  if (/^geo:/i.test(written)) return readGeo(written.slice(4));
  const url = urlOf(/^https?:/i.test(written) ? written : `https://${written}`);
  if (!url) return undefined;
  const host = url.hostname.toLowerCase().replace(/^(www|m)\./, "");
  if (
    CLOSED_HOSTS.has(host) ||
    (host === "goo.gl" && url.pathname.startsWith("/maps")) ||
    (host === "g.co" && url.pathname.startsWith("/kgs"))
  )
    return CLOSED;
  if (/^(?:maps\.)?google(?:\.[a-z]{2,3}){1,2}$/.test(host))
    return host.startsWith("maps.") || /^\/maps(?:\/|$)/.test(url.pathname) ? readGoogle(url) : undefined;
  if (host === "maps.apple.com")
    return fromQuery(url, ["coordinate", "ll", "sll", "center"], ["name", "address", "q", "daddr"]);
  if (host === "openstreetmap.org" || host === "osm.org") return readOsm(url);
  if (host === "waze.com") return fromQuery(url, ["ll", "to"], ["q"]);
  if (host === "bing.com" && url.pathname.startsWith("/maps")) return fromQuery(url, ["cp"], ["where1", "q"]);
  return undefined;
};

const CLOSED: MapLink = { kind: "closed" };
/** Short links: where they lead is only known to their servers. */
const CLOSED_HOSTS = new Set([
  "maps.app.goo.gl",
  "maps.apple",
  "g.page",
  "what3words.com",
  "w3w.co",
  "yandex.com",
  "share.here.com",
  "her.is",
]);

const urlOf = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** `+` and `%20` as spaces; a broken escape stays as it is. */
const decoded = (text: string): string => {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced).trim();
  } catch {
    return spaced.trim();
  }
};

const pointOf = (text: string): LatLng | undefined => {
  const found = coordinatesIn(text.replace(/^loc:/i, "").replace("~", ","));
  return found?.kind === "point" && found.alone ? found.point : undefined;
};

const answer = (point: LatLng | undefined, words: string | undefined): MapLink => {
  const said = words && !pointOf(words) ? words : undefined;
  if (point) return said ? { kind: "point", point, words: said } : { kind: "point", point };
  return said ? { kind: "words", words: said } : CLOSED;
};

/** The first of `pointKeys` that holds coordinates; else a key of `wordKeys` that does; and the first words. */
const fromQuery = (url: URL, pointKeys: string[], wordKeys: string[]): MapLink => {
  const values = (keys: string[]): string[] =>
    keys.map((key) => url.searchParams.get(key)?.trim() ?? "").filter((value) => value !== "");
  const words = values(wordKeys);
  const named = words.filter((value) => !pointOf(value));
  const address = url.searchParams.get("address")?.trim();
  const name = named[0];
  const said = address && name && name !== address ? `${name}, ${address}` : name;
  return answer(
    [...values(wordKeys), ...values(pointKeys)].map(pointOf).find((point) => point !== undefined),
    said,
  );
};

const PIN = /!3d(-?\d{1,3}(?:\.\d+)?)!4d(-?\d{1,3}(?:\.\d+)?)/g;
const VIEW = /@(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)/;

/** The pin (`!3d…!4d…`, the last is the place's own) before the query before the middle of the view (`@lat,lng`). */
const readGoogle = (url: URL): MapLink => {
  const path = url.pathname;
  const pin = [...path.matchAll(PIN)].at(-1);
  const view = VIEW.exec(path);
  const [, verb = "", first = ""] = /^\/maps\/(place|search|dir)\/([^@]*)/.exec(path) ?? [];
  const legs = first
    .split("/")
    .map(decoded)
    .filter((leg) => leg !== "" && !leg.startsWith("data="));
  const named = verb === "dir" ? legs.at(-1) : legs[0];
  const asked = fromQuery(url, ["ll", "center", "cbll", "viewpoint"], ["query", "destination", "daddr", "q"]);
  const words = named ?? ("words" in asked ? asked.words : undefined);
  const point =
    numbers(pin) ??
    (named ? pointOf(named) : undefined) ??
    (asked.kind === "point" ? asked.point : undefined) ??
    (verb === "dir" || verb === "search" ? undefined : numbers(view));
  return answer(point, words);
};

const numbers = (found: RegExpExecArray | RegExpMatchArray | null | undefined): LatLng | undefined => {
  if (!found) return undefined;
  const point = { lat: Number(found[1]), lng: Number(found[2]) };
  return onEarth(point) ? point : undefined;
};

const HASH = /map=\d{1,2}(?:\.\d+)?\/(-?\d{1,3}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)/;

const readOsm = (url: URL): MapLink => {
  const marker = pointOf(`${url.searchParams.get("mlat") ?? ""},${url.searchParams.get("mlon") ?? ""}`);
  const short = /^\/go\/([A-Za-z0-9_@~-]{3,24})/.exec(url.pathname)?.[1];
  const words = url.searchParams.get("query")?.trim();
  const shown = numbers(HASH.exec(url.hash)) ?? (short ? pointOfShortCode(short) : undefined);
  if (!marker && words && !pointOf(words)) return answer(undefined, words);
  return answer(marker ?? (words ? pointOf(words) : undefined) ?? shown, undefined);
};

const SHORT_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~";

/** OpenStreetMap's short links hold their point: bits of longitude and latitude by turns, 64 letters (wiki.openstreetmap.org/wiki/Shortlink). */
const pointOfShortCode = (code: string): LatLng => {
  let [lng, lat, size] = [0, 0, 1];
  for (const letter of code.replaceAll("@", "~").replaceAll("-", "")) {
    const value = SHORT_ALPHABET.indexOf(letter);
    for (let bit = 4; bit >= 0; bit -= 2) {
      size /= 2;
      lng += ((value >> (bit + 1)) & 1) * size;
      lat += ((value >> bit) & 1) * size;
    }
  }
  return { lat: lat * 180 - 90, lng: lng * 360 - 180 };
};

/** RFC 5870, and Android's `?q=` with its label in brackets. `0,0` with a query means: look for it. */
const readGeo = (rest: string): MapLink => {
  const [place = "", query = ""] = rest.split("?", 2);
  const [lat = "", lng = ""] = (place.split(";")[0] ?? "").split(",");
  const at =
    pointOf(`${lat},${lng}`) ??
    (/^-?\d{1,3}$/.test(lat) && /^-?\d{1,3}$/.test(lng) ? numbers(["", lat, lng]) : undefined);
  const asked = decoded(new URLSearchParams(query).get("q") ?? "");
  const [, coordinates = asked, label] = /^([^(]*)\((.*)\)$/.exec(asked) ?? [];
  const pinned = pointOf(coordinates);
  if (pinned) return answer(pinned, label);
  const nowhere = at && at.lat === 0 && at.lng === 0 && asked !== "";
  return answer(nowhere ? undefined : at, asked || undefined);
};
