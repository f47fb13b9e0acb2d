// Bench servers: PostgreSQL with its default durability: its log is synced to the disk at every commit.
import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { type BenchServer, freePort, freshFolder, program, quoted, startBenchServer } from "./process.ts";

const DEBIAN = "/usr/lib/postgresql";

/** A server whose database `postgres` is empty. It refuses to run as root, and then runs as its own user. */
export const startPostgres = async (): Promise<BenchServer> => {
  const initdb = program(["initdb"], "postgresql", versions());
  const server = program(["postgres"], "postgresql", versions());
  const folder = freshFolder("postgres");
  const port = await freePort();
  const data = join(folder, "data");
  mkdirSync(data);
  const root = userInfo().uid === 0;
  const asItself = root ? ["runuser", "-u", "postgres", "--"] : [];
  // Its user must reach its folder.
  if (root) chmodSync(folder, 0o711);
  const own = root ? `chown postgres ${quoted([data])} && ` : "";
  const settings = ["shared_buffers=1GB", "max_wal_size=4GB", `unix_socket_directories=${data}`, "max_connections=200"];
  return startBenchServer({
    folder,
    prepare: `(${own}${quoted([...asItself, initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"])})`,
    serve: quoted([
      ...(root ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []),
      ...[server, "-D", data, "-h", "127.0.0.1", "-p", String(port)],
      ...settings.flatMap((setting) => ["-c", setting]),
    ]),
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    // At once, and with all of its processes.
    end: "QUIT",
    ready: () => answers(port),
  });
};

const versions = (): string[] =>
  existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(DEBIAN, version, "bin"))
    : [];

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** Resolves once the server speaks its protocol; it listens only when it is fit to serve. */
const answers = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(SSL_REQUEST));
    socket.once("data", () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed")));
  });
