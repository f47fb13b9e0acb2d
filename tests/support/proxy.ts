// Support: a proxy before several replicas: in turn to those whose /readyz says yes, once more to another where the first closed without a word.
import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as rest } from "node:timers/promises";

export type Proxy = {
  url: string;
  /** How many requests were given to a second replica. */
  retried(): number;
  /** Whether each replica is thought fit, in their order. */
  fit(): boolean[];
  stop(): Promise<void>;
};

const LOOK_MS = 100;

type Replica = { port: number; fit: boolean };
type Choose = () => Replica | undefined;

export const startProxy = async (ports: readonly number[]): Promise<Proxy> => {
  const replicas: Replica[] = ports.map((port) => ({ port, fit: false }));
  const agent = new Agent({ keepAlive: true });
  const sockets = new Set<Socket>();
  let turn = 0;
  let retried = 0;
  let stopped = false;
  const choose: Choose = () => {
    const fit = replicas.filter((one) => one.fit);
    return fit[turn++ % fit.length];
  };
  const look = async (replica: Replica): Promise<void> => {
    while (!stopped) {
      const said = await fetch(`http://127.0.0.1:${replica.port}/readyz?for=web`).catch(() => undefined);
      replica.fit = said?.ok === true;
      await said?.text().catch(() => "");
      await rest(LOOK_MS);
    }
  };
  const looking = replicas.map(look);
  const server = createServer((asked, answer) => void serve({ agent, choose, again: () => retried++ }, asked, answer));
  server.on("connection", (socket) => keep(sockets, socket));
  server.on("upgrade", (asked: IncomingMessage, socket: Socket, head: Buffer) => join(choose(), asked, socket, head));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    retried: () => retried,
    fit: () => replicas.map((one) => one.fit),
    stop: async () => {
      stopped = true;
      for (const socket of sockets) socket.destroy();
      server.close();
      agent.destroy();
      await Promise.all([once(server, "close"), ...looking]);
    },
  };
};

const keep = (sockets: Set<Socket>, socket: Socket): void => {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
};

type Serving = { agent: Agent; choose: Choose; again(): void };

const serve = async (serving: Serving, asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
  const body: Buffer[] = [];
  for await (const part of asked) body.push(part as Buffer);
  for (let tries = 0; tries < 3; tries++) {
    if (tries > 0) serving.again();
    const from = await pass(serving, asked, Buffer.concat(body)).catch(() => undefined);
    if (!from) continue;
    const { connection: _own, ...headers } = from.headers;
    answer.writeHead(from.statusCode ?? 502, headers);
    from.pipe(answer);
    return;
  }
  answer.writeHead(502).end();
};

/** Rejects when the replica closed before any byte of an answer. */
const pass = async ({ agent, choose }: Serving, asked: IncomingMessage, body: Buffer): Promise<IncomingMessage> => {
  const replica = choose();
  if (!replica) throw new Error("no replica");
  const { connection: _own, ...headers } = asked.headers;
  const options = { port: replica.port, host: "127.0.0.1", method: asked.method, path: asked.url, headers, agent };
  const passed = request(options);
  passed.end(body);
  const [answer] = (await once(passed, "response")) as [IncomingMessage];
  return answer;
};

/** A WebSocket: the bytes go both ways as they are. */
const join = (replica: Replica | undefined, asked: IncomingMessage, socket: Socket, head: Buffer): void => {
  socket.on("error", () => socket.destroy());
  if (!replica) return void socket.end("HTTP/1.1 503 Service Unavailable\r\n\r\n");
  const inner = connect(replica.port, "127.0.0.1", () => {
    const lines = asked.rawHeaders.flatMap((name, i, all) => (i % 2 ? [] : [`${name}: ${all[i + 1] ?? ""}`]));
    inner.write(`GET ${asked.url ?? "/"} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    inner.write(head);
    inner.pipe(socket).pipe(inner);
  });
  inner.on("error", () => socket.destroy());
  inner.on("close", () => socket.destroy());
  socket.on("close", () => inner.destroy());
};
