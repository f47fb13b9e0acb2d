// Stories: Telegram's own: how one is told, and what of the screen they look at.
import { describe, test } from "vitest";
import type { FakeGroup, FakeUser, Seen } from "../fakes/telegram/index.ts";
import { DATABASES } from "../support/databases.ts";
import type { TelegramDriver, Town } from "./telegram-driver.ts";
import { stageTelegram } from "./telegram-driver.ts";
import { startWorld } from "./world.ts";

export const BBQ = "/create Rooftop BBQ when:28.11.2026 19:00 where:Kastanienallee 12, Berlin max:2";

export const story = (sentence: string, tell: (town: Town, driver: TelegramDriver) => Promise<void>): void => {
  describe.each(DATABASES)(`on %s, ${sentence}`, (database) => {
    test("on Telegram", async () => {
      const { world, driver } = await stageTelegram((env) => startWorld(database, env));
      try {
        await tell(driver.town, driver);
      } finally {
        await driver.close();
        await world.close();
      }
    });
  });
};

export const told = (user: FakeUser): Seen[] => user.messagesIn(user.private).filter((one) => one.byBot);
export const last = (user: FakeUser): Seen => told(user).at(-1) as Seen;
export const cardIn = (group: FakeGroup, title = "Rooftop BBQ"): Seen =>
  group.seen().findLast((one) => one.byBot && one.text.startsWith(title)) as Seen;
export const userOf = (town: Town, name: string): FakeUser => town.people.get(name) as FakeUser;
export const codeOf = (card: Seen): string =>
  /rsvp (\w{8})/.exec(card.buttons.flat().find((one) => one.callbackData)?.callbackData ?? "")?.[1] ?? "";
export const settled = async (town: Town): Promise<void> => {
  await town.quiet();
  await town.world.settles();
};
export const payloadOf = (message: Seen): string =>
  new URL(message.buttons.flat().find((one) => one.url)?.url ?? "").searchParams.get("start") ?? "";
