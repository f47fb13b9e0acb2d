// Telegram's webhook: only who knows the secret brings updates.
import { expect, test } from "vitest";
import { stageTelegram } from "../../stories/telegram-driver.ts";
import { startWorld } from "../../stories/world.ts";

const TRIES = Number(process.env["WEBHOOK_TRIES"] ?? 300);
const SECRET = "a-secret-of-the-webhook-0123456789";

test(
  `of ${TRIES} tries with a wrong, missing or cut secret none is taken, and the right one is`,
  async () => {
    const started: { url?: string } = {};
    const { world, driver } = await stageTelegram(
      async (env) => {
        const made = await startWorld("sqlite", {
          ...env,
          TELEGRAM_WEBHOOK_SECRET: SECRET,
          PUBLIC_URL: "https://party.example",
        });
        started.url = made.app.url;
        return made;
      },
      (fake, made) => fake.webhook.relayTo(made.app.url),
    );
    const { town } = driver;
    try {
      const ada = await driver.person("Ada");
      expect((await ada.typesPrivately("/help")).text).toContain("/create");
      expect(town.fake.calls("getUpdates")).toHaveLength(0);
      const body = JSON.stringify({ update_id: 1, message: {} });
      const wrong = [undefined, "", SECRET.slice(0, -1), `${SECRET}x`, SECRET.toUpperCase(), "x".repeat(SECRET.length)];
      const url = `${world.app.url}/telegram/webhook`;
      for (let i = 0; i < TRIES; i += 50) {
        const statuses = await Promise.all(
          Array.from({ length: 50 }, async (_, j) => {
            const secret = wrong[(i + j) % wrong.length];
            const headers = {
              "content-type": "application/json",
              ...(secret !== undefined && { "x-telegram-bot-api-secret-token": secret }),
            };
            return (await fetch(url, { method: "POST", headers, body })).status;
          }),
        );
        expect(new Set(statuses)).toEqual(new Set([401]));
      }
      const headers = { "x-telegram-bot-api-secret-token": SECRET };
      expect((await fetch(url, { method: "POST", headers, body: "{" })).status).toBe(400);
      expect((await fetch(url, { method: "POST", headers, body })).status).toBe(200);
      expect((await fetch(url, { headers })).status).toBe(404);
    } finally {
      await driver.close();
      await world.close();
    }
  },
  30_000 + 30 * TRIES,
);
