// The key file of the embedded default: made once, readable by its owner alone.
import { chmod, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadOrMakeKeys } from "../../src/safety/key-file.ts";
import { createKeyring } from "../../src/safety/keyring.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "party-keys-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("is made once, with mode 0600, and found again", async () => {
  const dir = join(folder, "data");
  const keys = await loadOrMakeKeys(dir);
  expect(createKeyring(keys).newest).toBe(1);
  expect((await stat(join(dir, "keys"))).mode & 0o777).toBe(0o600);
  expect((await stat(dir)).mode & 0o077).toBe(0);
  expect(await loadOrMakeKeys(dir)).toBe(keys);
  expect(await readdir(dir)).toEqual(["keys"]);
});

it("processes that start at once agree on one key", async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => loadOrMakeKeys(folder)));
  expect(new Set(all).size).toBe(1);
  expect(await readdir(folder)).toEqual(["keys"]);
});

it("is closed to others again when somebody opened it", async () => {
  await loadOrMakeKeys(folder);
  await chmod(join(folder, "keys"), 0o644);
  await loadOrMakeKeys(folder);
  expect((await stat(join(folder, "keys"))).mode & 0o777).toBe(0o600);
});
