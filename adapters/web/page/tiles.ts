// Page: what a map stands on: street tiles, whoever draws them, and always the outline of the world beneath, so that no map is ever blank.
import L from "leaflet";
import { el, find } from "./dom.ts";
import { nameCities } from "./near-cities.ts";
import { drawWorld } from "./world.ts";

/** `yes` once street tiles are there to be seen; `no` when there are none, or the first of them failed. */
export type Ground = { streets: "asked" | "yes" | "no" };
type Told = { ground: Ground; tell(streets: "yes" | "no"): void };

const TILES_MAX_ZOOM = 19;
/** The outline is 750 kB: where there are streets it waits until they have come, or failed. */
const OUTLINE_AFTER = 1_500;

/** Draws the ground into `map` and its credit into the map's box, as `<meta name="tiles">` says. `onNone` follows when there are no streets after all. */
export const layGround = (map: L.Map, onNone: () => void = () => {}): Ground => {
  const source = find<HTMLMetaElement>('meta[name="tiles"]')?.content ?? "";
  const credit = map.getContainer().appendChild(el("p", { class: "map-credit" }));
  const ground: Ground = { streets: source === "" ? "no" : "asked" };
  let outlined = false;
  let unname: (() => void) | undefined;
  let credited: Node[] = [];
  const outline = (): void => {
    if (outlined) return;
    outlined = true;
    void drawWorld(map);
  };
  const bare = (): void => {
    outline();
    unname = nameCities(map);
    credited = [...credit.childNodes];
    credit.textContent = "Natural Earth · GeoNames";
  };
  const tell = (streets: "yes" | "no"): void => {
    if (ground.streets === "yes" || ground.streets === streets) return;
    ground.streets = streets;
    if (streets === "no") {
      bare();
      onNone();
      return;
    }
    if (!unname) return;
    unname();
    credit.replaceChildren(...credited);
  };
  if (source === "") {
    bare();
    return ground;
  }
  window.setTimeout(outline, OUTLINE_AFTER);
  void layStreets(map, source, credit, { ground, tell });
  return ground;
};

const layStreets = async (map: L.Map, source: string, credit: HTMLElement, told: Told): Promise<void> => {
  try {
    if (source.endsWith(".pmtiles")) {
      const { layFile } = await import("./map-file.ts");
      credit.append(...osmCredit());
      watch(await layFile(map, source), told);
    } else if (source === "google") {
      const { layGoogle } = await import("./google.ts");
      watch(await layGoogle(map, credit), told);
    } else {
      credit.append(...osmCredit());
      watch(streetTiles(source).addTo(map), told);
    }
  } catch {
    told.tell("no");
  }
};

/** Only our origin is told to whoever draws the tiles: OpenStreetMap wants to know who asks. */
export const streetTiles = (template: string): L.TileLayer =>
  L.tileLayer(template, {
    maxZoom: TILES_MAX_ZOOM,
    className: "streets",
    referrerPolicy: "strict-origin",
    keepBuffer: 1,
    updateWhenIdle: true,
  });

const watch = (layer: L.GridLayer, { tell }: Told): void => {
  layer.on("tileload", () => tell("yes"));
  layer.on("tileerror", () => tell("no"));
};

const osmCredit = (): Node[] => [
  el(
    "a",
    { href: "https://www.openstreetmap.org/copyright", target: "_blank", rel: "noopener noreferrer" },
    "© OpenStreetMap contributors",
  ),
];
