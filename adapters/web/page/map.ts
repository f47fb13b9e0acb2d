// Page: the map: a circle for those who may only know the area, a pin for those who may know the place.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import type { WireParty } from "../wire.ts";
import { el, still } from "./dom.ts";
import { layGround } from "./tiles.ts";

/** Without street tiles there is little to see close by: the cities around tell more. */
const FAR = 9;
const FAR_MAX = 12;
const NEAR = 14;
/** Where a whole city is shown. */
const CITY_ZOOM = 10;
const CITY_KM = 5;
const PIN_ZOOM = 16;

export type PartyMap = { show(party: WireParty): void };

/** Draws into `box`. */
export const openMap = (box: HTMLElement, party: WireParty): PartyMap | undefined => {
  if (!party.area && !party.exact?.point) return undefined;
  box.replaceChildren();
  const map = L.map(box, {
    scrollWheelZoom: false,
    zoomAnimation: !still(),
    fadeAnimation: !still(),
    attributionControl: false,
    minZoom: 2,
    maxZoom: 19,
    worldCopyJump: true,
  });
  const marks = L.layerGroup().addTo(map);
  let shown = "";
  let last = party;
  const place = (): void => {
    const close = ground.streets !== "no";
    map.setMaxZoom(close ? 19 : FAR_MAX);
    mark(map, marks, last, close);
  };
  const at = party.exact?.point ?? party.area;
  if (at) map.setView([at.lat, at.lng], FAR, { animate: false });
  const ground = layGround(map, () => place());
  const show = (now: WireParty): void => {
    const key = JSON.stringify([now.area, now.areaKm, now.exact?.point, now.label]);
    last = now;
    if (key === shown) return;
    shown = key;
    place();
  };
  show(party);
  return { show };
};

const mark = (map: L.Map, marks: L.LayerGroup, party: WireParty, close: boolean): void => {
  marks.clearLayers();
  const point = party.exact?.point;
  const at = point ?? party.area;
  if (!at) return;
  map.setView([at.lat, at.lng], close ? (point ? PIN_ZOOM : party.areaKm > CITY_KM ? CITY_ZOOM : NEAR) : FAR, {
    animate: false,
  });
  const words = point ? (party.exact?.address ?? party.label) : party.label;
  if (!point)
    L.circle([at.lat, at.lng], { radius: party.areaKm * 1_000, className: "area-circle", interactive: false }).addTo(
      marks,
    );
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
