// Bench: what an interaction costs our bot, in CPU time, beside discord.js's own machinery on the same interactions in the same run.
import { fileURLToPath } from "node:url";
import { startFakeDiscord } from "../tests/fakes/discord/index.ts";
import { startSubject } from "./child.ts";

const SUBJECT = fileURLToPath(new URL("discord-subject.ts", import.meta.url));
const WARM = 200;
const COUNT = 1_000;
/** So many interactions at once: fewer than would keep one waiting for three seconds. */
const ABREAST = 20;
const COMMANDS = [{ name: "party", description: "Party", options: [] as object[] }];
for (const name of ["help", "parties"]) COMMANDS[0]?.options.push({ type: 1, name, description: name, options: [] });

/** CPU µs for each interaction. `silent`: nothing answers, so nothing is waited for. */
const measure = async (kind: string, command: string, silent: boolean): Promise<number> => {
  const fake = await startFakeDiscord();
  const guild = fake.guild("Bench");
  const channel = guild.channel("general");
  const user = fake.user("Bench");
  guild.add(user);
  const subject = await startSubject(SUBJECT, [kind, fake.url, fake.token]);
  const run = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += ABREAST) {
      const asked = Array.from({ length: ABREAST }, () => user.slash(channel, command));
      if (silent) await fake.until(() => fake.gateway.waiting() === 0, 60_000);
      else await Promise.all(asked);
    }
  };
  try {
    await fake.until(() => fake.gateway.ready().length > 0, 20_000);
    if (kind !== "ours") await register(fake.url, fake.token, fake.applicationId);
    await fake.until(() => fake.commands().length > 0, 20_000);
    await run(WARM);
    const from = await subject.cpu();
    await run(COUNT);
    return ((await subject.cpu()) - from) / COUNT;
  } finally {
    subject.end();
    await fake.close();
  }
};

const register = async (url: string, token: string, application: string): Promise<void> => {
  const headers = { authorization: `Bot ${token}`, "content-type": "application/json" };
  const body = JSON.stringify(COMMANDS);
  await fetch(`${url}/v10/applications/${application}/commands`, { method: "PUT", headers, body });
};

export const discord = async (): Promise<boolean> => {
  const rows: [label: string, kind: string, command: string, silent: boolean][] = [
    ["discord.js, a handler that does nothing", "discord.js silent", "party help", true],
    ["discord.js, one reply", "discord.js answering", "party help", false],
    ["ours, /party help: one reply", "ours", "party help", false],
    ["ours, /party parties: one reply", "ours", "party parties", false],
  ];
  const figures = new Map<string, number>();
  for (const [label, kind, command, silent] of rows) figures.set(label, await measure(kind, command, silent));
  const floor = figures.get("discord.js, one reply") ?? 1;
  for (const [label, us] of figures)
    console.log(
      `${label.padEnd(42)} ${us.toFixed(0).padStart(6)} µs   × ${(us / floor).toFixed(2)} of discord.js's one reply`,
    );
  return true;
};
