// Support: every view of the house, of one party, in one language: what golden files and limits are checked with.
import type { View } from "../../src/core.ts";
import { disclose } from "../../src/domain/disclosure.ts";
import type { PartyFacts, Seen } from "../../src/domain/disclosure.ts";
import type { Reason } from "../../src/domain/note.ts";
import type { Coming } from "../../src/domain/on-way.ts";
import { minutesOf } from "../../src/domain/reminders.ts";
import type { Rsvp } from "../../src/domain/rsvp.ts";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { eveningView } from "../../src/views/evening.ts";
import { guestList } from "../../src/views/guest-list.ts";
import { LIST_MAX, mineList, nearbyList } from "../../src/views/lists.ts";
import type { Mention } from "../../src/views/note.ts";
import { noteView } from "../../src/views/note.ts";
import { partyCard } from "../../src/views/party-card.ts";
import { partyDetails } from "../../src/views/party-details.ts";
import { mineView, timesView } from "../../src/views/reminders.ts";
import { refused } from "../../src/views/trouble.ts";
import { noWishView, wishNewsView, wishView } from "../../src/views/wish.ts";
import { wordsFor } from "../../src/words/words.ts";
import { NOON } from "./clock.ts";
import { sampleParty } from "./samples.ts";

const CODE = "k3x9q2bb";
const links = {
  party: (code: string) => `https://party.example/p/${code}`,
  invitation: (token: string) => `https://party.example/i/#${token}`,
  calendar: (token: string) => `https://party.example/calendar/${token}.ics`,
};

const REASONS: readonly Exclude<Reason, { kind: "card" } | { kind: "wish" }>[] = [
  { kind: "remind", minutesBefore: 1440 },
  { kind: "remind", minutesBefore: 120 },
  { kind: "remind", minutesBefore: 90 },
  { kind: "remind", minutesBefore: 4_320, to: "unanswered" },
  {
    kind: "moved",
    was: { startsAt: NOON, timeZone: "Europe/Berlin", label: "Mitte, Berlin" },
    time: true,
    place: true,
  },
  { kind: "calledOff" },
  { kind: "promoted" },
  { kind: "invited", by: "ada" },
  { kind: "nudged", by: "ada" },
  { kind: "asked", who: "ben" },
  { kind: "admitted" },
  { kind: "turnedAway" },
  { kind: "unreached", who: ["ben"] },
  { kind: "unreached", who: ["ben", "cleo"] },
  { kind: "onWay", who: ["ben", "cleo"] },
];

/** What only a group is told. */
const GROUP_REASONS: readonly Exclude<Reason, { kind: "card" } | { kind: "wish" }>[] = [
  { kind: "mentioned", who: ["ben", "cleo"], news: "invited", by: "ada" },
  { kind: "mentioned", who: ["ben", "cleo"], news: "promoted" },
  { kind: "mentioned", who: ["ben", "cleo"], news: "nudged", by: "ada" },
  { kind: "crowdInvited", by: "ada", crowd: { platform: "discord", crowdId: "41771983423143937", name: "Runners" } },
];

/** On two platforms: a group's own shows who is on it as a mention. */
const MENTIONS: readonly Mention[] = [
  { who: "Ben", account: { platform: "telegram", userId: "700000001" }, notify: true },
  { who: "Cl<e>o", account: { platform: "discord", userId: "41771983423143938" }, notify: true },
];

const facts = (over: Parameters<typeof sampleParty>[1] = {}): PartyFacts => ({
  party: {
    ...sampleParty("host", {
      title: "Rooftop <BBQ> & friends",
      about: "Bring *something*.\nShoes off.",
      max: 10,
      ...over,
    }),
    code: CODE,
    endsAt: NOON + 36 * HOUR,
    going: 3,
  },
  hostName: "Ada",
  counts: { going: 2, maybe: 1, waitlisted: 1, requested: 1, invited: 1, declined: 1 },
  goingNames: ["Ben", "Cleo"],
});

const WISH = { at: { lat: 52.5165, lng: 13.4064 }, km: 10, days: "weekend" } as const;

const rsvp = (answer: Rsvp["answer"], plus: number): Rsvp => ({
  party: CODE,
  personId: `person-${answer}`,
  answer,
  plus,
  admitted: "yes",
  answeredAt: NOON,
});

/** Two who are on the way. */
const comingTo = ({ startsAt }: Pick<Seen, "startsAt">): Coming[] => [
  { who: "Ben", at: startsAt },
  { who: "Cl<e>o", at: startsAt + 10 * MINUTE },
];

