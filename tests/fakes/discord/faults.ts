// The loopback Discord: faults that a test asks for, to happen to the next requests of a route.
import type { Headers } from "./limits.ts";
import type { Fault, Json } from "./types.ts";

export type Answer = { status: number; body?: unknown; headers?: Headers };

/** What becomes of a request. */
export type Outcome = Answer | { cut: true } | { silence: true };

export const createFaults = () => {
  const waiting = new Map<string, Fault[]>();
  return {
    /** "*" is any route. */
    failNext: (route: string, fault: Fault | readonly Fault[]): void => {
      const more = Array.isArray(fault) ? (fault as readonly Fault[]) : [fault as Fault];
      waiting.set(route, [...(waiting.get(route) ?? []), ...more]);
    },
    take: (route: string): Fault | undefined => waiting.get(route)?.shift() ?? waiting.get("*")?.shift(),
  };
};

export const isDone = (fault: Fault): boolean => "done" in fault && fault.done === true;

/** What is answered instead. */
export const faultOutcome = (fault: Fault): Outcome => {
  if ("reset" in fault) return { cut: true };
  if ("never" in fault) return { silence: true };
  if ("limited" in fault) return tooMany(fault.retryAfter, scopeHeaders(fault.limited));
  return {
    status: fault.status,
    body: { message: fault.message ?? `${fault.status}: loopback`, code: fault.code ?? 0 },
  };
};

/** `seconds` go out as they are, unless `headers` say how long: the real one sends whole ones in its header. */
export const tooMany = (seconds: number, headers: Headers, more: Json = {}): Answer => ({
  status: 429,
  headers: { "retry-after": String(seconds), ...headers },
  body: {
    message: "You are being rate limited.",
    retry_after: seconds,
    global: headers["x-ratelimit-global"] === "true",
    ...more,
  },
});

const scopeHeaders = (limited: "user" | "shared" | "global"): Headers => ({
  "x-ratelimit-scope": limited,
  ...(limited === "global" && { "x-ratelimit-global": "true" }),
});
