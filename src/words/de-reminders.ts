// Words: reminders, when they come, and the nudge, in German.
import type { Until } from "../domain/reminders.ts";
import type { reminding as english } from "./en-reminders.ts";
import { spanIn, untilIn } from "./spans.ts";

const until = (when: Until): string => untilIn("de", when, { now: "Jetzt", soon: "Gleich" });

export const reminding: typeof english = {
  title: (title, when) => `${until(when)}: ${title}`,
  evening: (when, parties) => `${until(when)}: ${parties} Partys`,
  unanswered: "Du hast noch nicht geantwortet. Kommst du?",
  mute: "Keine Erinnerungen mehr an diese Party",
  unmute: "Wieder erinnern",
  muted: (title) => `An ${title} erinnere ich dich nicht mehr.`,
  unmuted: (title) => `An ${title} erinnere ich dich.`,
  mine: (title) => `Erinnerungen an ${title}`,
  mineOn: "Ich erinnere dich daran.",
  mineOff: "Ich erinnere dich nicht daran.",
  notAGuest: "Zu dieser Party hast du keine Antwort, darum erinnere ich dich nicht an sie.",
  times: (title) => `Wann ${title} erinnert`,
  audiences: { group: "Die Gruppe", guests: "Wer kommt", unanswered: "Wer noch nicht geantwortet hat" },
  before: (minutes) => (minutes.length === 0 ? "aus" : `${minutes.map((one) => spanIn("de", one)).join(" · ")} vorher`),
  saved: "Gespeichert.",
  tooLate: (minutes) =>
    `Für ${minutes.map((one) => spanIn("de", one)).join(" und ")} vorher ist es zu spät: der Zeitpunkt ist vorbei.`,
  how: "Schreib beliebige Zeiten, etwa „1 Tag, 90 Min“, „aus“ oder „üblich“.",
  open: (n) => (n === 1 ? "Eine Person hat noch nicht geantwortet." : `${n} Leute haben noch nicht geantwortet.`),
  usual: "Die üblichen Zeiten",
  off: "Keine Erinnerungen",
  askADayBefore: "Alle ohne Antwort einen Tag vorher erinnern",
  nudge: "Alle ohne Antwort anstupsen",
  nudged: (title, by) => `${by} möchte wissen: kommst du zu ${title}?`,
  nudgedBody: "Ja, vielleicht oder nein: jede Antwort hilft beim Planen.",
  nudgeDone: "Ich frage sie",
  nudgeDoneBody: "Alle Eingeladenen ohne Antwort werden einmal gefragt. Für diese Party frage ich nicht noch einmal.",
  nudgedAlready: (when) => `Sie wurden schon angestupst, ${when}. Einmal für jede Party genügt.`,
  tooLateToNudge: (title) => `${title} hat angefangen: zum Anstupsen ist es zu spät.`,
  nobodyToNudge: "Alle Eingeladenen haben geantwortet: es gibt niemanden anzustupsen.",
  doubts: {
    notUnderstood: "Das kann ich nicht als Zeiten lesen. Versuch „24h 2h“, „1 Tag, 90 Min“, „aus“ oder „üblich“.",
    tooMany: "Das sind viele Erinnerungen. Nimm höchstens sechs Zeiten.",
    tooClose: "Das ist zu kurz vor dem Beginn. Nimm mindestens 5 Minuten.",
    tooFar: "Das ist zu lange vorher. Nimm höchstens 30 Tage.",
  },
};
