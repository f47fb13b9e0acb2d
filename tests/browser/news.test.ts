// Browser: a guest's page tells what happened while it is looked at, in a real Chromium, and says so to the server.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Joined } from "../../adapters/web/wire.ts";
import type { House } from "../adapters/web/house.ts";
import { openHouse } from "../adapters/web/house.ts";
import { launchBrowser } from "../support/browser.ts";

let house: House;
let browser: Browser;
let ada: Joined;
beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), launchBrowser()]);
  ada = await house.joins("Ada");
});
afterAll(async () => {
  await browser.close();
  await house.world.close();
});

test("what happens stands on the page at once, and what happened meanwhile at the next visit, each once", async () => {
  const code = await house.party(ada, "/create Rooftop BBQ when:28.11.2026 19:00 where:Berlin find:nearby approve:no");
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const faults: unknown[] = [];
  page.on("pageerror", (error) => faults.push(error));
  await page.goto(`${house.url}/p/${code}`);
  await page.getByLabel("Your name").fill("Ben");
  await page.getByRole("button", { name: "Going", exact: true }).click();
  await page.getByText("You're going. See you there!").waitFor();
  const news = page.locator("section.news");
  expect(await news.isVisible()).toBe(false);

  await house.says(ada, { text: `/edit ${code} when:28.11.2026 20:30` });
  await news.getByText("Changed: Rooftop BBQ").waitFor();
  expect(await news.innerText()).toMatch(/What's new[\s\S]*was .*19:00.*now .*20:30/);
  expect((await new AxeBuilder({ page }).include("section.news").analyze()).violations).toEqual([]);
  if (process.env["PICTURES"]) await page.screenshot({ path: `${process.env["PICTURES"]}/news-live.png` });
  await page.reload();
  expect(await news.isVisible()).toBe(false);

  await page.goto("about:blank");
  await house.says(ada, { text: `/calloff ${code} sure:yes` });
  await page.goto(`${house.url}/p/${code}`);
  expect(await news.innerText()).toMatch(/Since you were last here[\s\S]*Called off: Rooftop BBQ/);
  if (process.env["PICTURES"]) await page.screenshot({ path: `${process.env["PICTURES"]}/news-kept.png` });
  await page.reload();
  expect(await news.isVisible()).toBe(false);
  expect(faults).toEqual([]);
});
