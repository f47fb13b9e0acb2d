// Stories: a person makes two accounts one, with a code from the one chat typed in the other.
import { describe, expect, test } from "vitest";
import { DAY, MINUTE } from "../../src/domain/time.ts";
import type { Kind } from "../support/databases.ts";
import { DATABASES } from "../support/databases.ts";
import type { Answered, Driver, Someone, World } from "./language.ts";
import { story as everywhere } from "./language.ts";
import type { TelegramDriver } from "./telegram-driver.ts";
import { stageTelegram } from "./telegram-driver.ts";
import { webDriver } from "./web-driver.ts";
import { startWorld } from "./world.ts";

const BBQ = "/create Rooftop BBQ when:28.11.2026 19:00 where:Kastanienallee 12, Berlin max:4";
const YES = "Yes, we're the same person";

type Both = { world: World; web: Driver; telegram: TelegramDriver };

/** One program, with people on the web and in Telegram. */
const story = (sentence: string, tell: (both: Both) => Promise<void>): void => {
  describe.each(DATABASES)(`with %s, ${sentence}`, (database: Kind) => {
    test("between the web and Telegram", async () => {
      const { world, driver: telegram } = await stageTelegram((env) => startWorld(database, env));
      const web = await webDriver(world);
      try {
        await tell({ world, web, telegram });
      } finally {
        await web.close();
        await telegram.close();
        await world.close();
      }
    });
  });
};

const codeIn = ({ text }: Answered): string => /\b([0-9A-Z]{5}-[0-9A-Z]{5})\b/.exec(text)?.[1] ?? "";

/** `there` makes a code, `here` types it and says yes. */
const linked = async (there: Someone, here: Someone): Promise<Answered> => {
  await here.typesPrivately(`/link ${codeIn(await there.typesPrivately("/link"))}`);
  return here.pressesAnswer(YES);
};

/** The code of the one party of someone on the web. */
const partyOf = async ({ app, now }: World, name: string): Promise<string> => {
  const [member] = (await app.store.web.members("room:kitchen")).filter((one) => one.name === name);
  const person = await app.store.reads.people.byAccount({ platform: "web", userId: member?.userId ?? "" });
  const mine = await app.store.reads.parties.mine(person?.id ?? "", { past: false, now: now(), limit: 5 });
  return mine[0]?.party.code ?? "";
};

const cardOf = async (someone: Someone): Promise<string> =>
  (await someone.group()).find((one) => one.title === "Rooftop BBQ")?.text ?? "";
const times = async (some: readonly Someone[], title: string): Promise<number> =>
  (await Promise.all(some.map((one) => one.told()))).flat().filter((shown) => shown.title === title).length;

story("a host on the web links Telegram, and runs the party from there", async ({ web, telegram }) => {
  const ada = await web.person("Ada");
  await ada.types(BBQ);
  const adaInTelegram = await telegram.person("Ada T.");
  expect((await adaInTelegram.typesPrivately("/parties")).text).not.toContain("Rooftop BBQ");
  const offered = await ada.typesPrivately("/link");
  expect(offered.text).toContain("/party link");
  const code = codeIn(offered);
  const asked = await adaInTelegram.typesPrivately(`/link ${code.toLowerCase().replace("-", " ")}`);
  expect(asked.text).toContain("Ada on the web become one person");
  expect((await adaInTelegram.typesPrivately("/parties")).text).not.toContain("Rooftop BBQ");
  await adaInTelegram.typesPrivately(`/link ${code}`);
  expect((await adaInTelegram.pressesAnswer(YES)).text).toContain("You're one person now, Ada");
  expect((await adaInTelegram.typesPrivately("/parties")).text).toContain("Rooftop BBQ");
  await adaInTelegram.typesPrivately("/edit max:7");
  expect(await cardOf(ada)).toContain("0 of 7");
  expect((await adaInTelegram.typesPrivately("/show")).text).toContain("Kastanienallee 12");
});

