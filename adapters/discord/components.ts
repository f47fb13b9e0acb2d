// Discord: buttons under a message. What they carry in `custom_id`: a press as the core encodes it, else a word that begins with "~".
import type { Button, Core, View } from "../../src/core.ts";
import { wordsFor } from "../../src/core.ts";
import { cut, isBlank } from "./markdown.ts";
import { areaLink, isPublic, mapWord, pageOf } from "./place.ts";

/** 1 blue, 2 grey, 3 green, 4 red, 5 a link. */
export type ButtonJson = { type: 2; label: string } & (
  | { style: 1 | 2 | 3 | 4; custom_id: string }
  | { style: 5; url: string }
);
export type Row = { type: 1; components: ButtonJson[] };

/**
 * What a component of the adapter's own carries: no command begins like this, then what it needs. `~r <form>` opens a form (or a draft of the
 * core's) again; `~c <form> <argument>` is a choice in a form's place; `~m <form> <command>` is a form that came back; `~p <party>` chooses people.
 */
export const OWN = { reopen: "~r", choice: "~c", form: "~m", people: "~p" } as const;

const ROWS = 5;
const PER_ROW = 5;
const LABEL_MAX = 80;
const CUSTOM_ID_MAX = 100;
const URL_MAX = 512;

/** At most 100 characters; throws when the parts are longer. */
export const ownId = (...parts: readonly string[]): string => {
  const id = parts.join(" ");
  if (id.length > CUSTOM_ID_MAX) throw new Error("a button's custom_id is longer than 100 characters");
  return id;
};

/** All buttons of a view, with the map and the calendar under a card or what a guest is told. */
export const rowsOf = (view: View, core: Pick<Core, "encode">, locale?: string): Row[] => {
  const rows = (view.buttons ?? []).map((row) => row.flatMap((button) => buttonOf(button, core) ?? []));
  return packed([...besideLast(rows, placeButtons(view, locale))]);
};

const STYLES = { go: 3, stop: 4 } as const;

const buttonOf = (button: Button, core: Pick<Core, "encode">): ButtonJson | undefined => {
  const label = labelOf(button.label);
  if ("open" in button) return linkButton(label, button.open);
  const custom_id = "press" in button ? core.encode(button.press) : ownId(OWN.reopen, button.reopen);
  return { type: 2, style: button.tone ? STYLES[button.tone] : 2, label, custom_id };
};

export const labelOf = (text: string): string => (isBlank(text) ? "…" : cut(text, LABEL_MAX));

const linkButton = (label: string, url: string): ButtonJson | undefined =>
  isPublic(url) && url.length <= URL_MAX ? { type: 2, style: 5, label, url } : undefined;

/** A button can be forwarded with its message: it shows the area. The exact point stands in the text alone, and instead of it. */
const placeButtons = (view: View, locale: string | undefined): ButtonJson[] => {
  if (!view.map) return [];
  const page = pageOf(view);
  const calendar = view.card === undefined || page === undefined ? undefined : `${page}/party.ics`;
  return [
    view.map.exact ? undefined : linkButton(mapWord(locale), areaLink(view.map)),
    calendar === undefined ? undefined : linkButton(labelOf(wordsFor(locale).buttons.calendar), calendar),
  ].filter((button) => button !== undefined);
};

/** In the last row where there is room, so that a card stays low; else below it. */
const besideLast = (rows: readonly ButtonJson[][], more: ButtonJson[]): ButtonJson[][] => {
  const last = rows.at(-1) ?? [];
  if (rows.length === 0 || last.length + more.length > PER_ROW) return [...rows, more];
  return [...rows.slice(0, -1), [...last, ...more]];
};

/** Rows as they are while they fit; more than five of them close ranks. Discord refuses a message with the same custom_id twice. */
const packed = (rows: readonly ButtonJson[][]): Row[] => {
  const known = new Set<string>();
  const fresh = (button: ButtonJson): boolean => {
    if (!("custom_id" in button)) return true;
    const isNew = !known.has(button.custom_id);
    known.add(button.custom_id);
    return isNew;
  };
  const kept = rows.map((row) => row.filter(fresh)).flatMap((row) => sliced(row));
  const fitting = kept.length > ROWS ? sliced(kept.flat()) : kept;
  return fitting.slice(0, ROWS).map((components) => ({ type: 1, components }));
};

const sliced = (row: readonly ButtonJson[]): ButtonJson[][] =>
  Array.from({ length: Math.ceil(row.length / PER_ROW) }, (_, i) => row.slice(i * PER_ROW, (i + 1) * PER_ROW));
