// The button that leads to a map, in Discord and in Telegram: as close as what the host shows of the place, and never closer.
import { expect, test } from "vitest";
import { rowsOf } from "../../adapters/discord/components.ts";
import { placeKeys } from "../../adapters/telegram/keyboard.ts";
import type { View } from "../../src/core.ts";

const viewOf = (areaKm?: number): View => ({
  seenBy: "group",
  title: "Rooftop BBQ",
  map: {
    area: { lat: 52.52, lng: 13.41 },
    url: "https://party.example/p/k3x9q2bb",
    ...(areaKm !== undefined && { areaKm }),
  },
});

test.each([
  ["a district", undefined, "#map=13/52.52000/13.41000"],
  ["a whole city", 8, "#map=10/52.52000/13.41000"],
] as const)("who shows %s is shown on the map as wide as that", (_what, areaKm, place) => {
  const url = `https://www.openstreetmap.org/${place}`;
  const view = viewOf(areaKm);
  expect(JSON.stringify(rowsOf(view, { encode: () => "" }))).toContain(url);
  expect(placeKeys(view, { map: "Map", calendar: "Calendar" })).toContainEqual({ text: "Map", url });
});
