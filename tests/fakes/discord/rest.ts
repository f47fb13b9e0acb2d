// The loopback Discord: the REST server: who asks, how often, for what, and what went wrong.
import type { Server } from "node:http";
import { commandRoutes } from "./commands.ts";
import { eventRoutes } from "./events.ts";
import { type Answer, createFaults, faultOutcome, isDone, type Outcome, tooMany } from "./faults.ts";
import { createLimits, type Limits } from "./limits.ts";
import { messageRoutes } from "./messages-routes.ts";
import { Refused, refusals } from "./refused.ts";
import { hookRoutes } from "./rest-hooks.ts";
import { placeRoutes } from "./rest-places.ts";
import { type Found, type House, routeName, routerOf } from "./router.ts";
import type { Call, Fault } from "./types.ts";
import { type Incoming, listen } from "./wire.ts";

export type Rest = {
  /** For DISCORD_API_URL: without the version. */
  url: string;
  port: number;
  /** The gateway may take up its upgrades. */
  server: Server;
  /** Requests that came and are not answered yet. */
  busy(): number;
  calls(route?: string): Call[];
  forgetCalls(): void;
  failNext(route: string, fault: Fault | readonly Fault[]): void;
  limits(on: boolean): void;
  refused(): { route: string; message: string }[];
  close(): Promise<void>;
};

const find = routerOf([...placeRoutes, ...messageRoutes, ...hookRoutes, ...commandRoutes, ...eventRoutes]);

type Desk = House & {
  limits: Limits;
  faults: ReturnType<typeof createFaults>;
  note(call: Call, refused: Refused): void;
};

/** Serves until closed. `limits`: whether it says 429 by itself. */
export const startRest = async (house: House, limited = false): Promise<Rest> => {
  const { state } = house;
  const calls: Call[] = [];
  const refused: { route: string; message: string }[] = [];
  let busy = 0;
  const desk: Desk = {
    ...house,
    limits: createLimits(limited),
    faults: createFaults(),
    note: ({ route }, { blame, code, message }) => {
      if (blame) refused.push({ route, message: `${code} ${message}` });
    },
  };
  const serve = async (incoming: Incoming): Promise<Outcome> => {
    busy += 1;
    const { method, path = "" } = incoming;
    const call: Call = { method, path, route: routeName(method, path), body: undefined, at: state.now() };
    calls.push(call);
    call.body = await incoming.body.catch(() => undefined);
    const outcome = await outcomeOf(desk, call, incoming);
    if ("status" in outcome) call.status = outcome.status;
    state.changed();
    return outcome;
  };
  const answered = (): void => {
    busy -= 1;
    state.changed();
  };
  const { server, port, close } = await listen(serve, answered);
  return {
    url: `http://127.0.0.1:${port}/api`,
    port,
    server,
    busy: () => busy,
    calls: (route) => calls.filter((call) => route === undefined || call.route === route),
    forgetCalls: () => void calls.splice(0),
    failNext: desk.faults.failNext,
    limits: desk.limits.turn,
    refused: () => [...refused],
    close,
  };
};

const outcomeOf = async (desk: Desk, call: Call, incoming: Incoming): Promise<Outcome> => {
  const fault = desk.faults.take(call.route);
  if (fault && isDone(fault)) await answerTo(desk, call, incoming);
  const outcome = fault ? faultOutcome(fault) : await answerTo(desk, call, incoming);
  if ("status" in outcome && isHeld(outcome)) desk.limits.refusal();
  return outcome;
};

/** Counts against the sender; a limit that others share does not. */
const isHeld = ({ status, headers }: Answer): boolean =>
  status === 401 || status === 403 || (status === 429 && headers?.["x-ratelimit-scope"] !== "shared");

const answerTo = async (desk: Desk, call: Call, incoming: Incoming): Promise<Answer> => {
  const banned = desk.limits.banned();
  // The gatekeeper before the API says this, not the API.
  if (banned > 0)
    return { status: 429, body: "error code: 1015", headers: { "retry-after": String(Math.ceil(banned)) } };
  try {
    const found = foundFor(desk, incoming);
    const { headers, wait } = desk.limits.count(found);
    if (wait !== undefined) return tooMany(wait, { ...headers, "retry-after": String(Math.ceil(wait)) });
    const refused = await carriedOut(desk, found, incoming);
    if (refused.error) desk.note(call, refused.error);
    return { ...refused.answer, headers: { ...headers, ...refused.answer.headers } };
  } catch (thrown) {
    if (thrown instanceof Refused) desk.note(call, thrown);
    return refusal(thrown);
  }
};

const foundFor = ({ state }: Desk, { method, path, query, authorization }: Incoming): Found => {
  const found = path === undefined ? { elsewhere: false } : find(method, path);
  if ("elsewhere" in found) throw found.elsewhere ? refusals.methodNotAllowed() : refusals.notFound();
  if (!found.route.open && authorization !== `Bot ${state.token}`) throw refusals.unauthorized();
  const known = found.route.query?.split(" ") ?? [];
  for (const name of query.keys()) if (!known.includes(name)) throw refusals.unknownParameter(name);
  return found;
};

const carriedOut = async (
  desk: Desk,
  { route, ids }: Found,
  { query, body }: Incoming,
): Promise<{ answer: Answer; error?: Refused }> => {
  try {
    const made: unknown = route.run(desk, { ids, query, body: await body });
    return { answer: made === undefined ? { status: 204 } : { status: 200, body: made } };
  } catch (thrown) {
    return { answer: refusal(thrown), ...(thrown instanceof Refused && { error: thrown }) };
  }
};

/** Discord's JSON of anything thrown. What is no refusal is the fake's own mistake, and is told as such. */
const refusal = (thrown: unknown): Answer => {
  if (!(thrown instanceof Refused)) return { status: 500, body: { message: `fake: ${String(thrown)}`, code: 0 } };
  const { status, code, message, errors, after } = thrown;
  if (after !== undefined) return tooMany(after, { "x-ratelimit-scope": "user" }, { message, code });
  return { status, body: { message, code, ...(errors && { errors }) } };
};
