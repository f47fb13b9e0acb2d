// Words: people and crowds told by mention, in German.
import type { mentions as english } from "./en-mentions.ts";

const people = (n: number): string => (n === 1 ? "eine Person" : `${n} Leute`);

export const mentions: typeof english = {
  title: (title, by, n) => {
    if (by === undefined) return n === 1 ? `Du bist eingeladen: ${title}` : `Ihr seid eingeladen: ${title}`;
    return n === 1 ? `${by} lädt dich ein: ${title}` : `${by} lädt euch ein: ${title}`;
  },
  invited: (n) => (n === 1 ? ", du bist eingeladen! Antworte unten." : ", ihr seid eingeladen! Antwortet unten."),
  nudged: (n) => (n === 1 ? ", kommst du? Antworte unten." : ", kommt ihr? Antwortet unten."),
  news: (title, n) =>
    n === 1
      ? `, es gibt Neues zu ${title} für dich: Tipp auf Details.`
      : `, es gibt Neues zu ${title} für euch: Tippt auf Details.`,
  sure: (crowd, size) => (size === undefined ? `@${crowd} einladen?` : `@${crowd} einladen, ${people(size)}?`),
  sureBody: (title) =>
    `Ich erwähne sie hier einmal, mit den Knöpfen zum Antworten für ${title}. Niemand bekommt eine private Nachricht.`,
  yes: "Ja, erwähnen",
  no: "Nein",
  done: "Sie sind eingeladen: Ich erwähne sie in diesem Chat, einmal für jede Party.",
  kept: "Niemand wurde eingeladen.",
  onlyGroup:
    "Eine ganze Rolle lädst du in einem Kanal ein, in dem ihre Leute mitlesen. Tipp es dort, oder lade Leute einzeln ein.",
  everyone:
    "Das sind alle hier. Die Karte der Party in diesem Chat lädt sie schon ein; nimm eine kleinere Rolle, oder nenn die Leute.",
  notHosts: "Eine ganze Rolle kann nicht Co-Host sein. Nenn die Leute einzeln.",
  unknown: "Diese Rolle kenne ich nicht. Nimm eine aus der Liste.",
};
