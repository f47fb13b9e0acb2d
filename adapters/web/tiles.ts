// Web: what the maps are drawn on: what the pages are told of it, what the content policy lets through for it, and what is served of it here.
import { open } from "node:fs/promises";
import { Hono } from "hono";
import type { Context } from "hono";
import { createGoogleSession } from "./google-tiles.ts";
import { addressOf } from "./incoming.ts";
import { fail, notTooFast } from "./kindly.ts";
import type { Limits } from "./limits.ts";
import type { Site } from "./parts.ts";

/** Whose pictures: an address with {z}, {x} and {y}; Google's, with a key that only works on our pages; a file of our own. None: the outline. */
export type TilesSource =
  | { kind: "template"; url: string }
  | { kind: "google"; key: string }
  | { kind: "pmtiles"; path: string };

const GOOGLE = "https://tile.googleapis.com";
const FILE = "/tiles/map.pmtiles";
/** Leaflet's own, where an address has {s}. */
const SUBDOMAINS = ["a", "b", "c"];
/** More than any directory or tile: nobody has the whole file read into memory. */
const RANGE_MAX = 4 * 1_024 * 1_024;

/** What `<meta name="tiles">` says: "" (the outline alone), a template, "google", or where the file is. */
export const tilesMeta = (source: TilesSource | undefined): string =>
  source === undefined ? "" : source.kind === "template" ? source.url : source.kind === "google" ? "google" : FILE;

/** The origins that pictures, and questions about them, come from; none when nothing outside is asked. */
export const tilesOrigins = (source: TilesSource | undefined): { images: string[]; questions: string[] } => {
  if (source?.kind === "google") return { images: [GOOGLE], questions: [GOOGLE] };
  if (source?.kind !== "template") return { images: [], questions: [] };
  const filled = SUBDOMAINS.map((name) => source.url.replaceAll("{s}", name).replace(/\{\w+\}/g, "1"));
  return { images: [...new Set(filled.map((url) => new URL(url).origin))], questions: [] };
};

/** Who else is asked when a map is looked at, by name: "tile.openstreetmap.org". */
export const tilesHost = (source: TilesSource | undefined): string | undefined => {
  const first = tilesOrigins(source).images[0];
  return first === undefined ? undefined : new URL(first).host;
};

/** What this server has to serve for its maps: a session of Google's, or the file, piece by piece. */
export const tilesRoutes = (site: Site, limits: Limits): Hono => {
  const app = new Hono();
  const source = site.tiles;
  if (source?.kind === "google") {
    const session = createGoogleSession({ key: source.key, referer: () => `${site.origin()}/`, clock: site.clock });
    app.get("/tiles/google", async (c) => {
      notTooFast(await limits.answer(addressOf(c, site)));
      const tiles = await session().catch((error: unknown) => {
        site.log("map session failed", { error });
        return undefined;
      });
      return c.json(tiles ?? {}, tiles ? 200 : 503, { "cache-control": "no-store" });
    });
  }
  if (source?.kind === "pmtiles") app.get(FILE, (c) => pieceOf(c, source.path, site));
  return app;
};

/** One range of the file, opened anew, so that it can be replaced while we run. */
const pieceOf = async (c: Context, path: string, site: Site): Promise<Response> => {
  const file = await open(path).catch((error: unknown) => {
    site.log("map file not readable", { error: (error as NodeJS.ErrnoException).code });
    return undefined;
  });
  if (!file) return fail(404, "There is no map here.");
  try {
    const { size, mtimeMs } = await file.stat();
    const piece = rangeIn(c.req.header("range"), size);
    if (!piece) return c.body(null, 416, { "content-range": `bytes */${size}`, "accept-ranges": "bytes" });
    const body = new Uint8Array(piece.last - piece.first + 1);
    const { bytesRead } = await file.read(body, 0, body.length, piece.first);
    return c.body(body.subarray(0, bytesRead), 206, {
      "content-type": "application/vnd.pmtiles",
      "content-range": `bytes ${piece.first}-${piece.first + bytesRead - 1}/${size}`,
      "accept-ranges": "bytes",
      "cache-control": "public, max-age=3600",
      etag: `"${size}-${Math.round(mtimeMs)}"`,
    });
  } finally {
    await file.close();
  }
};

/** Both ends, as `bytes=0-99` says them; undefined when there is nothing to answer, or too much. */
export const rangeIn = (header: string | undefined, size: number): { first: number; last: number } | undefined => {
  const [, from, to] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (from === undefined) return undefined;
  const first = Number(from);
  const last = Math.min(to ? Number(to) : size - 1, size - 1);
  return first <= last && last - first < RANGE_MAX ? { first, last } : undefined;
};
