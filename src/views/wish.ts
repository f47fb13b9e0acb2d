// Views: a wish to be told of new parties nearby, as it is kept, and the message that follows from it.
import type { Button, View } from "../chat/view.ts";
import type { Seen } from "../domain/disclosure.ts";
import type { Wish } from "../domain/wish.ts";
import type { Words } from "../words/words.ts";
import type { Field, Telling } from "./facts.ts";
import { rowsOf, showButton } from "./lists.ts";
import { pointText } from "./looking.ts";

/** The most parties named in one message. */
export const NEWS_MAX = 5;

/** As a stranger may know it; `km`: in kind steps. */
export type FoundParty = { seen: Seen<"person">; km: number };

/** Whoever wants weekends looks at the coming one; there is no such list of the other days. */
const lookButton = ({ at, km, days }: Omit<Wish, "personId">, label: string): Button => ({
  label,
  press: {
    command: "nearby",
    args: { where: pointText(at), within: `${km}`, ...(days === "weekend" && { when: "weekend" }) },
  },
});

const stopButton = (words: Words): Button => ({
  label: words.wishing.stop,
  tone: "stop",
  press: { command: "wish", args: { where: "off" } },
});

/** All that is kept, in words. `label`: what the place was called when it was given, which is not kept. */
export const wishView = (
  wish: Omit<Wish, "personId">,
  { label, saved }: { label?: string; saved: boolean },
  words: Words,
): View<"person"> => {
  const { wishing: say } = words;
  return {
    seenBy: "person",
    title: saved ? say.saved : say.title,
    body: [say.kept],
    fields: [
      { label: say.around, value: [say.cell(label, `${wish.at.lat.toFixed(2)}, ${wish.at.lng.toFixed(2)}`)] },
      { label: say.within, value: [`${wish.km} km`] },
      { label: say.when, value: [say.days[wish.days]] },
    ],
    buttons: [[lookButton(wish, say.look), stopButton(words)]],
  };
};

/** Nothing is kept. */
export const noWishView = (ended: boolean, { wishing: say }: Words): View<"person"> => ({
  seenBy: "person",
  title: ended ? say.ended : say.none,
  body: [ended ? say.endedBody : say.how],
});

/** New parties, the soonest first; those that are too many are a look away. */
export const wishNewsView = (
  found: readonly FoundParty[],
  wish: Omit<Wish, "personId">,
  { words, locale }: Telling,
): View<"person"> => {
  const inOrder = [...found].sort((a, b) => a.seen.startsAt - b.seen.startsAt);
  const named = inOrder.slice(0, NEWS_MAX);
  const more = inOrder.length - named.length;
  return {
    seenBy: "person",
    locale,
    title: words.wishing.news(found.length),
    fields: named.map((one) => fieldOf(one, words)),
    buttons: [
      ...rowsOf(
        named.map(({ seen }) => showButton(seen)),
        2,
      ),
      [lookButton(wish, more > 0 ? words.wishing.more(more) : words.wishing.look), stopButton(words)],
    ],
  };
};

const fieldOf = ({ seen, km }: FoundParty, words: Words): Field => ({
  label: seen.title,
  value: [
    { at: seen.startsAt, timeZone: seen.timeZone },
    seen.label === "" ? "" : ` · ${seen.label}`,
    ` · ${words.nearby.about(km)}`,
    seen.max !== undefined && seen.going >= seen.max ? ` · ${words.card.full}` : "",
  ],
});
