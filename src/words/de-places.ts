// Words: parties nearby, the pin of a place that a host confirms, and what a place was read from, in German.
import type { nearby as englishNearby, pin as englishPin, where as englishWhere } from "./en-places.ts";

export const nearby: typeof englishNearby = {
  title: (label) => `Partys bei ${label}`,
  none: (km, when) =>
    `Noch keine Partys im Umkreis von ${km} km${{ any: "", tonight: " für heute Abend", weekend: " für dieses Wochenende" }[when]}. Schau weiter, oder plane selbst eine.`,
  about: (km) => (km <= 1 ? "keinen Kilometer weit" : `etwa ${km} km`),
  unknown: "Diesen Ort kenne ich nicht. Versuch eine Stadt, oder teile deinen Standort.",
  further: "Weiter schauen",
  more: "Mehr",
  when: { any: "Jeder Tag", tonight: "Heute Abend", weekend: "Dieses Wochenende" },
  looked: (km, when) =>
    `Im Umkreis von ${km} km geschaut, ${{ any: "an jedem Tag", tonight: "für heute Abend", weekend: "für dieses Wochenende" }[when]}.`,
};

export const pin: typeof englishPin = {
  check:
    "Ich habe diese Adresse auf der Karte gefunden: stimmt die Stelle? Bis du es sagst, bekommen Gäste die Adresse in Worten, und ihre Karte zeigt nur die Gegend.",
  isRight: "Die Stelle stimmt",
  move: "Stelle verschieben",
  right: "Gäste sehen die Stelle jetzt",
  moved: "Die Stelle ist verschoben",
  changed:
    "Der Ort ist inzwischen ein anderer. Sieh dir die Party noch einmal an, bevor du sagst, dass die Stelle stimmt.",
  needsPoint: "Teile deinen Standort dort, oder füge einen Kartenlink oder Koordinaten ein.",
  far: "Das ist weit weg von der Party. Wenn sie umzieht, ändere ihren Ort: /edit where:",
  inPrivate:
    "Ich habe die Adresse auf der Karte gesucht. Frag mich privat nach der Party und sag, ob die Stelle stimmt.",
};

export const where: typeof englishWhere = {
  threeWords:
    "Diese drei Wörter kann nur what3words lesen, und die frage ich nicht. Füge stattdessen einen Kartenlink, Koordinaten, einen Plus Code oder die Adresse ein.",
  grid: "Gitterkoordinaten kann ich nicht lesen. Füge stattdessen einen Kartenlink, Koordinaten wie „52.5200, 13.4050“, einen Plus Code oder die Adresse ein.",
  emptyLink:
    "Dieser Link sagt nicht, wohin er führt, und ich folge keinen Links. Öffne ihn und füge die Adresse oder die Koordinaten von dort ein.",
  instead: {
    openstreetmap: "Google Maps hat nicht geantwortet, deshalb habe ich auf OpenStreetMap nachgesehen.",
    cities: "Den Kartendienst habe ich nicht erreicht, deshalb habe ich die Stadt genommen, die ich kenne.",
  },
  notReached: "Den Kartendienst habe ich nicht erreicht: versuch es in einer Minute noch einmal mit /edit where:",
};
