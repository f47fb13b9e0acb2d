// Support: a private Redis on a free port that can be killed and started again, gone with whoever started it.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";

const HOW = `The tests of several replicas need a Redis server program, and none was found. One of these gets one:
  Debian, Ubuntu:  sudo apt-get install -y --no-install-recommends redis-server
  macOS:           brew install redis`;

const PLACES = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];

const find = (...names: string[]): string | undefined =>
  names.flatMap((name) => PLACES.map((place) => join(place, name))).find((path) => existsSync(path));

/** The server program; installed from apt where we are root on Debian or Ubuntu. Throws with the one command for other systems. */
export const redisProgram = (): string => {
  const found = find("redis-server", "valkey-server");
  if (found) return found;
  if (userInfo().uid === 0 && find("apt-get")) {
    // The package would start a server of its own for the machine: `RUNLEVEL=1` keeps it from that.
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
    spawnSync("apt-get", ["update"], { env, stdio: "ignore" });
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "redis-server"], { env, stdio: "ignore" });
  }
  const installed = find("redis-server", "valkey-server");
  if (!installed) throw new Error(HOW);
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

export type RedisServer = {
  url: string;
  port: number;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT: it is there, and says nothing. */
  freeze(): void;
  thaw(): void;
  /** Runs one command, its words by blank, and gives what the server said. */
  says(command: string): Promise<string>;
  stop(): Promise<void>;
};

/** Not started yet. `settings`: of its configuration, such as `["requirepass", "secret"]`. */
export const redisServer = async (...settings: (readonly [string, string])[]): Promise<RedisServer> => {
  const program = redisProgram();
  const folder = mkdtempSync(join(tmpdir(), "party-redis-"));
  const port = await freePort();
  const fixed = { port: String(port), bind: "127.0.0.1", save: "", appendonly: "no", dir: folder, daemonize: "no" };
  const args = [...Object.entries(fixed), ...settings].flatMap(([name, value]) => [`--${name}`, ...value.split(" ")]);
  let running: { signal(signal: NodeJS.Signals): void; gone: Promise<unknown> } | undefined;
  const kill = async (): Promise<void> => {
    const was = running;
    running = undefined;
    was?.signal("SIGKILL");
    await was?.gone;
  };
  const endWithUs = (): void => running?.signal("SIGKILL");
  process.once("exit", endWithUs);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    start: async () => {
      const child = spawn(program, args, { stdio: "ignore" });
      running = { signal: (signal) => void child.kill(signal), gone: once(child, "exit") };
      while (!(await said(port, "PING").catch(() => ""))) await rest(20);
    },
    kill,
    freeze: () => running?.signal("SIGSTOP"),
    thaw: () => running?.signal("SIGCONT"),
    says: (command) => said(port, command),
    stop: async () => {
      await kill();
      process.removeListener("exit", endWithUs);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const said = async (port: number, command: string): Promise<string> => {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    socket.write(`${command}\r\n`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    return String(answer);
  } finally {
    socket.destroy();
  }
};
