// Tests: the image and the compose files: what linters say of them, and that they name what the program reads.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DCLinter } from "dclint";
import { run as lintDockerfile } from "dockerfilelint";
import { describe, expect, test } from "vitest";
import { readConfig, VARIABLES } from "../../src/config.ts";
import { newDataKey } from "../../src/safety/keyring.ts";

const COMPOSE = ["compose.yaml", "compose.replicas.yaml"];
const textOf = (path: string): string => readFileSync(path, "utf8");
const SECRETS = { DATA_KEYS: newDataKey(1), MYSQL_PASSWORD: "long-and-secret", PUBLIC_URL: "https://party.example" };

/** What stands under `head`, deeper than it, as name and value. */
const blockOf = (text: string, head: RegExp): Record<string, string> => {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => head.test(line));
  const indent = (line: string): number => line.search(/\S/);
  const own = lines.slice(at + 1);
  const end = own.findIndex((line) => indent(line) <= indent(lines[at] ?? ""));
  const pairs = own.slice(0, end).flatMap((line) => /^\s*([\w-]+): (.*)$/.exec(line)?.slice(1, 3) ?? []);
  return Object.fromEntries(
    pairs.flatMap((name, i) => (i % 2 ? [] : [[name, (pairs[i + 1] ?? "").replace(/^"|"$/g, "")]])),
  );
};

/** The environment that a compose file gives to the bot, with the secrets of `.env` put in. */
const environmentOf = (path: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(blockOf(textOf(path), /^ +environment:$/)).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+):\?[^}]*\}/g, (_, secret: keyof typeof SECRETS) => SECRETS[secret]),
    ]),
  );

describe.each(COMPOSE)("%s", (path) => {
  test("a linter finds nothing to say of it", () => {
    const linter = new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [] });
    const results: { messages: unknown[] }[] = linter.lintFiles([path], false);
    expect(results.flatMap((result) => result.messages)).toEqual([]);
  });

  test("what it tells the bot is what the bot reads, and can be used", () => {
    const environment = environmentOf(path);
    expect(VARIABLES).toEqual(expect.arrayContaining(Object.keys(environment)));
    const example = textOf(".env.example");
    for (const name of Object.keys(environment)) expect(example).toContain(`#${name}=`);
    const config = readConfig(environment);
    expect(config.databaseUrl.reveal()).toBe("mysql://party:long-and-secret@db:3306/party");
    expect(config).toMatchObject({ host: "0.0.0.0", port: 8080 });
    expect(config.redisUrl?.reveal()).toBe("redis://redis:6379");
  });

  test("no secret stands in it, and no port of the database or of Redis is open", () => {
    const text = textOf(path);
    for (const name of ["DATA_KEYS", "MYSQL_PASSWORD"]) {
      const values = [...text.matchAll(new RegExp(`${name}: (.*)`, "g"))].map((found) => found[1]);
      for (const value of values) expect(value).toBe(`\${${name}:?set it in .env}`);
    }
    expect(text).not.toMatch(/:(?:3306|6379):/);
  });

  const compose = spawnSync("docker", ["compose", "version"]).status === 0;
  test.skipIf(!compose)("docker compose reads it", () => {
    const args = ["compose", "-f", path, "--env-file", "/dev/null", "config", "--no-env-resolution", "--quiet"];
    const said = spawnSync("docker", args, { env: { ...process.env, ...SECRETS }, encoding: "utf8" });
    expect(said.stderr).toBe("");
    expect(said.status).toBe(0);
  });
});

test("the proxy asks each replica whether it is ready, and they drain for longer than it takes to notice", () => {
  const text = textOf("compose.replicas.yaml");
  const replicas = [...text.matchAll(/^ {2}(bot-\d): \*bot$/gm)].map((found) => `${found[1]}:8080`);
  const caddy = textOf("deploy/Caddyfile");
  expect(caddy).toContain(`reverse_proxy ${replicas.join(" ")} {`);
  const seconds = (name: string): number => Number(new RegExp(`${name} (\\d+)s`).exec(caddy)?.[1]);
  expect(caddy).toContain("health_uri /readyz");
  expect(readConfig(environmentOf("compose.replicas.yaml")).drainSeconds).toBeGreaterThan(
    seconds("health_interval") + seconds("health_timeout"),
  );
});

describe("the image", () => {
  const lines = textOf("Dockerfile").replaceAll("\\\n", " ").split("\n");
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith("FROM ")));
  const argsOf = (word: "CMD" | "HEALTHCHECK"): string[] => {
    const line = last.find((one) => one.startsWith(`${word} `)) ?? "";
    return JSON.parse(line.slice(line.indexOf("["))) as string[];
  };

  test("a linter finds nothing to say of it", () => {
    expect(lintDockerfile(".", textOf("Dockerfile"))).toEqual([]);
  });

  test("what runs in it has no rights, no tools for developers, and hears SIGTERM itself", () => {
    expect(last.filter((line) => line.startsWith("USER "))).toEqual(["USER node"]);
    expect(argsOf("CMD").at(-1)).toBe("dist/src/main.js");
    const modules = lines.find((line) => line.includes("--omit=dev"));
    expect(modules).toMatch(/^RUN npm ci /);
    expect(last.filter((line) => line.startsWith("COPY --from"))).toEqual([
      "COPY --from=modules /house/node_modules ./node_modules",
      "COPY --from=build /house/dist ./dist",
    ]);
  });

  test("all that is copied into it is there, and let through by .dockerignore, which lets nothing secret through", () => {
    const copied = lines.flatMap((line) => /^COPY (?!--from)(.*) \S+$/.exec(line)?.[1]?.split(" ") ?? []);
    const ignore = textOf(".dockerignore").split("\n");
    expect(ignore.find((line) => line !== "" && !line.startsWith("#"))).toBe("*");
    for (const path of copied) {
      expect(existsSync(path)).toBe(true);
      expect(ignore).toContain(`!${path}`);
    }
    expect(ignore.filter((line) => /^!.*(?:env|data|key)/.test(line))).toEqual([]);
  });

  test("it is healthy while /readyz says yes, and not when it says no or nothing", async () => {
    const [program = "", ...args] = argsOf("HEALTHCHECK");
    let status = 200;
    const server = createServer((asked, answer) => {
      answer.writeHead(asked.url?.startsWith("/readyz") ? status : 404).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const judged = async (): Promise<unknown> => {
      const child = spawn(program, args, { env: { PATH: process.env["PATH"], PORT: String(port) } });
      return ((await once(child, "exit")) as unknown[])[0];
    };
    expect(await judged()).toBe(0);
    status = 503;
    expect(await judged()).toBe(1);
    server.close();
    server.closeAllConnections();
    await once(server, "close");
    expect(await judged()).toBe(1);
  });
});
