// Discord: what goes wrong in a request, as the closed set of faults that the sender knows.
import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import type { Fault } from "../../src/core.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A message older than an hour takes few edits; Discord does not say when it takes the next. */
const OLD_MESSAGE_WAIT = 10 * MINUTE;
/** A token that is not accepted is the operator's to mend; each refusal counts towards a ban of the address. */
export const TOKEN_WAIT = MINUTE;

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
export const CODES = {
  unknownChannel: 10003,
  unknownServer: 10004,
  unknownMessage: 10008,
  unknownPerson: 10013,
  unknownInteraction: 10062,
  unknownEvent: 10070,
  tooManyEvents: 30038,
  tooManyOldEdits: 30046,
  openingTooFast: 40003,
  alreadyAnswered: 40060,
  noAccess: 50001,
  emptyMessage: 50006,
  closedToDirect: 50007,
  noPermission: 50013,
  invalidRecipient: 50033,
  invalidForm: 50035,
  archivedThread: 50083,
  noServerInCommon: 50278,
  overloaded: 130000,
  lockedThread: 160005,
  finishedEvent: 180000,
  blockedByRules: 200000,
  blockedLink: 240000,
} as const;

const unreachable = (why: string): Fault => ({ outcome: "unreachable", why });
const GONE: Fault = { outcome: "gone" };

const FAULTS: ReadonlyMap<number, Fault> = new Map([
  [CODES.unknownChannel, unreachable("no such channel")],
  [CODES.unknownServer, unreachable("no such server")],
  [CODES.unknownPerson, unreachable("no such person")],
  [CODES.invalidRecipient, unreachable("no such person")],
  [CODES.noAccess, unreachable("no access")],
  [CODES.noPermission, unreachable("no permission")],
  [CODES.closedToDirect, unreachable("closed to direct messages")],
  [CODES.noServerInCommon, unreachable("no server in common")],
  [CODES.lockedThread, unreachable("the thread is locked")],
  [CODES.unknownMessage, GONE],
  [CODES.unknownEvent, GONE],
  [CODES.finishedEvent, GONE],
  [CODES.tooManyEvents, GONE],
  // A message cannot be edited there; posting a new one opens the thread again.
  [CODES.archivedThread, GONE],
  // What is refused for what it says is refused again: it is given up, and the rest of the chat's notes go on.
  [CODES.invalidForm, GONE],
  [CODES.emptyMessage, GONE],
  [CODES.blockedByRules, GONE],
  [CODES.blockedLink, GONE],
  [CODES.tooManyOldEdits, { outcome: "retry", afterMs: OLD_MESSAGE_WAIT }],
  [CODES.openingTooFast, { outcome: "retry", afterMs: MINUTE }],
  [CODES.overloaded, { outcome: "retry" }],
]);

/** The request never reached Discord, so nothing was done. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Discord's own code of an error, such as 10008; undefined for everything else. */
export const codeOf = (error: unknown): number | undefined =>
  error instanceof DiscordAPIError && typeof error.code === "number" ? error.code : undefined;

/** How long a rate limit asks to wait, in milliseconds; undefined for everything else. */
export const waitOf = (error: unknown): number | undefined => {
  if (!(error instanceof RateLimitError)) return undefined;
  const wait = Math.max(error.retryAfter, error.sublimitTimeout);
  return Math.max(1, Math.ceil(wait > 0 ? wait : error.timeToReset > 0 ? error.timeToReset : SECOND));
};

/** discord.js drops a token that was refused once, and then says so instead of asking again. */
export const isTokenRefused = (error: unknown): boolean =>
  (error instanceof DiscordAPIError && error.status === 401) ||
  (error instanceof Error && /Expected token to be set/.test(error.message));

/** `repeatable`: doing it twice comes to the same, now and in an hour (an edit, a question), so a doubt is no harm. */
export const faultOf = (error: unknown, repeatable: boolean): Fault => {
  const doubt: Fault = repeatable ? { outcome: "retry" } : { outcome: "ambiguous" };
  const afterMs = waitOf(error);
  if (afterMs !== undefined) return { outcome: "retry", afterMs };
  if (isTokenRefused(error)) return { outcome: "retry", afterMs: TOKEN_WAIT, refused: true };
  if (error instanceof DiscordAPIError) return FAULTS.get(codeOf(error) ?? 0) ?? { outcome: "ambiguous" };
  if (error instanceof HTTPError) return doubt;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code !== undefined && NEVER_SENT.has(code) ? { outcome: "retry" } : doubt;
};

/** What an operator should hear of: a fault of ours, a token that is not accepted, or a code that nobody foresaw. */
export const alarmOf = (error: unknown): Record<string, unknown> | undefined => {
  if (isTokenRefused(error)) return { alarm: true, what: "token refused" };
  if (!(error instanceof DiscordAPIError)) return undefined;
  const code = codeOf(error);
  if (code === CODES.invalidForm || code === CODES.emptyMessage) return { alarm: true, what: "message refused", code };
  return FAULTS.has(code ?? 0) ? undefined : { alarm: true, what: "unknown fault", code, status: error.status };
};
