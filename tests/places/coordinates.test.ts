// Places: coordinates in the ways that people and their devices write them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coordinatesIn } from "../../src/places/coordinates.ts";

const BERLIN = { lat: 52.52, lng: 13.405 };

describe("a point is read from", () => {
  test.each([
    "52.52,13.405",
    "52.52, 13.405",
    " 52.5200  13.4050 ",
    "52.52;13.405",
    "52.52 / 13.405",
    "(52.52, 13.405)",
    "[52.52,13.405]",
    "+52.52, +13.405",
    "52,5200; 13,4050",
    "52,5200 13,4050",
    "52,52, 13,405",
    "lat: 52.52, lng: 13.405",
    "Latitude 52.52 Longitude 13.405",
    "lat=52.52 lon=13.405",
    "52.52° 13.405°",
    "52.52°, 13.405°",
    "52.52N 13.405E",
    "52.52° N, 13.405° E",
    "N52.52 E13.405",
    "N 52.52, E 13.405",
    "13.405E 52.52N",
    "52,52° N 13,405° E",
    "52°31'12\"N 13°24'18\"E",
    "52° 31′ 12″ N, 13° 24′ 18″ E",
    "52º31’12”N 13º24’18”E",
    "N52°31'12\" E13°24'18\"",
    "52°31'12'' N 13°24'18'' E",
    "52 31 12 N 13 24 18 E",
    "52°31.2'N 13°24.3'E",
    "N52 31.2 E13 24.3",
    "n 52° 31.200' e 013° 24.300'",
    "52°31'12\", 13°24'18\"",
  ])("%s", (text) => {
    const found = coordinatesIn(text);
    expect(found).toMatchObject({ kind: "point", alone: true });
    if (found?.kind !== "point") return;
    expect(found.point.lat).toBeCloseTo(BERLIN.lat, 6);
    expect(found.point.lng).toBeCloseTo(BERLIN.lng, 6);
  });
});

test("south and west are negative, in letters and in signs", () => {
  for (const text of ["33.8688S 151.2093W", "-33.8688, -151.2093", "−33.8688, −151.2093", "S33.8688 W151.2093"]) {
    expect(coordinatesIn(text)).toMatchObject({ point: { lat: -33.8688, lng: -151.2093 } });
  }
});

test("exact decimals are found amid words, and the words are noticed", () => {
  expect(coordinatesIn("ring at Anna, 52.52001, 13.40499 (back yard)")).toEqual({
    kind: "point",
    point: { lat: 52.52001, lng: 13.40499 },
    alone: false,
  });
});

test.each(["91.5, 13.4", "52.5, 181.2", "-90.01, 0.5", "95°00'00\"N 13°00'00\"E"])("%s is not on Earth", (text) => {
  expect(coordinatesIn(text)).toEqual({ kind: "off" });
});

test.each([
  "",
  "12, 10",
  "Kastanienallee 12",
  "10435",
  "2.5",
  "1.5 h, 3.2 km",
  "52°75'00\"N 13°00'00\"E ,",
  "52.5N 13.4N",
  "call 030 123.456",
  "12.10. 20:00",
])("%j is no point", (text) => {
  expect(coordinatesIn(text)?.kind).not.toBe("point");
});

test("every point that is written in decimals is read back", () => {
  const degrees = (most: number) =>
    fc.integer({ min: -most * 1e5 + 1, max: most * 1e5 - 1 }).map((n) => (n / 1e5).toFixed(5));
  fc.assert(
    fc.property(degrees(90), degrees(180), fc.constantFrom(",", ", ", "; ", " "), (lat, lng, mark) => {
      expect(coordinatesIn(lat + mark + lng)).toEqual({
        kind: "point",
        point: { lat: Number(lat), lng: Number(lng) },
        alone: true,
      });
    }),
    { numRuns: 2_000 },
  );
});

test("any text is answered at once", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."0123456789.,;°'\"NSEW +-/ "), maxLength: 300 }),
      (text) => void coordinatesIn(text),
    ),
    { numRuns: 3_000 },
  );
});
