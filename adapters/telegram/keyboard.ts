// Telegram: buttons under a message.
import { isIP } from "node:net";
import type { Button, Core, View } from "../../src/core.ts";
import { cut } from "./html.ts";

export type Key = { text: string; style?: "success" | "danger" } & ({ callback_data: string } | { url: string });
export type Keyboard = { inline_keyboard: Key[][] };

const ROW_MAX = 8;
const KEYS_MAX = 100;
const LABEL_MAX = 64;
const DATA_BYTES = 64;

/** What a button of the adapter's own carries: a word that is no command, then what it needs. */
export const OWN = { reopen: "~open", choose: "~pick", share: "~card", invited: "~in" } as const;

/** The rows as Telegram takes them; a link that leads nowhere from a guest's phone is left out. */
export const keyboardOf = (rows: readonly (readonly Button[])[], core: Pick<Core, "encode">): Keyboard | undefined => {
  let left = KEYS_MAX;
  const keys: Key[][] = [];
  for (const row of rows) {
    const made = row.flatMap((button) => keyOf(button, core) ?? []).slice(0, left);
    left -= made.length;
    for (let i = 0; i < made.length; i += ROW_MAX) keys.push(made.slice(i, i + ROW_MAX));
  }
  return keys.length > 0 ? { inline_keyboard: keys } : undefined;
};

const STYLES = { go: "success", stop: "danger" } as const;

const keyOf = (button: Button, core: Pick<Core, "encode">): Key | undefined => {
  const label = cut(button.label, LABEL_MAX) || "…";
  const common = { text: label, ...(button.tone && { style: STYLES[button.tone] }) };
  if ("open" in button) return isPublic(button.open) ? { ...common, url: button.open } : undefined;
  return {
    ...common,
    callback_data: "press" in button ? core.encode(button.press) : ownData(OWN.reopen, button.reopen),
  };
};

export const ownData = (...parts: readonly string[]): string => {
  const data = parts.join(" ");
  if (Buffer.byteLength(data) > DATA_BYTES) throw new Error("a button's data is longer than 64 bytes");
  return data;
};

/** Whether others can open it: Telegram refuses addresses without a dot, and one of this machine leads guests nowhere. */
export const isPublic = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && hostname.includes(".") && isIP(hostname) === 0;
};

/** Map and calendar, under a card or under what a guest is told. */
export const placeKeys = (view: View, labels: { map: string; calendar: string }): Key[] => {
  const { map, card } = view;
  if (!map) return [];
  // A button can be forwarded with its message: it shows the area, and the exact point stands in the text alone.
  const zoom = map.areaKm === undefined ? DISTRICT_ZOOM : CITY_ZOOM;
  const keys: Key[] = [{ text: labels.map, url: osmAt(map.area, zoom) }];
  if (card !== undefined && isPublic(map.url)) keys.push({ text: labels.calendar, url: `${map.url}/party.ics` });
  return keys;
};

/** OpenStreetMap's, of what is shown: a district, or a whole city. */
const DISTRICT_ZOOM = 13;
const CITY_ZOOM = 10;

/** OpenStreetMap's page of a point. Zoom 17 shows a house. */
export const osmAt = ({ lat, lng }: { lat: number; lng: number }, zoom: number): string =>
  `https://www.openstreetmap.org/#map=${zoom}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
