// Tests: reminders come when they should, to whom they should, and to nobody else.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Party } from "../../src/domain/party.ts";
import { HOUR } from "../../src/domain/time.ts";
import { newId } from "../../src/safety/tokens.ts";
import type { Store } from "../../src/store/types.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { createWorld, type World } from "./world.ts";

describe.each(DATABASES)("reminders on %s", (kind) => {
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

  const setting = async (over: Partial<Party> = {}) => {
    const [host, ana, ben, cem] = await world.people("host", "ana", "ben", "cem");
    const flat = await world.group("flat");
    if (!host || !ana || !ben || !cem) throw new Error("nobody");
    return { ...(await world.host(host, [flat], over)), flat, host, ana, ben, cem };
  };
  const reminders = (...who: { to: string }[]): string[][] =>
    who.map(({ to }) => world.told(to).filter((what) => what.startsWith("remind")));

  test("the group and the guests who are coming hear a day and two hours before, and not a millisecond sooner", async () => {
    const { code, startsAt, flat, host, ana, ben, cem } = await setting();
    await world.answer(code, ana, "going");
    await world.answer(code, ben, "maybe");
    await world.answer(code, cem, "declined");
    await world.at(startsAt - 24 * HOUR - 1);
    expect(reminders(flat, ana, ben)).toEqual([[], [], []]);
    await world.at(startsAt - 24 * HOUR);
    expect(reminders(flat, ana, ben)).toEqual([["remind 24h"], ["remind 24h"], ["remind 24h"]]);
    await world.at(startsAt - 2 * HOUR - 1);
    expect(reminders(flat, ana, ben).flat()).toHaveLength(3);
    await world.at(startsAt - 2 * HOUR);
    const both = ["remind 24h", "remind 2h"];
    expect(reminders(flat, ana, ben, cem, host)).toEqual([both, both, both, [], []]);
    await world.at(startsAt + HOUR);
    expect(reminders(flat, ana, ben).flat()).toHaveLength(6);
  });

  test("a party made an hour before its start reminds nobody", async () => {
    const { code, startsAt, flat, ana } = await setting({ startsAt: world.clock.now + HOUR });
    await world.answer(code, ana, "going");
    await world.at(startsAt - 1);
    expect(reminders(flat, ana)).toEqual([[], []]);
  });

  test("a party that moves is announced at its new hours and never at the old ones", async () => {
    const { code, startsAt, flat, ana } = await setting();
    await world.answer(code, ana, "going");
    const later = startsAt + 72 * HOUR;
    await world.move(code, { startsAt: later });
    await world.at(startsAt);
    expect(reminders(flat, ana)).toEqual([[], []]);
    await world.at(later - 24 * HOUR);
    await world.at(later - 2 * HOUR);
    expect(reminders(flat, ana)).toEqual([
      ["remind 24h", "remind 2h"],
      ["remind 24h", "remind 2h"],
    ]);
  });

  test("one who was reminded is reminded again when the party moves to another day", async () => {
    const { code, startsAt, ana } = await setting();
    await world.answer(code, ana, "going");
    await world.at(startsAt - 24 * HOUR);
    await world.move(code, { startsAt: startsAt + 48 * HOUR });
    await world.at(startsAt + 24 * HOUR);
    expect(reminders(ana)).toEqual([["remind 24h", "remind 24h"]]);
  });

  test("nobody is reminded of a party that was called off", async () => {
    const { code, startsAt, flat, ana } = await setting();
    await world.answer(code, ana, "going");
    await world.callOff(code);
    await world.at(startsAt - 24 * HOUR);
    await world.at(startsAt - 1);
    expect(reminders(flat, ana)).toEqual([[], []]);
  });

  test("a guest who declines or leaves is not reminded, and is again after coming back", async () => {
    const { code, startsAt, ana, ben, cem } = await setting();
    await world.answer(code, [ana, ben, cem], "going");
    await world.answer(code, ana, "declined");
    await world.leave(code, ben);
    await world.leave(code, cem);
    await world.answer(code, cem, "going");
    await world.at(startsAt - 24 * HOUR);
    expect(reminders(ana, ben, cem)).toEqual([[], [], ["remind 24h"]]);
  });

  test("who waits is not reminded until a place comes free", async () => {
    const { code, startsAt, ana, ben } = await setting({ max: 1 });
    await world.answer(code, [ana, ben], "going");
    await world.at(startsAt - 24 * HOUR);
    expect(reminders(ana, ben)).toEqual([["remind 24h"], []]);
    await world.leave(code, ana);
    await world.at(startsAt - 2 * HOUR);
    expect(reminders(ana, ben)).toEqual([["remind 24h"], ["remind 2h"]]);
    expect(world.told(ben.to)).toContain("promoted");
  });

  test("a person and a group can switch reminders off, and on again", async () => {
    const { code, startsAt, flat, ana, ben } = await setting();
    await world.answer(code, [ana, ben], "going");
    await world.reminders(ana, false);
    await world.chatReminders(flat, false);
    await world.at(startsAt - 24 * HOUR);
    expect(reminders(flat, ana, ben)).toEqual([[], [], ["remind 24h"]]);
    await world.reminders(ana, true);
    await world.chatReminders(flat, true);
    await world.at(startsAt - 2 * HOUR);
    expect(reminders(flat, ana, ben)).toEqual([["remind 2h"], ["remind 2h"], ["remind 24h", "remind 2h"]]);
  });

  test("a group that gets the card later is reminded too, and a group that left is not", async () => {
    const { code, startsAt, flat } = await setting();
    const club = await world.group("club");
    const card = newId();
    await world.act(async (tx, record) => {
      await tx.cards.add({ id: card, party: code, chat: club.key }, world.clock.now);
      record({ kind: "carded", party: code, card });
      await tx.chats.set(flat.key, { gone: true });
    });
    await world.at(startsAt - 24 * HOUR);
    expect(reminders(flat, club)).toEqual([[], ["remind 24h"]]);
  });

  test("a sender that was down at the hour reminds late, but not after the start", async () => {
    const { code, startsAt, ana } = await setting();
    await world.answer(code, ana, "going");
    await world.at(startsAt - 1);
    expect(reminders(ana)[0]?.sort()).toEqual(["remind 24h", "remind 2h"]);
    const late = await setting();
    await world.answer(late.code, late.ana, "going");
    const before = world.web.delivered.length;
    await world.at(late.startsAt);
    expect(world.web.delivered.slice(before).some((one) => one.to === late.ana.to)).toBe(false);
  });
});
