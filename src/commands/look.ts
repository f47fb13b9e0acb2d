// Commands: a list of parties nearby, looked at again from its own buttons: more of it, further, or at another time.
import { text } from "../chat/args.ts";
import { spot } from "../chat/args-time-place.ts";
import { define } from "../chat/command.ts";
import { isPoint, readCursor } from "../views/looking.ts";
import { lookAround, when, within } from "./nearby.ts";

const CURSOR_MAX = 40;

export const look = define({
  name: "look",
  about: "Look on in a list of parties nearby",
  example: "/nearby Berlin",
  where: "anywhere",
  hidden: true,
  writes: false,
  args: {
    // One word, so that all of it fits into a button.
    at: { ...spot({ name: "at", about: "The point to look around", required: true }), kind: "short", fits: isPoint },
    within,
    when,
    after: {
      ...text({ name: "after", about: "Where the list before was left", max: CURSOR_MAX, kind: "short" }),
      fits: (word: string) => readCursor(word) !== undefined,
    },
  },
  run: async (ctx, { at, after, ...filter }) =>
    lookAround(ctx, { where: at, ...filter, after: after === undefined ? undefined : readCursor(after) }),
});
