// Telegram: what goes wrong in a call, as the closed set of faults that the sender knows.
import { TelegramError } from "telegraf";
import type { Fault } from "../../src/core.ts";

const SECOND = 1_000;

/** The call never reached Telegram, so nothing was done. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL"]);

/** What a 400 says of a destination that is no more. */
const DEAD =
  /chat not found|user not found|peer_id_invalid|group chat was deactivated|chat_write_forbidden|not enough rights to send|no rights to send|topic_closed|topic_deleted|message thread not found|bot is not a member|chat_restricted|chat_forbidden|chat_admin_required|chat_guest_send_forbidden|chat_send_\w+_forbidden|channel_(?:private|invalid)|user_is_blocked|user_deactivated|need administrator rights/i;

/** What a 400 says of a message that cannot be edited any more. */
const GONE =
  /message to edit not found|message can't be edited|message_id_invalid|message identifier is not specified|no text in the message to edit|message_author_required|message_edit_time_expired/i;

/** What a 400 says of a message that is refused for what it holds: a fault of ours, and refused again however often it is sent. */
const CONTENT =
  /message[ _](?:is )?too[ _]long|message[ _](?:text is )?empty|text must be (?:non-empty|encoded)|can't parse|entit\w+_(?:too_long|invalid)|button_\w+_invalid|url host is empty|url .*is invalid|reply[ _]markup[ _](?:is )?(?:too[ _]long|invalid)|text buttons are unallowed/i;
const TOO_LARGE = 413;
const TOKEN_WAIT = 60 * SECOND;

export const isNotModified = (error: unknown): boolean =>
  error instanceof TelegramError && error.code === 400 && /message is not modified/i.test(error.description);

export const isUnparsed = (error: unknown): boolean =>
  error instanceof TelegramError &&
  error.code === 400 &&
  /can't parse entities|url .*is invalid|button_url_invalid/i.test(error.description);

/** The id that a group has as a supergroup, when the call failed for its having moved. */
export const movedTo = (error: unknown): string | undefined => {
  const to = error instanceof TelegramError ? error.parameters?.migrate_to_chat_id : undefined;
  return to === undefined ? undefined : String(to);
};

/** How long Telegram asks to wait, in milliseconds. */
export const waitOf = (error: unknown): number | undefined => {
  const seconds = error instanceof TelegramError && error.code === 429 ? error.parameters?.retry_after : undefined;
  return typeof seconds === "number" && seconds > 0 ? Math.ceil(seconds) * SECOND : undefined;
};

export const codeOf = (error: unknown): number | undefined => (error instanceof TelegramError ? error.code : undefined);

/** `repeatable`: doing it twice comes to the same (an edit), so a doubt is no harm. */
export const faultOf = (error: unknown, repeatable: boolean): Fault => {
  const doubt: Fault = repeatable ? { outcome: "retry" } : { outcome: "ambiguous" };
  if (!(error instanceof TelegramError)) {
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    return code !== undefined && NEVER_SENT.has(code) ? { outcome: "retry" } : doubt;
  }
  const { code, description } = error;
  // An answer that is none of the Bot API's: of whatever stands between.
  if (typeof code !== "number") return doubt;
  if (code === 429) return { outcome: "retry", afterMs: waitOf(error) ?? SECOND };
  if (code >= 500) return doubt;
  if (code === 403) return { outcome: "unreachable", why: whyOf(description) };
  if (code === 400 && GONE.test(description)) return { outcome: "gone" };
  if (code === 400 && DEAD.test(description)) return { outcome: "unreachable", why: "no such chat" };
  if (isContent(error)) return { outcome: "gone" };
  if (isTokenRefused(error)) return { outcome: "retry", afterMs: TOKEN_WAIT, refused: true };
  // Another poller: nothing was sent.
  if (code === 409) return { outcome: "retry" };
  return { outcome: "ambiguous" };
};

/** What an operator should hear of: a fault of ours, a token that is not accepted, or an answer that nobody foresaw. */
export const alarmOf = (error: unknown): Record<string, unknown> | undefined => {
  if (!(error instanceof TelegramError) || typeof error.code !== "number") return undefined;
  const { code: status, description } = error;
  // Telegram's own name of it, where it says nothing else: a sentence may quote what people wrote.
  const code = /^Bad Request: ([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)$/.exec(description)?.[1];
  const alarm = (what: string) => ({ alarm: true, what, status, ...(code !== undefined && { code }) });
  if (isTokenRefused(error)) return alarm("token refused");
  if (isContent(error)) return alarm("message refused");
  const foreseen = status === 429 || status >= 500 || faultOf(error, false).outcome !== "ambiguous";
  return foreseen || isNotModified(error) ? undefined : alarm("unknown fault");
};

/** 404 is what a token gets that is none. */
const isTokenRefused = ({ code }: TelegramError): boolean => code === 401 || code === 404;

const isContent = ({ code, description }: TelegramError): boolean =>
  code === TOO_LARGE || (code === 400 && CONTENT.test(description));

const whyOf = (description: string): string =>
  ["blocked", "kicked", "deactivated"].find((why) => description.toLowerCase().includes(why)) ?? "forbidden";
