// Delivery: guests on their way, told to the hosts: those who set out within a minute share one message.
import type { PartyEvent } from "../domain/note.ts";
import { type Coming, onWayOf } from "../domain/on-way.ts";
import type { Party } from "../domain/party.ts";
import type { PersonId } from "../domain/person.ts";
import { type Instant, MINUTE } from "../domain/time.ts";
import type { Tx } from "../store/types.ts";
import type { PlanDraft } from "./draft.ts";
import type { Gathered } from "./gather.ts";
import { toHosts } from "./hosts.ts";

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
  draft.put.push(...(await toHosts(tx, party, "onWay", who, now + GATHERING)));
};

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
