// Keyring: what is sealed opens only where it was sealed, and no fault prints a key or a secret.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BadKeys, CannotOpen, createKeyring, newDataKey } from "../../src/safety/keyring.ts";

const at = { table: "parties", row: "k3x9q2db", column: "address" };

describe("the keyring", () => {
  it("opens whatever it sealed, and says the same thing in another way each time", () => {
    const ring = createKeyring(newDataKey(1));
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const sealed = ring.seal(text, at);
        expect(sealed).toMatch(/^v1\.1\.[\w-]{16}\.[\w-]{22,}$/);
        expect(sealed).not.toBe(ring.seal(text, at));
        expect(ring.open(sealed, at)).toBe(text);
      }),
    );
  });

  it("opens nothing that was moved to another row, column or table, or changed in any place", () => {
    const ring = createKeyring(newDataKey(1));
    const sealed = ring.seal("Kastanienallee 12", at);
    for (const other of [
      { ...at, row: "another" },
      { ...at, column: "point" },
      { ...at, table: "drafts" },
    ]) {
      expect(() => ring.open(sealed, other)).toThrow(CannotOpen);
    }
    for (let i = 0; i < sealed.length - 1; i += 1) {
      const changed = sealed.slice(0, i) + (sealed[i] === "A" ? "B" : "A") + sealed.slice(i + 1);
      expect(() => ring.open(changed, at)).toThrow(CannotOpen);
    }
    for (const junk of ["", "v1", "v1.1..", "Kastanienallee 12", `${sealed}.x`])
      expect(() => ring.open(junk, at)).toThrow(CannotOpen);
  });

  it("seals under the newest key and opens under any that is listed", () => {
    const [first, second] = [newDataKey(1), newDataKey(2)];
    const old = createKeyring(first).seal("old", at);
    const rotated = createKeyring(`${second},${first}`);
    expect(rotated.open(old, at)).toBe("old");
    expect(rotated.newest).toBe(2);
    const fresh = rotated.seal("new", at);
    expect(createKeyring(second).open(fresh, at)).toBe("new");
    expect(() => createKeyring(second).open(old, at)).toThrow("its key, number 1, is not among the keys given");
  });

  it("says which entry of the keys is wrong, and never prints it", () => {
    const good = newDataKey(1);
    const short = Buffer.alloc(16, 7).toString("base64");
    for (const [keys, why] of [
      ["", "entry 1"],
      ["nonsense", "entry 1"],
      [`${good},2:${short}`, "entry 2: the key must be 32 bytes"],
      [`${good},${good}`, "entry 2: its number is given twice"],
      [`one:${good.slice(2)}`, "entry 1"],
    ] as const) {
      try {
        createKeyring(keys);
        expect.fail("accepted");
      } catch (error) {
        expect(error).toBeInstanceOf(BadKeys);
        expect((error as Error).message).toContain(why);
        for (const secret of [good.slice(2), short, "nonsense"]) expect((error as Error).message).not.toContain(secret);
      }
    }
  });
});
