// Safety: the keys under which secrets are stored, and the sealing and opening of one value.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Where a sealed value lives. It is authenticated with the value, so a ciphertext moved to another row or column does not open. */
export type Spot = { table: string; row: string; column: string };

export type Keyring = {
  /** AES-256-GCM under the newest key, as text `v1.<key>.<iv>.<data and tag>`, base64url. */
  seal(text: string, at: Spot): string;
  /** Throws `CannotOpen` for anything that was not sealed for this spot under a key of this ring. */
  open(sealed: string, at: Spot): string;
  /** The number of the key that seals. */
  readonly newest: number;
};

/** Says where, never what. */
export class CannotOpen extends Error {
  override readonly name = "CannotOpen";
}

/** The keys are not to be used as they are; says which entry and why, never a key. */
export class BadKeys extends Error {
  override readonly name = "BadKeys";
}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `dataKeys`: `<number>:<base64 of 32 bytes>`, comma-separated, the newest first: it seals, any of them opens. Throws `BadKeys`. */
export const createKeyring = (dataKeys: string): Keyring => {
  const keys = readKeys(dataKeys);
  const [newest] = keys.keys();
  const key = keys.get(newest as number) as Buffer;
  return {
    newest: newest as number,
    seal: (text, at) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(aad(at));
      const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `v1.${newest}.${iv.toString("base64url")}.${data.toString("base64url")}`;
    },
    open: (sealed, at) => {
      const [form, number, iv, data, ...rest] = sealed.split(".");
      const bytes = Buffer.from(data ?? "", "base64url");
      if (form !== "v1" || !iv || rest.length > 0 || bytes.length < TAG_BYTES) throw cannot(at, "it was not sealed");
      const used = keys.get(Number(number));
      if (!used) throw cannot(at, `its key, number ${Number(number)}, is not among the keys given`);
      try {
        const decipher = createDecipheriv("aes-256-gcm", used, Buffer.from(iv, "base64url"), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(aad(at)).setAuthTag(bytes.subarray(-TAG_BYTES));
        return decipher.update(bytes.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
      } catch {
        throw cannot(at, "it was sealed under another key or for another row, or it was changed");
      }
    },
  };
};

/** A fresh key as an entry of `DATA_KEYS`. */
export const newDataKey = (number: number): string => `${number}:${randomBytes(KEY_BYTES).toString("base64")}`;

const aad = (at: Spot): Buffer => Buffer.from(`${at.table}|${at.row}|${at.column}`, "utf8");

const cannot = (at: Spot, why: string): CannotOpen =>
  new CannotOpen(`a value of ${at.table}.${at.column} cannot be opened: ${why}`);

const readKeys = (dataKeys: string): Map<number, Buffer> => {
  const keys = new Map<number, Buffer>();
  const entries = dataKeys.split(",").map((entry) => entry.trim());
  for (const [i, entry] of entries.entries()) {
    const [, number, base64] = /^(\d{1,6}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry) ?? [];
    if (!number || !base64) throw new BadKeys(`DATA_KEYS, entry ${i + 1}: it must read <number>:<base64>`);
    const key = Buffer.from(base64, "base64");
    if (key.length !== KEY_BYTES)
      throw new BadKeys(`DATA_KEYS, entry ${i + 1}: the key must be ${KEY_BYTES} bytes in base64`);
    if (keys.has(Number(number))) throw new BadKeys(`DATA_KEYS, entry ${i + 1}: its number is given twice`);
    keys.set(Number(number), key);
  }
  return keys;
};
