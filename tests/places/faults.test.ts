// Places: with any provider, or any two of them, broken in any way, a place is read all the same, and it is said from what.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMetrics } from "../../src/metrics.ts";
import { createPlaces, type PlacesOptions } from "../../src/places/index.ts";
import { BROKEN, json, knows, startWire, type Wire } from "./wire.ts";

const STREET = "Oranienstrasse 25, Berlin";
const POINT = { lat: 52.50031, lng: 13.42214 };
const KEY = "AIzaCanaryKey-0123456789";
let google: Wire;
let osm: Wire;
let faults: string[];

beforeAll(async () => {
  [google, osm] = await Promise.all([startWire(), startWire()]);
  await createPlaces({ now: () => 0 }).prepare();
});
afterAll(() => Promise.all([google.close(), osm.close()]));
beforeEach(() => {
  faults = [];
  google.asked.length = 0;
  osm.asked.length = 0;
});

const open = (more: Partial<PlacesOptions>, fetchTimeoutMs = 150) =>
  createPlaces({
    now: () => 0,
    fetchTimeoutMs,
    onFault: (provider, why) => faults.push(`${provider}: ${why}`),
    ...more,
  });
const withGoogle = () => ({ googleKey: KEY, googleUrl: `${google.host}/geocode` });
const KINDS = ["nominatim", "photon"] as const;

describe.each(BROKEN)("a provider that is %s", (_, broken) => {
  test("alone: the city that is known here is used, and that is said", async () => {
    google.answer = broken;
    osm.answer = broken;
    for (const more of [withGoogle(), ...KINDS.map((kind) => ({ geocoderUrl: `${kind}+${osm.host}` }))]) {
      const places = open(more);
      const began = performance.now();
      for (let n = 0; n < 2; n++) {
        const answer = await places.read(STREET, {});
        expect(answer).toMatchObject({ kind: "found", located: true, instead: "cities" });
        expect(answer).toMatchObject({ found: { place: { label: "Berlin" } } });
        expect(await places.spot(STREET, {})).toMatchObject({ label: "Berlin", instead: "cities" });
      }
      expect(performance.now() - began).toBeLessThan(3_000);
    }
    // Each was asked once, and then left alone.
    expect([google.asked.length, osm.asked.length]).toEqual([1, 2]);
    expect(faults.map((one) => one.split(":")[0])).toEqual(["google", "geocoder", "geocoder"]);
    expect(faults.join()).not.toMatch(/Canary|Oranien|127\.0\.0\.1/);
  });

  test.each(KINDS)("Google, beside %s: the other one answers, and that is said", async (kind) => {
    google.answer = broken;
    osm.answer = json(knows[kind](POINT));
    const answer = await open({ ...withGoogle(), geocoderUrl: `${kind}+${osm.host}` }, 300).read(STREET, {});
    expect(answer).toMatchObject({ located: true, guessed: true, instead: "openstreetmap" });
    expect(answer.kind === "found" && answer.found.place.point?.reveal()).toEqual(POINT);
  });

  test.each(KINDS)("%s, beside Google: nobody notices", async (kind) => {
    google.answer = json(knows.google(POINT));
    osm.answer = broken;
    const answer = await open({ ...withGoogle(), geocoderUrl: `${kind}+${osm.host}` }, 300).read(STREET, {});
    expect(answer).toMatchObject({ located: true, guessed: true });
    expect(answer).not.toHaveProperty("instead");
    expect(osm.asked).toEqual([]);
  });

  test.each(KINDS)("Google and %s both: the city that is known here is used", async (kind) => {
    google.answer = broken;
    osm.answer = broken;
    const answer = await open({ ...withGoogle(), geocoderUrl: `${kind}+${osm.host}` }).read(STREET, {});
    expect(answer).toMatchObject({ located: true, instead: "cities", found: { place: { label: "Berlin" } } });
    expect(faults.map((one) => one.split(":")[0])).toEqual(["google", "geocoder"]);
  });
});

test("two that are down at once cost less than three seconds of real time, and the next question none", async () => {
  google.answer = () => undefined;
  osm.answer = () => undefined;
  const places = createPlaces({ now: () => 0, ...withGoogle(), geocoderUrl: `nominatim+${osm.host}` });
  const began = performance.now();
  expect(await places.read(STREET, {})).toMatchObject({ located: true, instead: "cities" });
  const first = performance.now() - began;
  expect(first).toBeLessThan(3_000);
  expect(await places.read(STREET, {})).toMatchObject({ located: true, instead: "cities" });
  expect(performance.now() - began - first).toBeLessThan(500);
});

test("an address that nobody could look up is kept as it is, and that nobody could is said", async () => {
  google.answer = json({}, 500);
  expect(await open(withGoogle()).read("Oranienstrasse 25", {})).toMatchObject({ located: false, instead: "cities" });
});

test("one odd question does not keep the next one from being asked", async () => {
  const places = open({ ...withGoogle(), geocoderUrl: `nominatim+${osm.host}` }, 300);
  google.answer = json({ status: "INVALID_REQUEST", results: [] });
  osm.answer = json({ error: "odd" }, 400);
  await places.read("%%%% 25, Berlin", {});
  google.answer = json({ status: "ZERO_RESULTS", results: [] });
  osm.answer = json(knows.nominatim(POINT));
  const answer = await places.read(STREET, {});
  expect(answer).toMatchObject({ located: true, guessed: true });
  expect(answer).not.toHaveProperty("instead");
  expect(faults).toEqual(["google: INVALID_REQUEST", "geocoder: HTTP 400"]);
});

test("who knows nothing did not fail", async () => {
  google.answer = json({ status: "ZERO_RESULTS", results: [] });
  expect(await open(withGoogle(), 300).read(STREET, {})).not.toHaveProperty("instead");
});

test("what Prometheus is told counts each provider's faults", async () => {
  const metrics = createMetrics({ now: () => 0, stats: async () => ({ pending: 0, due: 0, kinds: [] }) });
  google.answer = json({}, 500);
  osm.answer = json({}, 500);
  const onFault = (provider: string, why: string): void => metrics.placeFault(provider, why);
  await open({ ...withGoogle(), geocoderUrl: `photon+${osm.host}`, onFault }).read(STREET, {});
  const { body } = await metrics.read();
  expect(body).toContain('party_place_faults_total{provider="google",code="HTTP_500"} 1');
  expect(body).toContain('party_place_faults_total{provider="geocoder",code="HTTP_500"} 1');
});
