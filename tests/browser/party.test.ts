// Browser: a party's page on the day, in a real Chromium: ways to get there, a guest on the way, a host who judges the pin.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Joined } from "../../adapters/web/wire.ts";
import { HOUR } from "../../src/domain/time.ts";
import type { House } from "../adapters/web/house.ts";
import { openHouse } from "../adapters/web/house.ts";
import { launchBrowser } from "../support/browser.ts";
import { ADDRESS, openGeocoder, POINT } from "../support/one-house.ts";

let geocoder: Awaited<ReturnType<typeof openGeocoder>>;
let house: House;
let browser: Browser;
let ada: Joined;
let code: string;
const faults: unknown[] = [];

beforeAll(async () => {
  geocoder = await openGeocoder();
  [house, browser] = await Promise.all([openHouse(geocoder.env), launchBrowser()]);
  ada = await house.joins("Ada");
  code = await house.party(ada, `/create Rooftop BBQ when:today 20:00 where:${ADDRESS} find:nearby approve:no`);
  await house.world.passes(6 * HOUR);
});
afterAll(async () => {
  await browser.close();
  await house.world.close();
  await geocoder.close();
  expect(faults).toEqual([]);
});

type Look = Parameters<Browser["newContext"]>[0];
const PHONE = { viewport: { width: 360, height: 740 }, colorScheme: "light" } as const;
const DESK = { viewport: { width: 1440, height: 900 }, colorScheme: "dark" } as const;

const opens = async (look: Look): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", ...look });
  context.on("weberror", (error) => faults.push(error.error()));
  return { context, page: await context.newPage() };
};
/** It fits, and the part that is new is kind to everybody. The other parts are judged with the playground. */
const judged = async (page: Page, name: string, part: string): Promise<void> => {
  const wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  expect([name, wide]).toEqual([name, 0]);
  expect((await new AxeBuilder({ page }).include(part).analyze()).violations).toEqual([]);
  if (process.env["PICTURES"])
    await page.screenshot({ path: `${process.env["PICTURES"]}/${name}.png`, fullPage: name.includes("all") });
};
/** Ada's tab of the playground, and the page that its link opens. */
const hostPage = async (look: Look): Promise<Page> => {
  const { context, page } = await opens(look);
  await page.goto(`${house.url}/playground`);
  await page.evaluate(`sessionStorage.setItem("party-with-me", ${JSON.stringify(JSON.stringify(ada))})`);
  await page.reload();
  const opened = context.waitForEvent("page");
  await page.locator(`a[href$="/p/${code}"]`).last().click();
  const there = await opened;
  await there.getByText("You're hosting this one.").waitFor();
  return there;
};

test("a guest says with one tap that they are on their way, the host's open page says who comes, and it is taken back", {
  timeout: 60_000,
}, async () => {
  const { page } = await opens(PHONE);
  await page.goto(`${house.url}/p/${code}`);
  const section = page.getByRole("region", { name: "On my way" });
  expect(await section.isVisible()).toBe(false);
  await page.getByLabel("Your name").fill("Ben");
  await page.getByRole("button", { name: "Going", exact: true }).click();
  await section.waitFor();
  await judged(page, "onway-offered", "section.onway");
  const host = await hostPage(DESK);
  await page.getByRole("button", { name: "On my way: 10 min" }).press("Enter");
  await section.getByText("You're on your way, there about 18:10").waitFor();
  expect(await section.getByRole("status").innerText()).toBe("On your way to Rooftop BBQ: the hosts know.");
  await host.getByText("Ben about 18:10").waitFor();
  await judged(host, "host-coming", "section.who");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(DESK.viewport);
  await judged(page, "onway-said-wide", "section.onway");
  await page.getByRole("button", { name: "Not yet" }).press("Enter");
  await section.getByText("On my way: there in about").waitFor();
  expect(await page.evaluate("document.activeElement.value")).toBe("5");
  await host.locator(".coming").waitFor({ state: "hidden" });
  for (const one of [page, host]) await one.context().close();
});

test("each map is opened in the way that was chosen, to the area for who may not know the place", async () => {
  const { page, context } = await opens(DESK);
  await page.goto(`${house.url}/p/${code}`);
  const links = page.locator(".directions");
  await links.getByText("Directions to the area").waitFor();
  const foot = await links.getByRole("link", { name: "On foot: OpenStreetMap" }).getAttribute("href");
  expect(foot).toContain("fossgis_osrm_foot");
  expect(await links.innerHTML()).not.toContain(String(POINT.lat));
  await context.close();
});

test("a host moves the pin by the keyboard and by a tap, leaves it, puts it, and guests then see it", {
  timeout: 60_000,
}, async () => {
  const { page: guest } = await opens(PHONE);
  await guest.goto(`${house.url}/p/${code}`);
  await guest.getByLabel("Your name").fill("Eve");
  await guest.getByRole("button", { name: "Going", exact: true }).click();
  await guest.getByText("You're going. See you there!").waitFor();
  expect(await guest.content()).not.toContain(`${POINT.lat}`);
  const page = await hostPage(PHONE);
  await page.getByText("Is the pin right?").waitFor();
  await judged(page, "pin-asked-all", "section.where");
  await page.getByRole("button", { name: "Move it" }).press("Enter");
  const pin = page.getByRole("button", { name: /^The pin/ });
  await pin.press("ArrowUp");
  const where = page.locator(".mover [role=status]");
  const north = Number(/Now at ([\d.]+)/.exec(await where.innerText())?.[1]);
  expect(north).toBeGreaterThan(POINT.lat);
  await judged(page, "pin-moving-all", "section.where");
  await page.getByRole("button", { name: "Leave it" }).click();
  await page.getByRole("button", { name: "Move it" }).click();
  await page.locator(".pin-map").click({ position: { x: 60, y: 60 } });
  const [, lat, lng] = /Now at ([\d.]+), ([\d.]+)/.exec(await where.innerText()) ?? [];
  await page.getByRole("button", { name: "Put it here" }).click();
  await page.locator("form#pin").waitFor({ state: "detached" });
  expect(await page.locator("#map").isVisible()).toBe(true);
  await guest.locator(`.directions a[href*="${lat}%2C${lng}"]`).first().waitFor();
  for (const one of [page, guest]) await one.context().close();
});
