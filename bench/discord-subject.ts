// Bench: one bot in a process of its own, measured from outside: ours, or discord.js with a handler that does nothing or answers once.
import { Client, GatewayIntentBits, MessageFlags } from "discord.js";
import { startOurs } from "./ours.ts";

const [kind = "", url = "", token = ""] = process.argv.slice(2);

const discordJs = async (answers: boolean): Promise<void> => {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: url } });
  client.on("interactionCreate", (interaction) => {
    if (answers && interaction.isChatInputCommand())
      void interaction.reply({ content: "Hello", flags: MessageFlags.Ephemeral });
  });
  await client.login(token);
};

const ours = (): Promise<void> => startOurs({ DISCORD_TOKEN: token, DISCORD_API_URL: url });

process.on("message", () => process.send?.(process.cpuUsage()));
if (kind === "ours") await ours();
else await discordJs(kind === "discord.js answering");
process.send?.("ready");
