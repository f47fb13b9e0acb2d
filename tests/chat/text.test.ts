import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanLine, cleanName } from "../../src/domain/text.ts";

test("what can turn or hide text is removed, and emoji stay whole", () => {
  expect(cleanLine("Ada\u202Egnp.exe\u200B \u0000!")).toBe("Adagnp.exe !");
  expect(cleanLine("👩‍❤️‍💋‍👨 a\u200Db")).toBe("👩‍❤️‍💋‍👨 ab");
  expect(cleanLine("🏳️‍🌈 👨🏽‍🚀")).toBe("🏳️‍🌈 👨🏽‍🚀");
});

test("a name with nothing to see becomes the fallback, and a painted-over one is calmed", () => {
  expect(cleanName("\u200B\u200B \u3164".replace("\u3164", ""), "Guest")).toBe("Guest");
  expect(cleanName(`Z${"\u0301".repeat(40)}o`, "Guest")).toBe(`Z${"\u0301".repeat(3)}o`);
  expect([...cleanName("x".repeat(500), "Guest")]).toHaveLength(60);
});

test("cleaning twice is cleaning once, and never leaves a control", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const once = cleanLine(text);
      expect(cleanLine(once)).toBe(once);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
      expect(once).not.toMatch(/[\u0000-\u001F\u202A-\u202E\u2066-\u2069\u200B\uFEFF]/);
    }),
  );
});