/** Each view by a name that says which it is and who reads it. */
export const everyView = (locale: "en" | "de"): Record<string, View> => {
  const words = wordsFor(locale);
  const telling = { words, locale, links };
  const group = disclose(facts(), "member", "group");
  const guest = disclose(facts(), "going", "person");
  const over = disclose(facts({ state: "calledOff" }), "member", "group");
  const details = (role: Parameters<typeof disclose>[1]) => {
    const seen = disclose(facts(), role, "person");
    const mine = role === "going" ? { rsvp: rsvp("going", 1) } : {};
    const onWay = { offer: role === "going", coming: role === "host" ? comingTo(seen) : [] };
    return partyDetails({ ...telling, seen, standing: { role, ...mine }, onWay });
  };
  const notes = REASONS.flatMap((reason) => {
    const hours = reason.kind === "remind" ? minutesOf(reason) / 60 : 0;
    const whom = reason.kind === "remind" && reason.to ? `, ${reason.to}` : "";
    const many = reason.kind === "unreached" && reason.who.length > 1 ? " of several" : "";
    const name = `note ${reason.kind}${many}${hours > 0 ? ` ${hours} h` : ""}${whom}`;
    const told = (seen: Seen) =>
      noteView({
        reason,
        seen,
        now: seen.startsAt - hours * HOUR,
        names: reason.kind === "unreached" ? reason.who.map((_, at) => ["Deniz", "Cem"][at] ?? "") : ["Deniz"],
        answer: "going",
        coming: comingTo(seen),
        ...telling,
      });
    return [[`${name}, to a guest`, told(guest)] as const, [`${name}, to a group`, told(group)] as const];
  });
  const groupNotes = GROUP_REASONS.map((reason) => {
    const news = reason.kind === "mentioned" ? ` ${reason.news}` : "";
    const told = { reason, seen: group, now: NOON, names: ["Deniz"], mentions: MENTIONS, ...telling };
    return [`note ${reason.kind}${news}, to a group`, noteView(told)] as const;
  });
  const rows = (["going", "maybe", "waitlisted", "requested", "invited", "declined"] as const).map((answer, i) => ({
    ...rsvp(answer, i % 2),
    name: `Guest ${answer}`,
    ...(answer === "going" && { arrives: guest.startsAt }),
  }));
  return {
    "card, in a group": partyCard(group, "card", words, locale, links),
    "card called off, in a group": partyCard(over, "card", words, locale, links),
    "details, to the host": details("host"),
    "details with a pin to confirm, to the host": partyDetails({
      ...telling,
      seen: disclose(facts({ place: { ...sampleParty("host").place, guess: "k3x9q2" } }), "host", "person"),
      standing: { role: "host" },
      lead: [words.create.understood],
    }),
    "details, to a guest": details("going"),
    "details, to a stranger": details("stranger"),
    "guests, to the host": guestList(
      disclose(facts(), "host", "person"),
      { rows, page: 1, pages: 2 },
      { admit: true, nudge: true },
      words,
    ),
    "my parties": mineList([{ seen: guest, role: "going", answer: "going" }], false, "person", words),
    "no past parties": mineList([], true, "person", words),
    "parties nearby": nearbyList(
      [{ seen: disclose(facts(), "stranger", "person"), km: 2, canAsk: true }],
      { label: "Berlin", area: { lat: 52.5165, lng: 13.4064 }, km: 10, when: "any", further: "50" },
      "person",
      words,
    ),
    "a full list of parties nearby, far from home, with more to come": nearbyList(
      Array.from({ length: LIST_MAX }, (_, i) => {
        const code = `k3x9q2b${i + 2}`;
        return {
          seen: { ...disclose(facts(), "stranger", "person"), code, title: `Party ${i}` },
          km: 10,
          canAsk: i < 7,
        };
      }),
      {
        label: "Avarua",
        area: { lat: -21.2085, lng: -159.7786 },
        km: 50,
        when: "weekend",
        more: { km: 49.9, startsAt: NOON + 30 * HOUR, code: CODE },
      },
      "person",
      words,
    ),
    "a wish, as it is kept": wishView(WISH, { label: "Berlin", saved: true }, words),
    "no wish": noWishView(false, words),
    "new parties, to who wished for them": wishNewsView(
      Array.from({ length: 7 }, (_, i) => ({
        seen: { ...disclose(facts(), "stranger", "person"), title: `Party ${i}` },
        km: 2,
      })),
      WISH,
      telling,
    ),
    "reminder of an evening": eveningView([guest, { ...guest, startsAt: guest.startsAt + 3 * HOUR }], {
      ...telling,
      now: guest.startsAt - 24 * HOUR,
    }),
    "reminders, to the host": timesView(
      {
        party: { code: CODE, title: guest.title, reminders: { guests: [4_320, 90], group: [] } },
        seenBy: "person",
        lead: [words.reminding.saved],
        open: 2,
        mayNudge: true,
      },
      words,
    ),
    "reminders, to a guest": mineView({ party: guest, muted: true, saved: true, seenBy: "person" }, words),
    refusal: viewOf(refused("person", words.trouble.title, words.rsvp.turnedAway)),
    ...Object.fromEntries([...notes, ...groupNotes]),
  };
};

const viewOf = (reply: ReturnType<typeof refused>): View => {
  if (reply.kind !== "done" || !reply.view) throw new Error("a refusal has a view");
  return reply.view;
};
