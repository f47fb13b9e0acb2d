// Domain: text as people type it, made safe to keep and show. It stays data: nothing here escapes for any markup.

// Directional overrides and marks, zero-width characters and other invisible controls that can make one text read as another.
const INVISIBLE =
  /[\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;
// A joiner holds a family or a flag together; anywhere else it only hides.
const LOOSE_JOINER =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D|\u200D(?!\p{Extended_Pictographic})/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
const CONTROLS = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

const visible = (text: string): string =>
  text.replace(LONE_SURROGATE, "").replace(INVISIBLE, "").replace(LOOSE_JOINER, "").replace(/\r\n?/g, "\n");

/** One line: invisible characters and controls removed, white space folded and trimmed. */
export const cleanLine = (text: string): string => visible(text).replace(/\s+/g, " ").replace(CONTROLS, "").trim();

/** Several lines: as `cleanLine` within each, at most one empty line in a row. */
export const cleanLines = (text: string): string =>
  visible(text)
    .split("\n")
    .map(cleanLine)
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

/** The length that people count: grapheme clusters cost too much here, code points are close enough. */
export const lengthOf = (text: string): number => [...text].length;

const NAME_MAX = 60;

/** A person's name as it may be shown; `fallback` when nothing visible is left. */
export const cleanName = (name: string, fallback: string): string => {
  const clean = [...cleanLine(name)].slice(0, NAME_MAX).join("").trim();
  // A run of combining marks ("zalgo") paints over the lines around it.
  const calm = clean.replace(/(\p{M}{3})\p{M}+/gu, "$1");
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(calm) ? calm : fallback;
};
