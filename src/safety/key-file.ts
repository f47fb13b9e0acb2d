// Safety: the key of the embedded default, made once and kept beside the database.
import { chmod, link, mkdir, open, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { newDataKey } from "./keyring.ts";
import { newId } from "./tokens.ts";

/**
 * The contents of `<dir>/keys` (mode 0600) as `createKeyring` takes them; made with one fresh key where there is none.
 * Two processes that start at once get the same key.
 */
export const loadOrMakeKeys = async (dir: string): Promise<string> => {
  const path = join(dir, "keys");
  const found = await read(path);
  if (found !== undefined) return found;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const draft = join(dir, `keys.${newId()}`);
  await writeDurably(draft, `${newDataKey(1)}\n`);
  try {
    // A link, not a rename: it fails where the other process was first, and then its key is the one.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await unlink(draft);
  }
  return (await readFile(path, "utf8")).trim();
};

const read = async (path: string): Promise<string | undefined> => {
  try {
    const text = (await readFile(path, "utf8")).trim();
    await chmod(path, 0o600);
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

/** On the disk before any row is sealed under it: a key lost in a power cut would lose every address. */
const writeDurably = async (path: string, text: string): Promise<void> => {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
};
