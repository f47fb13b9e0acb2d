// Words: the day itself, and wishes to be told of new parties, in German.
import type { onTheDay as englishDay, wishing as englishWishing } from "./en-on-the-day.ts";
import { spanIn } from "./spans.ts";

export const onTheDay: typeof englishDay = {
  button: "Bin unterwegs",
  minutes: (minutes) => spanIn("de", minutes),
  notYet: "Doch noch nicht",
  about: "etwa",
  mark: "unterwegs, etwa",
  label: "Unterwegs",
  told: (title, names) =>
    names.length === 1 ? `${names[0]} ist unterwegs zu ${title}` : `${names.length} Gäste sind unterwegs zu ${title}`,
  saved: (title) => `Unterwegs zu ${title}: die Gastgeber wissen es.`,
  savedBody: "Sie sehen deinen Namen und wann du etwa da bist, und nichts davon, wo du bist.",
  cleared: (title) => `Doch noch nicht unterwegs zu ${title}.`,
  hosting: "Du gibst diese Party: deine Gäste kommen zu dir.",
  notGoing: (title) => `Unterwegs zu ${title} ist nur, wer zugesagt hat. Sag zuerst, dass du kommst.`,
  tooEarly: (title, from) => `Das ist früh: ab ${from} kannst du sagen, dass du unterwegs zu ${title} bist.`,
};

export const wishing: typeof englishWishing = {
  title: "Ich sage dir neue Partys",
  saved: "Ich sage dir, wenn es neue Partys gibt",
  kept: "Höchstens eine Nachricht am Tag, und nie in deiner Ruhezeit. Das ist alles, was ich dafür behalte:",
  around: "Um",
  cell: (label, point) =>
    label === undefined ? `den Quadratkilometer bei ${point}` : `${label}: den Quadratkilometer bei ${point}`,
  within: "Im Umkreis von",
  when: "An",
  days: { any: "jedem Tag", weekend: "Wochenenden, von Freitag 17 Uhr bis Montag 6 Uhr", weekdays: "Wochentagen" },
  look: "Jetzt nachsehen",
  stop: "Nichts mehr davon",
  more: (n) => `Und ${n} weitere`,
  none: "Ich sage dir nichts von neuen Partys",
  how: "Nenn einen Ort, und ich sage dir, wenn dort jemand eine Party plant: „/wish Berlin within:10 days:weekend“.",
  ended: "Ich sage dir nichts mehr von neuen Partys",
  endedBody: "Dein Wunsch ist gelöscht, und was ich dir dazu geschrieben habe, auch.",
  news: (n) => (n === 1 ? "Eine neue Party in deiner Nähe" : `${n} neue Partys in deiner Nähe`),
};
