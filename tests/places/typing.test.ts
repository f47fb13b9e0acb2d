// Places: what is offered while an address is typed, over a real wire: to whom it goes, under which session, and what is left when nobody answers.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPlaces } from "../../src/places/index.ts";
import { BROKEN, googlePlace, json, knows, startWire, type Wire } from "./wire.ts";

const KEY = "AIzaCanaryKey-0123456789";
const POINT = { lat: 52.50031, lng: 13.42214 };
const OFFERED = "Oranienstraße 25, Berlin, Germany";
const ME = { session: "ada where", locale: "de-DE", timeZone: "Europe/Berlin" };

let wire: Wire;
let now: number;
let faults: string[];

beforeEach(async () => {
  now = 1_000_000;
  faults = [];
  wire = await startWire();
  wire.answer = (request, response) => {
    if (request.url?.startsWith("/typing"))
      return json({ status: "OK", predictions: [{ description: OFFERED, place_id: "ChIJ1" }] })(request, response);
    if (request.url?.startsWith("/details"))
      return json({ status: "OK", result: googlePlace(POINT) })(request, response);
    return json(knows.google(POINT))(request, response);
  };
});
afterEach(() => wire.close());

const open = (more: { geocoderUrl?: string; fetchTimeoutMs?: number } = {}) =>
  createPlaces({
    googleKey: KEY,
    googleUrl: `${wire.host}/geocode`,
    googleTypingUrl: `${wire.host}/typing`,
    googleDetailsUrl: `${wire.host}/details`,
    now: () => now,
    onFault: (provider, why) => faults.push(`${provider}: ${why}`),
    ...more,
  });
const paths = () => wire.asked.map(({ pathname }) => pathname);
const tokens = () => wire.asked.map(({ searchParams }) => searchParams.get("sessiontoken"));

