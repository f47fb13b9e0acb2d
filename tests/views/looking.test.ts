// Views: whatever list of parties nearby it is, its buttons fit every platform and come back as they were.
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodePress, parseLine } from "../../src/chat/press.ts";
import { commands } from "../../src/commands/index.ts";
import { chordOfKm } from "../../src/domain/cells.ts";
import { snap } from "../../src/domain/grid.ts";
import { CODE_ALPHABET, CODE_LENGTH } from "../../src/domain/party.ts";
import { isPoint, lookPress, pointText, readCursor } from "../../src/views/looking.ts";

const point = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lng: fc.double({ min: -180, max: 180, noNaN: true }),
});
const cursor = fc.record({
  km: fc.double({ min: 0, max: 50, noNaN: true }),
  startsAt: fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2058, 0, 1) }),
  code: fc.string({ unit: fc.constantFrom(...CODE_ALPHABET), minLength: CODE_LENGTH, maxLength: CODE_LENGTH }),
});
const units = (km: number): number => Math.round(chordOfKm(km) * 1e13);

test("a press to look on fits a button's 64 bytes, and says the same when it comes back", () => {
  fc.assert(
    fc.property(
      point,
      cursor,
      fc.constantFrom("2", "10", "50"),
      fc.constantFrom("any" as const, "tonight" as const, "weekend" as const),
      (at, after, within, when) => {
        const area = snap(at);
        const line = encodePress(lookPress({ at: area, within, when, after }), commands);
        const args = parseLine(line, commands)?.args ?? {};
        expect(args).toMatchObject({ at: pointText(area), within, when });
        expect(isPoint(args["at"] ?? "")).toBe(true);
        const [lat = 0, lng = 0] = (args["at"] ?? "").split(",").map(Number);
        expect(snap({ lat, lng })).toEqual(area);
        const back = readCursor(args["after"] ?? "");
        expect(back).toMatchObject({ startsAt: after.startsAt, code: after.code });
        expect(units(back?.km ?? 0)).toBe(units(after.km));
      },
    ),
    { numRuns: 2_000 },
  );
});

test("what is no place in a list is none", () => {
  for (const text of ["", "a.b", "a.b.c", "a58gmw.mwtih7k0.k3x9q2ba", "a58gmw.mwtih7k0.k3x9q2bb.x", "-1.2.k3x9q2bb"]) {
    expect(readCursor(text)).toBeUndefined();
  }
});
