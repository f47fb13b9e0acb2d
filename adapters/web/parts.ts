// Web: what the adapter is given, and what its own files share.
import type { Bounds, Core, LatLng, Others, Route, WebStore } from "../../src/core.ts";
import type { Assets } from "./assets.ts";
import type { Guests } from "./guests.ts";
import type { Live } from "./live.ts";
import type { TilesSource } from "./tiles.ts";

export type WebParts = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Where people reach the server, when that is not where it listens. */
  publicUrl?: string;
  playground: boolean;
  web: WebStore;
  clock: { now(): number };
  /** The other replicas, whose pages show the same rooms. */
  others: Others;
  /** The pages as vite built them, with the manifest. */
  pageDir: string;
  /** Whether this process can do its work, by part. `of`: "web" leaves out what only messages need. */
  ready(of?: "all" | "web"): Promise<{ ready: boolean; parts: Readonly<Record<string, string>> }>;
  /** What other adapters ask to be served. */
  routes?(): Route[];
  /** How many lines to `/live` one address may have open; 100 where it is not said. */
  linesPerAddress?: number;
  /** Fills a room with sample parties. */
  sample?(room: string): Promise<unknown>;
  log(event: string, detail?: Record<string, unknown>): void;
  /** Whose pictures the maps are drawn with; without them there is the outline, and nothing outside is asked. */
  tiles?: TilesSource;
  /** The largest cities of a part of the map, and the parts of cities where it is small: for a map without street tiles. */
  cities?(bounds: Bounds, most: number): Promise<readonly { name: string; point: LatLng; section: boolean }[]>;
  metrics?(seen: { viewers: number }): Promise<{ type: string; body: string }>;
};

export type Site = WebParts & {
  core: Core;
  guests: Guests;
  assets: Assets;
  live: Live;
  /** The origin people use: asked late, for a free port is known only once the server listens. */
  origin(): string;
};