describe("an address that is typed to Google", () => {
  test("is completed in the person's language, near where their clock is, under Google's name", async () => {
    const offered = await open().suggest("Oranienstr 25", ME);
    expect(offered[0]).toEqual({ label: `${OFFERED} · Google Maps`, value: OFFERED });
    const asked = Object.fromEntries(wire.asked[0]!.searchParams);
    expect(asked).toMatchObject({ input: "Oranienstr 25", language: "de-DE", region: "de", radius: "50000" });
    expect(asked["location"]).toMatch(/^52\.5\d*,13\.[34]\d*$/);
    expect(asked["sessiontoken"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("has one token until it is sent off, and the place that was chosen ends it", async () => {
    const places = open();
    for (const typed of ["Oranienstr", "Oranienstr 2", "Oranienstr 25"]) await places.suggest(typed, ME);
    const found = await places.read(OFFERED, ME);
    expect(found).toMatchObject({ kind: "found", located: true, guessed: true });
    expect(found.kind === "found" && found.found.place.point?.reveal()).toEqual(POINT);
    expect(paths()).toEqual(["/typing", "/typing", "/typing", "/details"]);
    expect(new Set(tokens()).size).toBe(1);
    expect(Object.fromEntries(wire.asked[3]!.searchParams)).toMatchObject({
      place_id: "ChIJ1",
      fields: "address_component,geometry/location,type",
    });
    await places.suggest("Oranienstr 25", ME);
    expect(new Set(tokens()).size).toBe(2);
  });

  test("that is another one than was offered is looked up, and ends the session too", async () => {
    const places = open();
    await places.suggest("Oranienstr 25", ME);
    await places.read("Skalitzer Str. 1, Berlin", ME);
    await places.read(OFFERED, ME);
    expect(paths()).toEqual(["/typing", "/geocode", "/geocode"]);
  });

  test("has another token for another person, another question, and after three minutes", async () => {
    const places = open();
    await places.suggest("Oranienstr 25", ME);
    await places.suggest("Oranienstr 25", { ...ME, session: "bob where" });
    await places.suggest("Oranienstr 25", { ...ME, session: "ada at" });
    now += 3 * 60_000;
    await places.suggest("Oranienstr 25", ME);
    expect(new Set(tokens()).size).toBe(4);
  });
});

test("a city's name, a search, a link, a point and what is quoted stay on this machine", async () => {
  const places = open({ geocoderUrl: `photon+${wire.host}` });
  for (const typed of [
    "Ber",
    "Berlin",
    "Kreuzb",
    "Berlin, Kreuzb",
    '"Anna, Oranienstr 25',
    "52.52, 13.405",
    "geo:52.5,13.4",
    "9F4MGC22+22",
    "https://maps.app.goo.gl/x",
    "///filled.count.soap",
    "ada@example.org",
    "12345",
  ])
    await places.suggest(typed, ME);
  const { session: _session, ...nobody } = ME;
  await places.suggest("Oranienstr 25, Berlin", nobody);
  expect(wire.asked).toEqual([]);
});

test("what is typed on puts off what was asked before", async () => {
  const quick = wire.answer;
  const places = open();
  let slow: Promise<unknown> | undefined;
  await new Promise<void>((arrived) => {
    wire.answer = () => arrived();
    slow = places.suggest("Oranienstr 2", ME);
  });
  wire.answer = quick;
  expect((await places.suggest("Oranienstr 25", ME))[0]?.value).toBe(OFFERED);
  expect(await slow).toEqual([]);
  expect(faults).toEqual([]);
});

test("Photon completes where there is no Google, under OpenStreetMap's name", async () => {
  wire.answer = json(knows.photon(POINT));
  const places = createPlaces({ geocoderUrl: `photon+${wire.host}`, now: () => now });
  expect((await places.suggest("Oranienstr 25, Berl", ME)).slice(0, 2)).toMatchObject([
    { label: expect.stringMatching(/^Oranienstraße 25, .*10999 Berlin, Germany · OpenStreetMap$/) },
    { value: "Oranienstr 25, Berlin, Germany" },
  ]);
  expect(Object.fromEntries(wire.asked[0]!.searchParams)).toMatchObject({
    q: "Oranienstr 25, Berl",
    limit: "5",
    lang: "de",
  });
});

test("Nominatim is never asked for what is still being typed", async () => {
  const places = createPlaces({ geocoderUrl: `nominatim+${wire.host}`, now: () => now });
  expect((await places.suggest("Oranienstr 25, Berl", ME)).map(({ value }) => value)).toContain(
    "Oranienstr 25, Berlin, Germany",
  );
  expect(wire.asked).toEqual([]);
});

test("Photon's offers are there when Google has none", async () => {
  const google = wire.answer;
  wire.answer = (request, response) =>
    request.url?.startsWith("/api")
      ? json(knows.photon(POINT))(request, response)
      : json({ status: "REQUEST_DENIED", predictions: [] })(request, response);
  const places = open({ geocoderUrl: `photon+${wire.host}` });
  expect((await places.suggest("Oranienstr 25", ME))[0]?.label).toContain("OpenStreetMap");
  wire.answer = google;
  // Who may not complete may still look addresses up.
  expect(await places.read("Oranienstrasse 25, Berlin", ME)).toMatchObject({ guessed: true });
  expect(faults).toEqual(["google: REQUEST_DENIED"]);
});

test.each(BROKEN)(
  "from a provider that is %s come no offers, soon none are asked for, and the cities are there",
  async (_, broken) => {
    wire.answer = broken;
    const places = open({ geocoderUrl: `photon+${wire.host}`, fetchTimeoutMs: 60 });
    for (let n = 0; n < 4; n++)
      expect((await places.suggest("Oranienstr 25, Berl", ME))[0]?.value).toBe("Oranienstr 25, Berlin, Germany");
    expect(wire.asked).toHaveLength(4);
    expect(faults).toHaveLength(4);
    expect(faults.join()).not.toMatch(/Canary|Oranien|sessiontoken/);
  },
);

test("who is slow is waited for 0.7 s at most", async () => {
  wire.answer = () => undefined;
  const began = performance.now();
  expect(await open().suggest("Oranienstr 25, Berl", ME)).not.toEqual([]);
  expect(performance.now() - began).toBeLessThan(1_000);
});
