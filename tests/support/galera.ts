// Support: a real Galera cluster of three MariaDB nodes on loopback, whose nodes can be killed and come back; gone with whoever started it.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import mysql from "mysql2/promise";
import type { RowDataPacket } from "mysql2/promise";
import { initialise, quote, serverProgram } from "./mysql-server.ts";

export type Galera = {
  /** The address of a database on all nodes, tried in that order (0, 1, 2 by default). */
  url(database: string, order?: readonly number[]): string;
  /** The address of one node. */
  nodeUrl(node: number): string;
  /** SIGKILL; resolves when the process is gone. */
  kill(node: number): Promise<void>;
  /**
   * Starts a node that was killed; resolves when it is synced. It takes what it missed from the others (IST), or all of it when `bare`
   * (SST by rsync). `bootstrap`: it founds the cluster anew with what it has.
   */
  restart(node: number, how?: { bare?: boolean; bootstrap?: boolean }): Promise<void>;
  /** Who is in use: how many sessions of clients each living node has in a database. */
  sessions(database: string): Promise<number[]>;
  stop(): Promise<void>;
};

/** Of the group's protocol, by the names of Galera's own options. */
export type Timing = Readonly<Record<`evs.${string}`, string>>;

/** What docs/cluster.md recommends. The defaults wait 5 s for a node that is gone. */
export const TUNED: Timing = {
  "evs.suspect_timeout": "PT1.5S",
  "evs.keepalive_period": "PT0.3S",
  "evs.inactive_check_period": "PT0.1S",
  "evs.join_retrans_period": "PT0.2S",
  "evs.inactive_timeout": "PT3S",
  "evs.install_timeout": "PT3S",
};

const NODES = [0, 1, 2];
const PROVIDERS = ["/usr/lib/galera/libgalera_smm.so", "/usr/lib64/galera-4/libgalera_smm.so"];
const HOW = `The tests of the cluster need Galera beside MariaDB. On Debian and Ubuntu both come with:
  sudo apt-get install -y --no-install-recommends mariadb-server galera-4 rsync`;

const PATIENCE_MS = 60_000;
const STEP_MS = 50;

type Ports = { mysql: number; group: number; ist: number; sst: number };
type Node = { folder: string; ports: Ports; running?: { stop(): void; gone: Promise<unknown> } };
type Cluster = { program: string; provider: string; folder: string; nodes: Node[]; timing: Timing };

