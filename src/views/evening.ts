// Views: the reminder of several parties on one evening, in one message.
import type { View } from "../chat/view.ts";
import type { Seen } from "../domain/disclosure.ts";
import { untilStart } from "../domain/reminders.ts";
import type { Instant } from "../domain/time.ts";
import type { Field, Telling } from "./facts.ts";
import { whereField } from "./facts.ts";
import { rowsOf, showButton } from "./lists.ts";

/** Each party with its time, its place and a button that shows it, in the order in which they begin; how far off the first is. */
export const eveningView = (
  parties: readonly Seen<"person">[],
  { words, locale, now }: Telling & { now: Instant },
): View<"person"> => {
  const inOrder = [...parties].sort((a, b) => a.startsAt - b.startsAt);
  const [first] = inOrder;
  return {
    seenBy: "person",
    locale,
    title: words.reminding.evening(first ? untilStart(first, now) : { minutes: 0 }, inOrder.length),
    fields: inOrder.map(
      (seen): Field => ({
        label: seen.title,
        value: [{ at: seen.startsAt, timeZone: seen.timeZone }, " · ", ...whereField(seen, words).value],
      }),
    ),
    buttons: rowsOf(inOrder.map(showButton), 2),
  };
};
