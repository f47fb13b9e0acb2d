// The loopback Discord's gateway: who may connect, what each shard is told, and what is made up for after a break.
import { Events, type Interaction } from "discord.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { identified, identity, type Line, openLine } from "./gateway-line.ts";
import { startFakeDiscord } from "./index.ts";
import { startBot, type TestBot } from "./people-bot.ts";
import type { FakeDiscord, FakeDiscordOptions, Json } from "./types.ts";

/** Said by those whose session has begun. */
const BEGUN = [4001, 4005, 4007];
const HELP = [{ name: "help", description: "Help", type: 1 }];

let now = Date.UTC(2026, 10, 22, 12);
let fake: FakeDiscord;
const bots: TestBot[] = [];
const start = async (opts: FakeDiscordOptions = {}): Promise<void> => {
  await fake?.close();
  fake = await startFakeDiscord({ now: () => now, ...opts });
};
const bot = async (more?: Parameters<typeof startBot>[1]): Promise<TestBot> => {
  const made = await startBot(fake, more);
  bots.push(made);
  return made;
};

beforeEach(() => start());
afterEach(async () => {
  for (const one of bots.splice(0)) await one.close();
  await fake.close();
});

describe("somebody who connects", () => {
  test("is greeted, and after saying who they are, told of their servers in order", async () => {
    const guild = fake.guild("Friends");
    guild.channel("kitchen");
    const line = await identified(fake);
    await line.told("GUILD_CREATE");
    expect(line.packets.map(({ op, t, s }) => [op, t, s])).toEqual([
      [10, undefined, undefined],
      [0, "READY", 1],
      [0, "GUILD_CREATE", 2],
    ]);
    expect(line.packets[0]?.d).toEqual({ heartbeat_interval: 41_250 });
    expect(line.packets[1]?.d).toMatchObject({
      v: 10,
      guilds: [{ id: guild.id, unavailable: true }],
      shard: [0, 1],
      application: { id: fake.applicationId },
    });
    expect(line.packets[2]?.d).toMatchObject({ id: guild.id, unavailable: false, channels: [{ name: "kitchen" }] });
    expect(fake.gateway.ready()).toEqual([{ id: 0, of: 1 }]);
  });

  test("hears of a server, a channel and a role that are made later", async () => {
    const line = await identified(fake);
    const guild = fake.guild("Friends");
    guild.channel("kitchen");
    guild.role("Runners", []);
    await line.told("GUILD_ROLE_CREATE");
    expect(line.packets.map((one) => one.t).slice(2)).toEqual(["GUILD_CREATE", "CHANNEL_CREATE", "GUILD_ROLE_CREATE"]);
    guild.kicksBot();
    expect((await line.told("GUILD_DELETE")).d).toEqual({ id: guild.id });
  });

  test("is told of interactions alone, when no intent asks for more", async () => {
    const guild = fake.guild("Friends");
    const line = await identified(fake, { intents: 0 });
    const [channel, ada] = [guild.channel("kitchen"), fake.user("Ada")];
    guild.add(ada);
    await registered();
    void ada.slash(channel, "help");
    await line.told("INTERACTION_CREATE");
    expect(line.packets.map((one) => one.t)).toEqual([undefined, "READY", "INTERACTION_CREATE"]);
  });

  test.each<[number, string, (line: Line & { session?: string }) => void]>([
    [4001, "something that nobody understands", (line) => line.send(42)],
    [4002, "what is no JSON", (line) => line.write("{")],
    [4002, "an identity without properties", (line) => line.send(2, { token: fake.token, intents: 1 })],
    [4004, "another token", (line) => line.send(2, identity(fake, { token: "another" }))],
    [4005, "who they are, twice", (line) => line.send(2, identity(fake))],
    [
      4007,
      "to go on after what was never told",
      (line) => line.send(6, { token: fake.token, seq: 9, session_id: line.session }),
    ],
    [4010, "a shard beyond the last", (line) => line.send(2, identity(fake, { shard: [2, 2] }))],
    [4013, "no intents", (line) => line.send(2, identity(fake, { intents: undefined }))],
    [4013, "an intent that there is not", (line) => line.send(2, identity(fake, { intents: 1 << 17 }))],
    [4014, "to know of members", (line) => line.send(2, identity(fake, { intents: 1 | (1 << 1) }))],
    [4014, "to know of presences", (line) => line.send(2, identity(fake, { intents: 1 | (1 << 8) }))],
    [4014, "to read messages", (line) => line.send(2, identity(fake, { intents: 1 | (1 << 15) }))],
  ])("is sent away with %i for saying %s", async (code, _, says) => {
    const line = BEGUN.includes(code) ? await identified(fake) : await openLine(fake);
    says(line);
    expect(await line.closed).toBe(code);
    expect(fake.gateway.ready()).toEqual([]);
  });

  test("is sent away for another version, for asking before saying who they are, and for saying too much", async () => {
    expect(await (await openLine(fake, "v=9&encoding=json")).closed).toBe(4012);
    const stranger = await openLine(fake);
    stranger.send(3, {});
    expect(await stranger.closed).toBe(4003);
    const loud = await identified(fake);
    for (let i = 0; i < 120; i += 1) loud.send(1, null);
    expect(await loud.closed).toBe(4008);
  });

  test("is answered for each beat of their heart, and given up without one", async () => {
    await start({ heartbeatMs: 40 });
    const line = await identified(fake);
    line.send(1, 1);
    await line.next(({ op }) => op === 11);
    expect(await line.closed).toBe(4009);
  });
});

