// Bench: one bot in a process of its own, measured from outside: ours, or telegraf with a handler that does nothing or answers once.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Telegraf } from "telegraf";
import { startApp } from "../src/app.ts";
import { systemClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import { createLog } from "../src/log.ts";
import { watchStalls } from "../tests/support/stalls.ts";

const [kind = "", url = "", token = ""] = process.argv.slice(2);

const telegraf = async (answers: boolean): Promise<void> => {
  const bot = new Telegraf(token, { telegram: { apiRoot: url } });
  bot.on("message", async (ctx) => {
    if (answers) await ctx.reply("Hello");
  });
  // Resolves only when the bot stops.
  void bot.launch({ allowedUpdates: ["message"] });
};

const ours = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "party-bench-"));
  const config = readConfig({
    DATABASE_URL: `sqlite:${join(folder, "party.sqlite")}`,
    PORT: "0",
    PLAYGROUND: "off",
    TELEGRAM_TOKEN: token,
    TELEGRAM_API_URL: url,
  });
  await startApp({ config, clock: systemClock, log: createLog("fatal") });
};

/** Watched only where it is asked for: watching costs CPU time of its own. */
let stalls: ReturnType<typeof watchStalls> | undefined;

process.on("message", (wish) => {
  if (wish === "cpu") process.send?.(process.cpuUsage());
  else if (wish === "watch") {
    stalls = watchStalls();
    process.send?.("watching");
  } else process.send?.(stalls?.worst());
});
if (kind === "ours") await ours();
else await telegraf(kind === "telegraf answering");
process.send?.("ready");
