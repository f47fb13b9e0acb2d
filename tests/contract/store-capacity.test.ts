// Contract: places are never given twice, and the waitlist is strictly first come, first served, on both databases.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PartyCode } from "../../src/domain/party.ts";
import type { PersonId } from "../../src/domain/person.ts";
import type { AnswerOutcome, Rsvp } from "../../src/domain/rsvp.ts";
import { newCode } from "../../src/safety/tokens.ts";
import type { Tx } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { hosted } from "../support/samples.ts";
import { expectSound, type Queue } from "../support/sound.ts";

const now = NOON;
const RUNS = Number(process.env["PROPERTY_RUNS"] ?? 1_000);

describe.each(DATABASES)("places on %s", (kind) => {
  let fresh: FreshStore;
  beforeAll(async () => {
    fresh = await freshStore(kind);
  });
  afterAll(() => fresh.close());

  const go = (party: PartyCode, personId: PersonId, plus?: number): Promise<AnswerOutcome> =>
    fresh.store.write((tx) =>
      tx.rsvps.answer({ party, personId, answer: "going", ...(plus !== undefined && { plus }), now }),
    );
  const say = (
    party: PartyCode,
    personId: PersonId,
    answer: "maybe" | "declined" | "invited",
  ): Promise<AnswerOutcome> => fresh.store.write((tx) => tx.rsvps.answer({ party, personId, answer, now }));
  const kindOf = async (party: PartyCode, personId: PersonId) =>
    (await fresh.store.reads.rsvps.get(party, personId))?.answer;

  it("64 people at once for the last 10 places: exactly 10 get in, the others wait in order", async () => {
    const { party, guests } = await hosted(fresh.store, 64, { max: 10 });
    const outcomes = await Promise.all(guests.map((guest) => go(party.code, guest)));
    expect(outcomes.filter((one) => one.kind === "set" && one.after.answer === "going")).toHaveLength(10);
    const waiting = outcomes.flatMap((one) => (one.kind === "set" && one.waiting !== undefined ? [one.waiting] : []));
    expect([...waiting].sort((a, b) => a - b)).toEqual(Array.from({ length: 54 }, (_, i) => i + 1));
    await expectSound(fresh.store.reads, party.code);
  });

  it("64 people at once who bring extra guests: every head is counted", async () => {
    const { party, guests } = await hosted(fresh.store, 64, { max: 10 });
    await Promise.all(guests.map((guest, i) => go(party.code, guest, i % 3)));
    await expectSound(fresh.store.reads, party.code);
    const counts = await fresh.store.reads.rsvps.counts(party.code);
    expect(counts.going + counts.waitlisted).toBe(64);
    expect((await fresh.store.reads.parties.get(party.code))?.going).toBeGreaterThanOrEqual(8);
  });

  it("64 people who answer and leave at once leave the counter right", async () => {
    const { party, guests } = await hosted(fresh.store, 64, { max: 10 });
    await Promise.all(
      guests.flatMap((guest, i) => [
        go(party.code, guest, i % 2),
        ...(i % 3 === 0 ? [say(party.code, guest, "declined")] : []),
      ]),
    );
    await expectSound(fresh.store.reads, party.code);
  });

  it("someone who leaves a full party frees the place for the first who waits, and only for them", async () => {
    const { party, guests } = await hosted(fresh.store, 4, { max: 2 });
    const [a, b, c, d] = guests as [string, string, string, string];
    for (const guest of [a, b, c, d]) await go(party.code, guest);
    const left = await say(party.code, a, "maybe");
    expect(left).toMatchObject({
      kind: "set",
      before: { answer: "going" },
      promoted: [{ personId: c, answer: "going" }],
    });
    expect((left as { promoted: Rsvp[] }).promoted[0]).not.toHaveProperty("queueNo");
    expect(await fresh.store.reads.rsvps.waiting(party.code, d)).toBe(1);
    const gone = await fresh.store.write((tx) => tx.rsvps.withdraw(party.code, b, now));
    expect(gone).toMatchObject({ before: { personId: b }, promoted: [{ personId: d }] });
    expect(await kindOf(party.code, b)).toBeUndefined();
  });

  it("the head of the queue blocks until it fits, however small those behind it are", async () => {
    const { party, guests } = await hosted(fresh.store, 4, { max: 3 });
    const [a, b, big, small] = guests as [string, string, string, string];
    await go(party.code, a);
    await go(party.code, b);
    await go(party.code, big, 2);
    expect(await go(party.code, small)).toMatchObject({ kind: "set", after: { answer: "waitlisted" }, waiting: 2 });
    expect(await say(party.code, a, "declined")).toMatchObject({ promoted: [] });
    expect(await go(party.code, big, 0)).toMatchObject({
      kind: "set",
      after: { personId: big, answer: "going" },
      promoted: [{ personId: small }],
    });
    await expectSound(fresh.store.reads, party.code);
  });

  it("when the head of the queue gives up, those behind it who fit come in", async () => {
    const { party, guests } = await hosted(fresh.store, 3, { max: 2 });
    const [a, big, small] = guests as [string, string, string];
    await go(party.code, a);
    await go(party.code, big, 1);
    await go(party.code, small);
    expect(await say(party.code, big, "declined")).toMatchObject({
      before: { answer: "waitlisted" },
      promoted: [{ personId: small }],
    });
  });

  it("who waits and brings fewer keeps the place; who brings more moves to the back", async () => {
    const { party, guests } = await hosted(fresh.store, 4, { max: 4 });
    const [a, b, c, d] = guests as [string, string, string, string];
    await go(party.code, a, 3);
    for (const guest of [b, c, d]) await go(party.code, guest, 1);
    expect(await go(party.code, b, 0)).toMatchObject({ kind: "set", waiting: 1 });
    expect(await go(party.code, b, 2)).toMatchObject({ kind: "set", waiting: 3 });
    expect(await fresh.store.reads.rsvps.waiting(party.code, c)).toBe(1);
    expect(await go(party.code, c)).toMatchObject({ kind: "same", waiting: 1 });
  });

  it("more extra guests than fit are refused to someone who is going, and the old answer stands", async () => {
    const { party, guests } = await hosted(fresh.store, 2, { max: 3 });
    const [a, b] = guests as [string, string];
    await go(party.code, a);
    await go(party.code, b);
    expect(await go(party.code, a, 2)).toMatchObject({ kind: "plusDoesNotFit", before: { plus: 0 }, free: 1 });
    expect(await go(party.code, a, 1)).toMatchObject({ kind: "set", after: { answer: "going", plus: 1 } });
    expect(await go(party.code, a, 0)).toMatchObject({ kind: "set", after: { answer: "going", plus: 0 } });
    expect(await go(party.code, a, 3)).toEqual({ kind: "moreThanMax", max: 3 });
    await expectSound(fresh.store.reads, party.code);
  });

  it("the same answer twice writes nothing, and an invitation lowers nobody's answer", async () => {
    const { party, guests } = await hosted(fresh.store, 2, { max: 1 });
    const [a, b] = guests as [string, string];
    await go(party.code, a);
    await go(party.code, b);
    const before = await fresh.store.reads.parties.get(party.code);
    expect(await go(party.code, a)).toMatchObject({ kind: "same", after: { answer: "going" } });
    expect(await say(party.code, a, "invited")).toMatchObject({ kind: "same", after: { answer: "going" } });
    expect(await say(party.code, b, "invited")).toMatchObject({
      kind: "same",
      after: { answer: "waitlisted" },
      waiting: 1,
    });
    expect((await fresh.store.reads.parties.get(party.code))?.version).toBe(before?.version);
    const letIn = { party: party.code, personId: b, answer: "invited", admitted: "yes", now } as const;
    expect(await fresh.store.write((tx) => tx.rsvps.answer(letIn))).toMatchObject({
      kind: "same",
      after: { answer: "waitlisted", admitted: "yes" },
    });
  });

  it("a capacity below those going is refused; a larger one lets in who waits", async () => {
    const { party, guests } = await hosted(fresh.store, 5, { max: 2 });
    for (const guest of guests) await go(party.code, guest);
    const set = (max: number | undefined) => fresh.store.write((tx) => tx.rsvps.setMax(party.code, max, now));
    expect(await set(1)).toEqual({ kind: "tooLow", going: 2 });
    expect(await set(3)).toMatchObject({ kind: "set", promoted: [{ personId: guests[2] }] });
    const open = await set(undefined);
    expect(open.kind === "set" && open.promoted.map((one) => one.personId)).toEqual(guests.slice(3));
    expect(await fresh.store.reads.parties.get(party.code)).not.toHaveProperty("max");
    await expectSound(fresh.store.reads, party.code);
  });

  it("a guest made co-host gives the place back", async () => {
    const { party, guests } = await hosted(fresh.store, 2, { max: 1 });
    const [a, b] = guests as [string, string];
    await go(party.code, a);
    await go(party.code, b);
    const promoted = await fresh.store.write((tx) => tx.parties.addCohost(party.code, a, now));
    expect(promoted).toMatchObject([{ personId: b, answer: "going" }]);
    expect(await kindOf(party.code, a)).toBeUndefined();
    expect(await fresh.store.reads.parties.cohosts(party.code)).toEqual([a]);
  });

  it("a long queue comes in at once when the limit is lifted", async () => {
    const { party, guests } = await hosted(fresh.store, 230, { max: 1 });
    const opened = await fresh.store.write(async (tx) => {
      for (const guest of guests) await tx.rsvps.answer({ party: party.code, personId: guest, answer: "going", now });
      return tx.rsvps.setMax(party.code, undefined, now);
    });
    expect(opened.kind === "set" && opened.promoted.map((one) => one.personId)).toEqual(guests.slice(1));
    await expectSound(fresh.store.reads, party.code);
  });

  it(
    "any sequence of answers, changes, leavings and capacities keeps the rules",
    async () => {
      const { party, guests } = await hosted(fresh.store, 6);
      const who = fc.nat({ max: guests.length - 1 });
      const step = fc.oneof(
        {
          weight: 6,
          arbitrary: fc.record({
            kind: fc.constant("going" as const),
            who,
            plus: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
          }),
        },
        {
          weight: 3,
          arbitrary: fc.record({ kind: fc.constantFrom("maybe", "declined", "invited", "requested"), who }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant("withdraw" as const), who }) },
        {
          weight: 2,
          arbitrary: fc.record({
            kind: fc.constant("max" as const),
            max: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
          }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant("cohost" as const), who }) },
      );
      const run = async (tx: Tx, code: PartyCode, steps: readonly Step[]): Promise<void> => {
        let queue: Queue = [];
        for (const one of steps) {
          await apply(tx, code, one, guests);
          const after = await expectSound(tx, code);
          expectOrder(queue, after);
          queue = after;
        }
      };
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
          await fresh.store.write(async (tx) => {
            const { code } = { ...party, code: newCode() };
            await tx.parties.add({ ...party, code, max: 4 }, now);
            await run(tx, code, steps as Step[]);
          });
        }),
        { numRuns: RUNS },
      );
    },
    120_000 + RUNS * 200,
  );
});

