// Tests: a host's own times, those who have not answered, quiet hours, one party muted, and what earlier releases had planned.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { remindKey } from "../../src/delivery/keys.ts";
import { plan } from "../../src/delivery/plan.ts";
import type { Reason } from "../../src/domain/note.ts";
import type { Party, PartyCode } from "../../src/domain/party.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import type { PersonPatch, Store, Tx } from "../../src/store/types.ts";
import { DATABASES, type FreshStore, freshStore } from "../support/databases.ts";
import { createWorld, NOON, type Someone, type World } from "./world.ts";

describe.each(DATABASES)("reminder times on %s", (kind) => {
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
  const times = (code: PartyCode, reminders: Party["reminders"]) =>
    world.act(async (tx, record) => {
      await tx.parties.edit(code, { reminders });
      record({ kind: "timesSet", party: code });
    });
  const sets = ({ id }: Someone, patch: PersonPatch) =>
    world.act(async (tx, record) => {
      await tx.people.set(id, patch);
      record({ kind: "remindersSet", personId: id });
    });
  const mutes = (code: PartyCode, { id }: Someone, muted: boolean) =>
    world.act(async (tx, record) => {
      expect(await tx.rsvps.mute(code, id, muted)).toBe(true);
      record({ kind: "muted", party: code, personId: id });
    });
  const reminders = (...who: { to: string }[]): string[][] =>
    who.map(({ to }) => world.told(to).filter((what) => what.startsWith("remind")));

  test("a party reminds when its host says, each audience at its own times", async () => {
    const { code, startsAt, flat, ana, ben, cem } = await setting({ startsAt: NOON + 5 * DAY });
    await world.answer(code, ana, "going");
    await world.answer(code, ben, "invited");
    await world.answer(code, cem, "declined");
    await times(code, { group: [], guests: [3 * 1_440, 90], unanswered: [1_440] });
    await world.at(startsAt - 3 * DAY - 1);
    expect(reminders(flat, ana, ben)).toEqual([[], [], []]);
    await world.at(startsAt - 3 * DAY);
    expect(reminders(flat, ana, ben)).toEqual([[], ["remind 72h"], []]);
    await world.at(startsAt - DAY);
    expect(reminders(flat, ana, ben)).toEqual([[], ["remind 72h"], ["remind 24h"]]);
    await world.at(startsAt - 1);
    expect(reminders(flat, ana, ben, cem)).toEqual([[], ["remind 72h", "remind 1.5h"], ["remind 24h"], []]);
  });

  test("times that change again, and back to the usual ones, leave nothing behind", async () => {
    const { code, startsAt, flat, ana } = await setting();
    await world.answer(code, ana, "going");
    await times(code, { group: [600], guests: [600] });
    await times(code, { guests: [60] });
    await times(code, undefined);
    await world.at(startsAt - 1);
    expect(reminders(flat, ana).map((some) => some.sort())).toEqual([
      ["remind 24h", "remind 2h"],
      ["remind 24h", "remind 2h"],
    ]);
  });

  test("who has not answered is reminded no more after answering, and then like every guest", async () => {
    const { code, startsAt, ana, ben } = await setting();
    await times(code, { guests: [60], unanswered: [1_440, 180] });
    await world.answer(code, [ana, ben], "invited");
    await world.at(startsAt - DAY);
    await world.answer(code, ana, "going");
    await world.answer(code, ben, "declined");
    await world.at(startsAt - 1);
    expect(reminders(ana, ben)).toEqual([["remind 24h", "remind 1h"], ["remind 24h"]]);
  });

  test("no card is sent again because a party reminds at other times", async () => {
    const { code, flat } = await setting();
    await world.sender.drain();
    const before = world.told(flat.to).length;
    await times(code, { guests: [60] });
    await world.sender.drain();
    expect(world.told(flat.to)).toHaveLength(before);
  });

  test("what would wake a guest comes at the beginning of their quiet hours; where that is past, not at all", async () => {
    const startsAt = Date.UTC(2030, 5, 4, 8);
    const { code, flat, ana, ben, cem } = await setting({ startsAt });
    await times(code, { group: [180], guests: [180] });
    await sets(ana, { timeZone: "Europe/Berlin" });
    await sets(ben, { timeZone: "Europe/Berlin", quiet: "off" });
    await world.answer(code, [ana, ben], "going");
    const tenAtNight = Date.UTC(2030, 5, 3, 20);
    await world.at(tenAtNight - 1);
    expect(reminders(flat, ana, ben)).toEqual([[], [], []]);
    await world.at(tenAtNight);
    expect(reminders(flat, ana, ben)).toEqual([[], ["remind 3h"], []]);
    await world.answer(code, cem, "going");
    await world.at(startsAt - 1);
    expect(reminders(flat, ana, ben, cem)).toEqual([["remind 3h"], ["remind 3h"], ["remind 3h"], []]);
  });

  test("two reminders that come before the same quiet hours are one", async () => {
    const { code, startsAt, ana } = await setting({ startsAt: Date.UTC(2030, 5, 4, 8) });
    await times(code, { guests: [240, 180, 60] });
    await world.answer(code, ana, "going");
    await world.at(startsAt - 1);
    expect(reminders(ana)).toEqual([["remind 3h", "remind 1h"]]);
  });

  test("quiet hours set late at night keep what was to come in them from coming", async () => {
    const { code, startsAt, ana } = await setting({ startsAt: Date.UTC(2030, 5, 4, 8) });
    await times(code, { guests: [180] });
    await sets(ana, { timeZone: "Europe/Berlin", quiet: "off" });
    await world.answer(code, ana, "going");
    await world.at(startsAt - 10 * HOUR);
    await sets(ana, { quiet: "usual" });
    await world.at(startsAt - 1);
    expect(reminders(ana)).toEqual([[]]);
  });

  test("one party can be muted, and heard again", async () => {
    const { code, startsAt, ana, ben } = await setting();
    await world.answer(code, [ana, ben], "going");
    await mutes(code, ana, true);
    await world.answer(code, ana, "maybe");
    await world.at(startsAt - DAY);
    expect(reminders(ana, ben)).toEqual([[], ["remind 24h"]]);
    await mutes(code, ana, false);
    await world.at(startsAt - 2 * HOUR);
    expect(reminders(ana, ben)).toEqual([["remind 2h"], ["remind 24h", "remind 2h"]]);
  });

  test("what an earlier release had planned in hours is told, and never beside the same in minutes", async () => {
    const { code, startsAt, flat, ana, ben } = await setting();
    await world.answer(code, [ana, ben], "going");
    const old = { kind: "remind", hoursBefore: 24 } as unknown as Reason;
    const dueAt = startsAt - DAY;
    const planned = [ana, ben].map(({ id }) => ({ id, key: `remind:${code}:${id}:24h`, to: { person: id } }));
    await store.write(async (tx) => {
      await tx.notes.dropKeys(planned.map(({ id }) => remindKey(code, id, 1_440)));
      await tx.notes.dropKeys([remindKey(code, `chat:${flat.key}`, 1_440)]);
      const notes = [...planned, { key: `remind:${code}:chat:${flat.key}:24h`, to: { chat: flat.key } }];
      await tx.notes.put(
        notes.map(({ key, to }) => ({ key, to, party: code, reason: old, dueAt, expiresAt: startsAt })),
        world.clock.now,
      );
    });
    await world.answer(code, ben, "maybe");
    await world.chatReminders(flat, true);
    await world.at(startsAt - DAY);
    expect(reminders(flat, ana, ben)).toEqual([["remind 24h"], ["remind 24h"], ["remind 24h"]]);
  });

  test("a party of a hundred guests is planned with as few questions as one of ten, and its notes take turns", async () => {
    const { code, host } = await setting();
    const asked = async (guests: readonly Someone[], party: PartyCode) => {
      let calls = 0;
      const turns: (number | undefined)[] = [];
      await store.write(async (tx) => {
        for (const { id: personId } of guests)
          await tx.rsvps.answer({ party, personId, answer: "maybe", now: world.clock.now });
        const counting = counted(tx, (name, args) => {
          calls += 1;
          if (name === "put")
            turns.push(
              ...(args[0] as { nth?: number; to: object }[]).flatMap(({ nth, to }) => ("person" in to ? [nth] : [])),
            );
        });
        await plan(counting, [{ kind: "timesSet", party }], world.clock.now);
      });
      return { calls, turns };
    };
    const few = await asked(await world.people(...Array.from({ length: 10 }, (_, n) => `few${n}`)), code);
    const other = await world.host(host, []);
    const many = await asked(await world.people(...Array.from({ length: 100 }, (_, n) => `many${n}`)), other.code);
    expect(many.calls).toBeLessThanOrEqual(few.calls);
    expect(many.turns).toHaveLength(200);
    expect(new Set(many.turns).size).toBe(100);
    await world.at(world.clock.now + 10 * MINUTE);
  });
});

/** The same transaction, with every call to it counted. */
const counted = (tx: Tx, called: (name: string, args: unknown[]) => void): Tx =>
  new Proxy({} as Tx, {
    get: (_, room: keyof Tx) =>
      new Proxy(tx[room] as unknown as Record<string, (...args: unknown[]) => unknown>, {
        get:
          (methods, name: string) =>
          (...args: unknown[]) => {
            called(name, args);
            return methods[name]?.(...args);
          },
      }),
  });
