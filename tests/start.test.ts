// Start: the program as it is run: one command, an address printed, stopped by Ctrl-C, its data found again.
import { spawn } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../dist/src/main.js", import.meta.url));

type Running = {
  url: string;
  said(): string;
  stop(signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }>;
};

/** Starts the built program in `folder` and resolves once it has printed its address. */
const start = (folder: string, env: Record<string, string> = {}): Promise<Running> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN], {
      cwd: folder,
      env: { PATH: process.env["PATH"], PORT: "0", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    const ended = new Promise<number | null>((done) => child.on("exit", (code) => done(code)));
    const hear = (data: Buffer): void => {
      said += data.toString();
      const url = /Party With Me is on (http:\S+)/.exec(said)?.[1];
      if (url === undefined) return;
      const stop = async (signal: NodeJS.Signals) => {
        const asked = performance.now();
        child.kill(signal);
        return { code: await ended, ms: performance.now() - asked };
      };
      resolve({ url, said: () => said, stop });
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    void ended.then(() => reject(new Error(`it ended: ${said}`)));
  });

const post = async (url: string, body: unknown, bearer?: string): Promise<unknown> => {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: new URL(url).origin,
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  });
  return response.json();
};

describe("the program", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "party-start-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("serves with nothing configured, stops on Ctrl-C within five seconds, and finds its data again", async () => {
    const first = await start(folder);
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${first.url}/playground`)).text()).toContain('id="app"');
    expect(first.said()).toContain(`${first.url}/playground`);
    const { bearer } = (await post(`${first.url}/playground/people`, { name: "Ada" })) as { bearer: string };
    const say = { id: "1", chat: "room", text: "/create Rooftop BBQ when:in 3 days at 19:00 where:Berlin" };
    await post(`${first.url}/playground/say`, say, bearer);
    const stopped = await first.stop("SIGINT");
    expect(stopped.ms).toBeLessThan(5_000);
    expect((await stat(join(folder, "data", "keys"))).mode & 0o777).toBe(0o600);
    const second = await start(folder);
    const mine = await post(`${second.url}/playground/say`, { id: "2", chat: "room", text: "/parties" }, bearer);
    expect(JSON.stringify(mine)).toContain("Rooftop BBQ");
    await second.stop("SIGTERM");
  });

  test("a configuration that cannot be used is told in words, all of it at once, and no value is repeated", async () => {
    const wrong = { DATABASE_URL: "postgres://secret@host/db", PORT: "many", DATA_KEYS: "1:hunter2" };
    const said = await start(folder, wrong).then(
      () => "",
      (error: Error) => error.message,
    );
    for (const name of Object.keys(wrong)) expect(said).toContain(name);
    for (const value of ["secret", "many", "hunter2"]) expect(said).not.toContain(value);
    expect(said).not.toMatch(/\bat .*\.js:\d/);
  });
});
