// The loopback Bot API: how the server says no, in the words of the real one.

export type Json = Record<string, unknown>;

/** An answer `{ok: false}`: `code` is the HTTP status as well. */
export class Refused extends Error {
  readonly code: number;
  readonly parameters: Json | undefined;

  constructor(code: number, description: string, parameters?: Json) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

export const bad = (why: string): Refused => new Refused(400, `Bad Request: ${why}`);
/** Something the real server lets pass, or we cannot know its words for; a mistake all the same. */
export const stricter = (why: string): Refused => new Refused(400, `Bad Request: fake: ${why}`);
export const forbidden = (why: string): Refused => new Refused(403, `Forbidden: ${why}`);
export const conflict = (why: string): Refused => new Refused(409, `Conflict: ${why}`);
export const tooMany = (seconds: number): Refused =>
  new Refused(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });

export const QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid";
export const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
export const OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running";
export const WEBHOOK_ACTIVE =
  "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
