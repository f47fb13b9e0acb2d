// Discord: the sentences that only this platform needs.
const en = {
  party: "House parties: plan one, invite people, say whether you come",
  fromMessage: "Make this a party",
  fromPerson: "Invite to a party",
  oneMoment: "That takes longer than usual. Nothing is lost: press the button again in a moment.",
  tooOld: "This button is too old. Type the command again.",
  choose: "Choose one",
  choosePeople: "Choose people",
  openForm: "Open the form",
  openFormWhy: "There is more to fill in.",
  roleNotYours:
    "That role can't be mentioned by you here, so I don't mention it for you. Invite people by name instead.",
  noBots: "I can only invite people.",
  changed: "Done.",
};

const de: typeof en = {
  party: "Partys: plane eine, lade ein, sag ob du kommst",
  fromMessage: "Daraus eine Party machen",
  fromPerson: "Zu einer Party einladen",
  oneMoment: "Das dauert länger als sonst. Es ist nichts verloren: drück den Knopf gleich noch einmal.",
  tooOld: "Dieser Knopf ist zu alt. Tippe den Befehl noch einmal.",
  choose: "Wähle eins",
  choosePeople: "Leute auswählen",
  openForm: "Formular öffnen",
  openFormWhy: "Da fehlt noch etwas.",
  roleNotYours:
    "Diese Rolle darfst du hier nicht erwähnen, also tue ich es nicht für dich. Lade die Leute mit Namen ein.",
  noBots: "Einladen kann ich nur Menschen.",
  changed: "Erledigt.",
};

export type OwnWords = typeof en;

export const ownWords = (locale: string | undefined): OwnWords =>
  locale?.toLowerCase().startsWith("de") === true ? de : en;

/** Languages beside English, by Discord's own names for them. */
export const LOCALES = ["de"] as const;