const registered = async (): Promise<void> => {
  const other = await startBot(fake);
  await other.registers(HELP);
  await other.close();
};

describe("after a break", () => {
  test("everything since is told again, each under its number, and then that this was all", async () => {
    const line = await identified(fake);
    line.leave();
    await fake.until(() => fake.gateway.ready().length === 0);
    fake.guild("One");
    fake.guild("Two");
    expect(fake.gateway.waiting()).toBe(2);
    const again = await openLine(fake);
    again.send(6, { token: fake.token, session_id: line.session, seq: 1 });
    await again.told("RESUMED");
    expect(again.packets.slice(1).map(({ t, s }) => [t, s])).toEqual([
      ["GUILD_CREATE", 2],
      ["GUILD_CREATE", 3],
      ["RESUMED", 4],
    ]);
    expect([fake.gateway.waiting(), fake.gateway.resumes(), fake.gateway.identifies()]).toEqual([0, 1, 1]);
  });

  test.each<[string, (line: Line) => void]>([
    ["said goodbye", (line) => line.leave(1000)],
    ["stayed away for longer than it is kept", (line) => line.leave()],
  ])("nobody goes on who %s", async (why, leaves) => {
    const line = await identified(fake);
    leaves(line);
    await fake.until(() => fake.gateway.ready().length === 0);
    if (why.includes("longer")) now += 6 * 60_000;
    const again = await openLine(fake);
    again.send(6, { token: fake.token, session_id: line.session, seq: 1 });
    expect(await again.next(({ op }) => op === 9)).toMatchObject({ d: false });
    // On the same line one may begin anew.
    again.send(2, identity(fake));
    await again.told("READY");
  });

  test("a session that is said to be over takes no resuming, and the code of a close is what was asked for", async () => {
    const line = await identified(fake);
    fake.gateway.invalidate(false);
    expect(await line.next(({ op }) => op === 9)).toMatchObject({ d: false });
    line.send(6, { token: fake.token, session_id: line.session, seq: 1 });
    await line.next((packet) => packet.op === 9 && packet !== line.packets.find(({ op }) => op === 9));
    const other = await identified(fake);
    fake.gateway.close(4014);
    expect(await other.closed).toBe(4014);
  });
});

/** A server with a channel and somebody in it. */
const place = (name = "Friends") => {
  const guild = fake.guild(name);
  const channel = guild.channel("kitchen");
  const ada = fake.user("Ada");
  guild.add(ada);
  return { guild, channel, ada };
};

const replies = async (interaction: Interaction): Promise<void> => {
  if (interaction.isChatInputCommand()) await interaction.reply(`Hello, ${interaction.user.displayName}`);
};

