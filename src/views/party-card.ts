// Views: the card of a party, for a group, kept up to date.
import type { View } from "../chat/view.ts";
import type { Links } from "../chat/command.ts";
import type { Seen } from "../domain/disclosure.ts";
import type { CardId } from "../domain/note.ts";
import type { Words } from "../words/words.ts";
import { answerButtons, mapOf, pageButton, plusOneButton, whenField, whereField, whoField } from "./facts.ts";

export type CardView = View<"group"> & { card: CardId; version: number };

export const partyCard = (seen: Seen<"group">, card: CardId, words: Words, locale: string, links: Links): CardView => ({
  seenBy: "group",
  locale,
  card,
  version: seen.version,
  party: seen.code,
  title: seen.calledOff ? words.card.calledOffTitle(seen.title) : seen.title,
  body: [
    ...(seen.about === undefined ? [] : [seen.about]),
    ...(seen.approval ? [`${seen.about ? "\n" : ""}${words.card.approval}`] : []),
  ],
  event: {
    startsAt: seen.startsAt,
    ...(seen.endsAt !== undefined && { endsAt: seen.endsAt }),
    timeZone: seen.timeZone,
    place: seen.label,
    calledOff: seen.calledOff,
  },
  fields: [
    whenField(seen, words),
    whereField(seen, words),
    { label: words.card.host, value: [{ who: seen.hostName }] },
    whoField(seen, words),
  ],
  ...(seen.calledOff
    ? {}
    : {
        buttons: [
          answerButtons(seen, words),
          [
            ...(seen.plusMax > 0 ? [plusOneButton(seen, words)] : []),
            { label: words.buttons.details, press: { command: "show", args: { party: seen.code } } },
            pageButton(seen, { words, locale, links }),
          ],
        ],
        ...mapOf(seen, links),
      }),
});

/** The same where a platform's own events are to show the party no more: there it is off, and nowhere else. */
export const withdrawn = (card: CardView): CardView =>
  card.event ? { ...card, event: { ...card.event, calledOff: true } } : card;
