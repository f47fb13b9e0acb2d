// Web: the names of cities for a map without street tiles, from this server's own data. Public, the same for everybody, and soon asked again.
import { Hono } from "hono";
import { z } from "zod";
import { fail } from "./kindly.ts";
import type { Site } from "./parts.ts";
import type { WireCity } from "./wire.ts";

const MOST = 14;
/** The cities change with a new version of this program alone. */
const KEPT = "public, max-age=86400";

/** `south,west,north,east` in degrees; `west` > `east` where the antimeridian is crossed. */
const askedBounds = z
  .string()
  .max(100)
  .regex(/^-?\d{1,3}(\.\d+)?(,-?\d{1,3}(\.\d+)?){3}$/)
  .transform((text) => {
    const [south = 0, west = 0, north = 0, east = 0] = text.split(",").map(Number);
    return { south, west, north, east };
  })
  .refine(
    (b) => b.south < b.north && Math.max(-b.south, b.north) <= 90 && Math.max(...[b.west, b.east].map(Math.abs)) <= 180,
  );

export const citiesRoutes = (site: Pick<Site, "cities">): Hono => {
  const app = new Hono();
  app.get("/nearby/cities", async (c) => {
    const bounds = askedBounds.safeParse(c.req.query("in") ?? "");
    if (!bounds.success) return fail(400, "That is no part of a map.");
    const found = (await site.cities?.(bounds.data, MOST)) ?? [];
    return c.json(found.map(wireCity), 200, { "cache-control": KEPT });
  });
  return app;
};

type Found = { name: string; point: { lat: number; lng: number }; section: boolean };

const wireCity = ({ name, point, section }: Found): WireCity => ({
  name,
  lat: point.lat,
  lng: point.lng,
  ...(section && { part: true }),
});
