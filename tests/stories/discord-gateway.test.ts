// Stories: Discord's gateway breaks at any moment: what it replays is handled, and nothing is handled twice.
import { expect, test } from "vitest";
import type { FakeUser, Outcome } from "../fakes/discord/index.ts";
import { stageDiscord } from "./discord-driver.ts";
import { BBQ, cardIn, said, settled } from "./discord-story.ts";
import { startWorld } from "./world.ts";

/** The long count: GATEWAY_DROPS=500. */
const DROPS = Number(process.env["GATEWAY_DROPS"] ?? 12);
const PER_DROP = 3;

/** A chance that comes out the same in every run. */
const chance = (seed: number) => () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return seed / 0x7fffffff;
};

test(
  "connections that drop while people answer lose no answer and count none twice",
  async () => {
    const { world, driver } = await stageDiscord((env) => startWorld("sqlite", env));
    const { town } = driver;
    const { fake, kitchen } = town;
    const random = chance(7);
    try {
      await driver.person("Ada");
      await town.people.get("Ada")?.slash(kitchen, "party create", { ...BBQ, max: "none" });
      await settled(town);
      const guests: FakeUser[] = [];
      const given: Promise<Outcome>[] = [];
      const comes = (i: number): void => {
        const guest = fake.user(`Guest ${i}`);
        town.guild.add(guest);
        guests.push(guest);
        given.push(guest.presses(cardIn(kitchen), "Going"));
      };
      for (let drop = 0; drop < DROPS; drop += 1) {
        const resumed = fake.gateway.resumes();
        const breaks = Math.floor(random() * PER_DROP);
        for (let i = 0; i < PER_DROP; i += 1) {
          comes(drop * PER_DROP + i);
          if (i === breaks) fake.gateway.drop();
        }
        if (random() < 0.3) fake.gateway.repeatLast();
        await fake.until(() => fake.gateway.resumes() > resumed && fake.gateway.ready().length > 0, 30_000);
        const answers = await Promise.all(given.splice(0));
        await settled(town);
        for (const one of answers) expect(said(one)).toContain("You're going");
      }
      await settled(town);
      expect(cardIn(kitchen).text).toContain(`${DROPS * PER_DROP}`);
      const callbacks = fake.calls("POST /interactions/:id/:token/callback");
      const answered = callbacks.filter((call) => call.status === 204 || call.status === 200);
      expect(new Set(answered.map((call) => call.path)).size).toBe(answered.length);
      expect(callbacks.filter((call) => call.status === 400)).toEqual([]);
      expect(fake.refused()).toEqual([]);
    } finally {
      await driver.close();
      await world.close();
    }
  },
  60_000 + DROPS * 2_000,
);
