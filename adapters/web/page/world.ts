// Page: the outline of the world, from this server alone: what the map stands on when no street tiles are configured.
import L from "leaflet";
import type { FeatureCollection } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** Loads the outline (Natural Earth, public domain, 1:50 m) only now, and draws it under everything else. */
export const drawWorld = async (map: L.Map): Promise<void> => {
  const [{ feature }, atlas] = await Promise.all([import("topojson-client"), import("world-atlas/countries-50m.json")]);
  const world = atlas.default as unknown as World;
  const countries: FeatureCollection = feature(world, world.objects.countries);
  L.geoJSON(countries, { interactive: false, style: () => ({ className: "country" }) })
    .addTo(map)
    .bringToBack();
};
