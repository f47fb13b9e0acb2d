// The loopback Bot API: faults that a test asks for, to happen to the next calls of a method.
import { NOT_MODIFIED, QUERY_TOO_OLD } from "./refused.ts";

/**
 * What happens to a call instead of its answer. `done`: the call is carried out all the same and only its answer is lost,
 * which is the case in which a sender cannot know.
 */
export type Fault =
  | { code: number; description: string; retryAfter?: number; migrateTo?: number }
  | { never: "answers"; done?: boolean }
  | { reset: true; done?: boolean }
  | { html: number };

export const faults = {
  tooMany: (seconds: number): Fault => ({
    code: 429,
    description: `Too Many Requests: retry after ${seconds}`,
    retryAfter: seconds,
  }),
  blocked: { code: 403, description: "Forbidden: bot was blocked by the user" },
  kicked: { code: 403, description: "Forbidden: bot was kicked from the group chat" },
  deactivated: { code: 403, description: "Forbidden: user is deactivated" },
  neverMet: { code: 403, description: "Forbidden: bot can't initiate conversation with a user" },
  notModified: { code: 400, description: `Bad Request: ${NOT_MODIFIED}` },
  editNotFound: { code: 400, description: "Bad Request: message to edit not found" },
  cannotEdit: { code: 400, description: "Bad Request: message can't be edited" },
  chatNotFound: { code: 400, description: "Bad Request: chat not found" },
  queryTooOld: { code: 400, description: `Bad Request: ${QUERY_TOO_OLD}` },
  cannotParse: {
    code: 400,
    description: `Bad Request: can't parse entities: Unsupported start tag "x" at byte offset 0`,
  },
  conflict: {
    code: 409,
    description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  },
  unauthorized: { code: 401, description: "Unauthorized" },
  internal: { code: 500, description: "Internal Server Error: restart" },
  /** A page of the proxy in front of the server, not JSON. */
  badGateway: { html: 502 },
  timeout: { never: "answers" },
  timeoutButDone: { never: "answers", done: true },
  reset: { reset: true },
  resetButDone: { reset: true, done: true },
} as const satisfies Record<string, Fault | ((n: number) => Fault)>;

/** The faults that are still to happen, by method; "*" is any method but getUpdates. */
export const createFaults = () => {
  const waiting = new Map<string, Fault[]>();
  return {
    failNext: (method: string, fault: Fault | readonly Fault[]): void => {
      waiting.set(method, [
        ...(waiting.get(method) ?? []),
        ...(Array.isArray(fault) ? (fault as Fault[]) : [fault as Fault]),
      ]);
    },
    take: (method: string): Fault | undefined =>
      waiting.get(method)?.shift() ?? (method === "getUpdates" ? undefined : waiting.get("*")?.shift()),
    forget: (): void => waiting.clear(),
  };
};
