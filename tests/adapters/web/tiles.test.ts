// The maps' ground over real HTTP: what the policy lets through for each source, a file served piece by piece, and Google's session.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createGoogleSession } from "../../../adapters/web/google-tiles.ts";
import { askedFor, holds, roughly } from "../../../adapters/web/page/near-bounds.ts";
import { rangeIn, tilesOrigins } from "../../../adapters/web/tiles.ts";
import { readConfig } from "../../../src/config.ts";
import { openHouse } from "./house.ts";

const folder = mkdtempSync(join(tmpdir(), "party-tiles-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the ground of the maps", () => {
  test("without a word it is OpenStreetMap's, and none asks nobody outside", () => {
    const usual = readConfig({}).mapTiles;
    expect(usual).toEqual({ kind: "template", url: "https://tile.openstreetmap.org/{z}/{x}/{y}.png" });
    expect(tilesOrigins(usual).images).toEqual(["https://tile.openstreetmap.org"]);
    expect(tilesOrigins(readConfig({ MAP_TILES_URL: "none" }).mapTiles)).toEqual({ images: [], questions: [] });
    expect(() => readConfig({ MAP_TILES_URL: "google" })).toThrow("GOOGLE_MAPS_BROWSER_KEY is required");
    const named = readConfig({ MAP_TILES_URL: "https://{s}.t.example/{z}/{x}/{y}.png" }).mapTiles;
    expect(tilesOrigins(named).images).toEqual(["a", "b", "c"].map((name) => `https://${name}.t.example`));
  });

  test("a file of our own is served in pieces, and never whole", async () => {
    const path = join(folder, "berlin.pmtiles");
    writeFileSync(path, Buffer.from(Array.from({ length: 300 }, (_, i) => i % 256)));
    const house = await openHouse({ MAP_TILES_URL: path });
    const piece = await house.gets("/tiles/map.pmtiles", { range: "bytes=10-19" });
    expect(piece.status).toBe(206);
    expect(piece.headers.get("content-range")).toBe("bytes 10-19/300");
    expect([...new Uint8Array(await piece.arrayBuffer())]).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect((await house.gets("/tiles/map.pmtiles")).status).toBe(416);
    expect((await house.gets("/tiles/map.pmtiles", { range: "bytes=300-" })).status).toBe(416);
    const page = await house.gets("/nearby");
    expect(await page.text()).toContain('content="/tiles/map.pmtiles"');
    expect(page.headers.get("content-security-policy")).not.toMatch(/https?:/);
    const spot = await house.gets("/nearby/spot?where=Berlin");
    expect(await spot.json()).toMatchObject({ label: expect.stringContaining("Berlin"), timeZone: "Europe/Berlin" });
    expect((await house.gets("/nearby/spot?where=Xqzzyqxv")).status).toBe(404);
    await house.world.close();
  });

  test("a range is answered within the file, or not at all", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.nat(),
        fc.option(fc.nat()),
        fc.integer({ min: 1, max: 1e9 }),
        (odd, first, last, size) => {
          expect(rangeIn(`${odd}x`, size)).toBeUndefined();
          const piece = rangeIn(`bytes=${first}-${last ?? ""}`, size);
          if (!piece) return;
          expect(piece.first).toBe(first);
          expect(piece.last).toBeGreaterThanOrEqual(first);
          expect(piece.last).toBeLessThan(size);
        },
      ),
    );
  });

  test("Google is asked once for a session, as our page; a no is not repeated at once, and tells no key", async () => {
    const asked: { url: string; referer: string | null }[] = [];
    let now = 1_000_000;
    let answer = () => Response.json({ session: "abc", expiry: String(now / 1_000 + 7_200) });
    const session = createGoogleSession({
      key: "browser-key",
      referer: () => "https://party.example/",
      clock: { now: () => now },
      ask: (url, init) => {
        asked.push({ url: String(url), referer: new Headers(init?.headers).get("referer") });
        return Promise.resolve(answer());
      },
    });
    const [one, two] = await Promise.all([session(), session()]);
    expect(one).toBe(two);
    expect(one.template).toBe("https://tile.googleapis.com/v1/2dtiles/{z}/{x}/{y}?session=abc&key=browser-key");
    expect(asked).toEqual([
      { url: "https://tile.googleapis.com/v1/createSession?key=browser-key", referer: "https://party.example/" },
    ]);
    now += 7_000_000;
    answer = () => new Response("<html>", { status: 403 });
    await expect(session()).rejects.toThrow(/status 403/);
    await expect(session()).rejects.not.toThrow(/browser-key/);
    expect(asked).toHaveLength(2);
  });
});

describe("what of a view is told", () => {
  const lng = fc.double({ min: -540, max: 540, noNaN: true });
  const lat = fc.double({ min: -85, max: 85, noNaN: true });
  test("it holds the view, on a grid of two kilometres or coarser", () => {
    fc.assert(
      fc.property(lat, lng, fc.double({ min: 0.001, max: 80, noNaN: true }), (south, west, size) => {
        const view = { south, west, north: Math.min(90, south + size), east: west + size };
        const asked = askedFor(view);
        expect(holds(asked, { ...view, west: around(west), east: around(view.east) })).toBe(true);
        for (const side of Object.values(asked)) expect(Math.abs(side * 50 - Math.round(side * 50))).toBeLessThan(1e-6);
      }),
    );
  });

  test("two views within one cell are told alike, and a position is its cell's centre", () => {
    const view = { south: 52.501, west: 13.301, north: 52.539, east: 13.379 };
    expect(askedFor({ ...view, south: 52.5049, west: 13.3099 })).toEqual(askedFor(view));
    expect(roughly({ lat: 52.5123, lng: 13.4051 })).toEqual(roughly({ lat: 52.5001, lng: 13.4199 }));
  });
});

const around = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180;
