// Contract: both databases keep parties, and tell of them, in the same way.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../src/domain/secret.ts";
import { DAY, HOUR } from "../../src/domain/time.ts";
import type { Store } from "../../src/store/types.ts";
import { NOON } from "../support/clock.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { hosted, samplePerson, sampleParty } from "../support/samples.ts";

const now = NOON;

describe.each(DATABASES)("parties on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
  });
  afterAll(() => fresh.close());

  it("gives a party back as it was put in, in any script, without U+0000", async () => {
    const about = "Zoë's 30th — 終電まで 🪩\n`';-- \\ %s ?";
    const { party } = await hosted(store, 0, {
      title: "Sommer\0fest 🎈",
      about,
      endsAt: now + 36 * HOUR,
      max: 30,
      approval: true,
      findable: "nearby",
    });
    const read = await store.reads.parties.get(party.code);
    expect(read).toEqual({ ...party, title: "Sommerfest 🎈" });
    expect(read?.place.address?.reveal()).toBe("Kastanienallee 12");
    expect(read?.place.point?.reveal()).toEqual({ lat: 52.538123, lng: 13.409876 });
    expect(JSON.stringify(read)).not.toContain("Kastanien");
    expect(await store.reads.parties.get(party.code.toUpperCase())).toBeUndefined();
    expect(await store.reads.parties.many(["nothing2", party.code])).toEqual([read]);
  });

  it("an edit writes what it names, clears what is undefined, and raises the version", async () => {
    const { party } = await hosted(store, 0, { about: "bring ice", endsAt: now + 36 * HOUR });
    const place = { label: "Kreuzberg, Berlin", address: new Secret("Oranienstraße 1") };
    const edited = await store.write((tx) => tx.parties.edit(party.code, { title: "Moved", about: undefined, place }));
    expect(edited).toMatchObject({ title: "Moved", endsAt: now + 36 * HOUR, version: 2 });
    const read = await store.reads.parties.get(party.code);
    expect(read).toEqual(edited);
    expect(read).not.toHaveProperty("about");
    expect(read?.place).toEqual(place);
    expect(read?.place.address?.reveal()).toBe("Oranienstraße 1");
    await store.write((tx) => tx.parties.touch(party.code));
    expect(
      (await store.write((tx) => tx.parties.edit(party.code, { endsAt: undefined, state: "calledOff" }))).version,
    ).toBe(4);
    expect(await store.reads.parties.get(party.code)).not.toHaveProperty("endsAt");
  });

  it("tells whose party is whose: hosting, co-hosting, guest; upcoming soonest first, past ones latest first", async () => {
    const codes = await store.write(async (tx) => {
      const [me, other] = [await samplePerson(tx, "Me"), await samplePerson(tx, "Other")];
      const own = sampleParty(me, { startsAt: now + 2 * DAY });
      const helped = sampleParty(other, { startsAt: now + DAY });
      const visited = sampleParty(other, { startsAt: now + 3 * DAY });
      const past = sampleParty(me, { startsAt: now - 2 * DAY });
      const off = sampleParty(me, { startsAt: now + 5 * DAY, state: "calledOff" });
      const refused = sampleParty(other);
      for (const party of [own, helped, visited, past, off, refused]) await tx.parties.add(party, now);
      await tx.parties.addCohost(helped.code, me, now);
      await tx.rsvps.answer({ party: visited.code, personId: me, answer: "maybe", now });
      await tx.rsvps.answer({ party: refused.code, personId: me, answer: "declined", admitted: "no", now });
      return { me, own: own.code, helped: helped.code, visited: visited.code, past: past.code, off: off.code };
    });
    const mine = await store.reads.parties.mine(codes.me, { past: false, now, limit: 10 });
    expect(mine.map((one) => [one.party.code, one.role, one.rsvp?.answer])).toEqual([
      [codes.helped, "cohost", undefined],
      [codes.own, "host", undefined],
      [codes.visited, "guest", "maybe"],
    ]);
    expect(
      (await store.reads.parties.mine(codes.me, { past: false, now, limit: 1 })).map((one) => one.party.code),
    ).toEqual([codes.helped]);
    const over = await store.reads.parties.mine(codes.me, { past: true, now, limit: 10 });
    expect(over.map((one) => one.party.code)).toEqual([codes.off, codes.past]);
  });

  it("tells what disclosure needs, for many parties as for one", async () => {
    const { party, guests } = await hosted(store, 4, { max: 2 });
    const { party: empty } = await hosted(store, 0);
    await store.write(async (tx) => {
      const say = (i: number, answer: "going" | "maybe") =>
        tx.rsvps.answer({ party: party.code, personId: guests[i] as string, answer, now: now + i });
      for (const i of [0, 1, 2]) await say(i, "going");
      await say(3, "maybe");
    });
    const facts = await store.reads.parties.facts(party.code);
    expect(facts).toMatchObject({ hostName: "Hanna", goingNames: ["Guest 1", "Guest 2"] });
    expect(facts?.counts).toEqual({ invited: 0, going: 2, maybe: 1, declined: 0, waitlisted: 1, requested: 0 });
    expect(await store.reads.parties.factsOfMany([empty.code, party.code])).toEqual([
      await store.reads.parties.facts(empty.code),
      facts,
    ]);
    expect(await store.reads.parties.facts("nothing2")).toBeUndefined();
    expect((await store.reads.rsvps.list(party.code, { limit: 9 })).map((one) => one.name)).toEqual([
      "Guest 1",
      "Guest 2",
      "Guest 4",
      "Guest 3",
    ]);
    expect(
      (await store.reads.rsvps.list(party.code, { answers: ["going", "maybe"], limit: 2, offset: 1 })).map(
        (one) => one.name,
      ),
    ).toEqual(["Guest 2", "Guest 4"]);
    expect((await store.reads.rsvps.of(party.code, [guests[2] as string, "nobody"]))[0]).toMatchObject({
      answer: "waitlisted",
    });
  });

  it("tells what people are to a party, and one person to many", async () => {
    const { party, guests } = await hosted(store, 4, { max: 1 });
    const [a, b, c, d] = guests as [string, string, string, string];
    await store.write(async (tx) => {
      for (const guest of [a, b, c])
        await tx.rsvps.answer({ party: party.code, personId: guest, answer: "going", now });
      await tx.parties.addCohost(party.code, d, now);
    });
    const standings = await store.reads.parties.standings(party.code, [party.hostId, a, c, d, "nobody"]);
    expect(Object.fromEntries([...standings].map(([person, one]) => [person, [one.role, one.waiting]]))).toEqual({
      [party.hostId]: ["host", undefined],
      [a]: ["going", undefined],
      [c]: ["waitlisted", 2],
      [d]: ["cohost", undefined],
      nobody: ["stranger", undefined],
    });
    const other = await hosted(store, 0);
    const of = await store.reads.parties.standingsOf(c, [party.code, other.party.code]);
    expect(of.get(party.code)).toEqual(standings.get(c));
    expect(of.get(other.party.code)).toEqual({ role: "stranger" });
    expect((await store.reads.parties.standingsOf(party.hostId, [party.code])).get(party.code)?.role).toBe("host");
  });
});
