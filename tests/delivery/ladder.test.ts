// Tests: who cannot be told in private is told once by mention where the card is; where that cannot be either, the hosts are told.
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "../../src/chat/adapter.ts";
import type { View } from "../../src/chat/view.ts";
import { GATHERING } from "../../src/delivery/ladder.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { Store } from "../../src/store/types.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { besides } from "../support/raw-rows.ts";
import { createWorld, type Room, type Someone, type World } from "./world.ts";

const CLOSED: Fault = { outcome: "unreachable", why: "closed" };

/** The names that a view mentions so that they notice, with the account each is known by. */
const mentioned = (view: View): string[] =>
  (view.body ?? []).flatMap((piece) =>
    typeof piece === "object" && "who" in piece && piece.notify ? [`${piece.who}@${piece.account?.platform}`] : [],
  );

const readable = (view: View): string => JSON.stringify([view.title, view.body, view.fields]);

describe.each(DATABASES)("the ladder on %s", (kind) => {
  let fresh: FreshStore;
  let store: Store;
  let world: World;
  beforeAll(async () => {
    fresh = await freshStore(kind);
    store = fresh.store;
  });
  afterAll(() => fresh.close());
  beforeEach(async () => {
    world = await createWorld(store);
  });

  /** A party whose card was posted in some rooms, one after the other. */
  const setting = async (rooms: (flat: Room, club: Room) => readonly Room[] = (flat, club) => [flat, club]) => {
    const [host, ana, ben, cleo] = await world.people("host", "ana", "ben", "cleo");
    const [flat, club] = [await world.group("flat"), await world.group("club")];
    if (!host || !ana || !ben || !cleo) throw new Error("nobody");
    const party = await world.host(host, [], { max: 1 });
    for (const room of rooms(flat, club)) {
      const card = newId();
      await world.act(async (tx, record) => {
        await tx.cards.add({ id: card, party: party.code, chat: room.key }, ++world.clock.now);
        record({ kind: "carded", party: party.code, card });
      });
    }
    await world.sender.drain();
    return { ...party, host, ana, ben, cleo, flat, club };
  };
  const invite = (code: string, host: Someone, ...some: readonly Someone[]) =>
    world.act(async (tx, record) => {
      for (const { id: personId } of some) {
        await tx.rsvps.answer({ party: code, personId, answer: "invited", admitted: "yes", now: world.clock.now });
        record({ kind: "invited", party: code, personId, by: host.id });
        record({ kind: "answered", party: code, personId });
      }
    });
  const gathered = () => world.at(world.clock.now + GATHERING);
  const mentionsIn = (room: Room): string[][] =>
    world.web
      .shown(room.to)
      .map(mentioned)
      .filter((names) => names.length > 0);

  test("whoever is invited and cannot be written to is told by mention in the newest group, and the host is not", async () => {
    const { code, host, ana, flat, club } = await setting();
    world.web.fault(ana.to, CLOSED);
    await invite(code, host, ana);
    await world.sender.drain();
    await gathered();
    expect(mentionsIn(club)).toEqual([["ana@web"]]);
    expect(mentionsIn(flat)).toEqual([]);
    expect(world.told(host.to)).toEqual([]);
    const view = world.web.shown(club.to).at(-1) as View;
    expect(view.title).toBe("host invites you to Rooftop BBQ");
    expect(view.seenBy).toBe("group");
    expect(view.buttons?.[0]?.map(({ label }) => label)).toEqual(["Going", "Maybe", "Can't"]);
    await world.at(world.clock.now + DAY);
    expect(mentionsIn(club)).toHaveLength(1);
  });

  test("several who cannot be written to share one message, and those who can are not in it", async () => {
    const { code, host, ana, ben, cleo, club } = await setting();
    for (const { to } of [ana, cleo]) world.web.fault(to, CLOSED);
    await invite(code, host, ana, ben, cleo);
    await world.sender.drain();
    await gathered();
    expect(mentionsIn(club).map((names) => names.sort())).toEqual([["ana@web", "cleo@web"]]);
    expect(world.told(ben.to)).toEqual(["invited"]);
  });

  test("someone who falls through while others are being mentioned gets a message of their own, and nobody two", async () => {
    const { code, host, ana, ben, club } = await setting();
    world.web.fault(ana.to, CLOSED);
    await invite(code, host, ana);
    await world.sender.drain();
    world.web.fault(ben.to, CLOSED);
    await invite(code, host, ben);
    const other = world.senderWith();
    let once = false;
    world.web.onDeliver(async (to) => {
      if (to !== club.to || once) return;
      once = true;
      await other.drain();
    });
    await gathered();
    await gathered();
    await gathered();
    expect(mentionsIn(club)).toEqual([["ana@web"], ["ben@web"]]);
  });

  test("what a group reads of a place that came free, or of being let in, is that there is news", async () => {
    const { code, ana, ben, cleo, club } = await setting();
    await world.answer(code, ana, "going");
    await world.answer(code, ben, "going");
    await world.sender.drain();
    for (const { to } of [ben, cleo]) world.web.fault(to, CLOSED);
    await world.leave(code, ana);
    await world.act(async (tx, record) => {
      const now = world.clock.now;
      await tx.rsvps.answer({ party: code, personId: cleo.id, answer: "going", admitted: "yes", now });
      record({ kind: "admitted", party: code, personId: cleo.id });
    });
    await world.sender.drain();
    await gathered();
    expect(mentionsIn(club).sort()).toEqual([["ben@web"], ["cleo@web"]]);
    const told = world.web.shown(club.to).filter((view) => mentioned(view).length > 0);
    for (const view of told) {
      expect(readable(view)).not.toMatch(/free|wait|full|you're in|going|says yes/i);
      expect(view.buttons?.[0]?.[0]).toMatchObject({ label: "Details", press: { command: "show" } });
    }
  });

  test("who answered on the card before the mention went out is not mentioned", async () => {
    const { code, host, ana, ben, club } = await setting();
    for (const { to } of [ana, ben]) world.web.fault(to, CLOSED);
    await invite(code, host, ana, ben);
    await world.sender.drain();
    await world.answer(code, ana, "maybe");
    await gathered();
    expect(mentionsIn(club)).toEqual([["ben@web"]]);
  });

  test("a change is no news to mention: the hosts are told, as ever", async () => {
    const { code, startsAt, host, ana, club } = await setting();
    await world.answer(code, ana, "going");
    world.web.fault(ana.to, CLOSED);
    await world.move(code, { startsAt: startsAt + HOUR });
    await world.sender.drain();
    await gathered();
    expect(mentionsIn(club)).toEqual([]);
    expect(world.told(host.to)).toEqual(["unreached"]);
  });

  test("where no group holds the card, the hosts are told", async () => {
    const { code, host, ana } = await setting(() => []);
    world.web.fault(ana.to, CLOSED);
    await invite(code, host, ana);
    await world.sender.drain();
    await gathered();
    expect(world.told(host.to)).toEqual(["unreached"]);
  });

  test("a group of another platform, a server's own events and a shared card are no place for a mention", async () => {
    const { code, host, ana } = await setting(() => []);
    await world.act(async (tx) => {
      const server = newId();
      await tx.chats.setServer("web", server, { events: true });
      for (const where of [
        { platform: "telegram", chatId: `-100${newId()}` },
        { platform: "web", chatId: `events:${server}`, server },
        { platform: "web", chatId: `inline:${newId()}` },
      ] as const) {
        const { key } = await tx.chats.ensure({ ...where, kind: "group", reach: "post" });
        await tx.cards.add({ id: newId(), party: code, chat: key }, world.clock.now);
      }
    });
    world.web.fault(ana.to, CLOSED);
    await invite(code, host, ana);
    await world.sender.drain();
    await gathered();
    expect(world.told(host.to)).toEqual(["unreached"]);
    expect(world.web.delivered.flatMap(({ view }) => mentioned(view))).toEqual([]);
  });

  test.each([CLOSED, { outcome: "gone" } as const])(
    "a mention that meets $outcome: the hosts are told",
    async (fault) => {
      const { code, host, ana, ben, club } = await setting((_, only) => [only]);
      for (const { to } of [ana, ben]) world.web.fault(to, CLOSED);
      await invite(code, host, ana, ben);
      await world.sender.drain();
      world.web.fault(club.to, fault, fault);
      await world.answer(code, ben, "maybe");
      await gathered();
      await gathered();
      expect(mentionsIn(club)).toEqual([]);
      expect(world.reasonsTold(host.to)).toEqual([{ kind: "unreached", who: [ana.id] }]);
    },
  );

  test("a group that closed before the mention went out: the hosts are told", async () => {
    const { code, host, ana, club } = await setting((_, only) => [only]);
    world.web.fault(ana.to, CLOSED);
    await invite(code, host, ana);
    await world.sender.drain();
    await world.act((tx) => tx.chats.set(club.key, { gone: true }));
    await gathered();
    await gathered();
    expect(world.told(host.to)).toEqual(["unreached"]);
  });

  test("whoever may have got the message is mentioned nowhere", async () => {
    const { code, host, ana, club } = await setting();
    world.web.fault(ana.to, { outcome: "ambiguous" }, "lost answer", { outcome: "retry" });
    await invite(code, host, ana);
    for (let step = 0; step < 20; step++) await world.at(world.clock.now + MINUTE);
    expect(mentionsIn(club)).toEqual([]);
    expect(world.told(host.to)).toEqual([]);
    expect(world.web.shown(ana.to)).toHaveLength(1);
  });

  test("someone with two accounts is mentioned by the one of the group's platform", async () => {
    const { code, host, ana, club } = await setting();
    await besides(fresh.url, async ({ writer }) => {
      const account = { platform: "telegram", user_id: newId(), person_id: ana.id, unreachable: 0 };
      await writer("accounts").insert({ ...account, last_used_at: world.clock.now + HOUR });
    });
    world.web.fault(ana.to, CLOSED);
    await invite(code, host, ana);
    await world.sender.drain();
    await gathered();
    expect(mentionsIn(club)).toEqual([["ana@web"]]);
  });

  test("a party called off before the mention went out mentions nobody", async () => {
    const { code, host, ana, club } = await setting();
    world.web.fault(ana.to, CLOSED);
    await invite(code, host, ana);
    await world.sender.drain();
    await world.callOff(code);
    await gathered();
    expect(mentionsIn(club)).toEqual([]);
    expect(world.told(host.to)).toEqual([]);
  });
});

test("whatever fails, everybody invited is told once: in private, by mention, or by the host", async () => {
  const fresh = await freshStore("sqlite");
  const fault = fc.constantFrom<Fault>(CLOSED, { outcome: "retry" }, { outcome: "gone" });
  const arbitrary = {
    people: fc.array(fc.array(fault, { maxLength: 3 }), { minLength: 1, maxLength: 6 }),
    group: fc.array(fault, { maxLength: 3 }),
    waits: fc.array(fc.integer({ min: 0, max: 2 * GATHERING }), { minLength: 6, maxLength: 6 }),
  };
  const told = async ({ people, group, waits }: { people: Fault[][]; group: Fault[]; waits: number[] }) => {
    const world = await createWorld(fresh.store);
    const host = await world.person("host");
    const guests = await world.people(...people.map((_, i) => `g${i}`));
    const flat = await world.group("flat");
    const { code } = await world.host(host, [flat]);
    await world.sender.drain();
    for (const [i, faults] of people.entries()) world.web.fault(guests[i]?.to ?? "", ...faults);
    world.web.fault(flat.to, ...group);
    for (const [i, { id: personId }] of guests.entries()) {
      await world.act(async (_, record) => record({ kind: "invited", party: code, personId, by: host.id }));
      await world.at(world.clock.now + (waits[i] ?? 0));
    }
    for (let step = 0; step < 6; step++) await world.at(world.clock.now + MINUTE);
    return { world, host, guests, flat };
  };
  await fc.assert(
    fc.asyncProperty(fc.record(arbitrary), async (chance) => {
      const { world, host, guests, flat } = await told(chance);
      const byMention = world.web.shown(flat.to).flatMap(mentioned);
      const byHost = world.reasonsTold(host.to).flatMap((reason) => (reason.kind === "unreached" ? reason.who : []));
      for (const [i, { id, to }] of guests.entries()) {
        const ways =
          world.web.shown(to).length +
          byMention.filter((name) => name === `g${i}@web`).length +
          byHost.filter((who) => who === id).length;
        // A message that is refused for a fault of ours is dropped, as it always was.
        const dropped = chance.people[i]?.find(({ outcome }) => outcome !== "retry")?.outcome === "gone";
        expect(ways).toBe(dropped ? 0 : 1);
      }
    }),
    { numRuns: 40 },
  );
  await fresh.close();
});
