// Chat: an argument that names many people at once, where the platform knows such a thing.
import type { Crowd, Platform } from "../domain/chat.ts";
import { info } from "./args.ts";
import type { Arg } from "./command.ts";
import { readCrowd } from "./refs.ts";

/** A crowd of the chat's own platform, as the adapter writes it. Its name is empty where a button left it out. */
export const crowd = (spec: { name: string; about: string; on: readonly Platform[] }): Arg<Crowd> => ({
  ...info(spec, "short", "crowd"),
  fits: (word) => readCrowd(word) !== undefined,
  read: async (raw, { words, chat }) => {
    const found = readCrowd(raw);
    const here = chat?.ref.platform;
    if (!found || found.platform !== here || !spec.on.includes(here))
      return { trouble: { words: words.mentions.unknown } };
    return { ok: found };
  },
});
