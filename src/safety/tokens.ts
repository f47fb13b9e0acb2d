// Safety: the names that the app makes by itself: ids, party codes, capability tokens and the hashes they are stored under.
import { createHash, randomBytes } from "node:crypto";
import { CODE_ALPHABET, CODE_LENGTH } from "../domain/party.ts";

const ID_LENGTH = 20;

/** Twenty characters of `CODE_ALPHABET`: 96 bits, so ids never meet. */
export const newId = (): string => draw(ID_LENGTH);

/** Eight characters of `CODE_ALPHABET` (38 bits): a party's code may, rarely, be taken already. */
export const newCode = (): string => draw(CODE_LENGTH);

/** A 128-bit capability in base64url (22 characters), and the hash that is stored in its stead. */
export const newToken = (): { token: string; hash: string } => {
  const token = randomBytes(16).toString("base64url");
  return { token, hash: hashToken(token) };
};

/** SHA-256 in base64url (43 characters). A token has 128 random bits, so no salt is needed. */
export const hashToken = (token: string): string => createHash("sha256").update(token, "utf8").digest("base64url");

// 256 is no multiple of 28: bytes beyond the last whole multiple are drawn again, or the first letters would come up more often.
const WHOLE = 256 - (256 % CODE_ALPHABET.length);

const draw = (length: number): string => {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < WHOLE && text.length < length) text += CODE_ALPHABET.charAt(byte % CODE_ALPHABET.length);
    }
  }
  return text;
};
