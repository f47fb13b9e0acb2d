// Web: the built pages: which hashed files an entry needs, and serving them.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export type Entry = { script: string; styles: readonly string[] };
export type Assets = {
  entry(name: "playground" | "party" | "invitation" | "nearby" | "plain"): Entry;
  /** A file under /assets; undefined when vite made none of that name. */
  file(name: string): Promise<{ body: Uint8Array<ArrayBuffer>; type: string } | undefined>;
};

type Chunk = { file: string; css?: string[]; imports?: string[] };

const TYPES: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  woff2: "font/woff2",
  png: "image/png",
  svg: "image/svg+xml",
  json: "application/json; charset=utf-8",
};

/** Reads vite's manifest. Throws, saying what to run, when the pages were not built. */
export const openAssets = async (dir: string): Promise<Assets> => {
  const text = await readFile(join(dir, ".vite", "manifest.json"), "utf8").catch(() => {
    throw new PagesNotBuilt("The web pages are not built yet: run npm run build.");
  });
  const manifest = JSON.parse(text) as Record<string, Chunk>;
  return {
    entry: (name) => {
      const chunk = manifest[`adapters/web/page/${name}.ts`];
      return { script: chunk ? `/${chunk.file}` : "", styles: chunk ? stylesOf(manifest, chunk) : [] };
    },
    file: async (name) => {
      const type = TYPES[name.split(".").at(-1) ?? ""];
      if (!/^[\w-]+(\.[\w-]+)+$/.test(name) || type === undefined) return undefined;
      const body = await readFile(join(dir, "assets", name)).catch(() => undefined);
      return body && { body: new Uint8Array(body), type };
    },
  };
};

export class PagesNotBuilt extends Error {
  override readonly name = "PagesNotBuilt";
}

/** An entry's own styles, after those of what it imports. */
const stylesOf = (manifest: Record<string, Chunk>, chunk: Chunk, seen = new Set<Chunk>()): string[] => {
  if (seen.has(chunk)) return [];
  seen.add(chunk);
  const imported = (chunk.imports ?? []).flatMap((name) =>
    manifest[name] ? stylesOf(manifest, manifest[name], seen) : [],
  );
  return [...new Set([...imported, ...(chunk.css ?? []).map((file) => `/${file}`)])];
};
