// The pin of a party: what a geocoder makes of words is a guess, and no guest is told the point until a host says that it is right.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { View } from "../../src/chat/view.ts";
import { snap } from "../../src/domain/grid.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES } from "../support/databases.ts";
import { type Stage, startStage, textOf } from "./stage.ts";

const POINT = { lat: 52.50031, lng: 13.42214 };
const ADDRESS = "Oranienstrasse 25, Berlin";
const BBQ = `create BBQ when:tomorrow 20:00 where:${ADDRESS}`;

/** Photon, knowing one house. */
const FEATURE = {
  type: "Feature",
  geometry: { type: "Point", coordinates: [POINT.lng, POINT.lat] },
  properties: {
    ...{ osm_type: "N", osm_key: "place", osm_value: "house", type: "house", housenumber: "25" },
    ...{ street: "Oranienstraße", district: "Kreuzberg", city: "Berlin", country: "Deutschland", postcode: "10999" },
  },
};

const labelsOf = (view: View): string[] => (view.buttons ?? []).flat().map(({ label }) => label);

describe.each(DATABASES)("the pin, with %s", (database) => {
  let geocoder: Server;
  let stage: Stage;
  let round = 0;
  let [ada, ben] = ["", ""];
  let made: View;
  let party = "";
  /** What the party's page tells Ben. */
  const pageOf = async (name: string) =>
    (await stage.app.core.look(party, [{ platform: "telegram", userId: name }]))?.[0]?.seen;

  beforeAll(async () => {
    geocoder = createServer((_, response) => {
      const body = JSON.stringify({ type: "FeatureCollection", features: [FEATURE] });
      response.writeHead(200, { "content-type": "application/json" }).end(body);
    });
    await new Promise<void>((done) => geocoder.listen(0, "127.0.0.1", done));
    const { port } = geocoder.address() as AddressInfo;
    stage = await startStage(database, { GEOCODER_URL: `photon+http://127.0.0.1:${port}` });
  });
  afterAll(async () => {
    await stage.close();
    geocoder.closeAllConnections();
    await new Promise((done) => geocoder.close(done));
  });
  beforeEach(async () => {
    stage.clock.set(NOON);
    round += 1;
    [ada, ben] = [`Ada${round}`, `Ben${round}`];
    made = await stage.types(ada, BBQ);
    party = made.party ?? "";
    await stage.app.store.write((tx) => tx.parties.edit(party, { findable: "nearby" }));
    await stage.types(ben, `rsvp ${party} going`);
  });

  test("a guest reads the address and sees the area, and the pin once the host says that it is right", async () => {
    expect(made.map?.exact).toEqual(POINT);
    expect(textOf(made)).toContain("is the pin right?");
    const before = await stage.types(ben, `show ${party}`);
    expect(textOf(before)).toContain(ADDRESS);
    expect(before.map).toMatchObject({ area: snap(POINT) });
    expect(JSON.stringify([before, await pageOf(ben)])).not.toMatch(/52\.50031|13\.42214/);
    expect((await pageOf(ben))?.exact).toEqual({ address: ADDRESS });
    expect(labelsOf(before)).not.toContain("The pin is right");

    const said = await stage.presses(ada, made, "The pin is right");
    expect(said.title).toBe("Guests see the pin now");
    expect(labelsOf(said)).not.toContain("The pin is right");
    expect((await stage.types(ben, `show ${party}`)).map?.exact).toEqual(POINT);
    expect((await pageOf(ben))?.exact).toEqual({ address: ADDRESS, point: POINT });
  });

  test("saying it twice changes nothing; a guest may not say it", async () => {
    await stage.presses(ada, made, "The pin is right");
    const { version } = (await pageOf(ada)) ?? {};
    expect((await stage.presses(ada, made, "The pin is right")).title).toBe("Guests see the pin now");
    expect((await pageOf(ada))?.version).toBe(version);
    const other = await stage.types(`Eve${round}`, BBQ);
    expect(textOf(await stage.types(ben, `pin ${other.party} guess:x`))).toContain("Only a host");
    expect(textOf(await stage.types(`Eve${round}`, `show ${other.party}`))).toContain("is the pin right?");
  });

  test("an old button says nothing of the place that has come since", async () => {
    await stage.types(ada, `edit ${party} where:Oranienstrasse 25, Berlin, Hinterhof`);
    expect(textOf(await stage.presses(ada, made, "The pin is right"))).toContain("The place has changed since");
    expect((await pageOf(ben))?.exact?.point).toBeUndefined();
    const again = await stage.types(ada, `show ${party}`);
    await stage.presses(ada, again, "The pin is right");
    expect((await pageOf(ben))?.exact?.point).toEqual(POINT);
  });

  test("“Move the pin” asks where; the address stays, guests see the pin, and nobody is told of a move", async () => {
    await expect(stage.presses(ada, made, "Move the pin")).rejects.toThrow(/a question.*"name":"at"/);
    const moved = await stage.types(ada, `pin ${party} at:52.50050,13.42190`);
    expect(moved.title).toBe("The pin is moved");
    expect((await pageOf(ben))?.exact).toEqual({ address: ADDRESS, point: { lat: 52.5005, lng: 13.4219 } });
    await stage.settles();
    expect(stage.told(ben).map(textOf).join()).not.toContain("moved");
    await expect(stage.types(ada, `pin ${party} at:48.137,11.575`)).rejects.toThrow("far from where the party is");
    await expect(stage.types(ada, `pin ${party} at:${ADDRESS}`)).rejects.toThrow("map link or coordinates");
  });

  test("the host's own pin needs no word: coordinates, a map's link, a shared location", async () => {
    const own = ["52.5,13.4", "https://www.openstreetmap.org/?mlat=52.5&mlon=13.4#map=17/52.5/13.4"];
    for (const [i, where] of own.entries()) {
      const view = await stage.types(`Cleo${round}${i}`, `create Party when:tomorrow 20:00 where:${where}`);
      expect(view.map?.exact).toEqual({ lat: 52.5, lng: 13.4 });
      expect(labelsOf(view)).not.toContain("The pin is right");
    }
  });

  test("in a group neither the point nor the buttons are shown: the host is asked in private", async () => {
    const view = await stage.types(`Dan${round}`, BBQ, stage.group);
    expect(textOf(view)).toContain("Ask me for the party in private");
    expect(labelsOf(view)).not.toContain("The pin is right");
    expect(JSON.stringify(view)).not.toMatch(/52\.50031|13\.42214/);
    expect(labelsOf(await stage.types(`Dan${round}`, `show ${view.party}`))).toContain("The pin is right");
  });
});
