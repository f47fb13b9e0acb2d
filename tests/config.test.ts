// What the environment may say, and what it is told when it says something else.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigFault, loadEnvFile, readConfig, VARIABLES } from "../src/config.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults;
    throw error;
  }
  return [];
}

describe("the defaults", () => {
  test("an empty environment gives the embedded database on this machine, with the playground", () => {
    const config = readConfig({});
    expect(config.databaseUrl.reveal()).toBe("sqlite:./data/party.sqlite");
    expect(config).toMatchObject({
      dataKeys: undefined,
      publicUrl: undefined,
      host: "127.0.0.1",
      port: 8080,
      discord: undefined,
      telegram: undefined,
      playground: true,
      logLevel: "info",
      retentionDays: 30,
    });
  });

  test("an empty or blank variable counts as unset", () => {
    const blank = Object.fromEntries(VARIABLES.map((name) => [name, name.length % 2 ? "" : "  "]));
    expect(JSON.stringify(readConfig(blank))).toBe(JSON.stringify(readConfig({})));
  });

  test("a platform's token closes the playground, unless it is asked for", () => {
    expect(readConfig({ TELEGRAM_TOKEN: "12:ab" }).playground).toBe(false);
    expect(readConfig({ DISCORD_TOKEN: "abc" }).playground).toBe(false);
    expect(readConfig({ DISCORD_TOKEN: "abc", PLAYGROUND: "on" }).playground).toBe(true);
    expect(readConfig({ PLAYGROUND: "off" }).playground).toBe(false);
  });

  test(".env.example holds every variable that is read, and no other, with the defaults that are used", () => {
    const lines = readFileSync(".env.example", "utf8").split("\n");
    const settings = lines.flatMap((line) => /^#?([A-Z_]+)=(.*)$/.exec(line)?.slice(1, 3) ?? []);
    const example = Object.fromEntries(settings.flatMap((name, i) => (i % 2 ? [] : [[name, settings[i + 1] ?? ""]])));
    expect(Object.keys(example).sort()).toEqual([...VARIABLES].sort());
    const bare = readConfig({});
    const told = readConfig(example);
    expect(told).toEqual(bare);
    expect(told.databaseUrl.reveal()).toBe(bare.databaseUrl.reveal());
    expect(lines.filter((line) => line && !line.startsWith("#"))).toEqual([]);
  });
});

describe("what is read", () => {
  test("a full environment", () => {
    const config = readConfig({
      DATABASE_URL: "mysql://host:pass@db.example:3307/party",
      DATA_KEYS: `2:${KEY}, 1:${KEY}`,
      PUBLIC_URL: "https://party.example/",
      HOST: "0.0.0.0",
      PORT: "0",
      DISCORD_TOKEN: "d.i.s",
      DISCORD_API_URL: "http://127.0.0.1:99/api/",
      TELEGRAM_TOKEN: "12:ab-cd_e",
      TELEGRAM_WEBHOOK_SECRET: "0123456789abcdef",
      OPERATOR_CHAT: "telegram:-1001234567890",
      MAP_TILES_URL: "https://{s}.tiles.example/{z}/{x}/{y}.png",
      REDIS_URL: "redis://127.0.0.1:6379",
      RETENTION_DAYS: "7",
    });
    expect(config).toMatchObject({
      publicUrl: "https://party.example",
      port: 0,
      discord: { apiUrl: "http://127.0.0.1:99/api" },
      telegram: { apiUrl: "https://api.telegram.org" },
      operatorChat: { platform: "telegram", chatId: "-1001234567890" },
      retentionDays: 7,
    });
    expect(config.telegram?.token.reveal()).toBe("12:ab-cd_e");
    expect(config.dataKeys?.reveal()).toBe(`2:${KEY}, 1:${KEY}`);
  });

  test("a token that is read is not printed by accident", () => {
    const config = readConfig({
      DISCORD_TOKEN: "canary-token",
      DATABASE_URL: "mysql://a:canary-pass@h/d",
      DATA_KEYS: `1:${KEY}`,
    });
    expect(`${JSON.stringify(config)}${String(config.databaseUrl)}`).not.toContain("canary");
  });

  test.each([
    [
      "DATABASE_URL",
      ["postgres://a/b", "sqlite:", "sqlite::memory:", "mysql://host", "mysql:///party", "party.sqlite"],
    ],
    ["DATA_KEYS", ["abc", "1:abc", `0:${KEY}`, `1:${KEY},2:${KEY}`, `1:${KEY},1:${KEY}`, `1:${KEY},`]],
    ["PUBLIC_URL", ["party.example", "ftp://party.example", "https://party.example/sub", "https://u:p@party.example"]],
    ["HOST", ["http://127.0.0.1", "a b"]],
    ["PORT", ["-1", "65536", "80.5", "1e3", "http"]],
    ["DISCORD_API_URL", ["discord.com"]],
    ["TELEGRAM_TOKEN", ["abc", "12:", "12:a b"]],
    ["MAP_TILES_URL", ["https://tiles.example", "ftp://t/{z}/{x}/{y}", "https://t.example/map.pmtiles", "off"]],
    ["OPERATOR_CHAT", ["web:1", "discord", "discord:abc"]],
    ["REDIS_URL", ["127.0.0.1:6379"]],
    ["PLAYGROUND", ["true", "ON"]],
    ["LOG_LEVEL", ["verbose"]],
    ["RETENTION_DAYS", ["0", "forever", "3651"]],
  ])("%s is refused when it cannot be meant", (name, values) => {
    for (const value of values) {
      const faults = faultsOf({ [name]: value }).filter((fault) => fault.startsWith(name));
      expect(faults, value).toHaveLength(1);
      expect(faults[0], value).toMatch(new RegExp(`^${name} must be .+\\.$`));
    }
  });
});

describe("the faults", () => {
  test("all of them are told at once, each with its remedy and none with its value", () => {
    const faults = faultsOf({
      DATABASE_URL: "mysql//canary",
      PORT: "canary",
      LOG_LEVEL: "canary",
      DISCORD_API_URL: "canary",
      DATA_KEYS: "canary",
    });
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual([
      "DATABASE_URL",
      "DATA_KEYS",
      "PORT",
      "DISCORD_API_URL",
      "LOG_LEVEL",
    ]);
    expect(faults.join()).not.toContain("canary");
  });

  test("mysql asks for keys of one's own; the embedded database does not", () => {
    expect(faultsOf({ DATABASE_URL: "mysql://h/party" })).toEqual([expect.stringContaining("openssl rand -base64 32")]);
    expect(faultsOf({ DATABASE_URL: "sqlite:/srv/party.sqlite" })).toEqual([]);
  });

  test("a webhook asks for the bot's token and a public address, even beside other faults", () => {
    const faults = faultsOf({ TELEGRAM_WEBHOOK_SECRET: "0123456789abcdef", PORT: "x" });
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual(["PORT", "TELEGRAM_TOKEN", "PUBLIC_URL"]);
  });

  test("whatever a variable holds, reading it ends in a configuration or in faults that do not repeat it", () => {
    const value = fc.string({ minLength: 12, maxLength: 80 }).filter((text) => text.trim().length >= 12);
    fc.assert(
      fc.property(fc.constantFrom(...VARIABLES), value, (name, text) => {
        for (const fault of faultsOf({ [name]: text })) expect(fault).not.toContain(text.trim());
      }),
      { numRuns: 100 },
    );
  });
});

test("a .env file fills in what the environment leaves open, and a missing one is no fault", () => {
  const folder = mkdtempSync(join(tmpdir(), "party-env-"));
  const back = process.cwd();
  const names = ["RETENTION_DAYS", "LOG_LEVEL"] as const;
  const before = names.map((name) => process.env[name]);
  try {
    process.chdir(folder);
    loadEnvFile();
    process.env["LOG_LEVEL"] = "warn";
    writeFileSync(".env", "RETENTION_DAYS=12\nLOG_LEVEL=debug\n");
    loadEnvFile();
    expect(names.map((name) => process.env[name])).toEqual(["12", "warn"]);
  } finally {
    process.chdir(back);
    names.forEach((name, i) => (before[i] === undefined ? delete process.env[name] : (process.env[name] = before[i])));
    rmSync(folder, { recursive: true });
  }
});

describe("the shards of Discord's gateway", () => {
  const shards = (value: string) => readConfig({ DISCORD_TOKEN: "abc", DISCORD_SHARDS: value }).discord?.shards;

  test("are all that Discord recommends, or some of a fixed number", () => {
    expect(readConfig({ DISCORD_TOKEN: "abc" }).discord?.shards).toBe("auto");
    expect(shards("0-1/4")).toEqual({ ids: [0, 1], of: 4 });
    expect(shards("3/4")).toEqual({ ids: [3], of: 4 });
  });

  test.each(["1-0/4", "2-4/4", "4/4", "all", "0-1"])("%s is refused, with how it is written", (value) => {
    expect(faultsOf({ DISCORD_SHARDS: value })).toEqual([expect.stringContaining("0-1/4")]);
  });
});
