// Telegram: a party as this platform shows it where the core makes no view: shared inline, or opened by an invitation.
import type { Seen, View } from "../../src/core.ts";
import { wordsFor } from "../../src/core.ts";

export const viewOf = (seen: Seen<"person">, locale: string | undefined): View<"person"> => {
  const { card } = wordsFor(locale);
  const where = seen.label === "" ? card.whereHidden : seen.label;
  const count = seen.max === undefined ? `${seen.going}` : card.room(seen.going, seen.max);
  return {
    seenBy: "person",
    title: seen.calledOff ? card.calledOffTitle(seen.title) : seen.title,
    ...(seen.about !== undefined && { body: [seen.about] }),
    fields: [
      { label: card.when, value: [{ at: seen.startsAt, timeZone: seen.timeZone }] },
      { label: card.where, value: [where] },
      { label: card.host, value: [{ who: seen.hostName }] },
      { label: card.who, value: [count] },
    ],
    party: seen.code,
  };
};
