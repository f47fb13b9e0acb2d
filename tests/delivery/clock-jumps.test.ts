// Tests: a clock that goes wrong and is set right again: nobody is told early by it, nobody twice, and nothing is missed.
//
// A process knows no time but its clock's. So "early" is: taken up before it was due by that clock. A clock that is ahead makes a reminder come
// as much ahead of the true time; what it took for over is told when it is right again, if that is before the party; a clock that is behind
// makes it come when it is right again, or as much behind. Each jump here is over before the party starts.
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LEASE } from "../../src/delivery/post.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/domain/time.ts";
import { DATABASES } from "../support/databases.ts";
import { jumpOf } from "./clock-jumps-days.ts";
import { live, openTown, reminded, settle, type Town, type Wrong } from "./clock-jumps-town.ts";

/** On each database; a soak asks for more. */
const JUMPS = Number(process.env["CLOCK_JUMPS"] ?? 24);
const SEED = Number(process.env["DELIVERY_SEED"] ?? 1);

describe.each(DATABASES)("a clock that jumps, on %s", (kind) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(kind);
  });
  afterAll(() => town.close());

  test("by an hour or a day, forwards or backwards, or as a zone's clocks change: each reminder comes once, and none early", {
    timeout: 60_000 + JUMPS * 5_000,
  }, async () => {
    const random = xoroshiro128plus(SEED);
    const all: Wrong = { missed: [], early: [], twice: [], late: [] };
    for (let n = 0; n < JUMPS; n += 1) {
      const wrong = await live(town, jumpOf(random, n), n);
      for (const what of ["missed", "early", "twice", "late"] as const) all[what].push(...wrong[what]);
    }
    const { missed, early, twice, late } = all;
    console.log(
      `${kind}: ${JUMPS} clock jumps: missed ${missed.length}, early ${early.length}, twice ${twice.length}, late after the clock was right ${late.length}`,
    );
    expect(all).toEqual({ missed: [], early: [], twice: [], late: [] });
  });

  test("what a process had in hand that died by a clock that was ahead is told when it is due, and not before", async () => {
    const { startsAt, title, readers } = await reminded(town, 100_000);
    const due = startsAt - DAY;
    const ahead = await town.store.outbox.claim({ now: due, until: due + LEASE, limit: 50, owner: "dead" });
    expect(ahead.length).toBeGreaterThanOrEqual(readers);
    const told = (): number => town.came.filter((one) => one.title.endsWith(title)).length;
    for (const at of [due - HOUR, due - MINUTE]) {
      town.time.now = at;
      await settle(town);
      expect(told()).toBe(0);
    }
    town.time.now = due + LEASE + SECOND;
    await settle(town);
    expect(told()).toBe(readers);
  });
});
