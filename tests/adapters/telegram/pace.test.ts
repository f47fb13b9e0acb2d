// Telegram's pace: many notes at once, against a server that holds the platform's limits.
import { expect, test } from "vitest";
import { createPace } from "../../../adapters/telegram/pace.ts";
import { stand } from "./bot.ts";

const GUESTS = Number(process.env["FANOUT_GUESTS"] ?? 120);
const GROUPS = Number(process.env["FANOUT_GROUPS"] ?? 30);

test("everybody is told, evenly, and Telegram refuses next to nothing", async () => {
  const s = await stand({ realTime: true });
  try {
    const guests = Array.from({ length: GUESTS }, (_, i) => s.fake.user(`Guest ${i}`, { started: true }));
    const groups = Array.from({ length: GROUPS }, (_, i) => s.fake.group(`Group ${i}`, [guests[i % GUESTS]!]));
    await s.fake.until(() => s.fake.updates.waiting() === 0, 20_000);
    // Each group was greeted.
    await s.fake.until(() => s.fake.calls("sendMessage").length >= GROUPS, 20_000);
    s.fake.forgetCalls();
    s.fake.limits(true);
    const from = performance.now();
    const view = { seenBy: "person" as const, title: "Tomorrow: Rooftop BBQ" };
    await Promise.all([
      ...guests.map((one) =>
        s.adapter.deliver<"person">({ platform: "telegram", userId: String(one.id) }, view, { nonce: `n${one.id}` }),
      ),
      ...groups.map((one) =>
        s.adapter.deliver<"group">(
          { platform: "telegram", chatId: String(one.id), kind: "group", reach: "post" },
          { ...view, seenBy: "group" },
          { nonce: `g${one.id}` },
        ),
      ),
    ]);
    const took = performance.now() - from;
    const sent = s.fake.calls("sendMessage");
    const refused = sent.filter((call) => call.answer?.ok === false);
    console.log(
      `${sent.length} messages in ${took.toFixed(0)} ms, × ${(took / (((GUESTS + GROUPS) / 30) * 1_000)).toFixed(2)} of the least, ${refused.length} refused`,
    );
    expect(sent.length - refused.length).toBe(GUESTS + GROUPS);
    expect(refused.length).toBeLessThanOrEqual(Math.ceil((GUESTS + GROUPS) / 1_000));
  } finally {
    await s.close();
  }
}, 120_000);

test("a group is written to twenty times in any minute, and a parked chat not before its time", () => {
  let at = 0;
  const pace = createPace(() => at);
  for (let i = 0; i < 20; i += 1, at += 1_000) expect(pace.wait("g", true)).toBe(0);
  expect(pace.wait("g", true)).toBe(40_000);
  at = 60_000;
  expect(pace.wait("g", true)).toBe(0);
  expect(pace.wait("g", true)).toBe(1_000);
  expect(pace.wait("p", false)).toBe(0);
  pace.park("p", 7_000);
  at += 6_999;
  expect(pace.wait("p", false)).toBe(1);
  at += 1;
  expect(pace.wait("p", false)).toBe(0);
});
