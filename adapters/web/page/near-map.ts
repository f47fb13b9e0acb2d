// Page: the map of parties nearby: moves, popups, and what the keyboard does on it.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import type { WireBounds, WireDot } from "../wire.ts";
import { still } from "./dom.ts";
import { crowdOf, popupOf } from "./near-card.ts";
import { near } from "./near-bounds.ts";
import type { Picked } from "./near-marks.ts";
import { layMarks } from "./near-marks.ts";
import { layGround } from "./tiles.ts";

export type Look = { lat: number; lng: number; zoom: number };
export type NearMap = {
  set(dots: readonly WireDot[]): void;
  go(look: Look): void;
  look(): Look;
  bounds(): WireBounds;
  /** Which parties lie in what is seen now. */
  seen(): (dot: WireDot) => boolean;
  /** Whether a hand moves it: what can wait then waits for `onMoved`. */
  moving(): boolean;
  light(dot: WireDot | undefined): void;
};
type MapParts = {
  start: Look;
  get(code: string): WireDot | undefined;
  onMoved(): void;
  /** A party was chosen by its mark. */
  onChosen(code: string): void;
};

/** Closer tells nothing: a party is known by an area of a kilometre. */
const MAX_ZOOM = 16;
/** From here on the area of a party is wide enough to be seen. */
const AREA_FROM = 11;
const CROWD_SHOWN = 6;
const WIDE = 1_000;

export const openNearMap = (box: HTMLElement, parts: MapParts): NearMap => {
  const map = L.map(box, {
    center: [parts.start.lat, parts.start.lng],
    zoom: parts.start.zoom,
    minZoom: box.clientWidth > WIDE ? 3 : 2,
    maxZoom: MAX_ZOOM,
    zoomAnimation: !still(),
    fadeAnimation: !still(),
    markerZoomAnimation: !still(),
    inertia: !still(),
    attributionControl: false,
    worldCopyJump: true,
    maxBounds: [
      [-86, -Infinity],
      [86, Infinity],
    ],
  });
  layGround(map);
  const marks = layMarks(map, (picked) => pick(map, parts, picked));
  const area = L.circle([0, 0], { radius: 0, className: "area-circle", interactive: false });
  /** What was told while a hand moves the map: drawn when it rests. */
  let told: readonly WireDot[] | undefined;
  let dragged = false;
  map.on("dragstart", () => {
    dragged = true;
  });
  map.on("moveend", () => {
    dragged = false;
    if (told) marks.set(told);
    else marks.draw();
    told = undefined;
    parts.onMoved();
  });
  keys(map, box, marks.step);
  return {
    set: (dots) => {
      if (dragged) told = dots;
      else marks.set(dots);
      map.fire("marks");
    },
    go: ({ lat, lng, zoom }) => void map.setView([lat, lng], zoom, { animate: !still() }),
    look: () => ({ ...plain(map.getCenter().wrap()), zoom: map.getZoom() }),
    bounds: () => {
      const seen = map.getBounds();
      return { south: seen.getSouth(), west: seen.getWest(), north: seen.getNorth(), east: seen.getEast() };
    },
    seen: () => {
      const [bounds, { lng }] = [map.getBounds(), map.getCenter()];
      return ({ area: at }) => bounds.contains([at.lat, near(at.lng, lng)]);
    },
    moving: () => dragged,
    light: (dot) => {
      marks.light(dot?.code);
      if (!dot || map.getZoom() < AREA_FROM) return void area.remove();
      area
        .setRadius(dot.areaKm * 1_000)
        .setLatLng([dot.area.lat, near(dot.area.lng, map.getCenter().lng)])
        .addTo(map);
    },
  };
};

const plain = ({ lat, lng }: L.LatLng): { lat: number; lng: number } => ({ lat, lng });

/** Several come apart by going closer, or are named when they never do. */
const pick = (map: L.Map, parts: MapParts, { at, codes, apart, node }: Picked): void => {
  if (apart !== undefined) {
    map.setView(at, Math.max(apart, map.getZoom() + 1), { animate: !still() });
    return void map.getContainer().focus({ preventScroll: true });
  }
  const dots = codes.flatMap((code) => parts.get(code) ?? []).sort((a, b) => a.startsAt - b.startsAt);
  const [first] = dots;
  if (!first) return;
  parts.onChosen(first.code);
  const keyboard = document.activeElement === node;
  const popup = L.popup({ offset: [0, -22], maxWidth: 260, minWidth: 200, autoPanPadding: [16, 16] })
    .setLatLng(at)
    .setContent(dots.length === 1 ? popupOf(first) : crowdOf(dots, CROWD_SHOWN))
    .openOn(map);
  const inside = popup.getElement();
  if (keyboard) inside?.querySelector<HTMLElement>("a[href^='/p/']")?.focus({ preventScroll: true });
  popup.once("remove", () => {
    const lost = inside?.contains(document.activeElement) || document.activeElement === document.body;
    if (keyboard && lost) (node.isConnected ? node : map.getContainer()).focus({ preventScroll: true });
  });
};

/** Leaflet's own keys pan and zoom while the map has the focus; here Escape anywhere within, and the arrows on a mark. */
const keys = (map: L.Map, box: HTMLElement, step: (from: HTMLElement, key: string) => void): void => {
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
    const mark = (event.target as Element).closest<HTMLElement>(".mark");
    if (!mark || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
    step(mark, event.key);
  });
};
