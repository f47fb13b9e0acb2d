// Telegram: what the bot keeps in mind of a conversation, and that it forgets it again.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Stand } from "./bot.ts";
import { createReach } from "../../../adapters/telegram/reach.ts";
import { stand } from "./bot.ts";

const QUARTER = 15 * 60_000;

let s: Stand;
beforeAll(async () => {
  s = await stand();
});
afterAll(() => s.close());

const quiet = (): Promise<void> => s.fake.until(() => s.fake.updates.waiting() === 0, 10_000);
/** How many facts that have a time would be swept at `now`. */
const sweptAt = (now: number): Promise<number> => s.world.app.store.adapters.sweep(now);

test("a question that is answered or dropped leaves nothing behind", async () => {
  const ada = s.fake.user("Ada", { started: true });
  for (const answer of ["28.11.2026 20:00", "/cancel"]) {
    ada.sends(ada.private, "/create Tea where:Berlin");
    await quiet();
    expect(ada.messagesIn(ada.private).at(-1)?.text).toContain("when");
    ada.sends(ada.private, answer);
    await quiet();
    expect(await sweptAt(s.world.now() + 2 * QUARTER)).toBe(0);
  }
});

test("a question that nobody answers is forgotten after a quarter of an hour, and not before", async () => {
  const ben = s.fake.user("Ben", { started: true });
  ben.sends(ben.private, "/create Tea where:Berlin");
  await quiet();
  expect(await sweptAt(s.world.now() + QUARTER - 1)).toBe(0);
  expect(await sweptAt(s.world.now() + QUARTER)).toBe(1);
});

test("of somebody who blocked the bot and came back nothing is kept", async () => {
  const cem = s.fake.user("Cem", { started: true });
  const kept = (): Promise<string | undefined> => s.world.app.store.adapters.recall(`telegram.lost:${cem.id}`);
  cem.blocks();
  await quiet();
  expect(await kept()).toBeDefined();
  cem.unblocks();
  await quiet();
  expect(await kept()).toBeUndefined();
});

test("who blocked the bot before another replica's eyes is written to again once they return by this one", async () => {
  let now = 0;
  const [here, there] = [0, 1].map(() => createReach(s.world.app.store.adapters, () => now));
  if (!here || !there) throw new Error("no replicas");
  const isLost = async (who: string): Promise<boolean[]> => [await here.isLost(who), await there.isLost(who)];
  await here.returned("7");
  await there.lose("7");
  expect(await isLost("7")).toEqual([true, true]);
  await here.unblocked("7");
  expect(await isLost("7")).toEqual([false, false]);
  // Telegram told nobody that they are back: what they write tells it, within a minute.
  await there.lose("7");
  now += 60_000;
  await here.returned("7");
  expect(await isLost("7")).toEqual([false, false]);
});
