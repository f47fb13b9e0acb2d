// Bench servers: MariaDB or MySQL that keeps what it acknowledged: its log is synced to the disk at every commit.
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import mysql from "mysql2/promise";
import { type BenchServer, freePort, freshFolder, program, quoted, startBenchServer } from "./process.ts";

/** A server with an empty database `bench`. */
export const startMariadb = async (): Promise<BenchServer> => {
  const server = program(["mariadbd", "mysqld"], "mariadb-server");
  const folder = freshFolder("mariadb");
  const port = await freePort();
  const data = join(folder, "data");
  const user = `--user=${userInfo().username}`;
  const install = "/usr/bin/mariadb-install-db";
  const prepare = existsSync(install)
    ? [
        install,
        "--no-defaults",
        `--datadir=${data}`,
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        "--skip-name-resolve",
        user,
      ]
    : [server, "--no-defaults", "--initialize-insecure", `--datadir=${data}`, user];
  const serve = [
    server,
    "--no-defaults",
    user,
    `--datadir=${data}`,
    `--socket=${join(folder, "s")}`,
    `--pid-file=${join(folder, "pid")}`,
    "--bind-address=127.0.0.1",
    `--port=${port}`,
    "--innodb-flush-log-at-trx-commit=1",
    "--innodb-buffer-pool-size=1G",
    "--innodb-log-file-size=512M",
    "--performance-schema=OFF",
    "--skip-log-bin",
    "--max-connections=400",
  ];
  const root = `mysql://root@127.0.0.1:${port}`;
  return startBenchServer({
    folder,
    prepare: quoted(prepare),
    serve: quoted(serve),
    url: `${root}/bench`,
    ready: () => run(root, "CREATE DATABASE IF NOT EXISTS bench CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"),
  });
};

const run = async (url: string, sql: string): Promise<void> => {
  const connection = await mysql.createConnection(url);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
};
