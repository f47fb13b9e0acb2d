// Support: the road to an HTTP server, on which a test lets things go wrong: before the server hears, or with its answer.
import type { AddressInfo } from "node:net";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** A request on its way. `via`: which of the road's addresses it took. `at`: by the machine's monotonic time, in ms. */
export type Passage = { via: string; method: string; path: string; body: string; at: number };
export type Answer = { status: number; headers: Record<string, string>; body: string };

/**
 * What goes wrong. The server never hears of a request that is `answered`, `cut` or `swallowed` (half-open: taken, and nothing comes
 * back). It carries out the others: then its answer is `lost` (nothing comes back), `reset`, `late` (its headers come after so many
 * ms), `torn` (the connection ends in the middle of it) or `instead` (another one comes).
 */
export type Trouble =
  | { answered: Answer }
  | { cut: true }
  | { swallowed: true }
  | { lost: true }
  | { reset: true }
  | { late: number }
  | { torn: true }
  | { instead: (answer: Answer) => Answer };

export type RoadParts = {
  /** Asked once for each request, when all of it has come. */
  trouble?(passage: Passage): Trouble | undefined;
  /** The server's own answer, whatever becomes of it. */
  carriedOut?(passage: Passage, answer: Answer): void;
};

export type FaultyRoad = {
  /** The server's address by way of this road; requests of one `via` are known by it. */
  url(via?: string): string;
  /** Requests that came and that the server has not answered yet; those that wait for news (`getUpdates`) are none. */
  busy(): number;
  close(): Promise<void>;
};

const POLL = /\/getUpdates$/;
const NO_BODY = "";

/** Whoever asked is gone: a server does not notice, and carries out what it has; only a poll ends with its poller. */
export const openFaultyRoad = async (target: string, parts: RoadParts = {}): Promise<FaultyRoad> => {
  const agent = new Agent({ keepAlive: true });
  let busy = 0;
  const server = createServer((incoming, outgoing) => {
    incoming.on("error", () => {});
    void bodyOf(incoming).then(
      async (body) => {
        const passage = passageOf(incoming, body);
        const counts = !POLL.test(passage.path);
        busy += counts ? 1 : 0;
        await travel({ target, agent, parts, incoming, outgoing }, passage).catch(() => outgoing.destroy());
        busy -= counts ? 1 : 0;
      },
      () => outgoing.destroy(),
    );
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (via = "any") => `http://127.0.0.1:${port}/${via}${new URL(target).pathname.replace(/\/$/, "")}`,
    busy: () => busy,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
};

const passageOf = (incoming: IncomingMessage, body: string): Passage => {
  const [, via = "", path = "/"] = /^\/([^/]+)(\/.*)$/.exec(incoming.url ?? "") ?? [];
  return { via, method: incoming.method ?? "GET", path, body, at: performance.now() };
};

const bodyOf = async (stream: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
};

type Crossing = {
  target: string;
  agent: Agent;
  parts: RoadParts;
  incoming: IncomingMessage;
  outgoing: ServerResponse;
};

const travel = async (crossing: Crossing, passage: Passage): Promise<void> => {
  const { parts, incoming, outgoing } = crossing;
  const trouble = parts.trouble?.(passage);
  if (trouble && "cut" in trouble) return void incoming.socket.resetAndDestroy();
  if (trouble && "swallowed" in trouble) return;
  if (trouble && "answered" in trouble) return send(outgoing, trouble.answered);
  const answer = await ask(crossing, passage);
  parts.carriedOut?.(passage, answer);
  if (!trouble) return send(outgoing, answer);
  if ("lost" in trouble) return;
  if ("reset" in trouble) return void incoming.socket.resetAndDestroy();
  if ("instead" in trouble) return send(outgoing, trouble.instead(answer));
  if ("late" in trouble) return void setTimeout(() => send(outgoing, answer), trouble.late).unref();
  tear(outgoing, answer);
};

const send = (outgoing: ServerResponse, { status, headers, body }: Answer): void => {
  if (outgoing.destroyed) return;
  outgoing.writeHead(status, headers);
  outgoing.end(status === 204 ? undefined : body);
};

/** The headers promise all of it. */
const tear = (outgoing: ServerResponse, { status, headers, body }: Answer): void => {
  outgoing.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body) + 1) });
  outgoing.write(body.slice(0, Math.floor(body.length / 2)), () => outgoing.destroy());
};

/** Of one connection alone, so it goes no further. */
const HOP = new Set(["connection", "keep-alive", "transfer-encoding", "content-length", "host"]);

const passedOn = (headers: IncomingMessage["headers"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      HOP.has(name) || value === undefined ? [] : [[name, String(value)]],
    ),
  );

const ask = ({ target, agent, incoming, outgoing }: Crossing, { method, path, body }: Passage): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = {
      ...passedOn(incoming.headers),
      ...(body !== NO_BODY && { "content-length": Buffer.byteLength(body) }),
    };
    const asked = request(new URL(path, target), { method, agent, headers }, (answer) => {
      bodyOf(answer).then(
        (text) => resolve({ status: answer.statusCode ?? 0, headers: passedOn(answer.headers), body: text }),
        reject,
      );
    });
    asked.on("error", reject);
    if (POLL.test(path)) outgoing.on("close", () => asked.destroy());
    asked.end(body);
  });
