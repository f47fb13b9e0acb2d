// Page: the marks on the map of parties nearby: one for each party, one with a number where several would cover each other.
import L from "leaflet";
import Supercluster, { type PointFeature } from "supercluster";
import type { WireDot } from "../wire.ts";
import { el } from "./dom.ts";
import { markName, shortTime } from "./near-card.ts";
import { near } from "./near-bounds.ts";
import { isFull } from "./near-dots.ts";
import { themeOf } from "./theme.ts";

export type Marks = {
  set(dots: readonly WireDot[]): void;
  /** Draws what belongs into the view as it is. */
  draw(): void;
  /** Lifts the mark that holds this party. */
  light(code: string | undefined): void;
  /** Moves the one stop of the tab key among the marks. */
  step(from: HTMLElement, key: string): void;
};
/** A mark's parties; `apart` is the zoom at which they come apart, undefined for those that never do. */
export type Picked = { at: L.LatLng; codes: string[]; apart?: number; node: HTMLElement };

type Point = { code: string };
type Feature = ReturnType<Supercluster<Point>["getClusters"]>[number];
type Drawn = { marker: L.Marker; codes: () => string[]; key: string; lit: boolean };

/** Pixels within which marks would cover each other. */
const RADIUS = 76;
/** Past the map's last zoom: parties of one area share a point, and never come apart. */
const CLUSTER_MAX_ZOOM = 18;
const CLUSTERS = { radius: RADIUS, maxZoom: CLUSTER_MAX_ZOOM, minPoints: 2, extent: 256 };
const LEAVES = 2_000;
const MARGIN = 0.15;

export const layMarks = (map: L.Map, onPick: (picked: Picked) => void): Marks => {
  const layer = L.layerGroup().addTo(map);
  let index = new Supercluster<Point>(CLUSTERS).load([]);
  let load = 0;
  let dots = new Map<string, WireDot>();
  let drawn = new Map<string, Drawn>();
  let lit: string | undefined;
  const draw = (): void => {
    const bounds = map.getBounds().pad(MARGIN);
    const box = [bounds.getWest(), Math.max(-90, bounds.getSouth()), bounds.getEast(), Math.min(90, bounds.getNorth())];
    const features = index.getClusters(box as [number, number, number, number], Math.round(map.getZoom()));
    const next = new Map<string, Drawn>();
    for (const feature of features) {
      const key = keyOf(feature, dots, load);
      const known = drawn.get(key);
      next.set(key, known ?? make({ map, layer, index, dots, onPick }, feature, key));
      drawn.delete(key);
    }
    const focused = [...drawn.values()].some(({ marker }) => marker.getElement() === document.activeElement);
    for (const { marker } of drawn.values()) marker.remove();
    drawn = next;
    oneStop(drawn);
    if (focused) map.getContainer().focus({ preventScroll: true });
    shine();
  };
  const shine = (): void => {
    for (const mark of drawn.values()) {
      const on = lit !== undefined && mark.codes().includes(lit);
      if (on === mark.lit) continue;
      mark.lit = on;
      mark.marker.getElement()?.classList.toggle("lit", on);
      mark.marker.setZIndexOffset(on ? 10_000 : 0);
    }
  };
  return {
    set: (now) => {
      if (now.length === dots.size && now.every((dot) => dots.get(dot.code) === dot)) return draw();
      dots = new Map(now.map((dot) => [dot.code, dot]));
      index = new Supercluster<Point>(CLUSTERS).load(now.map(({ code, area }) => pointOf(code, area)));
      load += 1;
      draw();
    },
    draw,
    light: (code) => {
      if (code === lit) return;
      lit = code;
      shine();
    },
    step: (from, key) => step(map, drawn, from, key),
  };
};

const pointOf = (code: string, area: { lat: number; lng: number }): PointFeature<Point> => ({
  type: "Feature",
  properties: { code },
  geometry: { type: "Point", coordinates: [area.lng, area.lat] },
});

/** The same key is the same mark, which then stays as it is. */
const keyOf = ({ properties, geometry }: Feature, dots: Map<string, WireDot>, load: number): string => {
  const at = geometry.coordinates.map((degrees) => degrees.toFixed(5)).join();
  if ("cluster" in properties) return `many ${load} ${properties.cluster_id} ${at}`;
  return `one ${properties["code"]} ${dots.get(properties["code"])?.version} ${at}`;
};

