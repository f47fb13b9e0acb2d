// Browser for tests: a headless Chromium with a profile of its own, that calls nobody by itself.
import { type Browser, chromium } from "playwright-core";
import { chromiumPath } from "../../scripts/browser.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-sync",
  "--no-first-run",
];

/** Starts it; the profile is a fresh temporary folder that goes with it. Whoever starts it closes it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), headless: true, args: FLAGS, timeout: 60_000 });
}
