// Discord: a view as an embed: a title, text, fields, a colour, a picture.
import { createHash } from "node:crypto";
import type { Inline, View } from "../../src/core.ts";
import { colourOf } from "./colour.ts";
import type { Run } from "./markdown.ts";
import { isBlank, markdownOf } from "./markdown.ts";
import { mentionOf } from "./mention.ts";
import { isWeb, mapWord, osmAt, pageOf } from "./place.ts";
import { beneath, timeOf } from "./time.ts";

export type EmbedField = { name: string; value: string; inline: boolean };
export type Embed = {
  title: string;
  url?: string;
  description?: string;
  color?: number;
  fields?: EmbedField[];
  image?: { url: string };
};

const TITLE_MAX = 256;
const TEXT_MAX = 4_096;
const FIELDS_MAX = 25;
const NAME_MAX = 256;
const VALUE_MAX = 1_024;
/** Of all texts of a message's embeds together. */
const ALL_MAX = 6_000;
/** Kept free for the text, where many fields would take everything. */
const TEXT_LEAST = 1_024;
/** Longer values get a line of their own. */
const BESIDE_MAX = 60;

export const embedOf = (view: View, locale?: string): Embed => {
  const title = markdownOf([{ text: isBlank(view.title) ? "…" : view.title }], TITLE_MAX);
  const body = bodyRuns(view, locale);
  const reserve = Math.min(TEXT_LEAST, markdownOf(body, TEXT_LEAST).length);
  const fields = fieldsWithin(view, locale, ALL_MAX - title.length - reserve);
  const taken = fields.reduce((sum, { name, value }) => sum + name.length + value.length, title.length);
  const description = markdownOf(body, Math.min(TEXT_MAX, ALL_MAX - taken));
  const page = pageOf(view);
  const color = colourOf(view);
  return {
    title,
    ...(page !== undefined && { url: page }),
    ...(!isBlank(description) && { description }),
    ...(color !== undefined && { color }),
    ...(fields.length > 0 && { fields }),
    ...coverOf(view, page),
  };
};

const bodyRuns = (view: View, locale: string | undefined): Run[] => {
  const body = (view.body ?? []).map(runOf);
  const exact = view.map?.exact;
  if (!exact) return body;
  return [...body, ...(body.length > 0 ? [{ text: "\n" }] : []), { text: mapWord(locale), href: osmAt(exact, 17) }];
};

const fieldsWithin = (view: View, locale: string | undefined, max: number): EmbedField[] => {
  const fields: EmbedField[] = [];
  let left = max;
  for (const { label, value } of view.fields ?? []) {
    const name = markdownOf([{ text: isBlank(label) ? "…" : label }], Math.min(NAME_MAX, left));
    const text = markdownOf([...value.map(runOf), ...beneath(value, locale)], Math.min(VALUE_MAX, left - name.length));
    const shown = isBlank(text) ? "…" : text;
    if (fields.length >= FIELDS_MAX || left < name.length + shown.length) break;
    left -= name.length + shown.length;
    fields.push({ name, value: shown, inline: isShort(value, shown) });
  }
  return fields;
};

/** A time says more than its markup is long. */
const isShort = (value: readonly Inline[], shown: string): boolean =>
  shown.length <= BESIDE_MAX &&
  !shown.includes("\n") &&
  !value.some((piece) => typeof piece === "object" && "at" in piece);

/** A title that changed is another picture: Discord keeps what it fetched once. */
const coverOf = ({ card, title, buttons }: View, page: string | undefined): Pick<Embed, "image"> => {
  if (card === undefined || buttons === undefined || page?.startsWith("https:") !== true) return {};
  const mark = createHash("sha256").update(title).digest("hex").slice(0, 8);
  return { image: { url: `${page}/cover.png?t=${mark}` } };
};

const runOf = (piece: Inline): Run => {
  if (typeof piece === "string") return { text: piece, live: true };
  if ("bold" in piece) return { text: piece.bold, bold: true };
  if ("who" in piece) return mentionOf(piece) ?? { text: piece.who };
  if ("crowd" in piece) return mentionOf(piece) ?? { text: piece.crowd.name };
  if ("link" in piece) return isWeb(piece.link) ? { text: piece.text, href: piece.link } : { text: piece.text };
  return { markup: timeOf(piece) };
};