type Making = {
  map: L.Map;
  layer: L.LayerGroup;
  index: Supercluster<Point>;
  dots: Map<string, WireDot>;
  onPick(picked: Picked): void;
};

const make = (making: Making, { properties, geometry }: Feature, key: string): Drawn => {
  const { map, layer, index, dots } = making;
  const [lng = 0, lat = 0] = geometry.coordinates;
  const at = L.latLng(lat, near(lng, map.getCenter().lng));
  const many = "cluster" in properties ? properties.cluster_id : undefined;
  const dot = many === undefined ? dots.get(properties["code"] as string) : undefined;
  const count = "cluster" in properties ? properties.point_count : 1;
  let held: string[] | undefined;
  const codes = (): string[] => (held ??= many === undefined ? [properties["code"] as string] : leavesOf(index, many));
  const icon = many === undefined ? oneIcon(dot) : manyIcon(count);
  const marker = L.marker(at, { icon, keyboard: false, alt: "" }).addTo(layer);
  const node = marker.getElement();
  const made: Drawn = { marker, codes, key, lit: false };
  if (!node) return made;
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", dot ? markName(dot) : `${count} parties`);
  const apart = many === undefined ? Infinity : index.getClusterExpansionZoom(many);
  const pick = (): void => making.onPick({ at, codes: codes(), node, ...(apart <= map.getMaxZoom() && { apart }) });
  marker.on("click", pick);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    pick();
  });
  return made;
};

const leavesOf = (index: Supercluster<Point>, id: number): string[] =>
  index.getLeaves(id, LEAVES).map((leaf) => leaf.properties.code);

const oneIcon = (dot: WireDot | undefined): L.DivIcon =>
  L.divIcon({
    html: el("span", { class: `bubble${dot && isFull(dot) ? " full" : ""}` }, dot ? shortTime(dot) : ""),
    className: `mark one ${dot ? themeOf(dot.code) : ""}`,
    iconSize: [88, 36],
    iconAnchor: [44, 42],
  });

const manyIcon = (count: number): L.DivIcon =>
  L.divIcon({
    html: el("span", { class: "bubble" }, count > 999 ? `${(count / 1_000).toFixed(1)}k` : String(count)),
    className: `mark many ${count < 10 ? "few" : count < 100 ? "some" : "lots"}`,
    iconSize: [44, 44],
  });

/** The tab key stops once among the marks, at the one that had it or the first; arrows go on from there. */
const oneStop = (drawn: Map<string, Drawn>, chosen?: HTMLElement): void => {
  const nodes = [...drawn.values()].flatMap(({ marker }) => marker.getElement() ?? []);
  const stop = chosen ?? nodes.find((node) => node === document.activeElement) ?? nodes[0];
  for (const node of nodes) {
    const index = node === stop ? 0 : -1;
    if (node.tabIndex !== index || !node.hasAttribute("tabindex")) node.tabIndex = index;
  }
};

const WAYS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** To the nearest mark in the arrow's direction: what lies aside counts twice. */
const step = (map: L.Map, drawn: Map<string, Drawn>, from: HTMLElement, key: string): void => {
  const way = WAYS[key];
  const here = [...drawn.values()].find(({ marker }) => marker.getElement() === from);
  if (!way || !here) return;
  const start = map.latLngToContainerPoint(here.marker.getLatLng());
  let best: { far: number; node: HTMLElement } | undefined;
  for (const { marker } of drawn.values()) {
    const { x, y } = map.latLngToContainerPoint(marker.getLatLng()).subtract(start);
    const ahead = x * way[0] + y * way[1];
    const aside = Math.abs(x * way[1]) + Math.abs(y * way[0]);
    const node = marker.getElement();
    const far = ahead + 2 * aside;
    if (ahead > 0 && aside <= 2 * ahead && node && far < (best?.far ?? Infinity)) best = { far, node };
  }
  if (!best) return;
  oneStop(drawn, best.node);
  best.node.focus();
};
