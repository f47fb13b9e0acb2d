// Views: what a note says, made when it is sent.
import type { Links } from "../chat/command.ts";
import type { Button, Inline, View } from "../chat/view.ts";
import type { Account, SeenBy } from "../domain/chat.ts";
import type { Seen } from "../domain/disclosure.ts";
import type { Reason } from "../domain/note.ts";
import { type Coming, isTheDay } from "../domain/on-way.ts";
import type { PersonId } from "../domain/person.ts";
import { untilStart } from "../domain/reminders.ts";
import type { Answer } from "../domain/rsvp.ts";
import type { Instant } from "../domain/time.ts";
import type { Words } from "../words/words.ts";
import type { Field } from "./facts.ts";
import { answerButtons, mapOf, pageButton, whenField, whereField, whoField } from "./facts.ts";
import { comingField, onWayButton } from "./on-way.ts";

type Told = Exclude<Reason, { kind: "card" } | { kind: "wish" }>;

/** Someone of a group, told so that they notice; by an account of the group's platform. */
export type Mention = { who: string; account?: Account; notify: true };

export type NoteFacts<S extends SeenBy> = {
  reason: Told;
  /** The party as the reader may know it. */
  seen: Seen<S>;
  /** The names of those the reason speaks of (`by` or `who`). */
  names?: readonly string[];
  /** Those whom a note to a group mentions. */
  mentions?: readonly Mention[];
  /** The reader's own answer, when the note is for one person. */
  answer?: Answer;
  /** Guests on the way. */
  coming?: readonly Coming[];
  now: Instant;
  words: Words;
  locale: string;
  links: Links;
};

/** As many as anybody reads. */
const NAMES_MAX = 30;

type Said = { title: string; body?: Inline[]; fields?: Field[]; buttons?: Button[][] };

/** The view of a note. Where a group reads it, the facts hold no address, so neither does the view. */
export const noteView = <S extends SeenBy>(n: NoteFacts<S>): View<S> => {
  const said = SAY[n.reason.kind](n as never);
  return {
    seenBy: n.seen.seenBy,
    locale: n.locale,
    party: n.seen.code,
    title: said.title,
    ...(said.body && { body: said.body }),
    ...(said.fields && { fields: said.fields }),
    buttons: said.buttons ?? [[pageButton(n.seen, n)]],
    ...(n.seen.calledOff ? {} : mapOf(n.seen, n.links)),
  };
};

type Teller<K extends Told["kind"]> = (n: NoteFacts<SeenBy> & { reason: Extract<Told, { kind: K }> }) => Said;

const placed = (n: NoteFacts<SeenBy>): Field[] => [whenField(n.seen, n.words), whereField(n.seen, n.words)];
const answers = (n: NoteFacts<SeenBy>): Button[][] => [answerButtons(n.seen, n.words), [pageButton(n.seen, n)]];

const SAY: { [K in Told["kind"]]: Teller<K> } = {
  remind: (n) => ({
    title: n.words.reminding.title(n.seen.title, untilStart(n.seen, n.now)),
    ...(n.reason.to === "unanswered" && { body: [n.words.reminding.unanswered] }),
    fields: [...placed(n), whoField(n.seen, n.words)],
    buttons: [
      ...(isSettingOut(n) ? [[onWayButton(n.seen.code, n.words)]] : []),
      answerButtons(n.seen, n.words),
      [pageButton(n.seen, n), ...(isPrivate(n) ? [muteButton(n)] : [])],
    ],
  }),
  moved: (n) => ({
    title: n.words.notes.moved(n.seen.title),
    fields: [
      ...(n.reason.time
        ? [
            oldNew(
              n,
              n.words.card.when,
              { at: n.reason.was.startsAt, timeZone: n.reason.was.timeZone },
              whenField(n.seen, n.words),
            ),
          ]
        : []),
      ...(n.reason.place
        ? [oldNew(n, n.words.card.where, n.reason.was.label || n.words.card.whereHidden, whereField(n.seen, n.words))]
        : []),
    ],
    buttons: answers(n),
  }),
  calledOff: (n) => ({
    title: n.words.notes.calledOff(n.seen.title),
    body: [`${n.words.notes.calledOffBody} `, { at: n.seen.startsAt, timeZone: n.seen.timeZone }, "."],
  }),
  promoted: (n) => ({
    title: n.words.notes.promoted(n.seen.title),
    body: [n.words.notes.promotedBody],
    fields: placed(n),
    buttons: answers(n),
  }),
  invited: (n) => ({
    title: n.words.notes.invited(n.seen.title, n.names?.[0] ?? n.words.notes.someone),
    body: n.seen.about === undefined ? [] : [n.seen.about],
    fields: [...placed(n), whoField(n.seen, n.words)],
    buttons: answers(n),
  }),
  nudged: (n) => ({
    title: n.words.reminding.nudged(n.seen.title, n.names?.[0] ?? n.words.notes.someone),
    body: [n.words.reminding.nudgedBody],
    fields: [...placed(n), whoField(n.seen, n.words)],
    buttons: answers(n),
  }),
  asked: (n) => ({
    title: n.words.notes.asked(n.names?.[0] ?? n.words.notes.someone, n.seen.title),
    body: [n.words.notes.askedBody],
    fields: [whoField(n.seen, n.words)],
    buttons: [admitButtons(n.seen.code, n.reason.who, n.words)],
  }),
  admitted: (n) => ({
    title:
      n.answer === "waitlisted" ? n.words.notes.admittedWaiting(n.seen.title) : n.words.notes.admitted(n.seen.title),
    fields: placed(n),
    buttons: answers(n),
  }),
  mentioned: (n) => MENTIONED[n.reason.news](n),
  crowdInvited: (n) => ({
    title: n.words.mentions.title(n.seen.title, n.names?.[0], CROWD),
    body: [{ crowd: n.reason.crowd }, n.words.mentions.invited(CROWD)],
    fields: [...placed(n), whoField(n.seen, n.words)],
    buttons: answers(n),
  }),
  unreached: (n) => {
    const { notes } = n.words;
    const [only, ...others] = n.reason.who;
    const names = n.names ?? [];
    if (only !== undefined && others.length === 0)
      return { title: notes.unreached(names[0] ?? notes.someone, n.seen.title), body: [notes.unreachedBody(1)] };
    const shown = names.slice(0, NAMES_MAX);
    const list = notes.unreachedNames(shown, n.reason.who.length - shown.length);
    const title = notes.unreachedMany(n.reason.who.length, n.seen.title);
    return { title, body: [list, notes.unreachedBody(n.reason.who.length)] };
  },
  onWay: (n) => ({
    title: n.words.onTheDay.told(
      n.seen.title,
      (n.coming ?? []).map(({ who }) => who),
    ),
    fields: [comingField(n.coming ?? [], n, n.words)],
    buttons: [[guestsButton(n), pageButton(n.seen, n)]],
  }),
  turnedAway: (n) => ({
    title: n.words.notes.turnedAway(n.seen.title),
    body: [n.words.notes.turnedAwayBody],
    buttons: [],
  }),
};

