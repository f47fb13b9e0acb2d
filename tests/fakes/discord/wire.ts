// The loopback Discord: HTTP: /api/v10/… with JSON bodies, one server for REST, whose port the gateway may share.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Answer, Outcome } from "./faults.ts";
import { refusals } from "./refused.ts";

const BASE = "/api/v10";
const MOST_BYTES = 8 * 1024 * 1024;

export type Incoming = {
  method: string;
  /** Without the version, and without the query. Undefined: not of this API. */
  path: string | undefined;
  query: URLSearchParams;
  authorization: string;
  /** The body's JSON; undefined without one. Rejects with `Refused`. */
  body: Promise<unknown>;
};

/** Listens on a free port of 127.0.0.1. `answered` is called once the answer is out, or the line is cut. */
export const listen = async (
  serve: (incoming: Incoming) => Promise<Outcome>,
  answered: () => void,
): Promise<{ server: Server; port: number; close(): Promise<void> }> => {
  const server = createServer((request, response) => {
    response.on("close", answered);
    void serve(incomingOf(request)).then((outcome) => send(request, response, outcome));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, port: address.port, close: () => shut(server) };
};

const shut = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const incomingOf = (request: IncomingMessage): Incoming => {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const known = url.pathname.startsWith(`${BASE}/`);
  const body = bodyOf(request);
  // Whoever refuses before reading leaves it to nobody.
  body.catch(() => undefined);
  return {
    method: request.method ?? "GET",
    path: known ? url.pathname.slice(BASE.length) : undefined,
    query: url.searchParams,
    authorization: request.headers.authorization ?? "",
    body,
  };
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > MOST_BYTES) throw refusals.tooLarge();
    parts.push(part as Buffer);
  }
  if (size === 0) return undefined;
  if (!(request.headers["content-type"] ?? "").startsWith("application/json")) throw refusals.notJson();
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8")) as unknown;
  } catch {
    throw refusals.notJson();
  }
};

const send = (request: IncomingMessage, response: ServerResponse, outcome: Outcome): void => {
  if ("cut" in outcome) request.socket.destroy();
  else if ("status" in outcome && !response.destroyed) reply(response, outcome);
};

const reply = (response: ServerResponse, { status, body, headers = {} }: Answer): void => {
  // A content type without content is what discord.js fails at.
  if (body === undefined) response.writeHead(status, headers).end();
  else if (typeof body === "string") response.writeHead(status, { ...headers, "content-type": "text/plain" }).end(body);
  else response.writeHead(status, { ...headers, "content-type": "application/json" }).end(JSON.stringify(body));
};
