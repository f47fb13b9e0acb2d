// Page: the accent that a party's theme sets, chosen by the same throw of the same dice as its cover's colours.

/** As many as the cover has palettes; `tokens.css` names an accent for each. */
const THEMES = 7;

/** `theme-0` … `theme-6`: FNV-1a of the code seeding mulberry32, its first number, as in the cover. */
export const themeOf = (code: string): string => {
  let seed = 0x811c9dc5;
  for (const sign of code) seed = Math.imul(seed ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  seed = (seed + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return `theme-${Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * THEMES)}`;
};

/** Gives `node` the party's accent, unless the server has already. */
export const dress = (node: Element, code: string): void => {
  if (![...node.classList].some((name) => /^theme-\d+$/.test(name))) node.classList.add(themeOf(code));
};
