// Support: once per test run, the database server that all tests share. It starts while the first tests run; `freshStore` waits for it.
import { startServer } from "./mysql-server.ts";

/** Workers inherit the environment: this is how they learn where the server is. */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env["TEST_MYSQL_URL"]) return async () => {};
  const server = await startServer();
  process.env["TEST_MYSQL_URL"] = server.url;
  process.env["TEST_MYSQL_FOLDER"] = server.folder;
  return async () => {
    delete process.env["TEST_MYSQL_URL"];
    await server.stop();
  };
}
