// Page: people as initials in colours, the same colour for the same name everywhere.
import { el } from "./dom.ts";

const HUES = 8;
const SHOWN = 7;

/** A whole number from 0 below `count`, the same for the same text (FNV-1a, 32 bits). */
export const pick = (text: string, count: number): number => {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return ((hash ^ (hash >>> 15)) >>> 0) % count;
};

/** At most two letters (or the emoji that a name begins with). */
export const initials = (name: string): string => {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = (word: string | undefined): string => firstSign(word ?? "");
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : "")).toLocaleUpperCase() || "?";
};

export const face = (name: string, extra = ""): HTMLElement =>
  el(
    "span",
    { class: `face hue-${pick(name, HUES)} ${extra}`.trim(), "aria-hidden": "true", title: name },
    initials(name),
  );

/** A row of faces and, past seven, how many more. The names are read out once. */
export const facesRow = (names: readonly string[]): HTMLElement[] => {
  const more = names.length - SHOWN;
  const row = names.slice(0, SHOWN).map((name) => el("li", {}, face(name), el("span", { class: "face-name" }, name)));
  if (more > 0) row.push(el("li", { class: "more" }, `+${more}`));
  return row;
};

const firstSign = (word: string): string => {
  const [first] = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(word);
  return first?.segment ?? "";
};
