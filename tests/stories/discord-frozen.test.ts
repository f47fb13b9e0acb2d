// Stories: the database stands still while people press and type in Discord: each is acknowledged in time, and each is answered in the end.
import { setTimeout as rest } from "node:timers/promises";
import type { Knex } from "knex";
import { expect, test } from "vitest";
import { connectSqlite } from "../../src/store/sqlite.ts";
import { openRoad } from "../support/slow-road.ts";
import { freshDatabase } from "../support/databases.ts";
import { stageDiscord } from "./discord-driver.ts";
import { BBQ, cardIn, said, settled } from "./discord-story.ts";
import { startWorld } from "./world.ts";

/** The long counts: FROZEN_MS=10000 FROZEN_INTERACTIONS=200. */
const FROZEN_MS = Number(process.env["FROZEN_MS"] ?? 4_000);
const COUNT = Number(process.env["FROZEN_INTERACTIONS"] ?? 24);

type Frozen = { url: string; freeze(): Promise<void>; thaw(): Promise<void>; close(): Promise<void> };

/** MySQL behind a road that is closed: neither reads nor writes come back. */
const frozenMysql = async (): Promise<Frozen> => {
  const fresh = await freshDatabase("mysql");
  const road = await openRoad(fresh.url);
  return {
    url: road.url,
    freeze: async () => road.freeze(),
    thaw: async () => road.thaw(),
    close: async () => {
      await road.close();
      await fresh.drop();
    },
  };
};

/** SQLite while somebody else holds the one lock for writing. */
const frozenSqlite = async (): Promise<Frozen> => {
  const fresh = await freshDatabase("sqlite");
  const held: { other?: Awaited<ReturnType<typeof connectSqlite>>; lock?: Knex.Transaction } = {};
  return {
    url: fresh.url,
    freeze: async () => {
      held.other = await connectSqlite(fresh.url);
      held.lock = await held.other.writer.transaction();
      await held.lock("leases").where({ name: "nobody" }).del();
    },
    thaw: async () => {
      await held.lock?.rollback();
      await held.other?.writer.destroy();
      await held.other?.reader.destroy();
    },
    close: fresh.drop,
  };
};

test.each([
  ["mysql", frozenMysql],
  ["sqlite", frozenSqlite],
] as const)(
  "with %s standing still, nobody reads that the bot did not respond, and no answer is lost",
  async (database, open) => {
    const frozen = await open();
    const { world, driver } = await stageDiscord((env) => startWorld(database, { ...env, DATABASE_URL: frozen.url }));
    try {
      const { town } = driver;
      await driver.person("Ada");
      const host = town.people.get("Ada");
      await host?.slash(town.kitchen, "party create", { ...BBQ, max: String(COUNT) });
      await settled(town);
      const people = Array.from({ length: COUNT }, (_, i) => town.fake.user(`Guest ${i}`));
      for (const one of people) town.guild.add(one);
      const card = cardIn(town.kitchen);
      await frozen.freeze();
      const asked = people.map((one, i) =>
        i % 2 === 0 ? one.presses(card, "Going") : one.slash(town.kitchen, "party rsvp", { answer: "going" }),
      );
      await rest(FROZEN_MS);
      await frozen.thaw();
      const answers = await Promise.all(asked);
      await settled(town);
      // The sender left the card to the presses while they were answered.
      await world.passes(2_000);
      const late = answers.filter((one) => one.first === "none" || one.afterMs > 3_000);
      expect(late).toHaveLength(0);
      const lost = answers.filter((one) => !said(one).includes("You're going"));
      expect(lost.map(said)).toEqual([]);
      expect(cardIn(town.kitchen).text).toContain(`${COUNT} of ${COUNT}`);
    } finally {
      await driver.close();
      await world.close();
      await frozen.close();
    }
  },
  FROZEN_MS + 60_000,
);
