// Tokens: ids and codes are drawn evenly, tokens are found by their hash alone.
import { describe, expect, it } from "vitest";
import { CODE_ALPHABET, isPartyCode } from "../../src/domain/party.ts";
import { hashToken, newCode, newId, newToken } from "../../src/safety/tokens.ts";

describe("names the app makes", () => {
  it("codes look like codes, ids are twenty characters, and none comes twice", () => {
    const codes = Array.from({ length: 2_000 }, newCode);
    expect(codes.every(isPartyCode)).toBe(true);
    const ids = Array.from({ length: 2_000 }, newId);
    expect(ids.every((id) => id.length === 20 && [...id].every((letter) => CODE_ALPHABET.includes(letter)))).toBe(true);
    expect(new Set(ids).size).toBe(2_000);
  });

  it("every letter comes up as often as the others", () => {
    const letters = Array.from({ length: 10_000 }, newId).join("");
    const expected = letters.length / CODE_ALPHABET.length;
    // Six standard deviations: a modulo of a byte would put the first letters 11 % above the others (ten of them).
    const bound = 6 * Math.sqrt(expected);
    for (const letter of CODE_ALPHABET)
      expect(Math.abs(letters.split(letter).length - 1 - expected)).toBeLessThan(bound);
  });

  it("a token holds 128 bits and its hash does not tell it", () => {
    const { token, hash } = newToken();
    expect(Buffer.from(token, "base64url")).toHaveLength(16);
    expect(hash).toBe(hashToken(token));
    expect(Buffer.from(hash, "base64url")).toHaveLength(32);
    expect(newToken().token).not.toBe(token);
  });
});
