// Places: a written place becomes a public label and area, and a secret, on this machine alone.
import { inspect } from "node:util";
import fc from "fast-check";
import naughty from "big-list-of-naughty-strings" with { type: "json" };
import { beforeAll, describe, expect, test } from "vitest";
import { kmBetween } from "../../src/places/distance.ts";
import { createPlaces } from "../../src/places/index.ts";
import { AREA_RADIUS_M, snap } from "../../src/places/snap.ts";
import { ADDRESSES } from "./written-addresses.ts";
import { WRITTEN } from "./written-places.ts";

const faults: string[] = [];
const places = createPlaces({ now: () => 0, onFault: (provider, why) => faults.push(`${provider}: ${why}`) });

beforeAll(async () => void (await places.suggest("be", {})));

test("every choice reads back as one place, and keeps what was typed", async () => {
  for (const [text, fate, , , hint] of [...WRITTEN, ...ADDRESSES].filter((row) => row[1] === "asked")) {
    const answer = await places.read(text, hint ?? {});
    if (answer.kind !== "doubtful") throw new Error(`${text} (${fate}) was not asked`);
    const seen = new Set<string>();
    for (const { value } of answer.choices) {
      const again = await places.read(value, hint ?? {});
      expect(again.kind, value).toBe("found");
      if (again.kind !== "found") continue;
      expect(again.located, value).toBe(!value.startsWith('"'));
      if (!again.located) expect(again.found.place.address?.reveal()).toBe(text);
      else if (/\d/.test(text)) expect(again.found.place.address?.reveal()).toContain(/^[^,]*/.exec(text)?.[0]);
      seen.add(JSON.stringify(again.found.place.area));
    }
    expect(seen.size, text).toBe(answer.choices.length);
  }
});

test("each Springfield chosen is another Springfield", async () => {
  const labels = new Set<string>();
  const answer = await places.read("Springfield", {});
  if (answer.kind !== "doubtful") throw new Error("taken");
  for (const { value } of answer.choices.slice(0, -1)) {
    const again = await places.read(value, {});
    if (again.kind === "found") labels.add(again.found.place.label);
  }
  expect([...labels]).toEqual([
    "Springfield, Missouri",
    "Springfield, Massachusetts",
    "Springfield, Illinois",
    "Springfield, Oregon",
    "Springfield, Ohio",
  ]);
});

test("what is public holds neither the street nor the exact point", async () => {
  const secrets = ["Kastanienallee", "12a", "52.538412", "13.409137"];
  for (const text of [
    "Kastanienallee 12a, Berlin",
    "Kastanienallee 12a",
    "52.538412, 13.409137",
    "Kastanienallee 12a, 52.538412, 13.409137",
    "https://www.google.com/maps/place/Kastanienallee+12a,+10435+Berlin/@52.538412,13.409137,17z",
  ]) {
    const answer = await places.read(text, {});
    const shown = `${JSON.stringify(answer)} ${inspect(answer, { depth: 9, showHidden: true })}`;
    for (const secret of secrets) expect(shown, text).not.toContain(secret);
  }
});

test("a shared point keeps its point secret, and shows the middle of its cell", async () => {
  const exact = fc.record({
    lat: fc.double({ min: -60, max: 70, noNaN: true }),
    lng: fc.double({ min: -180, max: 180, noNaN: true }),
  });
  for (const point of fc.sample(exact, 200)) {
    const answer = await places.read(`${point.lat.toFixed(6)},${point.lng.toFixed(6)}`, {});
    if (answer.kind !== "found" || !answer.found.place.area) throw new Error("not found");
    const kept = answer.found.place.point?.reveal();
    expect(kept && kmBetween(kept, point)).toBeLessThan(0.001);
    expect(answer.found.place.area).toEqual(snap(kept!));
    expect(kmBetween(answer.found.place.area, point) * 1_000).toBeLessThan(AREA_RADIUS_M);
    expect(answer.found.place.address).toBeUndefined();
  }
});

test("the words beside a point are kept as the address, coordinates alone are not", async () => {
  const address = async (text: string) => {
    const answer = await places.read(text, {});
    return answer.kind === "found" ? answer.found.place.address?.reveal() : "doubtful";
  };
  expect(await address("52.5200, 13.4050")).toBeUndefined();
  expect(await address("https://maps.google.com/?q=52.52,13.405")).toBeUndefined();
  expect(await address("https://www.google.com/maps/place/Brandenburger+Tor/@52.5162,13.3777,17z")).toBe(
    "Brandenburger Tor",
  );
  expect(await address("ring at Anna 52.52001, 13.40499")).toBe("ring at Anna 52.52001, 13.40499");
});

