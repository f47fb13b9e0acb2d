// Store: the hosts of a MySQL address, one or the nodes of a cluster, and which of them is to be used now.

export type MysqlAddress = {
  hosts: readonly { host: string; port: number }[];
  user: string;
  password: string;
  database: string;
  tls: boolean;
};

const PORT = 3306;
const SHAPE = /^mysql:\/\/(?:([^@/]*)@)?([^@/?#]+)\/([^/?#]+)(?:\?([^#]*))?$/;
const HOST = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i;

/** Reads `mysql://user:password@one:3306,two:3306/database?ssl=true`; undefined when it is not such an address. */
export const readMysqlUrl = (url: string): MysqlAddress | undefined => {
  const [, login = "", nodes, name, query = ""] = SHAPE.exec(url) ?? [];
  if (nodes === undefined || name === undefined) return undefined;
  const hosts = nodes.split(",").map((node) => {
    const [, host = "", port] = HOST.exec(node.trim()) ?? [];
    return { host: host.replace(/^\[|\]$/g, ""), port: Number(port ?? PORT) };
  });
  if (hosts.some(({ host, port }) => host === "" || port < 1 || port > 65_535)) return undefined;
  const [user = "", ...rest] = login.split(":");
  return {
    hosts,
    user: decodeURIComponent(user),
    password: decodeURIComponent(rest.join(":")),
    database: decodeURIComponent(name),
    tls: new URLSearchParams(query).get("ssl") === "true",
  };
};

/** `spare`: it answers, but is busy giving its data to another, or catching up. `out`: gone, hanging, read-only, or apart from the others. */
export type Fitness = "fit" | "spare" | "out";

/** The nodes of a cluster. All connections of a process go to one node: the first of the address that has been fit for long enough. */
export type Nodes<H> = {
  /** The nodes to try for a new connection, the best first; none while all are out. */
  order(): H[];
  /** Whether a connection to this node is to be used again. */
  keeps(node: H): boolean;
  /** It took a connection. */
  well(node: H): void;
  /** A connection to it failed, or broke off. */
  ill(node: H): void;
  /** What a look at it has found. To be called once a round: the time a node has been fit is counted in rounds. */
  told(node: H, fitness: Fitness): void;
};

/** Rounds that a node which was out must be fit before it is gone back to: 10 s of them, twice as many each time it falls soon again. */
const TRIAL = { first: 20, longest: 320 };

type Standing<H> = { node: H; fitness: Fitness | "unknown"; rounds: number; trial: number };

export const createNodes = <H>(hosts: readonly H[]): Nodes<H> => {
  const all = hosts.map((node): Standing<H> => ({ node, fitness: "unknown", rounds: 0, trial: 0 }));
  const of = (node: H): Standing<H> => all.find((one) => one.node === node) as Standing<H>;
  const ranked = (): Standing<H>[] => {
    // A lone server has nobody to be replaced by: it is asked each time.
    const able = all.length === 1 ? all : all.filter((one) => one.fitness !== "out");
    return [...able].sort((a, b) => rank(a) - rank(b));
  };
  return {
    order: () => ranked().map((one) => one.node),
    keeps: (node) => (ranked()[0] ?? of(node)).node === node,
    well: (node) => {
      if (of(node).fitness === "out") of(node).fitness = "fit";
    },
    ill: (node) => fall(of(node)),
    told: (node, fitness) => {
      const one = of(node);
      if (fitness === "out") return fall(one);
      one.fitness = fitness;
      one.rounds = fitness === "fit" ? one.rounds + 1 : 0;
      if (one.rounds > TRIAL.longest) one.trial = 0;
    },
  };
};

const rank = ({ fitness, rounds, trial }: Standing<unknown>): number => {
  if (fitness === "out") return 3;
  if (fitness === "spare") return 2;
  return rounds >= trial ? 0 : 1;
};

const fall = <H>(one: Standing<H>): void => {
  if (one.fitness !== "out") one.trial = Math.min(TRIAL.longest, Math.max(TRIAL.first, one.trial * 2));
  one.fitness = "out";
  one.rounds = 0;
};
