// Chat: arguments for when reminders come, and when they do not.
import { readQuiet } from "../domain/quiet.ts";
import { readTimes } from "../domain/reminders.ts";
import { cleanLine } from "../domain/text.ts";
import { info } from "./args.ts";
import type { Arg } from "./command.ts";

/** Times before a party's start: "24h 2h", "1 day, 90 min", "off", "usual". In minutes, the longest first. */
export const offsets = (spec: { name: string; about: string }): Arg<number[] | "usual"> => ({
  ...info(spec, "long", "text"),
  read: async (raw, { words }) => {
    const times = readTimes(cleanLine(raw));
    return "ok" in times ? times : { trouble: { words: words.reminding.doubts[times.doubt] } };
  },
});

/** Quiet hours: "23:00-7:30", "10pm-8am", "off", "usual". */
export const quietHours = (spec: { name: string; about: string }): Arg<string> => ({
  ...info(spec, "short", "text"),
  // A bare "off" could be meant for anything.
  fits: (word) => /\d/.test(word) && readQuiet(word) !== undefined,
  read: async (raw, { words }) => {
    const quiet = readQuiet(cleanLine(raw));
    return quiet === undefined ? { trouble: { words: words.settings.quietHours } } : { ok: quiet };
  },
});
