// Telegram's poller is killed: another replica takes over when its lease is over; nothing is lost, and nothing counts twice.
import { describe, expect, test } from "vitest";
import { startApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import { createLog } from "../../../src/log.ts";
import { newDataKey } from "../../../src/safety/keyring.ts";
import type { FakeGroup, FakeTelegram, Seen } from "../../fakes/telegram/index.ts";
import { startFakeTelegram } from "../../fakes/telegram/index.ts";
import { handClock, NOON } from "../../support/clock.ts";
import { DATABASES, freshDatabase, type Kind } from "../../support/databases.ts";
import { codeOn, tapOf } from "./guests.ts";
import { spawnProgram } from "./spawned.ts";

const GUESTS = 24;
const LEASE = 60_000;
const PATIENCE = 30_000;

/** A replica in a process of its own that polls, and one in this process that waits for its turn, on one database. */
const twoReplicas = async (kind: Kind) => {
  const { url, drop } = await freshDatabase(kind);
  const clock = handClock(NOON);
  const fake = await startFakeTelegram({ now: clock.now });
  const bot = { TELEGRAM_TOKEN: fake.token, TELEGRAM_API_URL: fake.url };
  const env = { DATABASE_URL: url, DATA_KEYS: newDataKey(1), PORT: "0", PLAYGROUND: "off", ...bot };
  const first = await spawnProgram(env, clock.now());
  await fake.until(() => fake.calls("getUpdates").length > 0, PATIENCE);
  const second = await startApp({ config: readConfig(env), clock, log: createLog("fatal"), ticking: false });
  const close = async (): Promise<void> => {
    await first.kill();
    await second.stop();
    await fake.close();
    await drop();
  };
  return { clock, fake, first, second, close };
};

const hosted = async (fake: FakeTelegram): Promise<{ kitchen: FakeGroup; card: Seen; code: string }> => {
  const ada = fake.user("Ada", { started: true });
  const kitchen = fake.supergroup("Kitchen", [ada]);
  ada.sends(kitchen, "/create Rooftop BBQ when:28.11.2026 19:00 where:Berlin");
  const card = () => kitchen.seen().find((one) => one.byBot && one.text.startsWith("Rooftop BBQ"));
  await fake.until(() => card() !== undefined && fake.updates.waiting() === 0, PATIENCE);
  const shown = card() as Seen;
  return { kitchen, card: shown, code: codeOn(shown) };
};

describe.each(DATABASES)("on %s", (kind) => {
  test("a poller that is killed amid its updates is followed by another when its lease is over", async () => {
    const { clock, fake, first, second, close } = await twoReplicas(kind);
    try {
      const { kitchen, card, code } = await hosted(fake);
      const guests = Array.from({ length: GUESTS }, (_, at) => at);
      for (const guest of guests) fake.updates.push(tapOf(guest, card, `rsvp ${code} going`));
      // What counts twice when it is done twice: one more each time.
      for (const guest of guests) fake.updates.push(tapOf(guest, card, `rsvp ${code} going +1`));
      await fake.until(() => fake.calls("answerCallbackQuery").length >= GUESTS, PATIENCE);
      await first.kill();
      expect(fake.updates.waiting()).toBeGreaterThan(0);
      clock.forward(LEASE);
      await fake.until(() => fake.updates.waiting() === 0, PATIENCE);
      await second.sender.drain();
      const rows = await second.store.reads.rsvps.list(code, { limit: 1_000 });
      const came = rows.map(({ name, answer, plus }) => `${name} ${answer} +${plus}`);
      expect(came.sort()).toEqual(guests.map((guest) => `Guest ${guest} going +1`).sort());
      const cards = kitchen.seen().filter((one) => one.byBot && one.text.startsWith("Rooftop BBQ"));
      expect(cards).toHaveLength(1);
    } finally {
      await close();
    }
  }, 60_000);
});
