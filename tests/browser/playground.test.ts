// Browser: two people in two tabs and a party's page in a third, as they would use them, in a real Chromium.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import type { World } from "../stories/language.ts";
import { startWorld } from "../stories/world.ts";

const BBQ = "/create Rooftop BBQ when:28.11.2026 19:00 where:Kastanienallee 12, Berlin max:10";
/** What the eye notices as at once. */
const AT_ONCE = { timeout: 1_000 };

let world: World;
let browser: Browser;
let context: BrowserContext;
const outside: string[] = [];
const faults: string[] = [];

const tab = async (url: string): Promise<Page> => {
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.name));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(url);
  return page;
};

const join = async (name: string, room = "kitchen"): Promise<Page> => {
  const page = await tab(`${world.app.url}/playground?room=${room}`);
  await page.getByRole("textbox").first().fill(name);
  await page.keyboard.press("Enter");
  await page.getByLabel("Message", { exact: true }).waitFor();
  return page;
};

const types = async (page: Page, line: string): Promise<void> => {
  const box = page
    .getByRole("textbox", { name: "Message", exact: true })
    .or(page.getByRole("combobox", { name: "Message", exact: true }));
  await box.fill(line);
  await box.press("Enter");
};

const cardOf = (page: Page, title: string) => page.getByRole("article", { name: title }).first();

beforeAll(async () => {
  world = await startWorld("sqlite");
  browser = await launchBrowser();
  context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin" });
  context.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== world.app.url && protocol !== "data:") outside.push(origin);
  });
});

afterAll(async () => {
  await browser.close();
  await world.close();
});

describe("a party in the browser", () => {
  test("one types the command, the other presses Going; both tabs and the page show it within a second, without a reload", async () => {
    const ada = await join("Ada");
    const ben = await join("Ben");
    await types(ada, BBQ);
    const card = cardOf(ben, "Rooftop BBQ");
    await card.waitFor();
    for (const name of ["Going", "Maybe", "Can't"])
      expect(await card.getByRole("button", { name, exact: true }).count()).toBe(1);
    const href = (await card.getByRole("link").first().getAttribute("href")) ?? "";
    const page = await tab(href);
    await page.locator(".count .number", { hasText: "0" }).waitFor();
    await card.getByRole("button", { name: "Going", exact: true }).click();
    await Promise.all([
      cardOf(ada, "Rooftop BBQ").getByText("1 of 10").waitFor(AT_ONCE),
      card.getByText("1 of 10").waitFor(AT_ONCE),
      page.locator(".count").getByText("1", { exact: true }).first().waitFor(AT_ONCE),
    ]);
    expect(await page.content()).not.toContain("Kastanienallee");
  });

  test("what is missing is asked in a form, and a mistake keeps what was typed", async () => {
    const cleo = await join("Cleo", "forms");
    await types(cleo, "/create Board games");
    const form = cleo
      .locator("form")
      .filter({ has: cleo.getByLabel(/when/i) })
      .first();
    await form.getByLabel(/when/i).fill("1.1.2020 20:00");
    await form.getByLabel(/where/i).fill("Berlin");
    await form.locator("button[type=submit]").first().click();
    await cleo.getByText("already past").first().waitFor();
    const again = cleo
      .locator("form")
      .filter({ has: cleo.getByLabel(/when/i) })
      .last();
    expect(await again.getByLabel(/when/i).inputValue()).toBe("1.1.2020 20:00");
    await again.getByLabel(/when/i).fill("28.11.2026 20:00");
    await again.locator("button[type=submit]").first().click();
    await cardOf(cleo, "Board games").waitFor();
  });

  test("a guest without any account opens the invitation, gives a name, answers, and then reads the address", async () => {
    const ada = await join("Ada", "invitations");
    await types(ada, "/create Housewarming when:28.11.2026 19:00 where:Kastanienallee 12, Berlin");
    await cardOf(ada, "Housewarming").waitFor();
    await types(ada, "/invite");
    const link = await ada
      .getByRole("link", { name: /\/i\/#/ })
      .first()
      .getAttribute("href");
    const guest = await browser.newContext({ locale: "en-GB" });
    const page = await guest.newPage();
    await page.goto(link ?? "");
    await page.getByRole("heading", { name: "Housewarming" }).waitFor();
    expect(await page.content()).not.toContain("Kastanienallee");
    await page.getByLabel("Your name").fill("Zoe");
    await page.getByRole("button", { name: "Going", exact: true }).click();
    await page.waitForURL(/\/p\/\w{8}$/);
    await page.getByText("Kastanienallee 12").first().waitFor();
    await page.reload();
    await page.getByText("Kastanienallee 12").first().waitFor();
    await cardOf(ada, "Housewarming").getByText("Zoe").waitFor(AT_ONCE);
    await guest.close();
  });

  test("without JavaScript a party's page reads, and can be answered", async () => {
    const ada = await join("Ada", "plain");
    await types(ada, "/create Potluck when:28.11.2026 19:00 where:Berlin find:nearby approve:no");
    const href = (await cardOf(ada, "Potluck").getByRole("link").first().getAttribute("href")) ?? "";
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const page = await plain.newPage();
    await page.goto(href);
    await page.getByLabel("Your name").fill("Paul");
    await page.getByRole("button", { name: "Going", exact: true }).click();
    await page.getByText("You're going to Potluck").waitFor();
    await cardOf(ada, "Potluck").getByText("Paul").waitFor(AT_ONCE);
    await plain.close();
  });

  test("everything can be done with the keyboard alone", async () => {
    const page = await join("Kim", "keys");
    await page.keyboard.type("/create Tea when:28.11.2026 16:00 where:Berlin");
    await page.keyboard.press("Enter");
    const going = cardOf(page, "Tea").getByRole("button", { name: "Details", exact: true });
    await going.waitFor();
    await going.focus();
    await page.keyboard.press("Enter");
    await page
      .getByText("Your party")
      .or(page.getByRole("button", { name: "Invite" }))
      .first()
      .waitFor();
  });

  test.each([
    [360, "light"],
    [360, "dark"],
    [1_440, "light"],
    [1_440, "dark"],
  ] as const)("at %i px in %s every page fits and axe finds nothing", async (width, theme) => {
    const look = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme: theme,
      reducedMotion: "reduce",
    });
    const page = await look.newPage();
    const party = await world.app.store.reads.parties.nearby({
      at: { lat: 52.52, lng: 13.4 },
      km: 50,
      from: world.now(),
      limit: 1,
    });
    for (const path of ["/", "/nearby?where=Berlin", "/playground", `/p/${party[0]?.party.code}`]) {
      await page.goto(`${world.app.url}${path}`);
      await page.waitForLoadState("networkidle");
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations.map((violation) => `${path}: ${violation.id}`)).toEqual([]);
      expect(
        await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
        path,
      ).toBeLessThanOrEqual(0);
    }
    await page.goto(`${world.app.url}/playground`);
    await page.getByRole("textbox").first().fill("Axel");
    await page.keyboard.press("Enter");
    await cardOf(page, "Rooftop BBQ").waitFor();
    const found = await new AxeBuilder({ page }).analyze();
    expect(found.violations.map((violation) => `room: ${violation.id} ${violation.nodes[0]?.target.join()}`)).toEqual(
      [],
    );
    await look.close();
  });

  test("nothing outside was asked, and no page had a fault", () => {
    expect(outside).toEqual([]);
    expect(faults.filter((fault) => !fault.includes("404"))).toEqual([]);
  });
});
