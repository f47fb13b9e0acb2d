// What may be typed after `outbox`, and what is said of anything else.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KINDS, LANES, laneOf } from "../../src/domain/lane.ts";
import { MINUTE } from "../../src/domain/time.ts";
import { Misuse, readAsked } from "../../src/operator/asked.ts";
import { readSpan, writeSpan } from "../../src/operator/spans.ts";
import { newId } from "../../src/safety/tokens.ts";

const read = (line: string) => readAsked(line.split(" ").filter(Boolean), 5 * MINUTE);
const misuse = (argv: readonly string[]): string => {
  try {
    readAsked(argv, 0);
  } catch (error) {
    if (error instanceof Misuse) return error.message;
    throw error;
  }
  return "";
};

const ID = newId();
const OTHER = newId();

describe("what is understood", () => {
  test.each([
    ["", { do: "help" }],
    ["list --help", { do: "help" }],
    ["list", { do: "list", states: ["leased", "pending"], limit: 50, json: false }],
    ["list --late --json", { do: "list", states: ["leased", "pending"], older: 5 * MINUTE, limit: 50, json: true }],
    [
      "list --dropped --kind remind,card",
      { do: "list", states: ["dropped"], kinds: ["remind", "card"], limit: 50, json: false },
    ],
    [
      "list --lane urgent --limit 3",
      { do: "list", states: ["leased", "pending"], kinds: ["calledOff", "moved"], limit: 3, json: false },
    ],
    [`retry ${ID} ${OTHER}`, { do: "retry", which: { ids: [ID, OTHER] }, json: false }],
    [
      "retry --dropped-since 90s --why unreachable",
      { do: "retry", which: { droppedSince: 90_000, why: "unreachable" }, json: false },
    ],
    [`drop ${ID}`, { do: "drop", which: { ids: [ID] }, yes: false, json: false }],
    [
      "drop --kind card --older 2h --yes",
      { do: "drop", which: { kinds: ["card"], older: 7_200_000 }, yes: true, json: false },
    ],
  ])("%s", (line, asked) => {
    const got = read(line);
    expect({ ...got, ...("kinds" in got && { kinds: [...(got.kinds ?? [])].sort() }) }).toEqual({
      ...asked,
      ...("kinds" in asked && { kinds: [...asked.kinds].sort() }),
    });
  });
});

describe("what is not understood is answered with what would be", () => {
  test.each([
    ["frob", "list, retry or drop"],
    ["list --kind party", "--kind is one of"],
    ["list --lane fast", "urgent, news, reminder, card"],
    ["list --older yesterday", "90s, 10m, 2h or 3d"],
    ["list --limit 0", "from 1 to"],
    ["list --yes", "does not take --yes"],
    ["retry", "takes ids"],
    [`retry ${ID} --dropped-since 1h --why x`, "takes ids"],
    ["retry --dropped-since 1h", "--why"],
    ["retry Anna", "no note's id"],
    ["drop", "takes ids"],
    [`drop ${ID} --kind card`, "takes ids"],
    ["list --frob", "--frob"],
  ])("%s", (line, says) => {
    expect(misuse(line.split(" "))).toContain(says);
  });

  test("whatever is typed, it is read or told, and what is told can be printed", () => {
    const word = fc.oneof(fc.string(), fc.constantFrom("list", "retry", "drop", "--kind", "--yes", "--older", ID));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (argv) => void expect(misuse(argv)).toMatch(/^[^\x00-\x1f\x7f]*$/)),
    );
  });
});

test("a span is shown in words that are read as no more than it, and more than half of it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 400 * 24 * 60 * MINUTE }), (ms) => {
      const back = readSpan(writeSpan(ms)) ?? 0;
      expect(back).toBeLessThanOrEqual(ms);
      expect(back).toBeGreaterThan(ms / 2);
    }),
  );
});

test("every kind of note has its lane, and every lane has notes", () => {
  expect(new Set(KINDS.map(laneOf))).toEqual(new Set(LANES));
});
