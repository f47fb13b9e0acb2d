// Page: the outline of the world, from this server alone: what every map stands on, seen where no street tiles are, or none came.
import L from "leaflet";
import type { FeatureCollection } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;

const PANE = "outline";
/** Beneath the tiles, which are at 200. */
const BENEATH = "150";

/** Loads the outline (Natural Earth, public domain, 1:50 m) only now, and draws it under everything else. */
export const drawWorld = async (map: L.Map): Promise<void> => {
  const [{ feature }, atlas] = await Promise.all([import("topojson-client"), import("world-atlas/countries-50m.json")]);
  const world = atlas.default as unknown as World;
  const countries: FeatureCollection = feature(world, world.objects.countries);
  map.createPane(PANE).style.zIndex = BENEATH;
  const style = (): L.PathOptions => ({ className: "country", interactive: false });
  L.geoJSON(countries, { interactive: false, pane: PANE, style }).addTo(map);
};
