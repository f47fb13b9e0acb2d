// Views: lists of parties: mine, and those nearby.
import type { Button, View } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import type { NearbyCursor } from "../domain/nearby.ts";
import type { Seen } from "../domain/disclosure.ts";
import type { LatLng } from "../domain/place.ts";
import type { Role } from "../domain/rights.ts";
import type { Answer } from "../domain/rsvp.ts";
import type { Words } from "../words/words.ts";
import type { Field } from "./facts.ts";
import type { Looking, When } from "./looking.ts";
import { lookPress } from "./looking.ts";

export type { When };

/** At most this many parties stand in one list: eight buttons fit every platform in two rows of four. */
export const LIST_MAX = 8;
const LABEL_MAX = 34;

export const rowsOf = (buttons: Button[], perRow: number): Button[][] =>
  Array.from({ length: Math.ceil(buttons.length / perRow) }, (_, i) => buttons.slice(i * perRow, (i + 1) * perRow));

const short = (text: string): string => {
  const characters = [...text];
  return characters.length > LABEL_MAX ? `${characters.slice(0, LABEL_MAX - 1).join("")}…` : text;
};

export const showButton = (seen: Seen): Button => ({
  label: short(seen.title),
  press: { command: "show", args: { party: seen.code } },
});

const line = (seen: Seen, after: string): Field => ({
  label: seen.title,
  value: [
    { at: seen.startsAt, timeZone: seen.timeZone },
    seen.label === "" ? "" : ` · ${seen.label}`,
    after === "" ? "" : ` · ${after}`,
  ],
});

export type MineRow<S extends SeenBy> = { seen: Seen<S>; role: Role; answer?: Answer };

/** My parties: each with how it is mine. */
export const mineList = <S extends SeenBy>(
  rows: readonly MineRow<S>[],
  past: boolean,
  seenBy: S,
  words: Words,
): View<S> => {
  const how = (row: MineRow<S>): string => {
    if (row.seen.calledOff) return words.card.calledOff;
    if (row.role === "host" || row.role === "cohost") return words.parties.roles[row.role];
    return row.answer === undefined ? "" : words.answers[row.answer];
  };
  return {
    seenBy,
    title: past ? words.parties.pastTitle : words.parties.title,
    ...(rows.length === 0 && { body: [past ? words.parties.nonePast : words.parties.none] }),
    fields: rows.map((row) => line(row.seen, how(row))),
    buttons: rowsOf(
      rows.map((row) => showButton(row.seen)),
      4,
    ),
  };
};

export type NearbyFound<S extends SeenBy> = { seen: Seen<S>; km: number; canAsk: boolean };

type NearbyAround = {
  label: string;
  area: LatLng;
  km: number;
  when: When;
  /** Where this list ends, when there are more. */
  more?: NearbyCursor;
  /** The next radius in km. */
  further?: string;
};

const WHENS: readonly When[] = ["any", "tonight", "weekend"];

/** Parties around a spot, nearest first, distances in kind steps; how far it looked, and where to look on. */
export const nearbyList = <S extends SeenBy>(
  found: readonly NearbyFound<S>[],
  around: NearbyAround,
  seenBy: S,
  words: Words,
): View<S> => {
  const { km, when } = around;
  const room = (seen: Seen): string =>
    seen.max !== undefined && seen.going >= seen.max ? ` · ${words.card.full}` : "";
  const ask = (seen: Seen): Button => ({
    label: short(`${words.buttons.ask}: ${seen.title}`),
    tone: "go",
    press: { command: "rsvp", args: { party: seen.code, answer: "going" } },
  });
  return {
    seenBy,
    title: words.nearby.title(around.label),
    body: [found.length === 0 ? words.nearby.none(km, when) : words.nearby.looked(km, when)],
    fields: found.map((one) => line(one.seen, words.nearby.about(one.km) + room(one.seen))),
    buttons: [
      ...rowsOf(
        found.map(({ seen, canAsk }) => (canAsk ? ask(seen) : showButton(seen))),
        2,
      ),
      onwards(around, words),
    ],
  };
};

/** One row, so that all of it fits under a full list in Discord's five. More comes before further. */
const onwards = ({ area, km, when, more, further }: NearbyAround, { nearby }: Words): Button[] => {
  const to = (label: string, looking: Partial<Looking>): Button => ({
    label,
    press: lookPress({ at: area, within: `${km}`, when, ...looking }),
  });
  return [
    ...(more ? [to(nearby.more, { after: more })] : []),
    ...(!more && further !== undefined ? [to(nearby.further, { within: further })] : []),
    ...WHENS.filter((one) => one !== when).map((one) => to(nearby.when[one], { when: one })),
  ];
};
