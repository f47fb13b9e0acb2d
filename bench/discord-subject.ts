// Bench: one bot in a process of its own, measured from outside: ours, or discord.js with a handler that does nothing or answers once.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, GatewayIntentBits, MessageFlags } from "discord.js";
import { startApp } from "../src/app.ts";
import { systemClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import { createLog } from "../src/log.ts";

const [kind = "", url = "", token = ""] = process.argv.slice(2);

const discordJs = async (answers: boolean): Promise<void> => {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: url } });
  client.on("interactionCreate", (interaction) => {
    if (answers && interaction.isChatInputCommand())
      void interaction.reply({ content: "Hello", flags: MessageFlags.Ephemeral });
  });
  await client.login(token);
};

const ours = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "party-bench-"));
  const config = readConfig({
    DATABASE_URL: `sqlite:${join(folder, "party.sqlite")}`,
    PORT: "0",
    PLAYGROUND: "off",
    DISCORD_TOKEN: token,
    DISCORD_API_URL: url,
  });
  await startApp({ config, clock: systemClock, log: createLog("fatal") });
};

process.on("message", () => process.send?.(process.cpuUsage()));
if (kind === "ours") await ours();
else await discordJs(kind === "discord.js answering");
process.send?.("ready");
