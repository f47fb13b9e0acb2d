// Telegram: what goes wrong in a call, as the closed set of faults that the sender knows.
import { TelegramError } from "telegraf";
import type { Fault } from "../../src/core.ts";

const SECOND = 1_000;

/** The call never reached Telegram, so nothing was done. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL"]);

/** What a 400 says of a destination that is no more. */
const DEAD =
  /chat not found|user not found|peer_id_invalid|group chat was deactivated|chat_write_forbidden|not enough rights to send|no rights to send|topic_closed|topic_deleted|message thread not found|bot is not a member|chat_restricted|user_is_blocked|input_user_deactivated|need administrator rights/i;

/** What a 400 says of a message that cannot be edited any more. */
const GONE =
  /message to edit not found|message can't be edited|message_id_invalid|message identifier is not specified/i;

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
  // A token that is not accepted, or another poller: the operator's to mend, and nothing was sent.
  if (code === 401 || code === 404 || code === 409) return { outcome: "retry" };
  return { outcome: "gone" };
};

const whyOf = (description: string): string =>
  ["blocked", "kicked", "deactivated"].find((why) => description.toLowerCase().includes(why)) ?? "forbidden";
