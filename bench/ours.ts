// Bench: our program as a subject: an empty embedded database, no playground, and the platform's variables.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApp } from "../src/app.ts";
import { systemClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import { createLog } from "../src/log.ts";

export const startOurs = async (platform: Record<string, string>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "party-bench-"));
  const own = { DATABASE_URL: `sqlite:${join(folder, "party.sqlite")}`, PORT: "0", PLAYGROUND: "off" };
  await startApp({ config: readConfig({ ...own, ...platform }), clock: systemClock, log: createLog("fatal") });
};
