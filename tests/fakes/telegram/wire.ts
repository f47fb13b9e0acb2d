// The loopback Bot API: HTTP: /bot<token>/<method> by GET or POST, parameters in the query, as JSON, as a form or in parts.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { bad, type Json, Refused } from "./refused.ts";

export type Answered =
  | { ok: true; result: unknown }
  | { ok: false; error_code: number; description: string; parameters?: Json };

/** What becomes of a call: an answer, a page that is not JSON, silence or a cut line. */
export type Outcome = { answer: Answered } | { html: number } | { silence: true } | { cut: true };

type Call = (method: string, given: Json, signal: AbortSignal) => Promise<Outcome>;

const MOST_BYTES = 50 * 1024 * 1024;

/** Listens on a free port of 127.0.0.1. `call` carries out a method; reading and answering are done here. */
export const listen = async (token: string, call: Call): Promise<{ url: string; close(): Promise<void> }> => {
  const server = createServer((request, response) => void serve(token, call, request, response));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}`, close: () => shut(server) };
};

const shut = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const serve = async (token: string, call: Call, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const outcome = await outcomeOf(token, call, request, gone.signal);
  if ("cut" in outcome) request.socket.destroy();
  else if ("html" in outcome)
    response.writeHead(outcome.html, { "content-type": "text/html" }).end("<html>Bad Gateway</html>");
  else if ("answer" in outcome && !gone.signal.aborted) reply(response, outcome.answer);
};

const outcomeOf = async (
  token: string,
  call: Call,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<Outcome> => {
  try {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const [, bot, method] = /^\/bot([^/]+)\/([A-Za-z]+)$/.exec(url.pathname) ?? [];
    if (bot === undefined || method === undefined || !/^\d+:[\w-]+$/.test(decodeURIComponent(bot)))
      throw new Refused(404, "Not Found");
    if (decodeURIComponent(bot) !== token) throw new Refused(401, "Unauthorized");
    return await call(method, { ...Object.fromEntries(url.searchParams), ...(await bodyOf(request)) }, signal);
  } catch (thrown) {
    return { answer: refusal(thrown) };
  }
};

/** `{ok: false}` for anything thrown. What is no refusal is the fake's own mistake, and is told as such. */
export const refusal = (thrown: unknown): Answered => {
  if (!(thrown instanceof Refused))
    return { ok: false, error_code: 500, description: `Internal Server Error: fake: ${String(thrown)}` };
  return {
    ok: false,
    error_code: thrown.code,
    description: thrown.message,
    ...(thrown.parameters && { parameters: thrown.parameters }),
  };
};

const reply = (response: ServerResponse, answer: Answered): void => {
  const after = answer.ok ? undefined : answer.parameters?.["retry_after"];
  response.writeHead(answer.ok ? 200 : answer.error_code, {
    "content-type": "application/json",
    ...(after !== undefined && { "retry-after": String(after) }),
  });
  response.end(JSON.stringify(answer));
};

const bodyOf = async (request: IncomingMessage): Promise<Json> => {
  if (request.method !== "GET" && request.method !== "POST") throw new Refused(405, "Method Not Allowed");
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > MOST_BYTES) throw new Refused(413, "Request Entity Too Large");
    parts.push(part as Buffer);
  }
  const body = Buffer.concat(parts);
  if (body.length === 0) return {};
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("application/json")) return json(body.toString("utf8"));
  if (type.startsWith("application/x-www-form-urlencoded"))
    return Object.fromEntries(new URLSearchParams(body.toString("utf8")));
  if (!type.startsWith("multipart/form-data")) throw bad("unsupported content type");
  const form = await new Response(body, { headers: { "content-type": type } }).formData();
  return Object.fromEntries(form);
};

const json = (body: string): Json => {
  try {
    const read: unknown = JSON.parse(body);
    if (typeof read === "object" && read !== null && !Array.isArray(read)) return read as Json;
  } catch {
    // told below
  }
  throw bad("can't parse JSON object");
};
