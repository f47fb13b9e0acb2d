// Tests: a crowd as an adapter writes it, and as a button holds it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodePress, parseLine } from "../../src/chat/press.ts";
import { readCrowd, writeCrowd } from "../../src/chat/refs.ts";
import { commands } from "../../src/commands/index.ts";

const crowdId = fc.bigInt({ min: 10n ** 16n, max: 2n ** 64n - 1n }).map(String);

test("a crowd reads back as it was written, whatever its name; the signs that part it become spaces", () => {
  fc.assert(
    fc.property(
      crowdId,
      fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" }),
      fc.option(fc.nat({ max: 999_999_999 }), { nil: undefined }),
      (id, typed, size) => {
        const name = `R${typed.replace(/[\p{C}]/gu, "")}`;
        const crowd = { platform: "discord" as const, crowdId: id, name, ...(size !== undefined && { size }) };
        expect(readCrowd(writeCrowd(crowd))).toEqual({ ...crowd, name: expect.stringMatching(/^R[^|#&]*$/u) });
      },
    ),
  );
});

test("a crowd without its name fits a button with any id that Discord gives", () => {
  fc.assert(
    fc.property(crowdId, fc.constantFrom("y", "n"), (id, sure) => {
      const role = writeCrowd({ platform: "discord", crowdId: id, name: "" });
      const line = encodePress({ command: "invite", args: { party: "k3x9q2ab", role, sure } }, commands);
      expect(parseLine(line, commands)?.args).toEqual({ party: "k3x9q2ab", role, sure });
      expect(readCrowd(role)).toEqual({ platform: "discord", crowdId: id, name: "" });
    }),
  );
});

test("what is no crowd is none", () => {
  for (const raw of [
    "",
    "Runners",
    "&discord:",
    "&matrix:1|Runners",
    "#discord:1|lawn",
    "&discord:1|a b",
    "&discord:1|a|b",
  ])
    expect(readCrowd(raw), raw).toBeUndefined();
});
