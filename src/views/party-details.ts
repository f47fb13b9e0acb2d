// Views: a party in full, for the one who asked, with what they may do about it.
import type { Button, Inline, View } from "../chat/view.ts";
import type { SeenBy } from "../domain/chat.ts";
import type { Seen } from "../domain/disclosure.ts";
import type { Coming } from "../domain/on-way.ts";
import type { Role, Standing } from "../domain/rights.ts";
import { may } from "../domain/rights.ts";
import type { Words } from "../words/words.ts";
import type { Telling } from "./facts.ts";
import { answerButtons, mapOf, pageButton, plusOneButton, whenField, whereField, whoField } from "./facts.ts";
import { comingField, onWayButton } from "./on-way.ts";

export type PartyDetails<S extends SeenBy> = Telling & {
  seen: Seen<S>;
  standing: Standing;
  /** Said before everything else. */
  lead?: Inline[];
  title?: string;
  /** Further buttons, before the usual ones. */
  first?: Button[];
  /** On the day, in private: whether to offer to say so, and for hosts who did. */
  onWay?: { offer: boolean; coming: readonly Coming[] };
};

export const partyDetails = <S extends SeenBy>(d: PartyDetails<S>): View<S> => {
  const { seen, standing, words } = d;
  const mine = mineField(standing, words);
  return {
    seenBy: seen.seenBy,
    party: seen.code,
    title: d.title ?? (seen.calledOff ? words.card.calledOffTitle(seen.title) : seen.title),
    body: bodyOf(d),
    fields: [
      whenField(seen, words),
      whereField(seen, words),
      { label: words.card.host, value: [{ who: seen.hostName }] },
      whoField(seen, words),
      ...(mine && seen.seenBy === "person" ? [mine] : []),
      ...(d.onWay && d.onWay.coming.length > 0 ? [comingField(d.onWay.coming, { seen }, words)] : []),
    ],
    buttons: [
      ...(d.first ? [d.first] : []),
      pinButtons(seen, words),
      ...(d.onWay?.offer ? [[onWayButton(seen.code, words)]] : []),
      ...buttonsFor(d),
    ].filter((row) => row.length > 0),
    ...mapOf(seen, d.links),
  };
};

const bodyOf = <S extends SeenBy>({ lead = [], seen, words }: PartyDetails<S>): Inline[] => {
  const more = [
    ...(markOf(seen) === undefined ? [] : [words.pin.check]),
    ...(seen.about === undefined ? [] : [seen.about]),
  ];
  return [...lead, ...more.map((text, i) => (lead.length + i > 0 ? `\n${text}` : text))];
};

/** Told to hosts alone, and only where nobody else reads: there the pin itself is on the map beside it. */
const markOf = (seen: Seen): string | undefined => (seen.exact as Seen<"person">["exact"])?.guess;

const pinButtons = (seen: Seen, { pin }: Words): Button[] => {
  const guess = markOf(seen);
  if (guess === undefined || seen.calledOff) return [];
  return [
    { label: pin.isRight, tone: "go", press: { command: "pin", args: { party: seen.code, guess } } },
    { label: pin.move, press: { command: "pin", args: { party: seen.code } } },
  ];
};

const mineField = (standing: Standing, words: Words) => {
  const { rsvp } = standing;
  if (!rsvp) return undefined;
  const plus = rsvp.plus > 0 && rsvp.answer !== "declined" ? ` ${words.card.withPlus(rsvp.plus)}` : "";
  const place = standing.waiting === undefined ? "" : ` (${standing.waiting})`;
  return { label: words.card.yours, value: [words.answers[rsvp.answer] + plus + place] };
};

const buttonsFor = <S extends SeenBy>(d: PartyDetails<S>): Button[][] => {
  const { seen, standing, words } = d;
  const role: Role = standing.role;
  if (seen.calledOff) return [[pageButton(seen, d)]];
  const of = (label: string, command: string, tone?: "stop"): Button => ({
    label,
    ...(tone && { tone }),
    press: { command, args: { party: seen.code } },
  });
  if (may(role, "edit")) {
    return [
      [of(words.buttons.invite, "invite"), of(words.buttons.guests, "guests"), of(words.buttons.edit, "edit")],
      [pageButton(seen, d), ...(may(role, "callOff") ? [of(words.buttons.callOff, "calloff", "stop")] : [])],
    ];
  }
  const plus = role === "going" && seen.plusMax > 0 ? [plusOneButton(seen, words)] : [];
  const guests = may(role, "readGuests") ? [of(words.buttons.guests, "guests")] : [];
  if (may(role, "answer")) return [answerButtons(seen, words), [...plus, ...guests, pageButton(seen, d)]];
  const ask: Button = {
    label: words.buttons.ask,
    tone: "go",
    press: { command: "rsvp", args: { party: seen.code, answer: "going" } },
  };
  return [[...(role === "stranger" ? [ask] : []), pageButton(seen, d)]];
};
