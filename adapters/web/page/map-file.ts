// Page: a map kept as one file on this server (.pmtiles), read piece by piece: pictures drawn as they are, vector tiles by protomaps-leaflet.
import L from "leaflet";
import { PMTiles, TileType } from "pmtiles";

/** Throws when the file cannot be read, or is not such a map. */
export const layFile = async (map: L.Map, address: string): Promise<L.GridLayer> => {
  const file = new PMTiles(new URL(address, location.href).href);
  const { tileType, maxZoom } = await file.getHeader();
  if (tileType !== TileType.Mvt) return pictures(file, maxZoom).addTo(map);
  const { leafletLayer } = await import("protomaps-leaflet");
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const layer = leafletLayer({
    url: new URL(address, location.href).href,
    flavor: dark ? "dark" : "light",
    lang: "en",
    maxDataZoom: maxZoom,
    attribution: "",
  }) as unknown as L.GridLayer;
  return layer.addTo(map);
};

const SIZE = 256;

/** Drawn on canvases: a picture made from bytes would need a source that the content policy does not know. */
const pictures = (file: PMTiles, maxNativeZoom: number): L.GridLayer => {
  const createTile = (at: L.Coords, done: L.DoneCallback): HTMLElement => {
    const canvas = document.createElement("canvas");
    canvas.width = SIZE;
    canvas.height = SIZE;
    void paint(canvas, file, at).then(
      () => done(undefined, canvas),
      (error: unknown) => done(error as Error, canvas),
    );
    return canvas;
  };
  const layer = L.gridLayer({ maxNativeZoom, keepBuffer: 1, updateWhenIdle: true, className: "streets" });
  return Object.assign(layer, { createTile });
};

const paint = async (canvas: HTMLCanvasElement, file: PMTiles, { z, x, y }: L.Coords): Promise<void> => {
  const tile = await file.getZxy(z, x, y);
  if (!tile) return;
  const picture = await createImageBitmap(new Blob([tile.data]));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, SIZE, SIZE);
  picture.close();
};
