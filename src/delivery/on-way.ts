// Delivery: guests on their way, told to the hosts: those who set out within a minute share one message.
import type { NewNote, PartyEvent } from "../domain/note.ts";
import { type Coming, onWayOf } from "../domain/on-way.ts";
import { endOf, type Party } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import { type Instant, MINUTE } from "../domain/time.ts";
import type { Tx } from "../store/types.ts";
import type { PlanDraft } from "./draft.ts";
import type { Gathered } from "./gather.ts";
import { kindPrefix } from "./keys.ts";

/** How long a message waits for others who set out too. In milliseconds. */
const GATHERING = MINUTE;

export const tellOnWay = async (
  tx: Tx,
  draft: PlanDraft,
  party: Party,
  events: readonly PartyEvent[],
  now: Instant,
): Promise<void> => {
  const who = events.flatMap((event) => (event.kind === "onWay" ? [event.who] : []));
  if (who.length === 0) return;
  const untold = await tx.notes.untried(party.code, kindPrefix("onWay", party.code));
  const hosts = new Set([party.hostId, ...(await tx.parties.cohosts(party.code))]);
  for (const host of hosts) {
    const prefix = `${kindPrefix("onWay", party.code)}${host}:`;
    const open = [...untold].find(([key]) => key.startsWith(prefix));
    const before = open?.[1].kind === "onWay" ? open[1].who : [];
    // The key says when it is due: who joins makes nobody wait longer.
    const dueAt = open ? Number(open[0].slice(prefix.length)) : now + GATHERING;
    draft.put.push(noteFor(party, host, `${prefix}${dueAt}`, [...new Set([...before, ...who])], dueAt));
  }
};

const noteFor = (party: Party, host: PersonId, key: string, who: readonly PersonId[], dueAt: Instant): NewNote => ({
  key,
  to: { person: host },
  party: party.code,
  reason: { kind: "onWay", who },
  dueAt,
  expiresAt: endOf(party),
});

/** Those of them who are still on the way when it is told, who arrives first before the others. */
export const comingOf = (party: Party, who: readonly PersonId[], gathered: Gathered, now: Instant): Coming[] =>
  who
    .flatMap((id): Coming[] => {
      const { rsvp } = gathered.standing(party.code, id);
      const onWay = rsvp && onWayOf(rsvp, party, now);
      const name = gathered.people.get(id)?.name;
      return onWay && name !== undefined ? [{ who: name, at: onWay.until }] : [];
    })
    .sort((a, b) => a.at - b.at);
