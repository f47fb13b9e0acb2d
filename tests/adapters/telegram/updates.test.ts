// Telegram's updates: repeated, out of order, malformed, hostile: none that is valid is lost, and none counts twice.
import blns from "big-list-of-naughty-strings" with { type: "json" };
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Seen } from "../../fakes/telegram/index.ts";
import { faults } from "../../fakes/telegram/index.ts";
import { stageTelegram } from "../../stories/telegram-driver.ts";
import { startWorld } from "../../stories/world.ts";
import { another, stand } from "./bot.ts";

const REPLAYED = Number(process.env["REPLAYED_UPDATES"] ?? 300);
const HOSTILE = Number(process.env["HOSTILE_UPDATES"] ?? 500);
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
  const code = /rsvp (\w{8})/.exec(JSON.stringify(card.buttons))?.[1] ?? "";
  const close = async (): Promise<void> => {
    await driver.close();
    await world.close();
  };
  return { world, driver, town, card, code, close };
};

/** A guest's answer, by a tap on the card or in words. */
const answerOf = (at: number, card: Seen, code: string): Record<string, unknown> => {
  const from = { id: 900_000 + at, is_bot: false, first_name: `Guest ${at}`, language_code: "en" };
  const chat = { id: card.chatId, type: "supergroup", title: "Kitchen" };
  const answer = ["going", "maybe", "no", "going"][at % 4] as string;
  if (at % 2 === 0)
    return {
      callback_query: {
        id: `q${at}`,
        from,
        chat_instance: "1",
        message: { message_id: card.messageId, chat, date: 0 },
        data: `rsvp ${code} ${answer}`,
      },
    };
  const text = `/rsvp ${code} ${answer}`;
  return {
    message: {
      message_id: 50_000 + at,
      date: 1,
      from,
      chat,
      text,
      entities: [{ type: "bot_command", offset: 0, length: 5 }],
    },
  };
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
  60_000 + 100 * Math.max(REPLAYED, HOSTILE),
);

const wrong: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, -1, 1e308, "", [], {}, { id: null }, "\u0000", "x".repeat(5_000)),
  fc.constantFrom(...(blns as string[])),
);

/** A message or a tap with one part wrong, missing or hostile. */
const hostile = (card: Seen, code: string): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 1_000 }),
      fc.constantFrom("from", "chat", "text", "entities", "data", "message", "message_id", "id", "whole"),
      wrong,
    )
    .map(([at, part, value]) => {
      const good = answerOf(at, card, code);
      const [kind = "message", body] = Object.entries(good)[0] ?? [];
      if (part === "whole") return { [kind]: value };
      return { [kind]: { ...(body as object), [part]: value } };
    });

test(
  `${HOSTILE} malformed or hostile updates lose no valid one beside them, and stall nobody`,
  async () => {
    const p = await party();
    const { fake } = p.town;
    try {
      const bad = fc.sample(hostile(p.card, p.code), { numRuns: HOSTILE, seed: 11 });
      const every = Math.floor(HOSTILE / GUESTS);
      const lag = watchLag();
      for (const [i, update] of bad.entries()) {
        fake.updates.push(update);
        if (i % every === 0 && i / every < GUESTS) fake.updates.push(answerOf(2_000 + i / every, p.card, p.code));
        if (i % 100 === 99) await fake.until(() => fake.updates.waiting() === 0, 60_000);
      }
      await p.town.quiet();
      const worst = lag.stop();
      const { answers } = await stateOf(p);
      const ours = Object.keys(answers).filter((name) => /^Guest 20\d\d$/.test(name));
      expect(ours).toHaveLength(GUESTS);
      console.log(`hostile updates: ${HOSTILE}, the longest stall ${Math.round(worst)} ms`);
      const ben = await p.driver.person("Ben");
      expect((await ben.types("/help")).text).toContain("/create");
    } finally {
      await p.close();
    }
  },
  60_000 + 100 * Math.max(REPLAYED, HOSTILE),
);

const watchLag = () => {
  let worst = 0;
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    worst = Math.max(worst, now - before - 5);
    before = now;
  }, 5);
  return {
    stop: () => {
      clearInterval(timer);
      return worst;
    },
  };
};

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
