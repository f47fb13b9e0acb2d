// Views: the pieces that several views share: when, where, who, as fields.
import type { Links } from "../chat/command.ts";
import type { Button, Inline, View } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import type { Seen } from "../domain/disclosure.ts";
import type { LatLng } from "../domain/place.ts";
import type { Words } from "../words/words.ts";

export type Field = { label: string; value: Inline[] };

/** What every view of a party is built with. */
export type Telling = { words: Words; locale: string; links: Links };

export const whenField = (seen: Seen, words: Words): Field => ({
  label: words.card.when,
  value: [
    { at: seen.startsAt, timeZone: seen.timeZone },
    ...(seen.endsAt === undefined
      ? []
      : [` ${words.card.until} `, { at: seen.endsAt, timeZone: seen.timeZone, after: seen.startsAt }]),
  ],
});

/** The exact address where it may be read, else the public label. */
export const whereField = <S extends SeenBy>(seen: Seen<S>, words: Words): Field => {
  const exact = seen.exact as Seen<"person">["exact"];
  const label = seen.label === "" ? words.card.whereHidden : seen.label;
  if (exact?.address !== undefined) {
    const city = seen.label !== "" && !exact.address.includes(seen.label) ? ` (${seen.label})` : "";
    return { label: words.card.where, value: [exact.address + city] };
  }
  const hint = seen.hasExact && seen.label !== "" && exact === undefined ? ` · ${words.card.exactForGuests}` : "";
  return { label: words.card.where, value: [label + hint] };
};

const NAMES = 12;

export const whoField = (seen: Seen, words: Words): Field => {
  const count = seen.max === undefined ? `${seen.going}` : words.card.room(seen.going, seen.max);
  const extra = [
    ...(seen.max !== undefined && seen.going >= seen.max ? [words.card.full] : []),
    ...(seen.waiting > 0 ? [words.card.waiting(seen.waiting)] : []),
    ...(seen.maybe > 0 ? [words.card.maybe(seen.maybe)] : []),
  ];
  return { label: words.card.who, value: [{ bold: [count, ...extra].join(" · ") }, ...namesOf(seen, words)] };
};

const namesOf = (seen: Seen, words: Words): Inline[] => {
  const guests = seen.guests ?? [];
  if (seen.going === 0) return seen.calledOff ? [] : [` · ${words.card.nobody}`];
  if (guests.length === 0) return [];
  const shown = guests.slice(0, NAMES).flatMap((who, i): Inline[] => [i === 0 ? ": " : ", ", { who }]);
  return guests.length > NAMES ? [...shown, `, ${words.card.andMore(guests.length - NAMES)}`] : shown;
};

/** The three answers, as every card and reminder offers them. */
export const answerButtons = (seen: Seen, words: Words): Button[] => [
  { label: words.buttons.going, tone: "go", press: { command: "rsvp", args: { party: seen.code, answer: "going" } } },
  { label: words.buttons.maybe, press: { command: "rsvp", args: { party: seen.code, answer: "maybe" } } },
  { label: words.buttons.declined, press: { command: "rsvp", args: { party: seen.code, answer: "no" } } },
];

export const plusOneButton = (seen: Seen, words: Words): Button => ({
  label: words.buttons.plusOne,
  press: { command: "rsvp", args: { party: seen.code, answer: "going", plus: "+1" } },
});

export const pageButton = (seen: Seen, { words, links }: Telling): Button => ({
  label: words.buttons.page,
  open: links.party(seen.code),
});

/** What is shown of a place is a part of a city, or else the city. */
const DISTRICT_KM = 2;

/** The map of a view: the area for anyone, the exact point only where it was disclosed. */
export const mapOf = <S extends SeenBy>(seen: Seen<S>, links: Links): Pick<View<S>, "map"> => {
  if (!seen.area) return {};
  const exact = seen.exact as { point?: LatLng } | undefined;
  const map = {
    area: seen.area,
    ...(seen.areaKm > DISTRICT_KM && { areaKm: seen.areaKm }),
    url: links.party(seen.code),
    ...(exact?.point && { exact: exact.point }),
  };
  return { map: map as NonNullable<View<S>["map"]> };
};
