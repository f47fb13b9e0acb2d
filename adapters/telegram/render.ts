// Telegram: a view as a message: text with a title, fields, and buttons.
import type { Account, Core, Inline, View } from "../../src/core.ts";
import { formatEnd, formatWhen } from "../../src/core.ts";
import type { Run } from "./html.ts";
import { htmlOf } from "./html.ts";
import type { Keyboard } from "./keyboard.ts";
import { keyboardOf, osmAt, placeKeys } from "./keyboard.ts";
import { ownWords } from "./words.ts";

/** What sendMessage and editMessageText share. */
export type Body = {
  text: string;
  parse_mode: "HTML";
  link_preview_options: { is_disabled: true };
  reply_markup?: Keyboard;
};

const SECOND = 1_000;

export const bodyOf = (view: View, core: Pick<Core, "encode">, locale?: string): Body => {
  const keys = keyboardOf(view.buttons ?? [], core);
  const places = placeKeys(view, ownWords(locale));
  const rows = [...(keys?.inline_keyboard ?? []), ...(places.length > 0 ? [places] : [])];
  return textBody(runsOf(view, locale), rows.length > 0 ? { inline_keyboard: rows } : undefined);
};

export const textBody = (runs: readonly Run[], keyboard?: Keyboard): Body => ({
  text: htmlOf(runs),
  parse_mode: "HTML",
  link_preview_options: { is_disabled: true },
  ...(keyboard && { reply_markup: keyboard }),
});

/** All that a view says: the title in bold, then the body, then a line for each field. */
export const runsOf = (view: View, locale?: string): Run[] => {
  const body = (view.body ?? []).map((piece) => runOf(piece, locale));
  const fields = (view.fields ?? []).flatMap(({ label, value }): Run[] => [
    { text: "\n" },
    { text: label.startsWith("/") ? label : `${label}:`, bold: true },
    { text: " " },
    ...value.map((piece) => runOf(piece, locale)),
  ]);
  return [
    { text: view.title, bold: true },
    ...(body.length > 0 ? [{ text: "\n" }, ...body] : []),
    ...(fields.length > 0 ? [{ text: "\n" }, ...fields] : []),
    ...(view.map?.exact ? [{ text: "\n" }, { text: ownWords(locale).map, href: osmAt(view.map.exact, 17) }] : []),
  ];
};

/** Telegram notifies whoever a link to their account names; so only who is to notice is named by one. */
const notified = ({ account, notify }: { account?: Account; notify?: true }): { href?: string } =>
  notify && account?.platform === "telegram" && /^\d+$/.test(account.userId)
    ? { href: `tg://user?id=${account.userId}` }
    : {};

/** A party's time is told in the party's zone, in words; apps that can show the reader's own. */
const runOf = (piece: Inline, locale: string | undefined): Run => {
  if (typeof piece === "string") return { text: piece };
  if ("bold" in piece) return { text: piece.bold, bold: true };
  if ("who" in piece) return { text: piece.who, ...notified(piece) };
  if ("crowd" in piece) return { text: piece.crowd.name, bold: true };
  if ("link" in piece) return { text: piece.text, href: piece.link };
  const { at, timeZone, after } = piece;
  const text = after === undefined ? formatWhen(at, timeZone, locale) : formatEnd(at, after, timeZone, locale);
  return after === undefined ? { text, unix: Math.floor(at / SECOND) } : { text };
};
