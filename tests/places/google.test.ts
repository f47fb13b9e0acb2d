// Places: Google's geocoder over a real wire: what it knows is used, and whatever is wrong with it, places are read all the same.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createPlaces } from "../../src/places/index.ts";
import { snap } from "../../src/places/snap.ts";

const KEY = "AIzaCanaryKey-0123456789";
const STREET = "Oranienstrasse 25";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let url: string;
let answer: Handler;
let asked: URL[];
let faults: string[];
let now: number;

beforeEach(async () => {
  asked = [];
  faults = [];
  now = 1_000_000;
  server = createServer((request, response) => {
    asked.push(new URL(request.url ?? "", "http://google"));
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/maps/api/geocode/json`;
});

afterEach(async () => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const json =
  (body: unknown, status = 200): Handler =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json; charset=UTF-8" }).end(JSON.stringify(body));
  };

const open = (fetchTimeoutMs = 400) =>
  createPlaces({
    googleKey: KEY,
    googleUrl: url,
    now: () => now,
    fetchTimeoutMs,
    onFault: (provider, why) => faults.push(`${provider}: ${why}`),
  });

const component = (long_name: string, ...types: string[]) => ({ long_name, short_name: long_name, types });

/** As Google answers for a street address. */
const ORANIENSTRASSE = {
  address_components: [
    component("25", "street_number"),
    component("Oranienstraße", "route"),
    component("Kreuzberg", "political", "sublocality", "sublocality_level_1"),
    component("Berlin", "locality", "political"),
    component("Berlin", "administrative_area_level_1", "political"),
    component("Germany", "country", "political"),
    component("10999", "postal_code"),
  ],
  formatted_address: "Oranienstraße 25, 10999 Berlin, Germany",
  geometry: {
    location: { lat: 52.50031, lng: 13.42214 },
    location_type: "ROOFTOP",
    viewport: { northeast: { lat: 52.5, lng: 13.4 }, southwest: { lat: 52.4, lng: 13.3 } },
  },
  place_id: "ChIJ",
  types: ["street_address"],
};
const OK = { status: "OK", results: [ORANIENSTRASSE] };

describe("what Google knows", () => {
  test("an address gets its quarter as label, its exact point as a secret, its cell as area", async () => {
    answer = json(OK);
    const found = await open().read(`${STREET}, Berlin`, { locale: "de-DE" });
    if (found.kind !== "found") throw new Error("asked");
    const { place, timeZone } = found.found;
    expect(place).toMatchObject({ label: "Kreuzberg, Berlin", area: snap({ lat: 52.50031, lng: 13.42214 }) });
    expect(place.point?.reveal()).toEqual({ lat: 52.50031, lng: 13.42214 });
    expect(place.address?.reveal()).toBe(`${STREET}, Berlin`);
    expect(timeZone).toBe("Europe/Berlin");
    expect(JSON.stringify(found)).not.toMatch(/Oranien|52\.50031|13\.42214/);
    expect(Object.fromEntries(asked[0]!.searchParams)).toMatchObject({
      address: `${STREET}, Berlin`,
      key: KEY,
      language: "de-DE",
      region: "de",
    });
  });

  test("a city known here, a point, a map link, and quoted words are not sent to Google", async () => {
    answer = json(OK);
    const places = open();
    for (const text of [
      "Berlin",
      "52.5, 13.4",
      "https://maps.google.com/?q=52.52,13.405",
      '"Anna"',
      "",
      "x".repeat(400),
    ])
      await places.read(text, {});
    expect(asked).toEqual([]);
  });

  test("several matches are a question; the one chosen is then taken", async () => {
    const other = {
      ...ORANIENSTRASSE,
      formatted_address: "Oranienstraße 25, 13469 Berlin, Germany",
      geometry: { location: { lat: 52.61, lng: 13.34 } },
    };
    answer = json({ status: "OK", results: [ORANIENSTRASSE, other] });
    const doubtful = await open().read(STREET, {});
    if (doubtful.kind !== "doubtful") throw new Error("taken");
    expect(doubtful.choices.map(({ value }) => value)).toEqual([
      ORANIENSTRASSE.formatted_address,
      other.formatted_address,
      `"${STREET}"`,
    ]);
    expect(await open().read(doubtful.choices[0]!.value, {})).toMatchObject({ kind: "found", located: true });
  });

  test("a partial match is a question, with the text as written among the answers", async () => {
    answer = json({ status: "OK", results: [{ ...ORANIENSTRASSE, partial_match: true }] });
    expect(await open().read("Oranienstrase 25 Kreuzb.", {})).toEqual({
      kind: "doubtful",
      choices: [
        expect.objectContaining({ value: ORANIENSTRASSE.formatted_address }),
        expect.objectContaining({ value: '"Oranienstrase 25 Kreuzb."' }),
      ],
    });
  });

  test("a whole quarter is an area, not an exact point", async () => {
    answer = json({
      status: "OK",
      results: [
        {
          ...ORANIENSTRASSE,
          address_components: ORANIENSTRASSE.address_components.slice(2),
          formatted_address: "Wrangelkiez, Berlin, Germany",
          types: ["neighborhood", "political"],
        },
      ],
    });
    const found = await open().read("Wrangelkiez", {});
    expect(found).toMatchObject({ kind: "found", located: true, found: { place: { label: "Kreuzberg, Berlin" } } });
    expect(found.kind === "found" && [found.found.place.point, found.found.place.address]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("no component that is a street, a house or a name becomes the label", async () => {
    const components = [
      component("25", "street_number"),
      component("Oranienstraße", "route", "sublocality"),
      component("Anna's Bar", "establishment"),
      component("Haus 3", "premise"),
      component("Kreuzberg", "sublocality", "political"),
    ];
    const types = ["neighborhood", "political"];
    answer = json({ status: "OK", results: [{ ...ORANIENSTRASSE, address_components: components, types }] });
    expect(await open().read(STREET, {})).toMatchObject({ found: { place: { label: "Kreuzberg" } } });
  });

  test("what Google does not know is read here", async () => {
    answer = json({ status: "ZERO_RESULTS", results: [] });
    expect(await open().read(`${STREET}, Berlin`, {})).toMatchObject({
      kind: "found",
      located: true,
      found: { place: { label: "Berlin" } },
    });
    expect(await open().read("Anna's place", {})).toMatchObject({ kind: "found", located: false });
    expect(faults).toEqual([]);
  });
});

describe("with Google", () => {
  const broken: [string, Handler, string][] = [
    [
      "over its quota",
      json({ status: "OVER_QUERY_LIMIT", results: [], error_message: `quota of ${KEY}` }),
      "google: OVER_QUERY_LIMIT",
    ],
    [
      "denying the key",
      json({ status: "REQUEST_DENIED", results: [], error_message: `The key ${KEY} is invalid` }),
      "google: REQUEST_DENIED",
    ],
    ["in trouble", json({ status: "UNKNOWN_ERROR", results: [] }), "google: UNKNOWN_ERROR"],
    ["answering 500", json({}, 500), "google: HTTP 500"],
    [
      "answering 429",
      (_, response) => void response.writeHead(429, { "retry-after": "1" }).end("slow down"),
      "google: HTTP 429",
    ],
    [
      "answering HTML",
      (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end(`<html>${KEY}</html>`),
      "google: an answer of another shape",
    ],
    ["answering nothing", (_, response) => void response.writeHead(200).end(), "google: an answer of another shape"],
    [
      "answering half a body",
      (_, response) => void response.writeHead(200, { "content-type": "application/json" }).end('{"status":"OK","resu'),
      "google: an answer of another shape",
    ],
    [
      "answering wrong types",
      json({ status: "OK", results: [{ ...ORANIENSTRASSE, geometry: { location: { lat: "52", lng: null } } }] }),
      "google: an answer of another shape",
    ],
    [
      "answering a point off the Earth",
      json({ status: "OK", results: [{ ...ORANIENSTRASSE, geometry: { location: { lat: 152, lng: 13 } } }] }),
      "google: an answer of another shape",
    ],
    ["answering null", json(null), "google: "],
    [
      "redirecting",
      (_, response) => void response.writeHead(302, { location: `https://example.com/?key=${KEY}` }).end(),
      "google: HTTP 302",
    ],
    ["hanging up", (request) => void request.socket.destroy(), "google: ECONNRESET"],
    [
      "answering without end",
      (_, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const more = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(more));
      },
      "google: no answer in time",
    ],
    ["silent", () => undefined, "google: no answer in time"],
    [
      "answering 5 MB",
      (_, response) =>
        void response
          .writeHead(200, { "content-type": "application/json" })
          .end(`{"status":"OK","x":"${"y".repeat(5_000_000)}"}`),
      "google: ERR_BAD_RESPONSE",
    ],
  ];

  test.each(broken)("%s, the address is read here, asked once, and no key is told", async (_, handler, why) => {
    answer = handler;
    const printed = [vi.spyOn(console, "error"), vi.spyOn(console, "warn"), vi.spyOn(console, "log")];
    const started = performance.now();
    const found = await open().read(`${STREET}, Berlin`, {});
    expect(found).toMatchObject({ kind: "found", located: true, found: { place: { label: "Berlin" } } });
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(asked.length).toBe(1);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(why);
    expect(faults.join()).not.toMatch(/Canary|Oranien/);
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });

  test("down, the address is read here", async () => {
    const places = createPlaces({
      googleKey: KEY,
      googleUrl: "http://127.0.0.1:1/json",
      now: () => now,
      onFault: (provider, why) => faults.push(`${provider}: ${why}`),
    });
    expect(await places.read(`${STREET}, Berlin`, {})).toMatchObject({ kind: "found", located: true });
    expect(faults).toEqual(["google: ECONNREFUSED"]);
  });

  test("failing once, it is left alone for a minute, then tried once", async () => {
    answer = json({ status: "OVER_QUERY_LIMIT", results: [] });
    const places = open();
    for (let n = 0; n < 6; n++) await places.read(`${STREET}, Berlin`, {});
    expect(asked.length).toBe(1);
    now += 60_001;
    await places.read(`${STREET}, Berlin`, {});
    await places.read(`${STREET}, Berlin`, {});
    expect(asked.length).toBe(2);
    now += 60_001;
    answer = json(OK);
    expect(await places.read(`${STREET}, Berlin`, {})).toMatchObject({
      found: { place: { label: "Kreuzberg, Berlin" } },
    });
    await places.read(`${STREET}, Berlin`, {});
    expect(asked.length).toBe(4);
  });
});
