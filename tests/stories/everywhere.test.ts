// Stories: one party with its host in Discord and guests in Discord, Telegram and on the web: one guest list, one capacity.
import { describe, expect, test } from "vitest";
import { SECOND } from "../../src/domain/time.ts";
import type { Kind } from "../support/databases.ts";
import { DATABASES } from "../support/databases.ts";
import type { DiscordDriver } from "./discord-driver.ts";
import { stageDiscord } from "./discord-driver.ts";
import type { World } from "./language.ts";
import type { TelegramDriver } from "./telegram-driver.ts";
import { stageTelegram } from "./telegram-driver.ts";
import { startWorld } from "./world.ts";

type Everywhere = { world: World; discord: DiscordDriver; telegram: TelegramDriver; close(): Promise<void> };

/** One program with both bots and the web. */
const everywhere = async (database: Kind): Promise<Everywhere> => {
  const staged: { telegram?: TelegramDriver } = {};
  const { world, driver: discord } = await stageDiscord(async (discordEnv) => {
    const { world: started, driver } = await stageTelegram((env) => startWorld(database, { ...env, ...discordEnv }));
    staged.telegram = driver;
    return started;
  });
  const { telegram } = staged;
  if (!telegram) throw new Error("Telegram did not start");
  const close = async (): Promise<void> => {
    await world.close();
    await discord.close();
    await telegram.close();
  };
  return { world, discord, telegram, close };
};

const within = async (ms: number, holds: () => Promise<boolean>): Promise<number> => {
  const from = performance.now();
  while (!(await holds())) {
    if (performance.now() - from > ms) throw new Error(`not within ${ms} ms`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return performance.now() - from;
};

describe.each(DATABASES)("with %s, one party on three platforms", (database) => {
  test("has one capacity, and every card and page shows the same within five seconds", async () => {
    const { world, discord, telegram, close } = await everywhere(database);
    try {
      const ada = await discord.person("Ada");
      const adaInTelegram = await telegram.person("Ada");
      await ada.types("/create Rooftop BBQ when:28.11.2026 19:00 where:Kastanienallee 12, Berlin max:3");
      const [party] = await partiesOf(world, "Rooftop BBQ", discord);
      const code = party ?? "";
      await linked(ada, adaInTelegram);
      // The same person now: as the host, she may post the card in Telegram's group too.
      await adaInTelegram.types(`/start ${code}`);
      const ben = await discord.person("Ben");
      const cleo = await telegram.person("Cleo");
      await ben.presses("Going", "Rooftop BBQ");
      await cleo.presses("Going", "Rooftop BBQ");
      const invitation = /\/i\/#([\w-]+)/.exec((await ada.typesPrivately(`/invite ${code}`)).text)?.[1] ?? "";
      const web = await post(world, "/i/answer", { token: invitation, name: "Deniz", answer: "going", plus: 0 });
      expect(web).toMatchObject({ party: { going: 3 } });
      const waits = await telegram.person("Elif").then((elif) => elif.presses("Going", "Rooftop BBQ"));
      expect(waits.text).toContain("number 1 on the waitlist");
      const inDiscord = async () => (await ada.group()).find((one) => one.title === "Rooftop BBQ")?.text ?? "";
      const inTelegram = async () => (await cleo.group()).find((one) => one.title === "Rooftop BBQ")?.text ?? "";
      const page = async () => (await fetch(`${world.app.url}/p/${code}`)).text();
      const took = await within(5 * SECOND, async () =>
        (await Promise.all([inDiscord(), inTelegram(), page()])).every((shown) => /3 of 3|"going":3\b/.test(shown)),
      );
      expect(took).toBeLessThan(5 * SECOND);
      for (const card of [await inDiscord(), await inTelegram()]) expect(card).toContain("1 waiting");
      await ben.presses("Can't", "Rooftop BBQ");
      await within(5 * SECOND, async () =>
        (await Promise.all([inDiscord(), inTelegram()])).every((shown) => !shown.includes("waiting")),
      );
    } finally {
      await close();
    }
  }, 60_000);
});

type Typing = Awaited<ReturnType<DiscordDriver["person"]>>;

/** One makes a code, types it in the other chat and says yes. */
const linked = async (here: Typing, there: Typing): Promise<void> => {
  const code = /\b([0-9A-Z]{5}-[0-9A-Z]{5})\b/.exec((await here.typesPrivately("/link")).text)?.[1] ?? "";
  expect(code).not.toBe("");
  const sure = await there.typesPrivately(`/link ${code}`);
  expect(sure.text).toContain("Ada");
  const yes = sure.buttons.find((label) => label.startsWith("Yes")) ?? "";
  await there.pressesAnswer(yes);
  const used = await there.typesPrivately(`/link ${code}`);
  expect(used.text).not.toContain("Yes, ");
};

/** The codes of the host's parties of that title. */
const partiesOf = async ({ app, now }: World, title: string, { town }: DiscordDriver): Promise<string[]> => {
  const account = { platform: "discord" as const, userId: town.people.get("Ada")?.id ?? "" };
  const host = await app.store.reads.people.byAccount(account);
  const mine = await app.store.reads.parties.mine(host?.id ?? "", { past: false, now: now(), limit: 5 });
  return mine.flatMap(({ party }) => (party.title === title ? [party.code] : []));
};

const post = async ({ app }: World, path: string, body: object): Promise<unknown> => {
  const headers = { "content-type": "application/json", origin: app.url };
  return (await fetch(`${app.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
};
