// How much of where it is a party shows: the neighbourhood or the city, by the host's choice, wherever anybody reads it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { snap } from "../../src/domain/grid.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES } from "../support/databases.ts";
import { besides } from "../support/raw-rows.ts";
import { type Stage, startStage, textOf } from "./stage.ts";

const KREUZBERG = { lat: 52.4993, lng: 13.418 };
const AT = `${KREUZBERG.lat},${KREUZBERG.lng}`;
const POTSDAM = { lat: 52.3989, lng: 13.0657 };

describe.each(DATABASES)("the area, with %s", (database) => {
  let stage: Stage;
  let round = 0;
  let ada = "";
  let party = "";
  const seen = async () => {
    const found = (await stage.app.core.look(party, [undefined]))?.[0]?.seen;
    if (!found) throw new Error("no party");
    const { label, area, areaKm } = found;
    return { label, area, areaKm };
  };

  beforeAll(async () => {
    stage = await startStage(database);
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.clock.set(NOON);
    round += 1;
    ada = `Ada${round}`;
  });

  test("the city is shown where the host wants no more, and named by its cell alone", async () => {
    const made = await stage.types(ada, `create BBQ when:tomorrow 20:00 where:${AT} find:nearby area:city`);
    party = made.party ?? "";
    expect(textOf(made)).toContain("they see the city, never the address");
    const city = snap(KREUZBERG, "city");
    expect(await seen()).toEqual({ label: "Berlin", area: city, areaKm: 8 });
    const rows = await stage.app.store.reads.parties.nearby({ at: city, km: 1, from: NOON, limit: 9 });
    expect(rows.map((row) => row.party.code)).toContain(party);
    expect((await stage.app.core.around(AT, 50))?.found.find((one) => one.seen.code === party)?.km).toBe(10);
    const kept = await besides(stage.url, ({ reader }) => reader("parties").where({ code: party }).first());
    expect(JSON.stringify(kept)).not.toMatch(/Kreuzberg|52\.49|13\.41/);
  });

  test("the host changes their mind, and back; nobody is told of a move", async () => {
    const made = await stage.types(ada, `create BBQ when:tomorrow 20:00 where:${AT} find:nearby`);
    party = made.party ?? "";
    await stage.types(`Ben${round}`, `rsvp ${party} going`);
    const near = await seen();
    expect(near).toMatchObject({ area: snap(KREUZBERG), areaKm: 0.75 });
    await stage.types(ada, `ändern ${party} area:Stadt`);
    expect(await seen()).toEqual({ label: "Berlin", area: snap(KREUZBERG, "city"), areaKm: 8 });
    expect(textOf(await stage.types(ada, `edit ${party} area:city`))).toContain("That's how it was already");
    await stage.types(ada, `edit ${party} area:neighbourhood`);
    expect(await seen()).toEqual(near);
    await stage.settles();
    expect(stage.told(`Ben${round}`).map(textOf).join()).not.toContain("moved");
  });

  test("a party that moves goes on showing the city alone, of wherever it is", async () => {
    const made = await stage.types(ada, `create BBQ when:tomorrow 20:00 where:${AT} find:nearby area:city`);
    party = made.party ?? "";
    await stage.types(ada, `edit ${party} where:${POTSDAM.lat},${POTSDAM.lng}`);
    expect(await seen()).toMatchObject({ area: snap(POTSDAM, "city"), areaKm: 8 });
    expect((await seen()).label).toContain("Potsdam");
    // One that is on no map yet keeps the choice for when it is.
    const home = await stage.types(`Cleo${round}`, `create Home when:tomorrow 20:00 where:"My place" area:city`);
    party = home.party ?? "";
    await stage.types(`Cleo${round}`, `edit ${party} where:${AT}`);
    expect(await seen()).toEqual({ label: "Berlin", area: snap(KREUZBERG, "city"), areaKm: 8 });
  });
});
