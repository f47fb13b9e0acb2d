// Browser: the map of parties nearby as people use it, in a real Chromium: any width and theme, by keys, without a network, live, with thousands.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import type { World } from "../stories/language.ts";
import { startWorld } from "../stories/world.ts";
import type { NearLine } from "./near-line.ts";
import { dotAt, playLine } from "./near-line.ts";

const AT_ONCE = { timeout: 2_000 };
/** On a screen of 1,440 by 900: what is drawn anew at the end of a move, whatever the number of parties. */
const MOST_MARKS = 250;
/** Without the swing that goes on after a drag: then a move ends when the button is let go. */
const STEADY = { viewport: { width: 1_440, height: 900 }, reducedMotion: "reduce" } as const;
const FEW = [0, 1, 2, 3, 4, 5].map((i) => dotAt(i, { area: { lat: 52.42 + i * 0.03, lng: 13.2 + i * 0.08 } }));

let world: World;
let browser: Browser;
const faults: string[] = [];
const outside: string[] = [];

const open = async (
  path = "/nearby?where=Berlin",
  dots = FEW,
  look: BrowserContextOptions = {},
  more = false,
  before: (page: Page) => Promise<void> = async () => {},
): Promise<{ page: Page; line: NearLine }> => {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", ...look });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.stack ?? ""));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== world.app.url) outside.push(request.url());
  });
  const line = await playLine(page, dots, more);
  await before(page);
  await page.goto(`${world.app.url}${path}`);
  await page.getByRole("region", { name: "Map of parties" }).waitFor();
  return { page, line };
};

const cards = (page: Page) => page.locator("#nearby .found a");

