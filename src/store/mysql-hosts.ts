// Store: the hosts of a MySQL address: one, or the nodes of a cluster, of which one is used until it fails.

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

/** The nodes in the order to try them now. All connections of a process go to one node while it is well. */
export type Nodes<H> = {
  order(): H[];
  /** It took a connection and is well. */
  well(node: H): void;
  /** It failed: the others come before it from now on. */
  ill(node: H): void;
};

export const createNodes = <H>(hosts: readonly H[]): Nodes<H> => {
  let order = [...hosts];
  return {
    order: () => [...order],
    well: (node) => {
      order = [node, ...order.filter((other) => other !== node)];
    },
    ill: (node) => {
      order = [...order.filter((other) => other !== node), node];
    },
  };
};