/** As many as need a plural. */
const CROWD = 2;

const mentionedInvited = (n: NoteFacts<SeenBy>): Said => ({
  title: n.words.mentions.title(n.seen.title, n.names?.[0], n.mentions?.length ?? 1),
  body: [...listed(n), n.words.mentions.invited(n.mentions?.length ?? 1)],
  fields: [...placed(n), whoField(n.seen, n.words)],
  buttons: answers(n),
});

const mentionedNudged = (n: NoteFacts<SeenBy>): Said => ({
  ...mentionedInvited(n),
  title: n.words.reminding.nudged(n.seen.title, n.names?.[0] ?? n.words.notes.someone),
  body: [...listed(n), n.words.mentions.nudged(n.mentions?.length ?? 1)],
});

/** A group is not told what somebody answered or was let in for: only that there is something for them. */
const mentionedNews = (n: NoteFacts<SeenBy>): Said => ({
  title: n.seen.title,
  body: [...listed(n), n.words.mentions.news(n.seen.title, n.mentions?.length ?? 1)],
  buttons: [[detailsButton(n), pageButton(n.seen, n)]],
});

const MENTIONED = {
  invited: mentionedInvited,
  nudged: mentionedNudged,
  promoted: mentionedNews,
  admitted: mentionedNews,
};

const listed = ({ mentions = [] }: NoteFacts<SeenBy>): Inline[] =>
  mentions.flatMap((mention, i): Inline[] => (i === 0 ? [mention] : [", ", mention]));

const detailsButton = ({ seen, words }: NoteFacts<SeenBy>): Button => ({
  label: words.buttons.details,
  press: { command: "show", args: { party: seen.code } },
});

const guestsButton = ({ seen, words }: NoteFacts<SeenBy>): Button => ({
  label: words.buttons.guests,
  press: { command: "guests", args: { party: seen.code } },
});

const isPrivate = ({ seen }: NoteFacts<SeenBy>): boolean => seen.seenBy === "person";

/** On the day, who comes can say that they are on the way. */
const isSettingOut = (n: NoteFacts<SeenBy>): boolean => isPrivate(n) && n.answer === "going" && isTheDay(n.seen, n.now);

const muteButton = ({ seen, words }: NoteFacts<SeenBy>): Button => ({
  label: words.reminding.mute,
  press: { command: "remind", args: { party: seen.code, me: "off" } },
});

/** Old → new, both whole, so that nobody has to look for the difference. */
const oldNew = (n: NoteFacts<SeenBy>, label: string, was: Inline, now: Field): Field => ({
  label,
  value: [`${n.words.notes.was} `, was, ` → ${n.words.notes.now} `, ...now.value],
});

/** Let in, or not this time. */
export const admitButtons = (party: string, person: PersonId, words: Words): Button[] => [
  { label: words.buttons.letIn, tone: "go", press: { command: "admit", args: { party, person, answer: "yes" } } },
  { label: words.buttons.turnAway, press: { command: "admit", args: { party, person, answer: "no" } } },
];
