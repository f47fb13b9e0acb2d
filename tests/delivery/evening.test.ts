// Tests: parties of one evening are told in one message, whatever changes before and after it; and a nudge comes once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "../../src/chat/adapter.ts";
import { GATHERING } from "../../src/delivery/ladder.ts";
import type { PartyCode } from "../../src/domain/party.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { Store } from "../../src/store/types.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { createWorld, NOON, type Someone, type World } from "./world.ts";

const CLOSED: Fault = { outcome: "unreachable", why: "closed" };
const SEVEN = NOON + 2 * DAY + 5 * HOUR;

describe.each(DATABASES)("on one evening, on %s", (kind) => {
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

  /** Three parties, two of them on one evening, with Ana at the first two. */
  const setting = async () => {
    const [host, ana, ben] = await world.people("host", "ana", "ben");
    if (!host || !ana || !ben) throw new Error("nobody");
    const [bbq, after, next] = [
      await world.host(host, [], { title: "BBQ", startsAt: SEVEN }),
      await world.host(host, [], { title: "Afterparty", startsAt: SEVEN + 3 * HOUR }),
      await world.host(host, [], { title: "Brunch", startsAt: SEVEN + 18 * HOUR }),
    ];
    for (const { code } of [bbq, after]) await world.answer(code, ana, "going");
    return { host, ana, ben, bbq, after, next };
  };
  const titles = ({ to }: Someone): string[] => world.web.shown(to).map(({ title }) => title);
  const parties = ({ to }: Someone): string[] => (world.web.shown(to).at(-1)?.fields ?? []).map(({ label }) => label);

  test("both are told when the first is due, and the second not again; a party of the next day by itself", async () => {
    const { ana, next } = await setting();
    await world.answer(next.code, ana, "going");
    await world.at(SEVEN - DAY - 1);
    expect(titles(ana)).toEqual([]);
    await world.at(SEVEN - DAY);
    expect(titles(ana)).toEqual(["Tomorrow: 2 parties"]);
    expect(parties(ana)).toEqual(["BBQ", "Afterparty"]);
    await world.at(SEVEN - DAY + 4 * HOUR);
    expect(titles(ana)).toHaveLength(1);
    await world.at(SEVEN - 6 * HOUR);
    await world.at(SEVEN - 2 * HOUR);
    await world.at(SEVEN + HOUR);
    await world.at(SEVEN + 16 * HOUR);
    expect(titles(ana)).toEqual(["Tomorrow: 2 parties", "Tomorrow: Brunch", "Soon: 2 parties", "Soon: Brunch"]);
  });

  test("when the first is called off, declined or muted, the second is told at its own time", async () => {
    const { ana, ben, bbq, after } = await setting();
    await world.answer(bbq.code, ben, "going");
    await world.answer(after.code, ben, "maybe");
    await world.answer(bbq.code, ana, "declined");
    await world.callOff(bbq.code);
    await world.at(SEVEN - DAY + 3 * HOUR - 1);
    expect([ana, ben].map((one) => titles(one).filter((title) => title.startsWith("Tomorrow")))).toEqual([[], []]);
    await world.at(SEVEN - DAY + 3 * HOUR);
    for (const one of [ana, ben]) expect(titles(one).at(-1)).toBe("Tomorrow: Afterparty");
  });

  test("when the first moves to another day, each is told at its own time", async () => {
    const { ana, bbq } = await setting();
    await world.move(bbq.code, { startsAt: SEVEN + 3 * DAY });
    await world.at(SEVEN - DAY);
    expect(titles(ana)).toEqual(["Changed: BBQ"]);
    await world.at(SEVEN - DAY + 3 * HOUR);
    expect(titles(ana)).toEqual(["Changed: BBQ", "Tomorrow: Afterparty"]);
    await world.at(SEVEN + 2 * DAY);
    expect(titles(ana).at(-1)).toBe("Tomorrow: BBQ");
  });

  test("one that was told of both is not told of the second again, whatever they answer and set meanwhile", async () => {
    const { ana, after } = await setting();
    await world.at(SEVEN - DAY);
    await world.answer(after.code, ana, "maybe");
    await world.reminders(ana, true);
    await world.at(SEVEN - DAY + 3 * HOUR);
    expect(titles(ana)).toEqual(["Tomorrow: 2 parties"]);
  });

  test("one who joins the second after the first was told is told of it at its own time", async () => {
    const { ben, bbq, after } = await setting();
    await world.answer(bbq.code, ben, "going");
    await world.at(SEVEN - DAY);
    await world.answer(after.code, ben, "going");
    await world.at(SEVEN - DAY + 3 * HOUR);
    expect(titles(ben)).toEqual(["Tomorrow: BBQ", "Tomorrow: Afterparty"]);
  });

  test("what changed while the message was late is told as it is by then", async () => {
    const { ana, bbq, after } = await setting();
    world.clock.now = SEVEN - DAY + HOUR;
    await world.act(
      async (tx) =>
        void (await tx.rsvps.answer({ party: after.code, personId: ana.id, answer: "declined", now: NOON })),
    );
    await world.at(SEVEN - DAY + HOUR);
    expect(titles(ana)).toEqual(["Tomorrow: BBQ"]);
    expect(world.told(ana.to)).toEqual(["remind 24h"]);
    expect(bbq.startsAt).toBe(SEVEN);
  });

  const nudge = (party: PartyCode, host: Someone) =>
    world.act(async (tx, record) => {
      const first = await tx.parties.nudge(party, world.clock.now);
      if (first) record({ kind: "nudged", party, by: host.id });
      return first;
    });

  test("a nudge is told to those invited who have not answered, in private to whom it can be", async () => {
    const { host, ana, ben, bbq } = await setting();
    const flat = await world.group("flat");
    const userId = `cleo.${newId()}`;
    const cleo = await store.write((tx) => tx.people.known({ platform: "web", userId }, "Cleo", NOON));
    const dan = await world.person("dan");
    const card = newId();
    await world.act(async (tx, record) => {
      await tx.cards.add({ id: card, party: bbq.code, chat: flat.key }, NOON);
      record({ kind: "carded", party: bbq.code, card });
    });
    world.web.fault(dan.to, CLOSED);
    await world.answer(bbq.code, [ben, dan, { id: cleo.id, to: "" }], "invited");
    expect(await nudge(bbq.code, host)).toBe(true);
    expect(await nudge(bbq.code, host)).toBe(false);
    await world.sender.drain();
    await world.at(world.clock.now + GATHERING);
    expect(titles(ben)).toEqual(["host would like to know: are you coming to BBQ?"]);
    expect(titles(ana)).toEqual([]);
    expect(world.web.shown(`@${userId}`)).toEqual([]);
    const asked = world.web
      .shown(flat.to)
      .flatMap(({ body = [] }) =>
        body.flatMap((piece) => (typeof piece === "object" && "who" in piece ? [piece.who] : [])),
      );
    expect(asked.sort()).toEqual(["Cleo", "dan"]);
  });

  test("who answers before the nudge is sent is not asked; who can be reached nowhere is named to the host", async () => {
    const { host, ben, bbq } = await setting();
    const dan = await world.person("dan");
    world.web.fault(dan.to, CLOSED);
    await world.answer(bbq.code, [ben, dan], "invited");
    await nudge(bbq.code, host);
    await world.answer(bbq.code, ben, "maybe");
    await world.at(world.clock.now + MINUTE);
    await world.at(world.clock.now + GATHERING);
    expect(titles(ben)).toEqual([]);
    expect(titles(host)).toEqual(["dan could not be reached about BBQ"]);
  });
});