type Step =
  | { kind: "going"; who: number; plus?: number | undefined }
  | { kind: "maybe" | "declined" | "invited" | "requested"; who: number }
  | { kind: "withdraw" | "cohost"; who: number }
  | { kind: "max"; max: number | undefined };

const apply = async (tx: Tx, party: PartyCode, step: Step, guests: readonly PersonId[]): Promise<void> => {
  if (step.kind === "max") {
    await tx.rsvps.setMax(party, step.max, now);
    return;
  }
  const personId = guests[step.who] as PersonId;
  if (step.kind === "withdraw") await tx.rsvps.withdraw(party, personId, now);
  else if (step.kind === "cohost") await tx.parties.addCohost(party, personId, now);
  else
    await tx.rsvps.answer({
      party,
      personId,
      answer: step.kind,
      ...("plus" in step && step.plus !== undefined && { plus: step.plus }),
      now,
    });
};

/** Who still waits with the number they had keeps the order; everyone else stands behind them. */
const expectOrder = (before: Queue, after: Queue): void => {
  const name = (one: Queue[number]): string => `${one.personId} ${one.queueNo}`;
  const still = new Set(after.map(name));
  const old = before.map(name).filter((one) => still.has(one));
  expect(after.slice(0, old.length).map(name)).toEqual(old);
};
