// Contract: whoever becomes one with whom, after whatever answers: the rules of places hold, and nobody gains anything by it.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PartyCode } from "../../src/domain/party.ts";
import type { PersonId } from "../../src/domain/person.ts";
import type { Tx } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { sampleParty, samplePerson } from "../support/samples.ts";
import { expectSound } from "../support/sound.ts";

const now = NOON;
const RUNS = Number(process.env["PROPERTY_RUNS"] ?? 80);

describe.each(DATABASES)("people made one, whatever they did before, on %s", (kind) => {
  let fresh: FreshStore;
  beforeAll(async () => {
    fresh = await freshStore(kind);
  });
  afterAll(() => fresh.close());

  it(
    "any sequence of answers, hosts and merges keeps the rules of places, and gains nobody anything",
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
          await fresh.store.write(async (tx) => {
            const town = await settle(tx);
            for (const one of steps) await apply(tx, town, one);
          });
        }),
        { numRuns: RUNS },
      );
    },
    60_000 + RUNS * 400,
  );
});

const PEOPLE = 6;
const who = fc.nat({ max: PEOPLE - 1 });
const where = fc.nat({ max: 1 });
const plus = fc.option(fc.nat({ max: 3 }), { nil: undefined });
const ANSWER = fc.constantFrom("maybe", "declined", "invited", "requested");
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("going"), who, where, plus }) },
  { weight: 4, arbitrary: fc.record({ kind: ANSWER, who, where, plus }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("letIn", "turnAway", "cohost"), who, where }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("max"), where, max: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("merge"), who, into: who }) },
);
type Step = {
  kind: string;
  who?: number;
  where?: number;
  into?: number;
  max?: number;
  plus?: number | undefined;
};

type Folk = { people: PersonId[]; parties: PartyCode[] };

/** Two parties, each run by one of the people, both small. */
const settle = async (tx: Tx): Promise<Folk> => {
  const people: PersonId[] = [];
  for (let i = 0; i < PEOPLE; i += 1) people.push(await samplePerson(tx, `Person ${i}`));
  const parties = [0, 1].map((i) => sampleParty(people[i] as string, { max: 4 }));
  for (const party of parties) await tx.parties.add(party, now);
  return { people, parties: parties.map((party) => party.code) };
};

const apply = async (tx: Tx, town: Folk, one: Step): Promise<void> => {
  const { people, parties } = town;
  const party = parties[one.where ?? 0] as string;
  const personId = people[one.who ?? 0] as string;
  if (one.kind === "merge") await expectMerge(tx, town, personId, people[one.into ?? 0] as string);
  else if (one.kind === "max") await tx.rsvps.setMax(party, one.max, now);
  else {
    const role = (await tx.parties.standings(party, [personId])).get(personId)?.role ?? "stranger";
    // What commands refuse.
    if (role === "host" || role === "cohost") return;
    if (one.kind === "cohost") await tx.parties.addCohost(party, personId, now);
    else if (role !== "turnedAway") await tx.rsvps.answer({ party, personId, ...wishOf(one), now });
  }
  for (const code of one.kind === "merge" ? parties : [party]) await expectSound(tx, code);
};

const wishOf = ({ kind, plus: extra }: Step) => {
  if (kind === "letIn") return { answer: "invited", admitted: "yes" } as const;
  if (kind === "turnAway") return { answer: "declined", admitted: "no" } as const;
  const answer = kind as "going" | "maybe" | "declined" | "invited" | "requested";
  return { answer, ...(extra !== undefined && { plus: extra }) };
};

const STRENGTH = ["declined", "invited", "maybe", "requested", "waitlisted", "going"];

const expectMerge = async (tx: Tx, { people, parties }: Folk, from: PersonId, into: PersonId): Promise<void> => {
  const look = async () => {
    const found = new Map<PartyCode, Awaited<ReturnType<Tx["parties"]["standings"]>>>();
    for (const code of parties) found.set(code, await tx.parties.standings(code, [from, into]));
    return found;
  };
  const before = await look();
  await tx.people.merge(from, into, now);
  if (from === into) return;
  const after = await look();
  for (const code of parties) {
    const [a, b] = [from, into].map((id) => before.get(code)?.get(id));
    const now = after.get(code)?.get(into);
    expect(after.get(code)?.get(from)).toEqual({ role: "stranger" });
    const roles = [a?.role, b?.role];
    if (roles.includes("host") || roles.includes("cohost")) {
      expect(now).toEqual({ role: roles.includes("host") ? "host" : "cohost" });
      if (now?.role === "host") expect(await tx.parties.cohosts(code)).not.toContain(into);
      continue;
    }
    const rsvps = [a?.rsvp, b?.rsvp].filter((one) => one !== undefined);
    expect(now?.rsvp === undefined).toBe(rsvps.length === 0);
    if (!now?.rsvp) continue;
    if (roles.includes("turnedAway")) expect(now.role).toBe("turnedAway");
    else {
      expect(now.rsvp.admitted).toBe(rsvps.some((one) => one.admitted === "yes") ? "yes" : "open");
      const open = rsvps.filter((one) => one.answer !== "requested" || one.admitted === now.rsvp?.admitted);
      const strongest = Math.max(...open.map((one) => STRENGTH.indexOf(one.answer)));
      expect(STRENGTH.indexOf(now.rsvp.answer)).toBeGreaterThanOrEqual(strongest);
      // Nobody brings more than they ever said, nor jumps the queue.
      expect(now.rsvp.plus).toBeLessThanOrEqual(Math.max(...rsvps.map((one) => one.plus)));
      expect(now.rsvp.queueNo ?? 0).toBeLessThanOrEqual(Math.min(...rsvps.map((one) => one.queueNo ?? Infinity)));
    }
  }
  for (const [i, one] of people.entries()) if (one === from) people[i] = into;
};