beforeAll(async () => {
  world = await startWorld("sqlite");
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

describe("parties nearby on a map", () => {
  test("what changes shows on the map and in the list without a reload, and is said", async () => {
    const { page, line } = await open();
    await page.getByRole("heading", { name: "6 parties here" }).waitFor();
    const first = line.asked[0];
    expect(first).toMatchObject({ kind: "map", filter: { when: "any", timeZone: "Europe/Berlin" } });
    line.tell({ kind: "dot", dot: dotAt(7, { title: "Fresh party", area: { lat: 52.53, lng: 13.41 } }) });
    await page.getByRole("heading", { name: "7 parties here" }).waitFor(AT_ONCE);
    await page.getByRole("status").getByText("New: Fresh party").waitFor(AT_ONCE);
    line.tell({ kind: "dot", dot: dotAt(1, { ...FEW[1], version: 3, going: 20, max: 20 }) });
    await page.getByRole("status").getByText("Board game night is full now.").waitFor(AT_ONCE);
    line.tell({ kind: "dot", dot: dotAt(1, { ...FEW[1], version: 2, going: 4, max: 20 }) });
    line.tell({ kind: "undot", code: FEW[0]?.code ?? "" });
    await page.getByRole("heading", { name: "6 parties here" }).waitFor(AT_ONCE);
    expect(await cards(page).filter({ hasText: "Board game night" }).textContent()).toContain("full");
    expect(await cards(page).filter({ hasText: "Rooftop BBQ" }).count()).toBe(0);
    await page.getByLabel("Tonight").check({ force: true });
    await expect.poll(() => line.asked.at(-1)).toMatchObject({ filter: { when: "tonight" } });
    await page.context().close();
  });

  test("a place that is typed moves the map, and only a coarse part of it is asked for", async () => {
    const { page, line } = await open("/nearby");
    await expect.poll(() => line.asked.length).toBeGreaterThan(0);
    await page.getByLabel("Around").fill("Paris");
    await page.keyboard.press("Enter");
    await expect.poll(() => (line.asked.at(-1) as { bounds: { south: number } }).bounds.south).toBeLessThan(49);
    for (const frame of line.asked) {
      if (frame.kind !== "map") continue;
      for (const side of Object.values(frame.bounds))
        expect(Math.abs(side * 50 - Math.round(side * 50))).toBeLessThan(1e-6);
    }
    await page.getByText("Quiet around here").waitFor();
    await page.getByRole("link", { name: "Throw one yourself" }).waitFor();
    await page.getByLabel("Around").fill("Xqzzyqxv");
    await page.keyboard.press("Enter");
    await page.getByText("We don't know that place").waitFor();
    await page.context().close();
  });

  test("one's own position moves the map only after the reason was read, and never to the very point", async () => {
    const { page, line } = await open("/nearby", FEW, {
      geolocation: { latitude: 48.137154, longitude: 11.576124 },
      permissions: ["geolocation"],
    });
    await page.getByRole("button", { name: "Use my position" }).click();
    await page.getByText("only moves the map").waitFor();
    await page.getByRole("button", { name: "Move the map" }).click();
    await expect.poll(() => (line.asked.at(-1) as { bounds: { south: number } }).bounds.south).toBeLessThan(48.2);
    const kept = async () => JSON.stringify(await page.evaluate("history.state"));
    await expect.poll(kept).toContain("48.13");
    expect(await kept()).not.toMatch(/48\.1371|11\.5761/);
    await page.context().close();
  });

  test("everything can be done with the keyboard alone", async () => {
    const { page } = await open();
    await cards(page).first().waitFor();
    await page.getByRole("region", { name: "Map of parties" }).focus();
    const heard = () => page.evaluate("JSON.stringify(history.state)");
    await page.keyboard.press("ArrowRight");
    await expect.poll(heard).toContain("near");
    await page.keyboard.press("Tab");
    const named = () => page.evaluate("document.activeElement.getAttribute('aria-label')") as Promise<string>;
    const mark = await named();
    expect(mark).toMatch(/going|full/);
    await page.keyboard.press(mark.startsWith("Karaoke") ? "ArrowLeft" : "ArrowRight");
    expect(await named()).not.toBe(mark);
    await page.keyboard.press("Enter");
    await page.locator(".near-popup a:focus").waitFor(AT_ONCE);
    await page.keyboard.press("Escape");
    await page.locator(".leaflet-popup").waitFor({ state: "detached" });
    expect(await page.evaluate("document.activeElement.classList.contains('mark')")).toBe(true);
    await cards(page).nth(1).focus();
    await page.locator(".mark.lit").waitFor(AT_ONCE);
    await page.context().close();
  });

  test.each([
    [360, "light"],
    [360, "dark"],
    [1_440, "light"],
    [1_440, "dark"],
  ] as const)(
    "at %i px in %s it fits, axe finds nothing, and without a network the outline is there",
    async (width, theme) => {
      const look = { viewport: { width, height: 800 }, colorScheme: theme, reducedMotion: "reduce" } as const;
      const { page } = await open("/nearby?where=Berlin", FEW, look);
      await cards(page).first().waitFor();
      await expect.poll(() => groundOf(page)).toMatchObject({ land: true });
      await page.locator(".mark.one").first().press("Enter");
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join()}`)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(
        0,
      );
      await page.context().close();
    },
  );

  test("without street tiles names and a bar say where one is, and none of them lies on a mark or takes its click", async () => {
    const { page } = await open("/nearby?where=Berlin", FEW, { locale: "en-US", reducedMotion: "reduce" });
    await page.locator(".mark.one").first().waitFor();
    await page.locator(".city-name").getByText("Köpenick", { exact: true }).waitFor();
    await page.locator(".city-name").getByText("Berlin", { exact: true }).waitFor();
    expect(await page.locator(".leaflet-control-scale-line").allInnerTexts()).toEqual([expect.stringMatching(/mi$/)]);
    const boxes = async (selector: string) =>
      Promise.all((await page.locator(selector).all()).map((node) => node.boundingBox()));
    const [names, marks] = [await boxes(".city-name span"), await boxes(".mark .bubble")];
    for (const name of names) {
      const covered = marks.some(
        (mark) =>
          name &&
          mark &&
          name.x < mark.x + mark.width &&
          mark.x < name.x + name.width &&
          name.y < mark.y + mark.height &&
          mark.y < name.y + name.height,
      );
      expect(covered).toBe(false);
    }
    await page.getByRole("button", { name: "Zoom out" }).click();
    await page.locator(".city-name").getByText("Potsdam", { exact: true }).waitFor();
    await page.context().close();
  });

  test("where street tiles come, they name the places, and nothing is asked for it here", async () => {
    const { page } = await open("/nearby?where=Berlin", FEW, {}, false, withTiles);
    await page.locator(".streets .leaflet-tile-loaded").first().waitFor();
    await page.locator(".mark.one").first().waitFor();
    expect(await page.locator(".city-name, .leaflet-control-scale").count()).toBe(0);
    await page.context().close();
  });

  test("two thousand parties are a few dozen marks, and panning touches none of them", async () => {
    const many = Array.from({ length: 2_000 }, (_, i) => dotAt(i));
    const { page } = await open("/nearby?where=Berlin", many, STEADY, true);
    await page.getByText("zoom in to see more").waitFor();
    await page.locator(".mark.many").first().waitFor();
    expect(await page.locator(".mark").count()).toBeLessThan(MOST_MARKS);
    await expect.poll(() => groundOf(page)).toMatchObject({ land: true });
    const { frames, scripts, touched } = await panned(page);
    // What this machine shows of a page where nothing has to be drawn: in the same seconds, for it is shared.
    await page.evaluate(`document.body.replaceChildren(document.querySelector("#map").cloneNode())`);
    await page.evaluate(`document.querySelector("#map").append(document.createElement("p"))`);
    const empty = await panned(page);
    const rate = (all: number[]) => (1_000 * all.length) / all.reduce((sum, ms) => sum + ms, 0);
    const late = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? 0;
    console.info(
      `panning 2,000 parties: ${rate(frames).toFixed(0)} frames a second (an empty page: ${rate(empty.frames).toFixed(0)}), ` +
        `a frame ${late(frames).toFixed(1)} ms (p95), script ${late(scripts).toFixed(1)} ms (p95)`,
    );
    expect(frames).toHaveLength(60);
    expect(touched).toBe(0);
    expect(late(scripts)).toBeLessThan(50);
    await page.context().close();
  });

  test("nothing outside was asked, and no page had a fault", () => {
    expect(outside).toEqual([]);
    expect(faults).toEqual([]);
  });
});

/** Street tiles, as if the program had been given some: one grey square for all. */
const withTiles = async (page: Page): Promise<void> => {
  await page.route(/\/nearby\?/, async (route) => {
    const answer = await route.fetch();
    const html = (await answer.text()).replace(
      'name="tiles" content=""',
      'name="tiles" content="/tile/{z}/{x}/{y}.svg"',
    );
    await route.fulfill({ response: answer, body: html });
  });
  const body =
    '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"><rect width="256" height="256" fill="#ddd"/></svg>';
  await page.route(/\/tile\//, (route) => route.fulfill({ contentType: "image/svg+xml", body }));
};

/** What is drawn beneath everything in the middle of the map: whether it is land, as the style sheet colours it. */
const groundOf = (page: Page): Promise<{ land: boolean }> =>
  page.evaluate(`(() => {
    const box = document.querySelector("#map").getBoundingClientRect();
    const pane = document.querySelector(".leaflet-outline-pane");
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const sheet = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    const ink = sheet.getContext("2d");
    const pixel = () => ink.getImageData(0, 0, 1, 1).data.join();
    for (const tile of pane?.querySelectorAll("canvas") ?? []) {
      const at = tile.getBoundingClientRect();
      if (x < at.left || x >= at.right || y < at.top || y >= at.bottom || tile.width < 512) continue;
      const sharp = tile.width / at.width;
      ink.drawImage(tile, (at.left - x) * sharp, (at.top - y) * sharp);
      const seen = pixel();
      ink.fillStyle = getComputedStyle(pane).fill;
      ink.fillRect(0, 0, 1, 1);
      return { land: seen === pixel() };
    }
    return { land: false };
  })()`);

/** Drags the map to and fro, a move a frame: the time between frames, what the script took of each, and how many marks were touched. */
const panned = async (page: Page): Promise<{ frames: number[]; scripts: number[]; touched: number }> =>
  (await page.evaluate(`(async () => {
    const box = document.querySelector("#map");
    const { left, top } = box.getBoundingClientRect();
    const frames = [], scripts = [];
    let touched = 0;
    const layer = box.querySelector(".leaflet-marker-pane") ?? box;
    const watch = new MutationObserver((seen) => { touched += seen.length; });
    const frame = () => new Promise(requestAnimationFrame);
    const fire = (target, type, x, y) =>
      target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, clientX: left + x, clientY: top + y, button: 0, buttons: 1, which: 1 }));
    for (const way of [1, -1]) {
      fire(box, "mousedown", 450, 400);
      let last = await frame();
      watch.observe(layer, { childList: true, subtree: true, attributes: true });
      for (let i = 1; i <= 30; i++) {
        const began = performance.now();
        fire(box, "mousemove", 450 + way * i * 8, 400 + i * 3);
        scripts.push(performance.now() - began);
        const at = await frame();
        frames.push(at - last);
        last = at;
      }
      touched += watch.takeRecords().length;
      watch.disconnect();
      const began = performance.now();
      fire(box, "mouseup", 450 + way * 240, 490);
      scripts.push(performance.now() - began);
      await frame();
    }
    return { frames, scripts, touched };
  })()`)) as { frames: number[]; scripts: number[]; touched: number };
