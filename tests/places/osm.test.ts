// Places: Nominatim and Photon over a real wire: what they know is used, and whatever is wrong with them, places are read all the same.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPlaces } from "../../src/places/index.ts";
import { readGeocoderUrl } from "../../src/places/geocoder-url.ts";
import { snap } from "../../src/places/snap.ts";

const STREET = "Oranienstrasse 25, Berlin";
const POINT = { lat: 52.50031, lng: 13.42214 };

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let host: string;
let answer: Handler;
let asked: URL[];
let agents: (string | undefined)[];
let faults: string[];

beforeEach(async () => {
  asked = [];
  agents = [];
  faults = [];
  server = createServer((request, response) => {
    asked.push(new URL(request.url ?? "", "http://geocoder"));
    agents.push(request.headers["user-agent"]);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const json =
  (body: unknown, status = 200): Handler =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };

const open = (geocoderUrl: string, more: { googleKey?: string; googleUrl?: string } = {}) =>
  createPlaces({
    geocoderUrl,
    ...more,
    now: () => 1_000_000,
    fetchTimeoutMs: 1_400,
    onFault: (provider, why) => faults.push(`${provider}: ${why}`),
  });

/** As Nominatim answers for a house (`format=jsonv2&addressdetails=1`). */
const HOUSE = {
  place_id: 1,
  lat: "52.50031",
  lon: "13.42214",
  category: "building",
  type: "yes",
  place_rank: 30,
  importance: 0.1,
  display_name: "25, Oranienstraße, Kreuzberg, Friedrichshain-Kreuzberg, Berlin, 10999, Deutschland",
  address: {
    house_number: "25",
    road: "Oranienstraße",
    suburb: "Kreuzberg",
    borough: "Friedrichshain-Kreuzberg",
    city: "Berlin",
    postcode: "10999",
    country: "Deutschland",
    country_code: "de",
  },
};
const SHOP = { ...HOUSE, place_id: 2, lat: "52.50033", display_name: "Late Shop, 25, Oranienstraße, Berlin" };

const FEATURE = {
  type: "Feature",
  geometry: { type: "Point", coordinates: [13.42214, 52.50031] },
  properties: {
    osm_type: "N",
    osm_key: "place",
    osm_value: "house",
    type: "house",
    housenumber: "25",
    street: "Oranienstraße",
    district: "Kreuzberg",
    city: "Berlin",
    state: "Berlin",
    country: "Deutschland",
    postcode: "10999",
  },
};

const KINDS = [
  { kind: "nominatim", url: () => `nominatim+${host}/geo`, known: json([HOUSE, SHOP]), path: "/geo/search" },
  {
    kind: "photon",
    url: () => `photon+${host}`,
    known: json({ type: "FeatureCollection", features: [FEATURE] }),
    path: "/api",
  },
] as const;

describe.each(KINDS)("$kind", ({ url, known, path, kind }) => {
  test("an address gets its quarter as label, its exact point as a secret, its cell as area", async () => {
    answer = known;
    const found = await open(url()).read(STREET, { locale: "de-DE" });
    if (found.kind !== "found") throw new Error("asked back");
    const { place, timeZone } = found.found;
    expect(place.label).toBe("Kreuzberg, Berlin");
    expect(place.area).toEqual(snap(POINT));
    expect(place.point?.reveal()).toEqual(POINT);
    expect(place.address?.reveal()).toBe(STREET);
    expect(timeZone).toBe("Europe/Berlin");
    expect(JSON.stringify(found)).not.toContain("Oranien");
  });

  test("is asked with the text, in the asker's language, and says who asks", async () => {
    answer = known;
    await open(url()).read(STREET, { locale: "de-DE" });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.pathname).toBe(path);
    expect(asked[0]?.searchParams.get("q")).toBe(STREET);
    expect(asked[0]?.searchParams.get(kind === "photon" ? "lang" : "accept-language")).toMatch(/^de/);
    expect(agents[0]).toContain("party-with-me");
  });

  test("is not asked for a city alone: that is known here", async () => {
    answer = known;
    expect(await open(url()).read("Berlin", {})).toMatchObject({ found: { place: { label: "Berlin" } } });
    expect(asked).toEqual([]);
  });

  const WRONG: readonly (readonly [what: string, Handler, why: string])[] = [
    ["HTML", (_, r) => void r.writeHead(200, { "content-type": "text/html" }).end("<html>hello"), "another shape"],
    ["nothing", (_, r) => void r.end(), "another shape"],
    ["other types", json({ features: "none", lat: 5 }), "another shape"],
    ["points beyond the earth", json(kind === "photon" ? { features: [far()] } : [{ ...HOUSE, lat: "91" }]), "shape"],
    ["a redirect", (_, r) => void r.writeHead(302, { location: "http://127.0.0.1:1/" }).end(), "unreachable"],
    ["over quota", json({ error: STREET }, 429), "HTTP 429"],
    ["an error", json({ error: STREET }, 500), "HTTP 500"],
    ["a cut answer", (_, r) => cutOff(r), "unreachable"],
    ["an endless answer", (_, r) => endless(r), "too long"],
    ["silence", () => undefined, "no answer in time"],
  ];
  test.each(WRONG)(
    "answering with %s, the address is read here, once, and within three seconds",
    async (_, wrong, why) => {
      answer = wrong;
      const places = open(url());
      const began = performance.now();
      for (let n = 0; n < 3; n++)
        expect(await places.read(STREET, {})).toMatchObject({ found: { place: { label: "Berlin" } }, located: true });
      expect(performance.now() - began).toBeLessThan(3_000);
      expect(asked).toHaveLength(1);
      expect(faults).toHaveLength(1);
      expect(faults[0]).toContain(why);
      expect(faults.join()).not.toContain("Oranien");
    },
  );
});

const far = () => ({ ...FEATURE, geometry: { type: "Point", coordinates: [13, 91] } });

const cutOff = (response: ServerResponse): void => {
  response.writeHead(200, { "content-length": "99" });
  response.write("[", () => response.destroy());
};

const endless = (response: ServerResponse): void => {
  response.writeHead(200, { "content-type": "application/json" }).write("[");
  const more = (): void => {
    if (!response.destroyed && response.write(" ".repeat(65_536))) setImmediate(more);
  };
  response.on("drain", more);
  more();
};

test("Google that is down costs its time once, then the next one answers", async () => {
  answer = json([HOUSE]);
  const places = open(`nominatim+${host}`, {
    googleKey: "AIzaCanaryKey-0123456789",
    googleUrl: "http://127.0.0.1:1/json",
  });
  for (let n = 0; n < 2; n++)
    expect(await places.read(STREET, {})).toMatchObject({ found: { place: { label: "Kreuzberg, Berlin" } } });
  expect(faults).toEqual(["google: ECONNREFUSED"]);
  expect(asked).toHaveLength(2);
});

test("addresses of geocoders are of the two kinds", () => {
  expect(readGeocoderUrl("nominatim+https://geo.example/osm")).toMatchObject({ kind: "nominatim" });
  expect(readGeocoderUrl("photon+http://127.0.0.1:2322")).toMatchObject({ kind: "photon" });
  for (const wrong of ["https://geo.example", "photon+ftp://geo.example", "nominatim+https://", ""])
    expect(readGeocoderUrl(wrong)).toBeUndefined();
});
