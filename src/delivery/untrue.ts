// Delivery: whether a note still holds when it is sent. Plans follow every change; this is the last look before somebody reads it.
import type { Note } from "../domain/note.ts";
import { isOver, type Party } from "../domain/party.ts";
import type { Person } from "../domain/person.ts";
import type { Instant } from "../domain/time.ts";
import type { ChatRow, Standing } from "../store/types.ts";
import { ANSWERED, COMING } from "./audience.ts";

/** The reader, as things stand now; `asker` is the standing of the person who asked to join. */
export type ReaderNow = { person: Person; standing: Standing; asker?: Standing } | { chat: ChatRow };

/** Why the note is not to be sent any more; undefined when it holds. */
export const untrue = (note: Note, party: Party, reader: ReaderNow, now: Instant): string | undefined => {
  if (note.expiresAt <= now) return "expired";
  if (note.reason.kind === "calledOff") return party.state === "on" ? "the party is on" : undefined;
  // Whom the cancellation did not reach, the hosts are told all the more.
  if (party.state === "calledOff" && note.reason.kind !== "unreached") return "the party is called off";
  const about =
    note.reason.kind === "remind"
      ? notDue(note, party, reader, now)
      : isOver(party, now)
        ? "the party is over"
        : undefined;
  if (about !== undefined) return about;
  if (note.reason.kind === "moved" && nothingMoved(note.reason, party)) return "moved back";
  return "person" in reader ? notTheirs(note, reader) : undefined;
};

/** Whether news is still news to a person whose answer is this one by now. */
export const holdsFor = (news: "invited" | "nudged" | "promoted" | "admitted", { role, rsvp }: Standing): boolean => {
  const answer = role === "turnedAway" ? undefined : rsvp?.answer;
  switch (news) {
    case "promoted":
      return answer === "going";
    case "admitted":
      return answer !== undefined && answer !== "declined";
    case "invited":
      return role !== "turnedAway" && (answer === undefined || answer === "invited");
    case "nudged":
      return answer === "invited";
  }
};

const notDue = (note: Note, party: Party, reader: ReaderNow, now: Instant): string | undefined => {
  if (party.startsAt <= now) return "the party has started";
  if (note.expiresAt !== party.startsAt) return "the party has moved";
  const wanted = "person" in reader ? reader.person.reminders : reader.chat.reminders;
  if (wanted && "person" in reader && reader.standing.rsvp?.muted) return "muted";
  return wanted ? undefined : "reminders are off";
};

/** Whether somebody's answer is one that is reminded: coming, or still open where those are who have not answered. */
const isReminded = ({ role, rsvp }: Standing, to?: "unanswered"): boolean => {
  if (role === "turnedAway" || rsvp === undefined) return false;
  return to === "unanswered" ? rsvp.answer === "invited" : COMING.includes(rsvp.answer);
};

/** Whether another party of the same evening is still one to remind this person of. */
export const alsoHolds = (party: Party, standing: Standing, now: Instant): boolean =>
  party.state === "on" &&
  party.startsAt > now &&
  standing.rsvp?.muted !== true &&
  (isReminded(standing) || isReminded(standing, "unanswered"));

type Moved = Extract<Note["reason"], { kind: "moved" }>;

/** A changed address need not change the label, so a change of place always holds. */
const nothingMoved = ({ was, time, place }: Moved, party: Party): boolean =>
  time && !place && was.startsAt === party.startsAt && was.timeZone === party.timeZone;

/** What the reader's own answer makes of a note. */
const notTheirs = (
  { reason }: Note,
  { standing, asker }: Extract<ReaderNow, { person: Person }>,
): string | undefined => {
  const answer = standing.role === "turnedAway" ? undefined : standing.rsvp?.answer;
  const holds = (): boolean => {
    switch (reason.kind) {
      case "remind":
        return isReminded(standing, reason.to);
      case "moved":
        return answer !== undefined && ANSWERED.includes(answer);
      case "promoted":
      case "admitted":
      case "invited":
      case "nudged":
        return holdsFor(reason.kind, standing);
      case "turnedAway":
        return standing.role === "turnedAway";
      case "asked":
        return asker?.role === "requested" && (standing.role === "host" || standing.role === "cohost");
      case "unreached":
      case "onWay":
        return standing.role === "host" || standing.role === "cohost";
      default:
        return true;
    }
  };
  return holds() ? undefined : "the answer has changed";
};
