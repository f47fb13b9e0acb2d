// Web: the cover of a party, drawn from its code alone: the same code, the same picture, everywhere.

export type CoverSize = {
  width: number;
  height: number /** Written on the picture, for link previews. */;
  title?: string;
};

/** An SVG document: a warm gradient, a pattern over it, and the title when one is given. Pure. */
export const coverSvg = (code: string, { width, height, title }: CoverSize): string => {
  const roll = dice(code);
  const palette = PALETTES[Math.floor(roll() * PALETTES.length)] ?? FIRST;
  const draw = PATTERNS[Math.floor(roll() * PATTERNS.length)] ?? discs;
  const at = { width, height, roll, colours: palette.accents };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="xMidYMid slice">`,
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="${num(0.4 + roll() * 0.6)}" y2="1">`,
    `<stop offset="0" stop-color="${palette.from}"/><stop offset="1" stop-color="${palette.to}"/></linearGradient>`,
    `<linearGradient id="dusk" x1="0" y1="0" x2="0" y2="1"><stop offset="0.25" stop-color="#1a0b16" stop-opacity="0"/>`,
    `<stop offset="1" stop-color="#1a0b16" stop-opacity="0.78"/></linearGradient></defs>`,
    `<rect width="${width}" height="${height}" fill="url(#sky)"/>`,
    draw(at),
    bunting(at),
    title === undefined ? "" : lettering(title, width, height),
    "</svg>",
  ].join("");
};

/** The class that sets a page's accent to the cover's colours. */
export const accentOf = (code: string): string => `theme-${Math.floor(dice(code)() * PALETTES.length)}`;

type Drawing = { width: number; height: number; roll: () => number; colours: readonly string[] };
type Palette = { from: string; to: string; accents: readonly [string, ...string[]] };

const FIRST: Palette = { from: "#3b1240", to: "#e4572e", accents: ["#ffc857", "#ff8f6b", "#fff1d6"] };
const PALETTES: readonly Palette[] = [
  FIRST,
  { from: "#2a1a4a", to: "#c2457a", accents: ["#ffb86b", "#f7e7c6", "#7ad7c4"] },
  { from: "#7a2e0e", to: "#f2a541", accents: ["#fff3d9", "#d7263d", "#5b2a6e"] },
  { from: "#0d3b3e", to: "#e07a5f", accents: ["#f2cc8f", "#81b29a", "#fdf6e3"] },
  { from: "#4a0d2b", to: "#ff6f59", accents: ["#ffd6a5", "#ffadad", "#fef6e4"] },
  { from: "#14213d", to: "#b5546b", accents: ["#fca311", "#f0e2d6", "#ff9f80"] },
  { from: "#12403a", to: "#d9a441", accents: ["#fff4d6", "#ef6f53", "#8ccfb0"] },
];