describe("a spot to search from", () => {
  test("is a city, a part of it, or a snapped point", async () => {
    expect(await places.spot("Berlin", {})).toMatchObject({ label: "Berlin", timeZone: "Europe/Berlin" });
    expect(await places.spot("Kreuzberg", {})).toMatchObject({ label: "Kreuzberg, Berlin" });
    const spot = await places.spot("52.538412,13.409137", {});
    expect(spot).toEqual({
      area: snap({ lat: 52.538412, lng: 13.409137 }),
      label: "Berlin",
      timeZone: "Europe/Berlin",
    });
  });
  test("of several namesakes is the likeliest, named in full", async () => {
    expect(await places.spot("Springfield", {})).toMatchObject({ label: "Springfield, Missouri, US" });
    expect(await places.spot("Cambridge", { timeZone: "America/New_York" })).toMatchObject({
      label: "Cambridge, Massachusetts, US",
    });
  });
  test.each(["Anna's place", "", "https://maps.app.goo.gl/abc", "asdfghjkl", "Berln"])(
    "is not found in %j",
    async (text) => {
      expect(await places.spot(text, {})).toBeUndefined();
    },
  );
});

describe("completion", () => {
  test("offers the largest first, and the near before the far", async () => {
    expect((await places.suggest("Ber", {}))[0]).toEqual({ label: "Berlin, Germany", value: "Berlin, Germany" });
    expect((await places.suggest("spring", { timeZone: "America/Chicago" }))[0]?.label).toBe(
      "Springfield, Missouri, US",
    );
    expect((await places.suggest("Mün", { locale: "de" }))[0]).toEqual({
      label: "München, Bavaria, Deutschland",
      value: "München, Bavaria, Germany",
    });
  });
  test("keeps the street", async () => {
    expect((await places.suggest("Kastanienallee 12, Berl", {}))[0]?.value).toBe("Kastanienallee 12, Berlin, Germany");
  });
  test("what is offered reads as one place", async () => {
    for (const typed of ["ber", "san", "lon", "neu", "new y", "st. ", "kö", "val", "fra", "ham", "x, par"]) {
      const choices = await places.suggest(typed, {});
      expect(choices.length).toBeLessThanOrEqual(10);
      for (const { value } of choices)
        expect(await places.read(value, {}), value).toMatchObject({ kind: "found", located: true });
    }
  });
  test("says nothing to one letter, to nonsense, to 10,000 letters", async () => {
    for (const typed of ["", "b", "zzzzz", "x".repeat(10_000), "Berlin,"])
      expect(await places.suggest(typed, {})).toEqual([]);
  });
  test("takes less than 20 ms of work", async () => {
    const before = process.cpuUsage();
    for (const typed of ["be", "ber", "san", "zzz", "new", "st", "al", "kö", "va", "xx"])
      await places.suggest(typed, { timeZone: "Europe/Berlin" });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000 / 10).toBeLessThan(20);
  });
});

describe("whatever is typed", () => {
  test("naughty strings are answered quickly, and nothing is thrown", async () => {
    // The process's own time: other work on the machine does not count.
    const before = process.cpuUsage();
    for (const text of [
      ...naughty,
      ...naughty.map((text) => `${text}, Berlin`),
      "a".repeat(10_000),
      "1,".repeat(5_000),
      "https://maps.google.com/?q=" + "a,".repeat(5_000),
    ]) {
      expect(["found", "doubtful"]).toContain((await places.read(text, { locale: text, timeZone: text })).kind);
      await places.spot(text, {});
      await places.suggest(text, {});
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000 / naughty.length).toBeLessThan(100);
  });
  test("any text gets an answer", async () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary", maxLength: 320 }),
      fc
        .array(
          fc.constantFrom(
            "Berlin",
            "Paris",
            "12",
            ",",
            "in",
            "TX",
            "GC22+22",
            "52.5",
            "geo:",
            '"',
            "Neustadt",
            "(",
            ")",
          ),
          { maxLength: 20 },
        )
        .map((words) => words.join(" ")),
    );
    await fc.assert(
      fc.asyncProperty(
        anything,
        async (text) => void expect(["found", "doubtful"]).toContain((await places.read(text, {})).kind),
      ),
      { numRuns: 300 },
    );
  });
  test("nothing was wrong with the providers", () => expect(faults).toEqual([]));
});
