// Discord: text with a little markup, escaped in this one place and never longer than Discord takes.

/** A run of text, in bold or as a link where it says so; or `markup` of our own (a time, a mention), shown whole or not at all. */
export type Run =
  /** `live`: web addresses in it can be followed, as in a message that somebody wrote. */
  { text: string; bold?: true; live?: true } | { text: string; href: string } | { markup: string };

/** Markdown of at most `max` UTF-16 units; what does not fit is left out, with an ellipsis. */
export const markdownOf = (runs: readonly Run[], max: number): string => {
  let markdown = "";
  for (const run of joined(runs)) {
    const [open, text, close] = partsOf(run);
    const left = max - markdown.length;
    const whole = `${open}${text}${close}`;
    if (whole.length <= left) markdown += whole;
    else return markdown + shortened(run, left, open.length + close.length);
  }
  return markdown;
};

/** At most `max` UTF-16 units of plain text, whole characters as people count them, with an ellipsis where something is left out. */
export const cut = (text: string, max: number): string => fitting(text, max, (some) => some);

/** Whether there is nothing to be seen: Discord refuses such a title, value or label. */
export const isBlank = (text: string): boolean => !/[^\s\p{C}\p{Z}]/u.test(text);

const ADDRESS = /https?:\/\/[\w\-.~:/?#&=%+,;!$]+/gi;

/** Text as Discord shows it letter by letter: no emphasis, heading, list, quote, code, mention, time, emoji or link comes of it. */
const escaped = (text: string): string =>
  text
    .replace(/[\\*_~`|[\]<>#]/g, "\\$&")
    // What follows may stand in the next run, as what goes before may have stood in the last.
    .replace(/^(\s*)([-+])(?=\s|\\#|$)/gm, "$1\\$2")
    .replace(/^(\s*\d+)\.(?=\s|$)/gm, "$1\\.")
    // A backslash keeps an address from being followed; a joiner that nobody sees keeps @everyone from being one.
    .replace(/:(?=\/\/)/g, ":\\")
    .replace(/@(?=everyone|here)/gi, "@\u2060");

/** An address is taken literally by Discord, so a backslash would become part of it. */
const escapedLive = (text: string): string => {
  let from = 0;
  let out = "";
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    out += escaped(text.slice(from, index)) + address;
    from = index + address.length;
  }
  return out + escaped(text.slice(from));
};

const written = (run: Exclude<Run, { markup: string }>): ((text: string) => string) => {
  // Brackets end a link's text early, even behind a backslash.
  if ("href" in run) return (text) => escaped(text.replaceAll("[", "(").replaceAll("]", ")"));
  return run.live ? escapedLive : escaped;
};

/** What stands before, the text, what stands behind. */
const partsOf = (run: Run): [string, string, string] => {
  if ("markup" in run) return ["", run.markup, ""];
  const text = written(run)(run.text);
  if (text === "") return ["", "", ""];
  if ("href" in run) return looksLikeAddress(run.text) ? ["", safeAddress(run.href), ""] : linked(run.href, text);
  return run.bold ? ["**", text, "**"] : ["", text, ""];
};

const linked = (href: string, text: string): [string, string, string] => ["[", text, `](${safeAddress(href)})`];

/** Discord shows no link whose text is an address itself: it could say another one. */
const looksLikeAddress = (text: string): boolean => /:\/\//.test(text);

const safeAddress = (href: string): string => href.replace(/[\s()<>[\]\\*`|]/g, (sign) => `%${hex(sign)}`);

const hex = (sign: string): string => sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");

const shortened = (run: Run, left: number, frame: number): string => {
  const [open, , close] = partsOf(run);
  if ("markup" in run || left - frame < 2 || ("href" in run && open === "")) return left > 0 ? "…" : "";
  return `${open}${fitting(run.text, left - frame, written(run))}${close}`;
};

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The longest beginning that fits once written, found by halving: writing never makes a longer beginning shorter. */
const fitting = (text: string, max: number, write: (some: string) => string): string => {
  if (text.length <= max && write(text).length <= max) return write(text);
  if (max <= 0) return "";
  const characters = Array.from(graphemes.segment(text.slice(0, max)), ({ segment }) => segment);
  let [fits, over] = [0, characters.length + 1];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (write(characters.slice(0, middle).join("")).length < max) fits = middle;
    else over = middle;
  }
  // Half an address leads somewhere else.
  return `${write(characters.slice(0, fits).join("")).replace(/https?:\/\/\S*$/i, "")}…`;
};

const isPlain = (run: Run | undefined): run is { text: string; live?: true } =>
  run !== undefined && "text" in run && !("href" in run) && run.bold === undefined;

/** Neighbours of plain text as one: what looks harmless in two pieces may be markup together. */
const joined = (runs: readonly Run[]): Run[] => {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (isPlain(run) && isPlain(last) && run.live === last.live)
      out[out.length - 1] = { ...last, text: last.text + run.text };
    else out.push(run);
  }
  return out;
};
