// Words: the day itself, and wishes to be told of new parties, in English.
import { spanIn } from "./spans.ts";

export const onTheDay = {
  button: "On my way",
  minutes: (minutes: number) => spanIn("en", minutes),
  notYet: "Not yet after all",
  /** Before a time of arrival. */
  about: "about",
  mark: "on the way, about",
  label: "On the way",
  told: (title: string, names: readonly string[]) =>
    names.length === 1 ? `${names[0]} is on the way to ${title}` : `${names.length} guests are on the way to ${title}`,
  saved: (title: string) => `On your way to ${title}: the hosts know.`,
  savedBody: "They see your name and about when you arrive, and nothing of where you are.",
  cleared: (title: string) => `Not on your way to ${title} after all.`,
  hosting: "You're hosting this party: your guests come to you.",
  notGoing: (title: string) => `Only guests who are going to ${title} can be on their way. Say that you come first.`,
  tooEarly: (title: string, from: string) =>
    `That's early: from ${from} on you can say that you're on your way to ${title}.`,
};

export const wishing = {
  title: "I tell you of new parties",
  saved: "I'll tell you of new parties",
  kept: "At most one message a day, and never in your quiet hours. This is all I keep of it:",
  around: "Around",
  cell: (label: string | undefined, point: string) =>
    label === undefined ? `the square kilometre at ${point}` : `${label}: the square kilometre at ${point}`,
  within: "Within",
  when: "On",
  days: { any: "any day", weekend: "weekends, from Friday 17:00 to Monday 6:00", weekdays: "weekdays" },
  look: "Look now",
  stop: "No more of these",
  more: (n: number) => `And ${n} more`,
  none: "I don't tell you of new parties",
  how: "Name a place, and I'll tell you when somebody plans a party there: “/wish Berlin within:10 days:weekend”.",
  ended: "I won't tell you of new parties any more",
  endedBody: "Your wish is deleted, and what I told you for it.",
  news: (n: number) => (n === 1 ? "A new party near you" : `${n} new parties near you`),
};
