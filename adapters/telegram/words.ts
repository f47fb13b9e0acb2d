// Telegram: the sentences that only this platform needs.

const en = {
  inPrivate: "I've sent it to you in private.",
  tooOld: "This button is too old. Type the command again.",
  notYours: "This question is for somebody else.",
  oneMoment: "One moment, this takes a little longer…",
  placeholder: "Your answer",
  askPrivately: "Tell me in private: only guests will read it.",
  askButton: "Tell me in private",
  shareLocation: "Share my location",
  howToDrop: "To drop it: /cancel",
  remindMe: "🔔 Remind me",
  whichOne: "What would you like to change?",
  orName: "Tap one, or answer like this: “max: 20”.",
  orElse: "Or write it yourself.",
  channel: "I can't keep track of guests in a channel. Add me to a group, and plan your party there.",
  anonymous:
    "You're writing anonymously here, so I can't tell who you are. Write as yourself, or write to me in private.",
  hint: "I didn't expect that. Try one of these:",
  map: "Map",
  calendar: "Add to calendar",
  show: "Show the card",
  privacy: "What I keep and what I don't:",
  privacyPlain:
    "I keep your name here, your answers to parties and your settings. Addresses are encrypted, and shown to guests alone.",
  privacyTitle: "Your privacy",
  privacyAbout: "What I keep about you",
  welcome: "Hello! Add my commands to your plans: /create starts a party, and everybody here can answer on its card.",
  plan: "Plan a party",
  menu: "Nearby",
  where: "Where",
  description:
    "Plan house parties right here: one card in your group, everybody answers with a tap, guests alone read the address. I keep the list, the waitlist and the reminders.",
  shortDescription: "House parties from inside your chat: one card, taps to answer, an address only guests read.",
};

const de: typeof en = {
  inPrivate: "Ich hab's dir privat geschickt.",
  tooOld: "Dieser Knopf ist zu alt. Tippe den Befehl noch einmal.",
  notYours: "Diese Frage ist für jemand anderen.",
  oneMoment: "Einen Moment, das dauert etwas länger…",
  placeholder: "Deine Antwort",
  askPrivately: "Sag es mir privat: nur Gäste werden es lesen.",
  askButton: "Privat sagen",
  shareLocation: "Meinen Standort teilen",
  howToDrop: "Verwerfen: /cancel",
  remindMe: "🔔 Erinnere mich",
  whichOne: "Was möchtest du ändern?",
  orName: "Tippe auf eins, oder antworte so: „max: 20“.",
  orElse: "Oder schreib es selbst.",
  channel: "In einem Kanal kann ich keine Gäste führen. Füge mich zu einer Gruppe hinzu und plane deine Party dort.",
  anonymous:
    "Du schreibst hier anonym, also weiß ich nicht, wer du bist. Schreib als du selbst, oder schreib mir privat.",
  hint: "Damit habe ich nicht gerechnet. Versuch eins davon:",
  map: "Karte",
  calendar: "In den Kalender",
  show: "Karte zeigen",
  privacy: "Was ich behalte und was nicht:",
  privacyPlain:
    "Ich behalte deinen Namen hier, deine Antworten und deine Einstellungen. Adressen sind verschlüsselt und nur für Gäste zu sehen.",
  privacyTitle: "Deine Daten",
  privacyAbout: "Was ich über dich behalte",
  welcome: "Hallo! Mit /create fängt eine Party an, und alle hier können auf ihrer Karte antworten.",
  plan: "Party planen",
  menu: "In der Nähe",
  where: "Wo",
  description:
    "Plane Partys gleich hier: eine Karte in deiner Gruppe, alle antworten mit einem Tipp, die Adresse lesen nur Gäste. Ich führe die Liste, die Warteliste und erinnere alle.",
  shortDescription: "Partys aus eurem Chat: eine Karte, Antworten per Tipp, die Adresse nur für Gäste.",
};

/** The languages there are: the first is that of everybody else. */
export const LOCALES = ["en", "de"] as const;

export type OwnWords = typeof en;

export const ownWords = (locale: string | undefined): OwnWords =>
  locale?.toLowerCase().startsWith("de") === true ? de : en;
