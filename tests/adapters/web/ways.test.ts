// Web: the links that lead to a party: each map opened in the way chosen, to the exact place or to the area and never finer.
import { describe, expect, test } from "vitest";
import { waysTitle, waysTo } from "../../../adapters/web/ways.ts";

const area = { lat: 52.52, lng: 13.4 };
const point = { lat: 52.53714, lng: 13.40712 };
const hrefs = (party: Parameters<typeof waysTo>[0]): string[] =>
  waysTo(party).flatMap(({ maps }) => maps.map(({ href }) => href));
const asked = (href: string): string =>
  ["destination", "daddr", "to"].map((name) => new URL(href).searchParams.get(name)).find((one) => one !== null) ?? "";

describe("ways to a party", () => {
  test("on foot, by transit and by car, in each map that knows the way", () => {
    const ways = waysTo({ area, exact: { point } });
    expect(ways.map(({ how, maps }) => [how, maps.map(({ label }) => label)])).toEqual([
      ["On foot", ["Google Maps", "Apple Maps", "OpenStreetMap"]],
      ["By transit", ["Google Maps", "Apple Maps"]],
      ["By car", ["Google Maps", "Apple Maps", "OpenStreetMap"]],
    ]);
    const modes = hrefs({ area, exact: { point } }).map((href) => {
      const { searchParams } = new URL(href);
      return searchParams.get("travelmode") ?? searchParams.get("dirflg") ?? searchParams.get("engine");
    });
    expect(modes).toEqual([
      ...["walking", "w", "fossgis_osrm_foot"],
      ...["transit", "r"],
      ...["driving", "d", "fossgis_osrm_car"],
    ]);
  });

  test("lead to the point where it is told, else to the address, else to the area", () => {
    expect(new Set(hrefs({ area, exact: { point, address: "Elm St. 7, Berlin" } }).map(asked))).toEqual(
      new Set(["52.53714,13.40712"]),
    );
    expect(new Set(hrefs({ area, exact: { address: "Elm St. 7 & yard, Berlin" } }).map(asked))).toEqual(
      new Set(["Elm St. 7 & yard, Berlin"]),
    );
    expect(new Set(hrefs({ area }).map(asked))).toEqual(new Set(["52.52,13.4"]));
    expect(waysTitle({})).toBe("Directions to the area");
    expect(waysTo({})).toEqual([]);
  });
});
