// Parties nearby: the list goes on by its own buttons, keeps its filters, and says how far it looked.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { View } from "../../src/chat/view.ts";
import { shownAs, snap } from "../../src/domain/grid.ts";
import type { LatLng } from "../../src/domain/place.ts";
import { Secret } from "../../src/domain/secret.ts";
import { DAY, HOUR } from "../../src/domain/time.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES } from "../support/databases.ts";
import { sampleParty, samplePerson } from "../support/samples.ts";
import { type Stage, startStage, textOf } from "./stage.ts";

const BERLIN = { lat: 52.52, lng: 13.405 };
/** Sunday: the weekend ends on Monday at six. */
const TONIGHT = NOON + 9 * HOUR;
const LATER = NOON + 3 * DAY;

const titlesOf = (view: View): string[] => (view.fields ?? []).map(({ label }) => label);
const labelsOf = (view: View): string[] => (view.buttons ?? []).flat().map(({ label }) => label);

describe.each(DATABASES)("parties nearby, with %s", (database) => {
  let stage: Stage;

  const plan = (many: { title: string; at: LatLng; startsAt: number; city?: boolean }[]) =>
    stage.app.store.write(async (tx) => {
      const host = await samplePerson(tx, "Hanna");
      for (const { title, at, startsAt, city } of many) {
        const near = { label: "x", area: snap(at), point: new Secret(at) };
        const place = shownAs(near, city ? "city" : "neighbourhood", "Town");
        await tx.parties.add(sampleParty(host, { title, startsAt, place, findable: "nearby", approval: true }), NOON);
      }
    });

  beforeAll(async () => {
    stage = await startStage(database);
    await plan([
      // Five at a time in one cell: equally far, and some at the same hour.
      ...Array.from({ length: 20 }, (_, i) => ({
        title: `Party ${i}`,
        at: { lat: BERLIN.lat + 0.015 * Math.floor(i / 5), lng: BERLIN.lng },
        startsAt: i % 2 === 0 ? LATER : TONIGHT,
      })),
      { title: "Out of town", at: { lat: BERLIN.lat + 0.25, lng: BERLIN.lng }, startsAt: TONIGHT },
    ]);
  });
  afterAll(() => stage.close());

  test("“More” goes on where the list was left: every party once, the nearest first", async () => {
    const first = await stage.types("Ben", "nearby 52.52,13.405");
    expect(titlesOf(first)).toHaveLength(8);
    const second = await stage.presses("Ben", first, "More");
    const third = await stage.presses("Ben", second, "More");
    expect(labelsOf(third)).not.toContain("More");
    const all = [first, second, third].flatMap(titlesOf);
    expect([...all].sort()).toEqual(Array.from({ length: 20 }, (_, i) => `Party ${i}`).sort());
    const cells = all.map((title) => Math.floor(Number(title.slice(6)) / 5));
    expect(cells).toEqual([...cells].sort());
    expect(labelsOf(first).filter((label) => label.startsWith("Ask to join"))).toHaveLength(8);
  });

  test("looking on keeps the hours and the radius, and says so; looking further takes the hours along", async () => {
    const any = await stage.types("Ben", "nearby 52.52,13.405");
    expect(textOf(any)).toContain("Looked within 10 km, on any day.");
    const tonight = await stage.presses("Ben", any, "Tonight");
    expect(textOf(tonight)).toContain("Looked within 10 km, tonight.");
    expect(labelsOf(tonight)).toEqual(expect.arrayContaining(["Any day", "This weekend"]));
    const rest = await stage.presses("Ben", tonight, "More");
    expect([tonight, rest].flatMap(titlesOf).every((title) => Number(title.slice(6)) % 2 === 1)).toBe(true);
    expect([tonight, rest].flatMap(titlesOf)).toHaveLength(10);
    const further = await stage.presses("Ben", rest, "Look further");
    expect(textOf(further)).toContain("Looked within 50 km, tonight.");
    const last = await stage.presses("Ben", further, "More");
    expect(titlesOf(last)).toContain("Out of town");
    expect(labelsOf(last)).not.toContain("Look further");
  });

  test("whoever searches from the same square kilometre gets the same buttons: they carry nothing finer", async () => {
    const [one, other] = await Promise.all(
      ["52.51900,13.40100", "52.52149,13.40899"].map((at) => stage.types("Ben", `nearby ${at}`)),
    );
    expect(snap({ lat: 52.519, lng: 13.401 })).toEqual(snap({ lat: 52.52149, lng: 13.40899 }));
    expect(one?.buttons).toEqual(other?.buttons);
  });

  test("a list that was left goes on though its last party is gone since", async () => {
    const first = await stage.types("Ben", "nearby 52.52,13.405");
    const last = titlesOf(first).at(-1);
    const rows = await stage.app.store.reads.parties.nearby({ at: BERLIN, km: 10, from: NOON, limit: 8 });
    const gone = rows.at(-1)?.party;
    expect(gone?.title).toBe(last);
    await stage.app.store.write((tx) => tx.parties.edit(gone?.code ?? "", { state: "calledOff" }));
    const second = await stage.presses("Ben", first, "More");
    expect(titlesOf(second)).toHaveLength(8);
    expect(titlesOf(first)).not.toEqual(expect.arrayContaining(titlesOf(second)));
    await stage.app.store.write((tx) => tx.parties.edit(gone?.code ?? "", { state: "on" }));
  });

  test("of a party that shows the city alone nobody is told that it is nearer than a city is wide", async () => {
    await plan([{ title: "Somewhere", at: { lat: -33.87, lng: 151.21 }, startsAt: LATER, city: true }]);
    const { lat, lng } = snap({ lat: -33.87, lng: 151.21 }, "city");
    const view = await stage.types("Ben", `nearby ${lat},${lng} within:2`);
    expect(titlesOf(view)).toEqual(["Somewhere"]);
    expect(textOf(view)).toContain("about 10 km");
  });

  test("where nobody plans anything, it says how far and when it looked", async () => {
    expect(textOf(await stage.types("Ben", "nearby 10.0,-150.0 when:tonight"))).toContain(
      "No parties within 10 km tonight yet",
    );
  });
});
