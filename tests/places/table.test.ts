// Places: three hundred written places and more, and what becomes of each, on this machine alone.
import { beforeAll, describe, expect, test } from "vitest";
import { kmBetween } from "../../src/places/distance.ts";
import { createPlaces } from "../../src/places/index.ts";
import type { PlaceAnswer } from "../../src/places/places.ts";
import { snap } from "../../src/places/snap.ts";
import { ADDRESSES } from "./written-addresses.ts";
import { type Fate, WRITTEN } from "./written-places.ts";
import { POINTS } from "./written-points.ts";
import { NONSENSE, NOT_REFUSED, UNREADABLE } from "./written-unread.ts";

const faults: string[] = [];
const places = createPlaces({ now: () => 0, onFault: (provider, why) => faults.push(`${provider}: ${why}`) });
beforeAll(() => places.prepare());

const fateOf = (answer: PlaceAnswer): Fate => {
  if (answer.kind === "doubtful") return answer.choices.length === 0 ? "unread" : "asked";
  if (!answer.located) return "kept";
  const { place } = answer.found;
  return place.point ? "point" : place.address ? "home" : "city";
};

const named = <R extends readonly [string, ...unknown[]]>(rows: readonly R[]) =>
  rows.map((row) => [row[0].replaceAll("%", "%%").slice(0, 60), row] as const);

describe("an address or a city", () => {
  test.each(named([...WRITTEN, ...ADDRESSES]))("%j", async (_, [text, fate, label, timeZone, hint]) => {
    const answer = await places.read(text, hint ?? {});
    expect([fateOf(answer), answer.kind === "doubtful" ? answer.choices[0]?.value : answer.found.place.label]).toEqual([
      fate,
      fate === "unread" ? undefined : label,
    ]);
    if (answer.kind === "doubtful") return;
    if (timeZone) expect(answer.found.timeZone).toBe(timeZone);
    expect(answer.found.place.area !== undefined).toBe(answer.located);
  });
});

describe("a point", () => {
  test.each(named(POINTS))("%j", async (_, [text, lat, lng, metres]) => {
    const answer = await places.read(text, {});
    const point = answer.kind === "found" ? answer.found.place.point?.reveal() : undefined;
    if (!point || answer.kind !== "found") throw new Error(`not read as a point: ${fateOf(answer)}`);
    expect(kmBetween(point, { lat, lng }) * 1_000).toBeLessThanOrEqual(metres);
    expect(answer.found.place.area).toEqual(snap(point));
    expect(answer.guessed).toBeUndefined();
  });
});

describe("what cannot be read here", () => {
  test.each(UNREADABLE)("%j is refused, with its reason", async (text, why) => {
    expect(await places.read(text, {})).toEqual({ kind: "doubtful", choices: [] });
    expect(await places.spot(text, {})).toBeUndefined();
    expect(places.unreadable(text)).toBe(why);
  });
  test.each(NOT_REFUSED)("%j is not taken for such", async (text) => {
    expect(places.unreadable(text)).toBeUndefined();
    expect(fateOf(await places.read(text, {}))).not.toBe("unread");
  });
});

test.each(NONSENSE)("%j is nowhere on a map", async (text) => {
  expect(["kept", "unread", "asked"]).toContain(fateOf(await places.read(text, {})));
  expect(places.unreadable(text)).toBeUndefined();
});

test("no place is written twice, and there are three hundred of them", () => {
  const all = [...WRITTEN, ...ADDRESSES, ...POINTS, ...UNREADABLE].map(([text]) => text).concat(NOT_REFUSED, NONSENSE);
  expect(new Set(all).size).toBeGreaterThanOrEqual(300);
  expect(faults).toEqual([]);
});
