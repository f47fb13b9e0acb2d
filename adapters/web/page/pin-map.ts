// Page: a small map on which a host puts the pin where it belongs: by dragging it, by a tap on the map, or with the arrow keys.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { el, still } from "./dom.ts";
import { layGround } from "./tiles.ts";

type Point = { lat: number; lng: number };
/** `blind`: there are no streets to see. */
export type PinMap = { at(): Point; stop(): void; blind(): boolean };

/** Close enough to tell one house from the next. */
const ZOOM = 18;
/** In pixels of the map, a key. */
const STEP = 6;
const LEAP = 40;

const KEYS: Record<string, readonly [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** Draws into `box`, with the pin at `from` and the focus on it. `onMove` hears where it is each time it came to rest. */
export const openPinMap = (box: HTMLElement, from: Point, onMove: (at: Point) => void): PinMap => {
  const map = L.map(box, {
    scrollWheelZoom: false,
    keyboard: false,
    zoomAnimation: !still(),
    fadeAnimation: !still(),
    attributionControl: false,
    minZoom: 2,
    maxZoom: 19,
  });
  map.setView([from.lat, from.lng], ZOOM, { animate: false });
  const ground = layGround(map);
  const pin = L.marker([from.lat, from.lng], {
    icon: L.divIcon({
      html: el("span", { class: "pin" }),
      className: "pin-box",
      iconSize: [44, 44],
      iconAnchor: [22, 36],
    }),
    draggable: true,
    autoPan: true,
    title: "The pin",
  }).addTo(map);
  const rest = (): void => {
    map.panInside(pin.getLatLng(), { padding: [40, 40], animate: false });
    onMove(pointOf(pin));
  };
  pin.on("dragend", rest);
  map.on("click", ({ latlng }) => (pin.setLatLng(latlng), rest()));
  const node = pin.getElement();
  node?.setAttribute("aria-label", "The pin. Move it with the arrow keys, with Shift for longer steps.");
  node?.addEventListener("keydown", (event) => {
    const way = KEYS[event.key];
    if (!way) return;
    event.preventDefault();
    const by = event.shiftKey ? LEAP : STEP;
    const now = map.latLngToContainerPoint(pin.getLatLng());
    pin.setLatLng(map.containerPointToLatLng(now.add([way[0] * by, way[1] * by])));
    rest();
  });
  node?.focus({ preventScroll: true });
  return { at: () => pointOf(pin), stop: () => void map.remove(), blind: () => ground.streets === "no" };
};

/** A metre is enough. */
const pointOf = (pin: L.Marker): Point => {
  const { lat, lng } = pin.getLatLng().wrap();
  return { lat: Number(lat.toFixed(5)), lng: Number(lng.toFixed(5)) };
};
