// Words: the settings of a server, in German.
import type { servers as english } from "./en-servers.ts";

export const servers: typeof english = {
  forServer: "Für den ganzen Server: Jeder Chat kann trotzdem eine eigene Zeitzone und Sprache haben.",
  noServer: "Dieser Chat gehört zu keinem Server. Um etwas für den Chat selbst einzustellen, sag for:chat.",
  notAdmin:
    "Nur wer hier Veranstaltungen verwaltet, kann die Einstellungen des Servers ändern. Deine eigenen kannst du ändern: Lass «for» weg.",
  notHere: "Ich bin kein Mitglied dieses Servers und kann dort nichts schreiben. Lade mich erst ein.",
  elsewhere: "Dieser Kanal ist nicht auf diesem Server. Nimm einen von hier.",
  eachChat: "Erinnerungen schaltet man für jeden Chat ein und aus, nicht für den Server: Sag dort for:chat.",
  whichChannel: "Diesen Kanal kenne ich nicht. Nimm einen Textkanal aus der Liste, oder „keine“.",
  channel: "Erinnerungen für Gruppen",
  whereTheCardIs: "wo die Karte einer Party ist",
  channelGone: (name: string) =>
    `${name}, und ich kann dort nichts schreiben. Bis es geht, kommen sie dorthin, wo die Karte einer Party ist.`,
  events: "Server-Events",
  eventsOn: "an: Jede Party hier ist auch ein Event des Servers, ohne ihre Adresse",
  eventsOff: "aus",
  eventsRefused:
    "an, und der Server lässt mich nicht: Gib mir „Events erstellen“ und „Events verwalten“, dann schalte es aus und wieder an",
  turnEventsOn: "Events einschalten",
  turnEventsOff: "Events ausschalten",
  noChannel: "Erinnern, wo die Karte ist",
};
