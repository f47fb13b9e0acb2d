// Web: a session for Google's map tiles (Map Tiles API, developers.google.com/maps/documentation/tile/session_tokens), asked for when a page needs one.
import { z } from "zod";

export type GoogleTiles = {
  /** With {z}, {x} and {y}; holds the session and the browser's key. */
  template: string;
  /** Where the words of attribution for a part of the map are asked for, without that part. */
  credits: string;
};

type SessionParts = {
  /** A key that works only on our pages: every browser sees it. */
  key: string;
  /** The page it is asked for, as the key's restriction wants to see it. */
  referer(): string;
  clock: { now(): number };
  ask?: typeof fetch;
};

const API = "https://tile.googleapis.com";
const DEADLINE = 3_000;
/** A session lives some two weeks; one that ends within the hour is asked for anew. */
const EARLY = 3_600_000;
/** After a no, pages stand on the outline this long before Google is asked again. */
const REST = 60_000;

const Answer = z.object({ session: z.string().regex(/^[\w-]+$/), expiry: z.string().regex(/^\d{1,12}$/) });

/** One session for all pages. The promise rejects, without the key in its words, when Google gives none. */
export const createGoogleSession = (parts: SessionParts): (() => Promise<GoogleTiles>) => {
  let held: { until: number; tiles: Promise<GoogleTiles> } | undefined;
  return () => {
    const now = parts.clock.now();
    if (held && now < held.until) return held.tiles;
    const asked = askFor(parts);
    const mine = {
      until: now + REST,
      tiles: asked.then(({ session }) => tilesOf(session, parts.key)),
    };
    held = mine;
    asked.then(
      ({ expiry }) => (mine.until = Math.max(mine.until, Number(expiry) * 1_000 - EARLY)),
      () => {},
    );
    return mine.tiles;
  };
};

const askFor = async ({ key, referer, ask = fetch }: SessionParts): Promise<z.output<typeof Answer>> => {
  const response = await ask(`${API}/v1/createSession?key=${encodeURIComponent(key)}`, {
    method: "POST",
    headers: { "content-type": "application/json", referer: referer() },
    body: JSON.stringify({ mapType: "roadmap", language: "en-US", region: "US" }),
    signal: AbortSignal.timeout(DEADLINE),
  }).catch(() => {
    throw new NoSession("Google's map tiles cannot be reached.");
  });
  const read = Answer.safeParse(await response.json().catch(() => undefined));
  if (!response.ok || !read.success)
    throw new NoSession(`Google gave no session for map tiles (status ${response.status}): is the key allowed to?`);
  return read.data;
};

const tilesOf = (session: string, key: string): GoogleTiles => {
  const asked = `session=${encodeURIComponent(session)}&key=${encodeURIComponent(key)}`;
  return { template: `${API}/v1/2dtiles/{z}/{x}/{y}?${asked}`, credits: `${API}/tile/v1/viewport?${asked}` };
};

class NoSession extends Error {
  override readonly name = "NoSession";
}
