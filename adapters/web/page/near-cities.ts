// Page: where one is, on a map without street tiles: the names of cities from this server, beneath the marks, and a bar for distances.
import L from "leaflet";
import type { WireCity } from "../wire.ts";
import { call } from "./call.ts";
import { el } from "./dom.ts";
import { askedFor, near } from "./near-bounds.ts";

type Rect = { left: number; right: number; top: number; bottom: number };

const PANE = "cities";
/** Above what is drawn on the map (400), beneath the marks (600). */
const LEVEL = "450";
/** The map rests this long before names are asked for, in ms. */
const RESTS = 150;
/** Pixels between two names. */
const GAP = 6;
/** Where a name may stand, as pixels off its place: on it, else below or above. */
const SPOTS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 28],
  [0, -30],
];
const IMPERIAL = new Set(["US", "LR", "MM", "GB"]);
const METRIC_TOO = new Set(["GB"]);

/** Names what is seen, now and after each move or change of its marks (the map's event `marks`). Returns the way to stop. */
export const nameCities = (map: L.Map): (() => void) => {
  const pane = map.getPane(PANE) ?? map.createPane(PANE);
  pane.style.zIndex = LEVEL;
  pane.setAttribute("aria-hidden", "true");
  const scale = scaleBar().addTo(map);
  const layer = L.layerGroup().addTo(map);
  const known = new Map<string, Promise<readonly WireCity[]>>();
  let timer = 0;
  let asked = "";
  const look = async (): Promise<void> => {
    const { south, west, north, east } = askedFor(seen(map));
    const key = (asked = [south, west, north, east].join());
    const cities = known.get(key) ?? citiesIn(key);
    known.set(key, cities);
    // Nothing came: asked again after the next move.
    if ((await cities).length === 0) known.delete(key);
    if (key === asked) draw(map, layer, await cities);
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), RESTS);
  };
  const clear = (): void => void layer.clearLayers();
  map.on("moveend marks", soon).on("zoomstart", clear);
  soon();
  return () => {
    map.off("moveend marks", soon).off("zoomstart", clear);
    clearTimeout(timer);
    asked = "";
    layer.remove();
    scale.remove();
  };
};

/** Kilometres, and miles where people count in them. */
const scaleBar = (): L.Control.Scale => {
  const region = new Intl.Locale(navigator.language).maximize().region ?? "";
  const imperial = IMPERIAL.has(region);
  return L.control.scale({ imperial, metric: !imperial || METRIC_TOO.has(region), maxWidth: 96, updateWhenIdle: true });
};

const citiesIn = async (key: string): Promise<readonly WireCity[]> => {
  const answer = await call<readonly WireCity[]>(`/nearby/cities?in=${key}`);
  return "ok" in answer ? answer.ok : [];
};

const seen = (map: L.Map) => {
  const bounds = map.getBounds();
  return { south: bounds.getSouth(), west: bounds.getWest(), north: bounds.getNorth(), east: bounds.getEast() };
};

/** The largest first: each where it covers no mark and no other name, or not at all. */
const draw = (map: L.Map, layer: L.LayerGroup, cities: readonly WireCity[]): void => {
  layer.clearLayers();
  const box = map.getContainer().getBoundingClientRect();
  const taken = [
    ...map.getContainer().querySelectorAll(".mark .bubble, .place-tip, .pin, .halo, .map-credit, .leaflet-control"),
  ].map((node): Rect => inside(node.getBoundingClientRect(), box));
  const said = map.getContainer().querySelector(".place-tip")?.textContent ?? "";
  for (const city of cities) {
    if (said.includes(city.name)) continue;
    const at = L.latLng(city.lat, near(city.lng, map.getCenter().lng));
    const label = el("span", { class: city.part === true ? "part" : "" }, city.name);
    const marker = named(at, label).addTo(layer);
    const { width, height } = label.getBoundingClientRect();
    const { x, y } = map.latLngToContainerPoint(at);
    const rects = SPOTS.map(([dx, dy]) => around(x + dx, y + dy, width, height));
    const spot = rects.findIndex((rect) => !taken.some((other) => meets(rect, other)) && fits(rect, box));
    const rect = rects[spot];
    if (!rect) {
      marker.remove();
      continue;
    }
    taken.push(rect);
    const [dx = 0, dy = 0] = SPOTS[spot] ?? [];
    label.style.translate = `calc(-50% + ${dx}px) calc(-50% + ${dy}px)`;
  }
};

const named = (at: L.LatLng, label: HTMLElement): L.Marker =>
  L.marker(at, {
    icon: L.divIcon({ html: label, className: "city-name", iconSize: [0, 0] }),
    pane: PANE,
    interactive: false,
    keyboard: false,
  });

const around = (x: number, y: number, width: number, height: number): Rect => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

const inside = (rect: DOMRect, box: DOMRect): Rect => ({
  left: rect.left - box.left,
  right: rect.right - box.left,
  top: rect.top - box.top,
  bottom: rect.bottom - box.top,
});

const meets = (a: Rect, b: Rect): boolean =>
  a.left < b.right + GAP && a.right > b.left - GAP && a.top < b.bottom + GAP && a.bottom > b.top - GAP;

const fits = (a: Rect, box: DOMRect): boolean =>
  a.left >= 0 && a.top >= 0 && a.right <= box.width && a.bottom <= box.height;
