// Support: once per test run, the database server that all tests share. It starts while the first tests run; `freshStore` waits for it.
import type { Server } from "./mysql-server.ts";
import { startServer } from "./mysql-server.ts";
import { redisProgram } from "./redis-server.ts";

let own: Server | undefined;

/** Workers inherit the environment: this is how they learn where the server is. */
export const setup = async (): Promise<void> => {
  // Once, here: tests run side by side, and a system installs one package at a time.
  redisProgram();
  if (process.env["TEST_MYSQL_URL"]) return;
  const server = await startServer();
  own = server;
  process.env["TEST_MYSQL_URL"] = server.url;
  process.env["TEST_MYSQL_FOLDER"] = server.folder;
};

export const teardown = async (): Promise<void> => {
  if (!own) return;
  delete process.env["TEST_MYSQL_URL"];
  await own.stop();
};
