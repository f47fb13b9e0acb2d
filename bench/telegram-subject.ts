// Bench: one bot in a process of its own, measured from outside: ours, or telegraf with a handler that does nothing or answers once.
import { Telegraf } from "telegraf";
import { startOurs } from "./ours.ts";
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

const ours = (): Promise<void> => startOurs({ TELEGRAM_TOKEN: token, TELEGRAM_API_URL: url });

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
