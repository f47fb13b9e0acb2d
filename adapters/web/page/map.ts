// Page: the map: a circle for those who may only know the area, a pin for those who may know the place.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import type { WireParty } from "../wire.ts";
import { el, find, still } from "./dom.ts";
import { drawWorld } from "./world.ts";

/** Metres: the area is the centre of a grid cell, and the party is somewhere within this. */
const AREA_RADIUS = 1_100;
/** Without street tiles there is nothing to see close by: the shape of the country tells more. */
const FAR = 5;
const NEAR = 14;
const PIN_ZOOM = 16;

export type PartyMap = { show(party: WireParty): void };

/** Draws into `box`. Tiles come from `<meta name="tiles">` when it has an address, else the outline of the world. */
export const openMap = (box: HTMLElement, party: WireParty): PartyMap | undefined => {
  if (!party.area && !party.exact?.point) return undefined;
  box.replaceChildren();
  const tiles = find<HTMLMetaElement>('meta[name="tiles"]')?.content ?? "";
  const map = L.map(box, {
    scrollWheelZoom: false,
    zoomAnimation: !still(),
    fadeAnimation: !still(),
    attributionControl: false,
    minZoom: 2,
    maxZoom: tiles ? 19 : 9,
    worldCopyJump: true,
  });
  if (tiles) L.tileLayer(tiles, { maxZoom: 19 }).addTo(map);
  else void drawWorld(map);
  const marks = L.layerGroup().addTo(map);
  box.append(credit(tiles !== ""));
  let shown = "";
  const show = (now: WireParty): void => {
    const key = JSON.stringify([now.area, now.exact?.point, now.label]);
    if (key === shown) return;
    shown = key;
    mark(map, marks, now, tiles !== "");
  };
  show(party);
  return { show };
};

const mark = (map: L.Map, marks: L.LayerGroup, party: WireParty, close: boolean): void => {
  marks.clearLayers();
  const point = party.exact?.point;
  const at = point ?? party.area;
  if (!at) return;
  map.setView([at.lat, at.lng], close ? (point ? PIN_ZOOM : NEAR) : FAR, { animate: false });
  const words = point ? (party.exact?.address ?? party.label) : party.label;
  if (!point)
    L.circle([at.lat, at.lng], { radius: AREA_RADIUS, className: "area-circle", interactive: false }).addTo(marks);
  if (point || !close) pin(at, words, point !== undefined).addTo(marks);
};

const pin = (at: { lat: number; lng: number }, words: string, exact: boolean): L.Marker =>
  L.marker([at.lat, at.lng], {
    icon: L.divIcon({
      html: el("span", { class: exact ? "pin" : "halo" }),
      className: "pin-box",
      iconSize: [32, 32],
      iconAnchor: exact ? [16, 30] : [16, 16],
    }),
    keyboard: false,
    interactive: false,
  }).bindTooltip(el("span", {}, words === "" ? "Somewhere here" : words), {
    permanent: true,
    direction: "top",
    offset: exact ? [0, -30] : [0, -14],
    className: "place-tip",
  });

/** Who drew what the map stands on. The server may name it; Leaflet's own line would take markup. */
const credit = (streets: boolean): HTMLElement => {
  const said = find<HTMLMetaElement>('meta[name="tiles-attribution"]')?.content;
  const words = streets ? said || "© OpenStreetMap contributors" : "Natural Earth";
  const osm =
    words.includes("OpenStreetMap") &&
    el("a", { href: "https://www.openstreetmap.org/copyright", target: "_blank", rel: "noopener noreferrer" }, words);
  return el("p", { class: "map-credit" }, osm || words);
};
