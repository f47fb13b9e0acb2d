// The cover of a party: the same for the same code, well formed whatever the title, and a PNG for link previews.
import fc from "fast-check";
import { expect, test } from "vitest";
import { coverSvg } from "../../../adapters/web/cover.ts";
import { createPictures } from "../../../adapters/web/picture.ts";
import { CODE_ALPHABET, CODE_LENGTH } from "../../../src/domain/party.ts";

const codes = fc.string({
  unit: fc.constantFrom(...CODE_ALPHABET),
  minLength: CODE_LENGTH,
  maxLength: CODE_LENGTH,
});
const SIZE = { width: 1_200, height: 630 };
const NAUGHTY = [
  "</text><script>alert(1)</script>",
  '"><image href="http://evil/x.png"/>',
  "&amp; &#0; ]]> <!--",
  "\u0000\u0007\uFFFE \uD800",
  "x".repeat(100),
  "日本語のパーティー 🎉👨‍👩‍👧",
  "",
];

/** Width and height as a PNG's header has them. */
const sizeOf = (png: Uint8Array): { width: number; height: number } => {
  const header = Buffer.from(png);
  expect(header.subarray(1, 4).toString("latin1")).toBe("PNG");
  return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
};

test("a party keeps its cover, and different parties look different", () => {
  fc.assert(fc.property(codes, (code) => coverSvg(code, SIZE) === coverSvg(code, SIZE)));
  const many = fc.sample(codes, { numRuns: 200, seed: 7 });
  expect(new Set(many.map((code) => coverSvg(code, SIZE))).size).toBe(new Set(many).size);
});

test("no title can write markup, and nothing in the picture is fetched from anywhere", () => {
  const titles = fc.oneof(fc.string({ unit: "binary", maxLength: 100 }), fc.constantFrom(...NAUGHTY));
  fc.assert(
    fc.property(codes, titles, (code, title) => {
      const svg = coverSvg(code, { ...SIZE, title });
      const allowed = /^(?:svg|defs|linearGradient|stop|rect|circle|path|g|text|ellipse|polygon|line)$/;
      for (const [, name = ""] of svg.matchAll(/<\/?([^\s/>]*)/g)) expect(name).toMatch(allowed);
      const tags = [...svg.matchAll(/<[^>]*>/g)].join("").replace('xmlns="http://www.w3.org/2000/svg"', "");
      expect(tags).not.toMatch(/href|url\((?!#)|\bon\w+=|http/i);
    }),
    { numRuns: 300 },
  );
});

test("every naughty title becomes a picture of the size that previews want", async () => {
  const pictures = createPictures();
  for (const title of NAUGHTY) expect(sizeOf(await pictures.png("k3x9q2bb", title))).toEqual(SIZE);
});

test("a title is drawn: the picture with one differs from the picture with another", async () => {
  const pictures = createPictures();
  const [one, other, again] = await Promise.all([
    pictures.png("k3x9q2bb", "Rooftop"),
    pictures.png("k3x9q2bb", "Garden"),
    pictures.png("k3x9q2bb", "Rooftop"),
  ]);
  expect(Buffer.compare(one, other)).not.toBe(0);
  expect(again).toBe(one);
});
