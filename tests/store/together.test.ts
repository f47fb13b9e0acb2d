// Store: closures that share a transaction behave as if each had its own.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Refusal } from "../../src/domain/refusal.ts";
import { AlreadyRan } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { hosted } from "../support/samples.ts";
import { expectSound } from "../support/sound.ts";

const now = NOON;

describe.each(DATABASES)("a crowd that writes about one party on %s", (kind) => {
  let fresh: FreshStore;
  beforeAll(async () => {
    fresh = await freshStore(kind);
  });
  afterAll(() => fresh.close());

  const crowd = async (many: number, max: number) => {
    const { party, guests } = await hosted(fresh.store, many, { max });
    const go = (personId: string, then: () => void = () => {}) =>
      fresh.store.write(async (tx) => {
        const outcome = await tx.rsvps.answer({ party: party.code, personId, answer: "going", now });
        then();
        return outcome;
      }, party.code);
    return { code: party.code, guests, go };
  };

  it("comes in in the order it asked", async () => {
    const { code, guests, go } = await crowd(40, 10);
    const outcomes = await Promise.all(guests.map((guest) => go(guest)));
    const places = outcomes.map((one) => (one.kind === "set" ? one.waiting : "?"));
    expect(places).toEqual(guests.map((_, i) => (i < 10 ? undefined : i - 9)));
    await expectSound(fresh.store.reads, code);
  });

  it("one who is refused after writing leaves nothing behind, and spoils nothing for the others", async () => {
    const { code, guests, go } = await crowd(24, 100);
    const ended = await Promise.allSettled(
      guests.map((guest, i) =>
        go(guest, () => {
          if (i % 5 === 3) throw new Refusal("not you");
        }),
      ),
    );
    expect(ended.map((one) => one.status)).toEqual(guests.map((_, i) => (i % 5 === 3 ? "rejected" : "fulfilled")));
    const written = await fresh.store.reads.rsvps.of(code, guests);
    expect(written.map((one) => one.personId).sort()).toEqual(guests.filter((_, i) => i % 5 !== 3).sort());
    await expectSound(fresh.store.reads, code);
  });

  it("a fault of the database in one is that one's alone", async () => {
    const { code, guests, go } = await crowd(8, 100);
    const broken = fresh.store.write((tx) => tx.people.set("nobody", { timeZone: "x".repeat(10_000) }), code);
    const faulty = fresh.store.write(
      (tx) => tx.rsvps.answer({ party: code, personId: "x", answer: null as never, now }),
      code,
    );
    const ended = await Promise.allSettled([broken, faulty, ...guests.map((guest) => go(guest))]);
    expect(ended[1]?.status).toBe("rejected");
    expect(ended.slice(2).every((one) => one.status === "fulfilled")).toBe(true);
    expect((await fresh.store.reads.parties.get(code))?.going).toBe(8);
    await expectSound(fresh.store.reads, code);
  });

  it("the same request, twice at once, runs once", async () => {
    const { code, guests } = await crowd(6, 100);
    const once = (personId: string, id: string) =>
      fresh.store.write(async (tx) => {
        await tx.rsvps.answer({ party: code, personId, answer: "going", now });
        await tx.requests.ran(id, "{}", now);
      }, code);
    const ended = await Promise.allSettled(
      guests.flatMap((guest) => [once(guest, `${kind} ${guest}`), once(guest, `${kind} ${guest}`)]),
    );
    const failed = ended.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(failed).toHaveLength(6);
    expect(failed.every((one) => one instanceof AlreadyRan)).toBe(true);
    expect((await fresh.store.reads.parties.get(code))?.going).toBe(6);
  });

  it("what a refused closure still asks afterwards is not written", async () => {
    const { code, guests, go } = await crowd(4, 100);
    let late: Promise<unknown> = Promise.resolve();
    let open = (): void => {};
    const gate = new Promise<void>((done) => (open = done));
    const refused = fresh.store.write(async (tx) => {
      late = gate.then(() => tx.rsvps.answer({ party: code, personId: guests[0] as string, answer: "going", now }));
      late.catch(() => {});
      throw new Refusal("no");
    }, code);
    await Promise.allSettled([refused, ...guests.slice(1).map((guest) => go(guest))]);
    open();
    await expect(late).rejects.toThrow("the transaction is over");
    expect(await fresh.store.reads.rsvps.get(code, guests[0] as string)).toBeUndefined();
  });
});
