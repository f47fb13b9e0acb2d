// Support: what must hold of a party's places and waitlist after every change.
import { expect } from "vitest";
import type { PartyCode } from "../../src/domain/party.ts";
import type { PersonId } from "../../src/domain/person.ts";
import { seats } from "../../src/domain/rsvp.ts";
import type { Reads } from "../../src/store/types.ts";

export type Queue = { personId: PersonId; queueNo: number; seats: number }[];

/** Fails where places are given twice, or the waitlist is not first come, first served. Returns the queue. */
export const expectSound = async (reads: Reads, code: PartyCode): Promise<Queue> => {
  const party = await reads.parties.get(code);
  const all = await reads.rsvps.list(code, { limit: 1_000 });
  const queue = all
    .filter((one) => one.answer === "waitlisted")
    .map((one) => ({ personId: one.personId, queueNo: one.queueNo ?? -1, seats: seats(one) }));
  const taken = all.filter((one) => one.answer === "going").reduce((sum, one) => sum + seats(one), 0);
  const free = (party?.max ?? Number.POSITIVE_INFINITY) - taken;
  const faults = {
    counterDiffersFromRows: party?.going !== taken,
    overCapacity: free < 0,
    headOfQueueWouldFit: queue[0] !== undefined && queue[0].seats <= free,
    queueOutOfOrder: queue.some((one, i) => one.queueNo <= (queue[i - 1]?.queueNo ?? 0)),
    numberWithoutWaiting: all.some((one) => one.answer !== "waitlisted" && one.queueNo !== undefined),
  };
  expect(Object.entries(faults).filter(([, found]) => found)).toEqual([]);
  return queue;
};