describe("discord.js", () => {
  test("logs in, answers, and after a cut line goes on where it was", async () => {
    const { channel, ada } = place();
    const one = await bot();
    await one.registers(HELP);
    one.on(replies);
    expect((await ada.slash(channel, "help")).messages[0]?.text).toBe("Hello, Ada");
    fake.gateway.drop();
    expect(fake.gateway.ready()).toEqual([]);
    const meanwhile = await ada.slash(channel, "help");
    expect(meanwhile).toMatchObject({ first: "message" });
    expect([fake.gateway.identifies(), fake.gateway.resumes()]).toEqual([1, 1]);
    expect(one.told).toHaveLength(2);
    expect(fake.refused()).toEqual([]);
  });

  test.each<[string, () => void]>([
    ["is asked to reconnect", () => fake.gateway.asksReconnect()],
    ["is told that its session may be resumed", () => fake.gateway.invalidate(true)],
    ["is closed with a code that it may come back from", () => fake.gateway.close(4000)],
  ])("resumes when it %s", async (_, breaks) => {
    const { channel, ada } = place();
    const one = await bot();
    await one.registers(HELP);
    one.on(replies);
    breaks();
    await fake.until(() => fake.gateway.resumes() === 1);
    expect(await ada.slash(channel, "help")).toMatchObject({ first: "message" });
    expect(fake.gateway.identifies()).toBe(1);
  });

  test("leaves a line on which no beat is answered, and resumes on another", async () => {
    await start({ heartbeatMs: 150 });
    const one = await bot();
    fake.gateway.freezes(true);
    await fake.until(() => fake.gateway.ready().length === 0, 10_000);
    fake.gateway.freezes(false);
    await fake.until(() => fake.gateway.resumes() > 0 && fake.gateway.ready().length === 1, 10_000);
    expect(fake.gateway.identifies()).toBe(1);
    expect(one.failures).toEqual([]);
  });

  test("shards hear of their own servers; what is private goes to the first", async () => {
    fake.shards(2);
    const [first, second] = await Promise.all([
      bot({ shards: [0], shardCount: 2 }),
      bot({ shards: [1], shardCount: 2 }),
    ]);
    await first.registers(HELP);
    for (const one of [first, second]) one.on(replies);
    const servers = [place("One"), place("Two")];
    for (const { channel, ada } of servers)
      expect(await ada.slash(channel, "help")).toMatchObject({ first: "message" });
    const guilds = [first, second].map((one) => one.told.map((raw) => raw["guild_id"]));
    const shards = servers.map(({ guild }) => Number((BigInt(guild.id) >> 22n) % 2n));
    expect(new Set(shards).size).toBe(2);
    expect(guilds).toEqual([0, 1].map((id) => servers.filter((_, i) => shards[i] === id).map(({ guild }) => guild.id)));
    const ada = servers[0]?.ada;
    await ada?.slash(ada.dm, "help");
    expect(first.told.at(-1)).toMatchObject({ context: 1, user: { id: ada?.id } });
    expect(fake.gateway.ready()).toEqual(expect.arrayContaining([0, 1].map((id) => ({ id, of: 2 }))));
  });

  test("hears the same interaction again when it is repeated, and must not answer it again", async () => {
    const { channel, ada } = place();
    const one = await bot();
    await one.registers(HELP);
    one.on(replies);
    await ada.slash(channel, "help");
    fake.gateway.repeatLast();
    await fake.until(() => fake.refused().length > 0);
    expect(new Set(one.told.map((raw: Json) => raw["id"])).size).toBe(1);
    expect(one.told).toHaveLength(2);
    expect(fake.refused()[0]?.message).toContain("40060");
    expect(channel.seen()).toHaveLength(1);
  });

  test("says why it was sent away for good", async () => {
    const one = await bot();
    const code = new Promise((resolve) => one.client.once(Events.ShardDisconnect, (event) => resolve(event.code)));
    fake.gateway.close(4014);
    expect(await code).toBe(4014);
  });
});
