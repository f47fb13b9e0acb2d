// Stories: Discord's own: how one is told, and what of the app they look at.
import { describe, expect, test } from "vitest";
import type { FakeUser, Outcome, Seen } from "../fakes/discord/index.ts";
import { DATABASES } from "../support/databases.ts";
import type { DiscordDriver, Town } from "./discord-driver.ts";
import { stageDiscord } from "./discord-driver.ts";
import { startWorld } from "./world.ts";

export const story = (sentence: string, tell: (town: Town, driver: DiscordDriver) => Promise<void>): void => {
  describe.each(DATABASES)(`on %s, ${sentence}`, (database) => {
    test("on Discord", async () => {
      const { world, driver } = await stageDiscord((env) => startWorld(database, env));
      try {
        await tell(driver.town, driver);
        // Nothing that the bot asked for was wrong in the eyes of the platform.
        expect(driver.town.fake.refused()).toEqual([]);
      } finally {
        await driver.close();
        await world.close();
      }
    });
  });
};

export const BBQ = { what: "Rooftop BBQ", when: "28.11.2026 19:00", where: "Kastanienallee 12, Berlin" };

export const userOf = (town: Town, name: string): FakeUser => town.people.get(name) as FakeUser;

/** All that an answer says, as one string. */
export const said = (outcome: Outcome): string => outcome.messages.map((one) => one.text).join("\n");

export const cardIn = (channel: Town["kitchen"], title = "Rooftop BBQ"): Seen =>
  channel.seen().findLast((one) => one.title === title && one.buttons.length > 0) as Seen;

export const labels = (message: Seen | undefined): string[] => message?.buttons.map((button) => button.label) ?? [];

export const settled = async (town: Town): Promise<void> => {
  await town.fake.quiet();
  await town.world.settles();
  await town.fake.quiet();
};
