// Page: Google's map tiles: a session from our server, and the words of attribution for what is looked at, as its terms ask.
import type L from "leaflet";
import { call } from "./call.ts";
import { streetTiles } from "./tiles.ts";

type Session = { template: string; credits: string };

/** Throws when there is no session. */
export const layGoogle = async (map: L.Map, credit: HTMLElement): Promise<L.GridLayer> => {
  const answer = await call<Session>("/tiles/google");
  if (!("ok" in answer)) throw new Error("no session for map tiles");
  const { template, credits } = answer.ok;
  credit.classList.add("google");
  const refresh = (): void => void sayWho(map, credits, credit);
  map.on("moveend", refresh);
  refresh();
  return streetTiles(template).addTo(map);
};

/** "Google Maps" stands for the logo, beside whose data is shown. */
const sayWho = async (map: L.Map, credits: string, credit: HTMLElement): Promise<void> => {
  const bounds = map.getBounds();
  const view = { north: bounds.getNorth(), south: bounds.getSouth(), east: bounds.getEast(), west: bounds.getWest() };
  const asked = Object.entries(view).map(([side, degrees]) => `${side}=${degrees.toFixed(2)}`);
  const said = await fetch(`${credits}&zoom=${map.getZoom()}&${asked.join("&")}`, {
    referrerPolicy: "strict-origin",
    credentials: "omit",
  })
    .then((response) => response.json() as Promise<{ copyright?: unknown }>)
    .catch(() => undefined);
  const words = typeof said?.copyright === "string" ? said.copyright : "Map data © Google";
  credit.textContent = `Google Maps · ${words}`;
};
