// Views: who comes, and for hosts who else answered what.
import type { Button, Inline, View } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import type { Seen } from "../domain/disclosure.ts";
import type { Answer, Rsvp } from "../domain/rsvp.ts";
import { ANSWERS } from "../domain/rsvp.ts";
import type { Instant } from "../domain/time.ts";
import type { Words } from "../words/words.ts";
import type { Field } from "./facts.ts";
import { admitButtons } from "./note.ts";
import { onWayMark } from "./on-way.ts";
import { nudgeButton } from "./reminders.ts";

/** `arrives`: on the way, and about when they are there; for hosts alone. */
export type GuestRow = Rsvp & { name: string; arrives?: Instant };
export type GuestPage = { rows: readonly GuestRow[]; page: number; pages: number };

const ADMIT_ROWS = 3;
const ORDER: readonly Answer[] = ["going", "maybe", "waitlisted", "requested", "invited", "declined"];

export const guestList = <S extends SeenBy>(
  seen: Seen<S>,
  guests: GuestPage,
  may: { admit: boolean; nudge: boolean },
  words: Words,
): View<S> => {
  const { rows, page, pages } = guests;
  const fields = ORDER.filter((answer) => ANSWERS.includes(answer)).flatMap((answer): Field[] => {
    const here = rows.filter((row) => row.answer === answer);
    return here.length === 0
      ? []
      : [{ label: words.answers[answer], value: here.flatMap((row, i) => nameOf(row, i, seen, words)) }];
  });
  const asking = may.admit ? rows.filter((row) => row.answer === "requested").slice(0, ADMIT_ROWS) : [];
  return {
    seenBy: seen.seenBy,
    party: seen.code,
    title: words.guests.title(seen.title),
    body: rows.length === 0 ? [words.guests.none] : pages > 1 ? [words.guests.page(page, pages)] : [],
    fields,
    buttons: [
      ...asking.map((row) =>
        admitButtons(seen.code, row.personId, words).map(
          (b): Button => ({ ...b, label: `${b.label}: ${[...row.name].slice(0, 20).join("")}` }),
        ),
      ),
      ...(may.nudge ? [[nudgeButton(seen.code, words)]] : []),
      ...(page < pages ? [[more(seen.code, page + 1, words)]] : []),
    ],
  };
};

const nameOf = (row: GuestRow, index: number, seen: Seen, words: Words): Inline[] => [
  ...(index === 0 ? [] : [", "]),
  { who: row.name },
  ...(row.plus > 0 && row.answer !== "declined" ? [words.guests.plus(row.plus)] : []),
  ...(row.arrives === undefined ? [] : [" (", ...onWayMark(row.arrives, seen, words), ")"]),
];

const more = (party: string, page: number, words: Words): Button => ({
  label: words.buttons.more,
  press: { command: "guests", args: { party, page: `${page}` } },
});
