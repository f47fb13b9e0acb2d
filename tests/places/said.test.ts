// Places: what people are told of where a place was read from, through the whole program with its map service down; and what is counted.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Stage, startStage, textOf } from "../commands/stage.ts";
import { json, startWire, type Wire } from "./wire.ts";

let wire: Wire;
let stage: Stage;

beforeAll(async () => {
  wire = await startWire();
  wire.answer = json({ error: "down" }, 503);
  stage = await startStage("sqlite", { GEOCODER_URL: `photon+${wire.host}` });
});
afterAll(() => Promise.all([stage.close(), wire.close()]));

const CITY = "I couldn't reach the map service, so I used the city I know.";

describe("with the map service down", () => {
  test("a party is planned in the city that is known, and its host is told so", async () => {
    const began = performance.now();
    const view = await stage.types("Ada", "create BBQ when:tomorrow 20:00 where:Oranienstrasse 25, Berlin");
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(textOf(view)).toContain(CITY);
  });

  test("an address without its city is kept, and its host is told to try again", async () => {
    const view = await stage.types("Ada", "create Tea when:tomorrow 16:00 where:Oranienstrasse 25");
    expect(textOf(view)).toContain("try again in a minute");
  });

  test("a party that moves, and a search, are told so too; a city alone asks nobody", async () => {
    const made = await stage.types("Bea", "create Ball when:tomorrow 20:00 where:Berlin");
    expect(textOf(made)).not.toContain("map service");
    const moved = await stage.types("Bea", `edit ${made.party} where:Skalitzer Str. 1, Berlin`);
    expect(textOf(moved)).toContain(CITY);
    expect(textOf(await stage.types("Bea", "nearby Skalitzer Str. 1, Berlin"))).toContain(CITY);
    expect(textOf(await stage.types("Bea", "nearby Berlin"))).not.toContain("map service");
  });
});

test.each([
  ["///filled.count.soap", /what3words.*map link, coordinates, a plus code or the address/],
  ["33U UU 91776 19912", /grid references/],
  ["https://maps.app.goo.gl/Zx9yAbc", /don't follow links/],
])("%s is refused kindly, with what to do instead", async (text, words) => {
  await expect(stage.types("Ada", `create Tea when:tomorrow 16:00 where:${text}`)).rejects.toThrow(words);
  await expect(stage.types("Ada", `nearby ${text}`)).rejects.toThrow(words);
});

test("what a known host types as an address is offered by the map service, what they search is not", async () => {
  wire.answer = json({ features: [] });
  stage.clock.forward(61_000);
  const suggest = (command: string, name: string) =>
    stage.app.core.suggest(
      {
        account: { platform: "telegram", userId: name },
        name,
        chat: { platform: "telegram", chatId: name, kind: "person", reach: "post" },
        seenBy: "person",
        press: { command, args: {} },
      },
      "where",
      "Oranienstr 25",
    );
  wire.asked.length = 0;
  await suggest("nearby", "Ada");
  await suggest("create", "Somebody who never wrote");
  expect(wire.asked).toEqual([]);
  await suggest("create", "Ada");
  expect(wire.asked.map(({ searchParams }) => searchParams.get("q"))).toEqual(["Oranienstr 25"]);
});
