// Web: the cover as a PNG, for link previews: most places that show one do not read SVG.
import { createRequire } from "node:module";
import { coverSvg } from "./cover.ts";

const PREVIEW = { width: 1_200, height: 630 };
const KEPT = 64;

export type Pictures = { png(code: string, title: string): Promise<Uint8Array<ArrayBuffer>> };

/** Draws 1200×630 PNGs, one at a time, and keeps the last 64 (about 5 MB). The renderer is loaded with the first picture. */
export const createPictures = (): Pictures => {
  const kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  let queue: Promise<unknown> = Promise.resolve();
  return {
    png(code, title) {
      const key = `${code} ${title}`;
      const found = kept.get(key);
      if (found) return found;
      // One after another: a crawler's burst must not take every thread of the pool.
      const drawn = queue.then(() => render(coverSvg(code, { ...PREVIEW, title })));
      queue = drawn.catch(() => undefined);
      kept.set(key, drawn);
      drawn.catch(() => kept.delete(key));
      if (kept.size > KEPT) kept.delete(kept.keys().next().value ?? "");
      return drawn;
    },
  };
};

const render = async (svg: string): Promise<Uint8Array<ArrayBuffer>> => {
  const { renderAsync } = await import("@resvg/resvg-js");
  const image = await renderAsync(svg, {
    // System fonts fill in scripts and emoji that ours lacks, where the machine has them.
    font: { fontFiles: [fontFile()], loadSystemFonts: true, defaultFontFamily: "Bricolage Grotesque" },
  });
  return new Uint8Array(image.asPng());
};

const fontFile = (): string =>
  createRequire(import.meta.url).resolve(
    "@expo-google-fonts/bricolage-grotesque/700Bold/BricolageGrotesque_700Bold.ttf",
  );