/** Starts three nodes on free ports of 127.0.0.1; resolves when all are synced. */
export const startGalera = async (timing: Timing = TUNED): Promise<Galera> => {
  const cluster = await founded(timing);
  const { nodes } = cluster;
  const nodeOf = (node: number): Node => nodes[node] as Node;
  const nodeUrl = (node: number): string => `mysql://root@127.0.0.1:${nodeOf(node).ports.mysql}`;
  const kill = (node: number): Promise<void> => end(nodeOf(node));
  return {
    nodeUrl,
    url: (database, order = NODES) =>
      `mysql://root@${order.map((node) => `127.0.0.1:${nodeOf(node).ports.mysql}`).join(",")}/${database}`,
    kill,
    restart: async (node, { bare = false, bootstrap = false } = {}) => {
      if (bare) await blank(nodeOf(node));
      await run(cluster, node, { fresh: bare, bootstrap });
      await synced(cluster, node);
    },
    sessions: (database) =>
      Promise.all(nodes.map(async (node, i) => (node.running ? sessionsOn(nodeUrl(i), database) : 0))),
    stop: async () => {
      await Promise.all(NODES.map(kill));
      await rm(cluster.folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

/** The provider library; installed from apt where we are root on Debian or Ubuntu. Throws with the one command for other systems. */
const providerLibrary = (): string => {
  const find = (): string | undefined => PROVIDERS.find((path) => existsSync(path));
  if (!find() && userInfo().uid === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "galera-4", "rsync"], { env, stdio: "ignore" });
  }
  const provider = find();
  if (provider === undefined) throw new Error(HOW);
  return provider;
};

/** Rsync's transfer refuses to run as root; the package has made a user for the server. */
const USER = userInfo().uid === 0 ? "mysql" : userInfo().username;

/** Folders, ports and an empty data directory of the first node. */
const prepared = async (timing: Timing): Promise<Cluster> => {
  const program = serverProgram();
  const provider = providerLibrary();
  const folder = await mkdtemp(join(tmpdir(), "party-galera-"));
  keep(folder);
  await chmod(folder, 0o711);
  const ports = await freePorts(NODES.length * 4);
  const nodes = NODES.map((node): Node => {
    const [mysqlPort = 0, group = 0, ist = 0, sst = 0] = ports.slice(node * 4);
    return { folder: join(folder, `node${node}`), ports: { mysql: mysqlPort, group, ist, sst } };
  });
  for (const node of nodes) await mkdir(node.folder, { mode: 0o755 });
  own(folder);
  const made = spawnSync("sh", ["-c", `${initialise(program, dataOf(nodes[0]), USER)} --innodb-log-file-size=16M`], {
    encoding: "utf8",
    env: { ...process.env, TMPDIR: (nodes[0] as Node).folder },
  });
  if (made.status !== 0) throw new Error(`the data directory of the cluster was not made:\n${made.stderr}`);
  return { program, provider, folder, nodes, timing };
};

/** The first node founds the cluster; the others start as copies of it, so that none needs a transfer of everything. */
const founded = async (timing: Timing): Promise<Cluster> => {
  const cluster = await prepared(timing);
  const [first, ...others] = cluster.nodes;
  await run(cluster, 0, { fresh: true, bootstrap: true });
  await synced(cluster, 0);
  await end(first as Node);
  for (const other of others) {
    await cp(dataOf(first), dataOf(other), { recursive: true });
    await rm(join(dataOf(other), "gvwstate.dat"), { force: true });
    own(other.folder);
  }
  await Promise.all(NODES.map((node) => run(cluster, node, { fresh: false, bootstrap: node === 0 })));
  await Promise.all(NODES.map((node) => synced(cluster, node)));
  return cluster;
};

const dataOf = (node: Node | undefined): string => join((node as Node).folder, "data");

const end = async (node: Node): Promise<void> => {
  const { running } = node;
  delete node.running;
  running?.stop();
  await running?.gone;
};

const own = (folder: string): void => {
  if (userInfo().uid === 0) spawnSync("chown", ["-R", USER, folder]);
};

/** A node that lost its disk: it has to be given everything. */
const blank = async ({ folder }: Node): Promise<void> => {
  await rm(join(folder, "data"), { recursive: true });
  await mkdir(join(folder, "data"), { mode: 0o700 });
  own(folder);
};

/** Removes the folder when this process is gone, however it went, and the last node with it. */
const keep = (folder: string): void => {
  const wait = `cat > /dev/null; while ls ${quote(folder)}/node*/running > /dev/null 2>&1; do sleep 0.1; done; rm -rf ${quote(folder)}`;
  const keeper = spawn("sh", ["-c", wait], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  keeper.unref();
  (keeper.stdin as unknown as { unref(): void }).unref();
};

const flagsOf = ({ provider, nodes, timing }: Cluster, node: number, bootstrap: boolean): string[] => {
  const { folder, ports } = nodes[node] as Node;
  const options = {
    "gmcast.listen_addr": `tcp://127.0.0.1:${ports.group}`,
    "ist.recv_addr": `127.0.0.1:${ports.ist}`,
    ...timing,
    "gcache.size": "32M",
  };
  const peers = nodes.map((one) => `127.0.0.1:${one.ports.group}`).join(",");
  return [
    "--no-defaults",
    `--user=${USER}`,
    `--datadir=${join(folder, "data")}`,
    `--socket=${join(folder, "s")}`,
    `--pid-file=${join(folder, "pid")}`,
    "--bind-address=127.0.0.1",
    `--port=${ports.mysql}`,
    "--skip-name-resolve",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-log-file-size=16M",
    "--innodb-buffer-pool-size=64M",
    "--innodb-autoinc-lock-mode=2",
    "--performance-schema=OFF",
    "--max-connections=400",
    "--binlog-format=ROW",
    "--wsrep-on=ON",
    `--wsrep-provider=${provider}`,
    `--wsrep-provider-options=${Object.entries(options)
      .map(([name, value]) => `${name}=${value}`)
      .join(";")}`,
    `--wsrep-cluster-name=party`,
    `--wsrep-cluster-address=gcomm://${peers}`,
    `--wsrep-node-name=node${node}`,
    "--wsrep-node-address=127.0.0.1",
    "--wsrep-sst-method=rsync",
    `--wsrep-sst-receive-address=127.0.0.1:${ports.sst}`,
    ...(bootstrap ? ["--wsrep-new-cluster"] : []),
  ];
};

/**
 * The shell kills the server when its input closes: also when the test run itself is killed. A node that was killed does not know how far it
 * had come: its tables are asked first, as the package's own start script does.
 */
const run = async (
  cluster: Cluster,
  node: number,
  { fresh, bootstrap }: { fresh: boolean; bootstrap: boolean },
): Promise<void> => {
  const one = cluster.nodes[node] as Node;
  const command = [cluster.program, ...flagsOf(cluster, node, bootstrap)].map(quote).join(" ");
  const [log, running] = ["log", "running"].map((name) => quote(join(one.folder, name)));
  const recover = `${command} --wsrep-recover 2>&1 | sed -n 's/.*Recovered position: *//p' | tail -n 1`;
  if (bootstrap) await mayFound(one);
  const script = join(one.folder, "run.sh");
  await writeFile(
    script,
    `
    touch ${running}
    position=${fresh ? "" : `$(${recover})`}
    ${command} \${position:+--wsrep-start-position=$position} >> ${log} 2>&1 < /dev/null &
    server=$!
    cat > /dev/null
    kill -9 $server; wait $server
    rm -f ${running}
    kill -9 0
  `,
  );
  const shell = spawn("sh", [script], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  const gone = once(shell, "exit");
  shell.unref();
  const stop = (): void => {
    shell.ref();
    shell.stdin.end();
  };
  one.running = { stop, gone };
};

/** Who founds a cluster must have been the last to leave it; here the test says so. */
const mayFound = async ({ folder }: Node): Promise<void> => {
  const file = join(folder, "data", "grastate.dat");
  if (!existsSync(file)) return;
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("safe_to_bootstrap: 0", "safe_to_bootstrap: 1"));
};

const synced = async ({ nodes }: Cluster, node: number): Promise<void> => {
  const { ports, folder } = nodes[node] as Node;
  for (let left = PATIENCE_MS; left > 0; left -= STEP_MS) {
    const [row] = await askOnce<{ Value: string }>(
      `mysql://root@127.0.0.1:${ports.mysql}`,
      "SHOW STATUS LIKE 'wsrep_local_state_comment'",
    ).catch(() => []);
    if (row?.Value === "Synced") return;
    await rest(STEP_MS);
  }
  throw new Error(`node ${node} did not come up:\n${(await readFile(join(folder, "log"), "utf8")).slice(-4_000)}`);
};

const sessionsOn = async (url: string, database: string): Promise<number> => {
  const sql = `SELECT COUNT(*) AS many FROM information_schema.processlist WHERE db = '${database}'`;
  const [row] = await askOnce<{ many: number }>(url, sql).catch(() => []);
  return Number(row?.many ?? 0);
};

/** One question to one node, over a connection of its own. */
export const askOnce = async <T>(url: string, sql: string): Promise<T[]> => {
  const connection = await mysql.createConnection({ uri: url, connectTimeout: 1_000 });
  try {
    const [rows] = await connection.query<RowDataPacket[]>({ sql, timeout: 5_000 });
    return rows as T[];
  } finally {
    connection.destroy();
  }
};

/** Held all at once before any is let go, so that none is given twice. */
const freePorts = async (many: number): Promise<number[]> => {
  const servers = Array.from({ length: many }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
};
