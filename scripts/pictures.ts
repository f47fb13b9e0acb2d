// Scripts: the README's pictures, taken of the running program in a real browser. `--all` also takes every page, width and theme into a folder.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openDatabase, startApp } from "../src/app.ts";
import { systemClock } from "../src/clock.ts";
import { type Config, readConfig } from "../src/config.ts";
import { plan } from "../src/delivery/plan.ts";
import { createLog } from "../src/log.ts";
import { createPlaces } from "../src/places/index.ts";
import { createSample } from "../src/sample.ts";
import { launchBrowser } from "../tests/support/browser.ts";

const BBQ =
  "/create Rooftop BBQ when:in 6 days at 19:00 where:Kastanienallee 12, Berlin until:1am max:10 about:Bring something to grill. We have salads, a fire and too many cushions.";

type Look = { width: number; height: number; theme: "light" | "dark" };

const enter = async (context: BrowserContext, url: string, name: string): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(`${url}/playground`);
  await page.getByLabel(/name|call you/i).fill(name);
  await page.keyboard.press("Enter");
  await page.getByLabel("Message", { exact: true }).waitFor();
  return page;
};

const say = async (page: Page, text: string): Promise<void> => {
  const box = page.getByLabel("Message", { exact: true });
  await box.fill(text);
  await box.press("Escape");
  await box.press("Enter");
};

const contextOf = (browser: Browser, look: Look): Promise<BrowserContext> =>
  browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.theme,
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    reducedMotion: "reduce",
    deviceScaleFactor: look.width < 500 ? 2 : 1,
  });

/** A small evening in the kitchen: a party, three answers, some words. Returns the party's code. */
const liveALittle = async (browser: Browser, url: string): Promise<string> => {
  const context = await contextOf(browser, { width: 1_000, height: 800, theme: "light" });
  const ada = await enter(context, url, "Ada");
  await say(ada, "Friends, the roof is dry again.");
  await say(ada, BBQ);
  const card = ada.getByRole("article", { name: "Rooftop BBQ" }).first();
  await card.waitFor();
  for (const [name, answer] of [
    ["Ben", "Going"],
    ["Cleo", "Going"],
    ["Deniz", "Maybe"],
  ] as const) {
    const page = await enter(context, url, name);
    await page
      .getByRole("article", { name: "Rooftop BBQ" })
      .first()
      .getByRole("button", { name: answer, exact: true })
      .click();
    await page
      .getByRole("article", { name: "Rooftop BBQ" })
      .first()
      .getByText(answer === "Maybe" ? "1 maybe" : name)
      .first()
      .waitFor();
    if (name === "Cleo") await say(page, "I bring the salad!");
  }
  const href = await card.getByRole("link").first().getAttribute("href");
  await context.close();
  return /\/p\/(\w+)/.exec(href ?? "")?.[1] ?? "";
};

const shootRoom = async (browser: Browser, url: string, look: Look, file: string): Promise<void> => {
  const context = await contextOf(browser, look);
  const page = await enter(context, url, "Elif");
  const card = page.getByRole("article", { name: "Rooftop BBQ" }).first();
  await card.getByRole("button", { name: "Going", exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: file });
  await context.close();
};

const shootPage = async (
  browser: Browser,
  address: string,
  look: Look,
  file: string,
  whole: boolean,
): Promise<void> => {
  const context = await contextOf(browser, look);
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: file, fullPage: whole });
  await context.close();
};

const LOOKS: Look[] = (["light", "dark"] as const).flatMap((theme) => [
  { width: 360, height: 780, theme },
  { width: 1_440, height: 900, theme },
]);

/** Parties all over the city, which people nearby may find. */
const fillTheTown = async (config: Config): Promise<void> => {
  const store = await openDatabase({ config, log: createLog("error") });
  const places = createPlaces({ now: systemClock.now });
  const chat = { platform: "web", chatId: "room:attic", kind: "group", reach: "post" } as const;
  await createSample({ store, places, clock: systemClock, plan, onPosted: () => {} })({
    city: "Berlin",
    parties: 60,
    seed: 7,
    chat,
  });
  await store.close();
};

const main = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "party-pictures-"));
  const config = readConfig({
    DATABASE_URL: `sqlite:${join(folder, "party.sqlite")}`,
    PORT: "0",
    PLAYGROUND: "on",
    MAP_TILES_URL: "none",
  });
  await fillTheTown(config);
  const app = await startApp({ config, clock: systemClock, log: createLog("error") });
  const browser = await launchBrowser();
  const at = process.argv.indexOf("--all");
  try {
    const code = await liveALittle(browser, app.url);
    mkdirSync("docs/pictures", { recursive: true });
    await shootPage(
      browser,
      `${app.url}/p/${code}`,
      { width: 1_000, height: 900, theme: "light" },
      "docs/pictures/party.png",
      false,
    );
    await shootRoom(browser, app.url, { width: 1_000, height: 900, theme: "light" }, "docs/pictures/playground.png");
    const wide: Look = { width: 1_000, height: 640, theme: "light" };
    await shootPage(browser, `${app.url}/nearby?where=Berlin`, wide, "docs/pictures/nearby.png", false);
    const out = at < 0 ? undefined : process.argv[at + 1];
    if (out === undefined) return;
    mkdirSync(out, { recursive: true });
    for (const look of LOOKS) {
      const name = `${look.width}-${look.theme}.png`;
      await shootRoom(browser, app.url, look, join(out, `room-${name}`));
      await shootPage(browser, `${app.url}/p/${code}`, look, join(out, `party-${name}`), true);
      await shootPage(browser, `${app.url}/`, look, join(out, `start-${name}`), true);
      await shootPage(browser, `${app.url}/nearby?where=Berlin`, look, join(out, `nearby-${name}`), false);
      await shootPage(browser, `${app.url}/playground`, look, join(out, `join-${name}`), false);
      await shootPage(browser, `${app.url}/p/22222222`, look, join(out, `none-${name}`), false);
    }
  } finally {
    await browser.close();
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

await main();
