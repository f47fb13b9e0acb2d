// Words: making two accounts one person, in German.
import type { linking as english } from "./en-linking.ts";

export const linking: typeof english = {
  platforms: { discord: "Discord", telegram: "Telegram", web: "der Website" },
  codeTitle: "Eine Person, egal wo du schreibst",
  code: "Dein Code:",
  how: (minutes) =>
    `Tippe ihn innerhalb von ${minutes} Minuten im anderen Chat an mich, dann wird eins, was du dort und hier hast: deine Partys, deine Antworten, deine Adressen.`,
  type: "Tippe dort",
  inDiscord: "In Discord",
  keepSecret: "Er gilt einmal. Gib ihn niemandem: Wer ihn tippt, wird du.",
  onlyPrivate: "Hier könnten alle den Code lesen. Schreib mir link privat.",
  seenByGroup:
    "Diesen Code konnten hier alle lesen, er gilt nicht mehr. Schreib mir link privat, dann gibt es einen neuen.",
  sureTitle: (name, where) => `Bist du das, ${name} auf ${where}?`,
  sure: (name, where) => `Du hier und ${name} auf ${where} werden eine Person.`,
  sureBody:
    "Die Partys und Adressen von beiden gehören dann an beiden Orten dir, und wer das eine Konto nutzt, hat auch das andere. Das lässt sich nicht zurücknehmen. Wenn dir jemand anders diesen Code gegeben hat, sag nein.",
  yes: "Ja, das bin beides ich",
  no: "Nein, lass es so",
  done: (name) => `Ab jetzt bist du überall dieselbe Person, ${name}.`,
  doneBody: "Deine Partys, deine Antworten und deine Adressen sind ab jetzt hier wie dort dieselben.",
  left: "Geändert wurde nichts, und der Code gilt nicht mehr.",
  noCode:
    "Dieser Code geht nicht: Er ist benutzt, älter als zehn Minuten oder vertippt. Schreib link, dann gibt es einen neuen.",
  yourOwn: "Das ist dein eigener Code, hier bist du schon diese Person. Tippe ihn im Chat deines anderen Kontos.",
};
