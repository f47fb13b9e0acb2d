// Words: reminders, when they come, and the nudge, in English.
import type { Until } from "../domain/reminders.ts";
import { spanIn, untilIn } from "./spans.ts";

const people = (n: number): string => (n === 1 ? "1 person has" : `${n} people have`);
const until = (when: Until): string => untilIn("en", when, { now: "Now", soon: "Soon" });

export const reminding = {
  title: (title: string, when: Until) => `${until(when)}: ${title}`,
  evening: (when: Until, parties: number) => `${until(when)}: ${parties} parties`,
  unanswered: "You haven't answered yet. Are you coming?",
  mute: "No more reminders of this party",
  unmute: "Remind me again",
  muted: (title: string) => `I won't remind you of ${title} any more.`,
  unmuted: (title: string) => `I'll remind you of ${title}.`,
  mine: (title: string) => `Reminders of ${title}`,
  mineOn: "I remind you of it.",
  mineOff: "I don't remind you of it.",
  notAGuest: "You have no answer to this party, so I don't remind you of it.",
  times: (title: string) => `When ${title} reminds`,
  audiences: { group: "The group", guests: "Guests who come", unanswered: "Those who haven't answered" },
  before: (minutes: readonly number[]) =>
    minutes.length === 0 ? "off" : `${minutes.map((one) => spanIn("en", one)).join(" · ")} before`,
  saved: "Saved.",
  tooLate: (minutes: readonly number[]) =>
    `Too late for ${minutes.map((one) => spanIn("en", one)).join(" and ")} before: that moment has passed.`,
  how: "Write any times, like “1 day, 90 min”, “off” or “usual”.",
  open: (n: number) => `${people(n)} not answered yet.`,
  usual: "The usual times",
  off: "No reminders",
  askADayBefore: "Remind those without an answer a day before",
  nudge: "Nudge those who haven't answered",
  nudged: (title: string, by: string) => `${by} would like to know: are you coming to ${title}?`,
  nudgedBody: "A yes, a maybe or a no: each helps with planning.",
  nudgeDone: "I'm asking them",
  nudgeDoneBody: "Everyone who is invited and hasn't answered is asked once. I won't ask again for this party.",
  nudgedAlready: (when: string) => `They were nudged already, ${when}. Once for each party is enough.`,
  tooLateToNudge: (title: string) => `${title} has begun: it's too late to nudge anybody.`,
  nobodyToNudge: "Everybody who is invited has answered: there is nobody to nudge.",
  doubts: {
    notUnderstood: "I can't read that as times. Try “24h 2h”, “1 day, 90 min”, “off” or “usual”.",
    tooMany: "Those are a lot of reminders. Choose up to six times.",
    tooClose: "That's too close to the start. Choose 5 minutes or more.",
    tooFar: "That's too long before. Choose 30 days or less.",
  },
};
