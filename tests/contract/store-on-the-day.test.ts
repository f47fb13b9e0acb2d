// Contract: what is kept of wishes and of who is on the way, on both databases: found by cells, compared page by page, and one person's after a merge.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import fc from "fast-check";
import { snap } from "../../src/domain/grid.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import { cellsOfWishes, kmBetween, matches, type Wish } from "../../src/domain/wish.ts";
import { compareAll } from "../../src/delivery/wishes.ts";
import { plan } from "../../src/delivery/plan.ts";
import type { Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { besides } from "../support/raw-rows.ts";
import { hosted, sampleParty, samplePerson } from "../support/samples.ts";

const KM = [2, 10, 50] as const;
const quiet = { warn: () => {}, error: (_: unknown, event: string) => expect.fail(event) };

describe.each(DATABASES)("wishes and the way there, on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
  });
  afterAll(() => fresh.close());

  const wishing = (wish: Omit<Wish, "personId">) =>
    store.write(async (tx) => {
      const personId = await samplePerson(tx, "Ben");
      await tx.wishes.set({ personId, ...wish });
      return personId;
    });
  const wish = { at: snap({ lat: 40.0, lng: 3.0 }), km: 10, days: "any" } as const;

  it("a party finds every wish that means it, in pages, wherever on the globe", async () => {
    const point = fc.record({
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      lng: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    const near = fc.record({
      lat: fc.double({ min: -0.4, max: 0.4, noNaN: true }),
      lng: fc.double({ min: -0.4, max: 0.4, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(
        point,
        fc.array(fc.tuple(near, fc.constantFrom(...KM)), { minLength: 1, maxLength: 6 }),
        async (middle, some) => {
          const area = snap(middle);
          const made: Wish[] = [];
          for (const [by, km] of some) {
            const at = snap({ lat: Math.max(-90, Math.min(90, area.lat + by.lat)), lng: area.lng + by.lng });
            made.push({ personId: await wishing({ at, km, days: "any" }), at, km, days: "any" });
          }
          const found: string[] = [];
          await store.write(async (tx) => {
            let after = { cell: -1, person: "" };
            for (;;) {
              const page = await tx.wishes.around(area, after, 2);
              const last = page.at(-1);
              found.push(...page.filter((one) => kmBetween(one.at, area) <= one.km).map((one) => one.personId));
              if (!last) return;
              after = { cell: last.cell, person: last.personId };
            }
          });
          const meant = made.filter((one) => kmBetween(one.at, area) <= one.km).map((one) => one.personId);
          expect(found).toEqual(expect.arrayContaining(meant));
          expect(new Set(found).size).toBe(found.length);
          await store.write((tx) => Promise.all(made.map((one) => tx.wishes.end(one.personId))));
        },
      ),
      { numRuns: 15 },
    );
    expect(cellsOfWishes(wish.at).length).toBeLessThan(60);
  });

  it("a weekend is from Friday 17:00 to Monday 06:00 on the party's wall", () => {
    const sight = (day: number, hour: number) => ({
      area: wish.at,
      startsAt: Date.UTC(2026, 10, day, hour),
      timeZone: "UTC",
    });
    const weekend = (day: number, hour: number) => matches({ ...wish, days: "weekend" }, sight(day, hour));
    expect([weekend(27, 16), weekend(27, 17), weekend(29, 23), weekend(30, 5), weekend(30, 6)]).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(matches({ ...wish, days: "weekdays" }, sight(30, 6))).toBe(true);
  });

  it("a party is compared once, by however many at a time, and forgotten when it is past", async () => {
    const ben = await wishing(wish);
    const code = await store.write(async (tx) => {
      const host = await samplePerson(tx, "Ada");
      const party = sampleParty(host, { findable: "nearby", place: { label: "Menorca", area: wish.at } });
      await tx.parties.add(party, NOON);
      await plan(tx, [{ kind: "created", party: party.code }], NOON);
      return party.code;
    });
    const now = () => NOON;
    await Promise.all(Array.from({ length: 4 }, () => compareAll({ store, now, log: quiet })));
    const told = await store.write((tx) => tx.wishes.told([ben], NOON - DAY, NOON));
    expect(told.get(ben)?.untold?.reason).toEqual({ kind: "wish", parties: [code] });
    expect(await store.reads.wishes.waiting(10)).toEqual([]);
    await store.write((tx) => tx.wishes.sweep(NOON + 29 * HOUR));
    const rows = () => besides(fresh.url, ({ writer }) => writer("party_news").where({ party_code: code }));
    expect(await rows()).toHaveLength(1);
    await store.write((tx) => tx.wishes.sweep(NOON + 31 * HOUR));
    expect(await rows()).toHaveLength(0);
    await store.write((tx) => tx.wishes.end(ben));
    expect((await store.write((tx) => tx.wishes.told([ben], NOON - DAY, NOON))).size).toBe(0);
  });

  it("of two people who are one the wish that is their own stands, and the later word of the way", async () => {
    const { party, guests } = await hosted(store, 4);
    const [a, b, c, d] = guests as [string, string, string, string];
    const own = (personId: string, km: 2 | 10) => store.write((tx) => tx.wishes.set({ ...wish, personId, km }));
    await own(a, 2);
    await own(b, 10);
    await own(c, 2);
    for (const [personId, minutes] of [
      [a, 5],
      [b, 3],
    ] as const)
      await store.write(async (tx) => {
        await tx.rsvps.answer({ party: party.code, personId, answer: "going", now: NOON });
        await tx.onWay.set(party.code, personId, { at: NOON + minutes * MINUTE, until: NOON + HOUR });
      });
    await store.write((tx) => tx.people.merge(a, b, NOON));
    await store.write((tx) => tx.people.merge(c, d, NOON));
    expect((await store.reads.wishes.of([a, b, c, d])).map(({ personId, km }) => [personId, km]).sort()).toEqual(
      [
        [b, 10],
        [d, 2],
      ].sort(),
    );
    expect((await store.reads.rsvps.get(party.code, b))?.onWay?.at).toBe(NOON + 5 * MINUTE);
    expect(await store.write((tx) => tx.onWay.set(party.code, d, undefined))).toBe(false);
  });
});
