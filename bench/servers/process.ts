// Bench servers: a private server process on a temporary folder and a free port, gone with whoever started it.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export type BenchServer = { url: string; stop(): Promise<void> };

const isRoot = (): boolean => userInfo().uid === 0;

/** Where the first of `names` is, in the path or in `folders`; installed from apt where we are root on Debian. Throws with what to install. */
export const program = (names: readonly string[], apt: string, folders: readonly string[] = []): string => {
  const places = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin", ...folders];
  const find = (): string | undefined =>
    names.flatMap((name) => places.map((place) => join(place, name))).find((path) => existsSync(path));
  const found = find();
  if (found) return found;
  if (isRoot() && existsSync("/usr/bin/apt-get")) {
    console.log(`installing ${apt} from apt…`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update"], { env, stdio: "ignore" });
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", apt], { env, stdio: "ignore" });
  }
  const installed = find();
  if (!installed) throw new Error(`This benchmark needs ${names[0]}. On Debian: sudo apt-get install ${apt}`);
  return installed;
};

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
};

export const freshFolder = (name: string): string => mkdtempSync(join(tmpdir(), `party-bench-${name}-`));

export const quoted = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");

const PATIENCE_MS = 90_000;

type Life = {
  folder: string;
  prepare?: string;
  serve: string;
  url: string;
  end?: "KILL" | "QUIT";
  ready(): Promise<unknown>;
};

/**
 * Runs `prepare` and then `serve` in a shell that ends the server and its folder when its input closes: also when we are killed. Resolves
 * once `ready` no longer rejects.
 */
export const startBenchServer = async ({
  folder,
  prepare = "true",
  serve,
  url,
  end = "KILL",
  ready,
}: Life): Promise<BenchServer> => {
  const log = quoted([join(folder, "log")]);
  writeFileSync(
    join(folder, "run.sh"),
    `
    ${prepare} > ${log} 2>&1 || exit 1
    ${serve} >> ${log} 2>&1 < /dev/null &
    server=$!
    cat > /dev/null
    kill -${end} $server; wait $server 2> /dev/null
    rm -rf ${quoted([folder])}
  `,
  );
  const shell = spawn("sh", [join(folder, "run.sh")], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  const ended = once(shell, "exit");
  const until = performance.now() + PATIENCE_MS;
  for (let up = false; !up; ) {
    up = await ready().then(
      () => true,
      () => false,
    );
    if (!up && (shell.exitCode !== null || performance.now() > until))
      throw new Error(`the server did not start:\n${readFileSync(join(folder, "log"), "utf8").slice(-2_000)}`);
    if (!up) await sleep(100);
  }
  return {
    url,
    stop: async () => {
      shell.stdin.end();
      await ended;
    },
  };
};