/** 32-bit FNV-1a of the text seeding mulberry32: numbers from 0 below 1, the same for the same text. */
const dice = (text: string): (() => number) => {
  let seed = 0x811c9dc5;
  for (const sign of text) seed = Math.imul(seed ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return () => {
    seed = (seed + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const num = (value: number): string => String(Math.round(value * 100) / 100);
const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join("");
const colour = ({ roll, colours }: Drawing): string => colours[Math.floor(roll() * colours.length)] ?? "#fff1d6";

const discs = (d: Drawing): string =>
  times(9, () => {
    const r = d.height * (0.1 + d.roll() * 0.38);
    return `<circle cx="${num(d.roll() * d.width)}" cy="${num(d.roll() * d.height)}" r="${num(r)}" fill="${colour(d)}" opacity="${num(0.14 + d.roll() * 0.3)}"/>`;
  });

const rays = (d: Drawing): string => {
  const [x, y] = [d.width * (0.15 + d.roll() * 0.7), d.height * (0.95 + d.roll() * 0.2)];
  const count = 11 + Math.floor(d.roll() * 6);
  const long = d.width + d.height;
  const ray = (i: number): string => {
    const from = Math.PI * (1 + i / count);
    const to = from + (Math.PI / count) * 0.5;
    const point = (angle: number): string => `${num(x + Math.cos(angle) * long)} ${num(y + Math.sin(angle) * long)}`;
    return `<path d="M${num(x)} ${num(y)}L${point(from)}L${point(to)}Z" fill="${colour(d)}" opacity="0.3"/>`;
  };
  return `${times(count, ray)}<circle cx="${num(x)}" cy="${num(y)}" r="${num(d.height * 0.34)}" fill="${colour(d)}" opacity="0.92"/>`;
};

const confetti = (d: Drawing): string =>
  times(64, () => {
    const [x, y, size] = [d.roll() * d.width, d.roll() * d.height, d.height * (0.014 + d.roll() * 0.03)];
    const fill = `fill="${colour(d)}" opacity="${num(0.55 + d.roll() * 0.4)}"`;
    if (d.roll() < 0.4) return `<circle cx="${num(x)}" cy="${num(y)}" r="${num(size * 0.6)}" ${fill}/>`;
    const turn = `transform="rotate(${num(d.roll() * 180)} ${num(x)} ${num(y)})"`;
    return `<rect x="${num(x)}" y="${num(y)}" width="${num(size * 2.2)}" height="${num(size * 0.8)}" rx="${num(size * 0.3)}" ${turn} ${fill}/>`;
  });

const waves = (d: Drawing): string =>
  times(5, (i) => {
    const [y, swing] = [d.height * (0.36 + i * 0.14), d.height * (0.05 + d.roll() * 0.09)];
    const step = d.width / 4;
    const first = `M0 ${num(y)}Q${num(step / 2)} ${num(y - swing)} ${num(step)} ${num(y)}`;
    const rest = times(3, (n) => `T${num(step * (n + 2))} ${num(y)}`);
    return `<path d="${first}${rest}V${d.height}H0Z" fill="${colour(d)}" opacity="${num(0.2 + i * 0.05)}"/>`;
  });

const PATTERNS = [discs, rays, confetti, waves] as const;

/** A string of little flags along the upper edge: what makes it a party. */
const bunting = (d: Drawing): string => {
  const count = Math.max(7, Math.round(d.width / (d.height * 0.16)));
  const [dip, top, step] = [d.height * (0.08 + d.roll() * 0.06), d.height * 0.02, d.width / count];
  const cord = (t: number): number => top + dip * 4 * t * (1 - t);
  const flag = (i: number): string => {
    const [a, b] = [(i + 0.12) * step, (i + 0.88) * step];
    const tip = cord((i + 0.5) / count) + d.height * 0.1;
    return `<path d="M${num(a)} ${num(cord(a / d.width))}L${num(b)} ${num(cord(b / d.width))}L${num((a + b) / 2)} ${num(tip)}Z" fill="${d.colours[i % d.colours.length] ?? ""}"/>`;
  };
  const line = `M0 ${num(top)}Q${num(d.width / 2)} ${num(top + dip * 2)} ${d.width} ${num(top)}`;
  return `<g opacity="0.94"><path d="${line}" fill="none" stroke="#fff1d6" stroke-width="${num(d.height * 0.006)}"/>${times(count, flag)}</g>`;
};

const LINES = 3;

const lettering = (title: string, width: number, height: number): string => {
  const long = [...title].length > 44;
  const size = height * (long ? 0.1 : 0.14);
  const lines = wrap(title, Math.floor((width * 0.86) / (size * 0.56)));
  const foot = height * 0.9 - (lines.length - 1) * size * 1.06;
  const line = (text: string, i: number): string =>
    `<text x="${num(width * 0.06)}" y="${num(foot + i * size * 1.06)}" font-family="Bricolage Grotesque" font-weight="700" font-size="${num(size)}" fill="#fff8ec">${escapeXml(text)}</text>`;
  return `<rect width="${width}" height="${height}" fill="url(#dusk)"/>${lines.map(line).join("")}`;
};

/** Breaks at spaces, within words that are too long, and ends the third line with "…" when there is more. */
const wrap = (title: string, most: number): string[] => {
  const lines: string[] = [];
  for (const word of title.split(/\s+/u).flatMap((w) => pieces(w, most))) {
    const last = lines.at(-1);
    if (last !== undefined && [...last, ...word].length + 1 <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  if (lines.length <= LINES) return lines;
  return [...lines.slice(0, LINES - 1), `${[...(lines[LINES - 1] ?? "")].slice(0, most - 1).join("")}…`];
};

const pieces = (word: string, most: number): string[] => {
  const signs = [...word];
  return Array.from({ length: Math.ceil(signs.length / most) }, (_, i) =>
    signs.slice(i * most, (i + 1) * most).join(""),
  );
};

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** XML 1.0 forbids most control characters even when escaped, so they are dropped. */
const escapeXml = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, "")
    .replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? "");
