// Support: a private MariaDB or MySQL server on a temporary folder and a free port, gone with whoever started it.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";

const HOW = `The tests need a MariaDB or MySQL server program, and none was found. One of these gets one:
  Debian, Ubuntu:  sudo apt-get install -y --no-install-recommends mariadb-server
  macOS:           brew install mariadb
  Docker:          docker run -d -p 3306:3306 -e MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1 mariadb:11   and then  export TEST_MYSQL_URL=mysql://root@127.0.0.1:3306`;

const PLACES = [
  ...(process.env["PATH"] ?? "").split(delimiter),
  "/usr/sbin",
  "/usr/local/sbin",
  "/usr/local/bin",
  "/opt/homebrew/bin",
  "/usr/local/mysql/bin",
];

const find = (...names: string[]): string | undefined =>
  names.flatMap((name) => PLACES.map((place) => join(place, name))).find((path) => existsSync(path));

/** The server program; installed from apt where we are root on Debian or Ubuntu. Throws with the one command for other systems. */
export const serverProgram = (): string => {
  const found = find("mariadbd", "mysqld");
  if (found) return found;
  if (userInfo().uid === 0 && find("apt-get")) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update"], { env, stdio: "ignore" });
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "mariadb-server"], { env, stdio: "ignore" });
  }
  const installed = find("mariadbd", "mysqld");
  if (!installed) throw new Error(HOW);
  return installed;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
};

export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const initialise = (program: string, data: string, user: string): string => {
  const install = find("mariadb-install-db", "mysql_install_db");
  return install
    ? [
        install,
        "--no-defaults",
        `--datadir=${data}`,
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        "--skip-name-resolve",
        `--user=${user}`,
      ]
        .map(quote)
        .join(" ")
    : [program, "--no-defaults", "--initialize-insecure", `--datadir=${data}`, `--user=${user}`].map(quote).join(" ");
};

export type Server = { url: string; stop(): Promise<void> };

/** Starts it and returns at once; it answers after some seconds. What it says on a failed start is in `<folder>/failed`. */
export const startServer = async (): Promise<Server & { folder: string }> => {
  const program = serverProgram();
  const folder = mkdtempSync(join(tmpdir(), "party-mysql-"));
  const port = await freePort();
  const user = userInfo().username;
  const data = join(folder, "data");
  const flags = [
    "--no-defaults",
    `--user=${user}`,
    `--datadir=${data}`,
    `--socket=${join(folder, "s")}`,
    `--pid-file=${join(folder, "pid")}`,
    "--bind-address=127.0.0.1",
    `--port=${port}`,
    "--innodb-flush-log-at-trx-commit=0",
    "--performance-schema=OFF",
    "--max-connections=400",
    "--skip-log-bin",
  ];
  // The shell ends the server and its folder when its input closes: also when the test run itself is killed.
  // Its data is worth nothing, and a server that is told to end politely while it starts goes on forever: hence -9.
  writeFileSync(
    join(folder, "run.sh"),
    `
    if ${initialise(program, data, user)} > ${quote(join(folder, "log"))} 2>&1; then
      ${[program, ...flags].map(quote).join(" ")} >> ${quote(join(folder, "log"))} 2>&1 < /dev/null &
      server=$!
      cat > /dev/null
      kill -9 $server; wait $server
    else
      cp ${quote(join(folder, "log"))} ${quote(join(folder, "failed"))}
      cat > /dev/null
    fi
    rm -rf ${quote(folder)}
  `,
  );
  const shell = spawn("sh", [join(folder, "run.sh")], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  const ended = once(shell, "exit");
  shell.unref();
  return {
    url: `mysql://root@127.0.0.1:${port}`,
    folder,
    stop: async () => {
      shell.stdin.end();
      await ended;
    },
  };
};