story("a guest who answered on both with extra guests is one guest, and who waits gets in", async (both) => {
  const { world, web, telegram } = both;
  const [ada, ben, cleo] = await Promise.all(["Ada", "Ben", "Cleo"].map(web.person));
  await ada!.types(`${BBQ} find:nearby approve:no`);
  const code = await partyOf(world, "Ada");
  const benInTelegram = await telegram.person("Ben");
  await ben!.types("/rsvp going 1");
  await benInTelegram.typesPrivately(`/rsvp ${code} going 0`);
  expect((await cleo!.types("/rsvp going 1")).text).toContain("number 1 on the waitlist");
  expect(await cardOf(ada!)).toContain("3 of 4");
  await linked(benInTelegram, ben!);
  expect(await cardOf(ada!)).toContain("4 of 4");
  expect(await cardOf(ada!)).not.toContain("waiting");
  expect(await times([cleo!], "A place is free: you're going to Rooftop BBQ!")).toBe(1);
  expect((await benInTelegram.typesPrivately(`/show ${code}`)).text).toContain("with 1 extra");
  await world.passes(Date.UTC(2026, 10, 28, 18, 0) - DAY - world.now());
  expect(await times([ben!, benInTelegram], "Tomorrow: Rooftop BBQ")).toBe(1);
  await benInTelegram.typesPrivately(`/rsvp ${code} no`);
  expect(await cardOf(ada!)).toContain("2 of 4");
});

story("a host lets in somebody who asked on the one account and then linked the other", async (both) => {
  const { world, web, telegram } = both;
  const [ada, ben] = await Promise.all(["Ada", "Ben"].map(web.person));
  await ada!.types(`${BBQ} approve:yes find:nearby`);
  const benInTelegram = await telegram.person("Ben");
  await benInTelegram.typesPrivately(`/rsvp ${await partyOf(world, "Ada")} going`);
  await linked(ben!, benInTelegram);
  await ada!.pressesPrivately("Let in");
  expect(await times([ben!, benInTelegram], "You're in: Rooftop BBQ")).toBe(1);
  expect((await ben!.types("/show")).text).toContain("Kastanienallee 12");
});

story("a code works once, for ten minutes, and not where others can read it", async ({ world, web, telegram }) => {
  const ada = await web.person("Ada");
  const [adaInTelegram, eve] = await Promise.all(["Ada T.", "Eve"].map(telegram.person));
  const refusal = "That code doesn't work";
  const first = codeIn(await ada.typesPrivately("/link"));
  expect((await ada.typesPrivately(`/link ${first}`)).text).toContain("your own code");
  const second = codeIn(await ada.typesPrivately("/link"));
  expect((await eve!.typesPrivately(`/link ${first}`)).text).toContain(refusal);
  expect((await eve!.typesPrivately("/link 00000-00000")).text).toContain(refusal);
  await world.passes(10 * MINUTE);
  expect((await adaInTelegram!.typesPrivately(`/link ${second}`)).text).toContain(refusal);
  const read = codeIn(await ada.typesPrivately("/link"));
  expect((await adaInTelegram!.types(`/link ${read}`)).text).toContain("it works no more");
  expect((await eve!.typesPrivately(`/link ${read}`)).text).toContain(refusal);
  expect((await adaInTelegram!.types("/link")).text).toContain("in private");
  const third = codeIn(await ada.typesPrivately("/link"));
  await eve!.typesPrivately(`/link ${third}`);
  expect((await eve!.pressesAnswer("No, leave it")).text).toContain("Nothing was changed");
  expect((await adaInTelegram!.typesPrivately(`/link ${third}`)).text).toContain(refusal);
  const last = codeIn(await ada.typesPrivately("/link"));
  const late = await eve!.typesPrivately(`/link ${last}`);
  await world.passes(9 * MINUTE);
  await adaInTelegram!.typesPrivately(`/link ${last}`);
  expect((await adaInTelegram!.pressesAnswer(YES)).text).toContain("You're one person now");
  expect(late.buttons).toContain(YES);
  expect((await eve!.pressesAnswer(YES)).text).toContain(refusal);
  expect((await adaInTelegram!.typesPrivately(`/link ${last}`)).text).toContain(refusal);
});

everywhere("help tells how to make two accounts one", async ({ person }) => {
  const ada = await person("Ada");
  expect((await ada.typesPrivately("/help")).text).toContain("/link");
  expect((await ada.typesPrivately("/help link")).text).toContain("one person");
  expect(codeIn(await ada.typesPrivately("/link"))).toHaveLength(11);
});
