// Telegram's updates: repeated, out of order, after faults: none is lost, and none counts twice.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Seen } from "../../fakes/telegram/index.ts";
import { faults } from "../../fakes/telegram/index.ts";
import { stageTelegram } from "../../stories/telegram-driver.ts";
import { startWorld } from "../../stories/world.ts";
import { another, stand } from "./bot.ts";
import { answerOf, codeOn } from "./guests.ts";

const REPLAYED = Number(process.env["REPLAYED_UPDATES"] ?? 300);
const GUESTS = 12;

const SECRET = "a-secret-of-the-webhook-0123456789";
const BY_WEBHOOK = { TELEGRAM_WEBHOOK_SECRET: SECRET, PUBLIC_URL: "https://party.example" };

/** A party in the kitchen, and guests who have not answered. With `env`, updates come by webhook. */
const party = async (env: Record<string, string> = {}) => {
  const { world, driver } = await stageTelegram(
    (more) => startWorld("sqlite", { ...more, ...env }),
    (fake, made) => fake.webhook.relayTo(made.app.url),
  );
  const { town } = driver;
  const host = await driver.person("Ada");
  await host.types("/create Rooftop BBQ when:28.11.2026 19:00 where:Berlin max:8");
  const card = town.kitchen.seen().find((one) => one.text.startsWith("Rooftop BBQ")) as Seen;
  const code = codeOn(card);
  const close = async (): Promise<void> => {
    await driver.close();
    await world.close();
  };
  return { world, driver, town, card, code, close };
};

const stateOf = async ({ world, code }: Awaited<ReturnType<typeof party>>) => {
  const rows = await world.app.store.reads.rsvps.list(code, { limit: 1_000 });
  const answers = Object.fromEntries(rows.map(({ name, answer }) => [name, answer]));
  return { answers, party: (await world.app.store.reads.parties.get(code))?.going };
};

test(
  `${REPLAYED} repeated, reordered updates come to the same as each once`,
  async () => {
    const once = await party();
    const many = await party(BY_WEBHOOK);
    try {
      for (let at = 0; at < GUESTS; at += 1) once.town.fake.updates.push(answerOf(at, once.card, once.code));
      await once.town.quiet();
      const { webhook } = many.town.fake;
      const bring = (at: number): Promise<number> =>
        webhook.deliver({ update_id: 900_000_000 + at, ...answerOf(at, many.card, many.code) }, SECRET);
      // Who gets the last place is decided by who came first: so the first time is in order, and the noise comes after it.
      for (let at = 0; at < GUESTS; at += 1) expect(await bring(at)).toBe(200);
      const noise = fc.sample(fc.integer({ min: 0, max: GUESTS - 1 }), { numRuns: REPLAYED, seed: 7 });
      for (let i = 0; i < noise.length; i += 20) {
        // Also by a program that has forgotten what it saw.
        if (i % 100 === 0 && i < 500) {
          await many.world.restarts();
          webhook.relayTo(many.world.app.url);
          await many.town.fake.until(() => many.town.fake.calls("setWebhook").length > i / 100 + 1);
        }
        const statuses = await Promise.all(noise.slice(i, i + 20).map(bring));
        for (const status of statuses) expect(status).toBe(200);
      }
      expect(await stateOf(many)).toEqual(await stateOf(once));
      expect((await stateOf(many)).party).toBe(6);
    } finally {
      await once.close();
      await many.close();
    }
  },
  60_000 + 100 * REPLAYED,
);

test("after a conflict, a reset and a page of a proxy, polling goes on", async () => {
  const s = await stand();
  try {
    s.fake.failNext("getUpdates", [faults.conflict, faults.reset, faults.badGateway]);
    const ada = s.fake.user("Ada");
    ada.opensDeepLink();
    await s.fake.until(() => ada.messagesIn(ada.private).some((one) => one.byBot), 15_000);
  } finally {
    await s.close();
  }
});

test("two replicas: one polls, and when it stops the other takes over", async () => {
  const s = await stand();
  const second = another(s);
  try {
    await second.start(s.world.app.core);
    const ada = s.fake.user("Ada");
    ada.opensDeepLink();
    await s.fake.until(() => s.fake.updates.waiting() === 0);
    expect(s.fake.calls("getUpdates").filter((call) => call.answer?.ok === false)).toHaveLength(0);
    await s.adapter.stop();
    ada.sends(ada.private, "/help");
    await s.fake.until(() => s.fake.updates.waiting() === 0, 15_000);
    expect(ada.messagesIn(ada.private).filter((one) => one.byBot)).toHaveLength(2);
  } finally {
    await second.stop();
    await s.close();
  }
});

test("a webhook that somebody set before is taken away, and polling begins", async () => {
  const s = await stand();
  try {
    await fetch(`${s.fake.url}/bot${s.fake.token}/setWebhook?url=https://party.example/old`);
    const ada = s.fake.user("Ada");
    ada.opensDeepLink();
    await s.fake.until(() => ada.messagesIn(ada.private).some((one) => one.byBot), 15_000);
    expect(s.fake.calls("deleteWebhook").length).toBeGreaterThan(0);
  } finally {
    await s.close();
  }
});
