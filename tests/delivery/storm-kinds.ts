// Tests: what goes wrong between the bot and each platform: every kind of fault of the storm, as it looks at the wire.
import type { Answer, Trouble } from "../support/faulty-road.ts";

export type Kind = {
  name: string;
  platform: "telegram" | "discord";
  /** What it happens to: a message to a person or in a group, or the edit of a card. */
  on: "person" | "group" | "edit";
  trouble: Trouble;
  /** Whoever asked cannot know whether it was done. */
  ambiguous?: true;
  /** It happens to every request to this destination from then on, which is given up. */
  dead?: true;
  /** The card is posted once more, for its message cannot be edited. */
  anew?: true;
  /** Whom the platform asks to wait, and for how long in ms. */
  waits?: { whom: "chat" | "all"; ms: number };
};

type Fault = Omit<Kind, "name" | "platform">;
type Faults = Record<string, Fault>;

const JSON_TYPE = { "content-type": "application/json" };
const answered = (status: number, body: unknown, headers: Record<string, string> = {}): { trouble: Trouble } => ({
  trouble: { answered: { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) } },
});
const page = (status: number, text: string, headers: Record<string, string> = {}): { trouble: Trouble } => ({
  trouble: { answered: { status, headers: { "content-type": "text/html", ...headers }, body: text } },
});
const instead = (change: (answer: Answer) => Answer): { trouble: Trouble } => ({ trouble: { instead: change } });

/** The sender gives a platform ten seconds. */
const LATE = 2_000;
const html = "<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>";

/** What a line and whatever stands between can do to any request. */
const onTheLine = (error: unknown): Faults => ({
  "500": { on: "person", ...answered(500, error), ambiguous: true },
  "502 with a page": { on: "group", ...page(502, html), ambiguous: true },
  "503": { on: "person", ...page(503, ""), ambiguous: true },
  "504 after it was done": {
    on: "person",
    ...instead(() => ({ status: 504, headers: {}, body: "" })),
    ambiguous: true,
  },
  "done, and no answer": { on: "person", trouble: { lost: true }, ambiguous: true },
  "done, and reset": { on: "person", trouble: { reset: true }, ambiguous: true },
  "reset before": { on: "group", trouble: { cut: true }, ambiguous: true },
  "half-open": { on: "person", trouble: { swallowed: true }, ambiguous: true },
  "late headers": { on: "person", trouble: { late: LATE } },
  "torn answer": { on: "person", trouble: { torn: true }, ambiguous: true },
  "cut JSON": {
    on: "group",
    ...instead((answer) => ({ ...answer, body: answer.body.slice(0, -20) })),
    ambiguous: true,
  },
  "empty 200": { on: "person", ...instead((answer) => ({ ...answer, body: "" })), ambiguous: true },
  "200 that says nothing": { on: "person", ...instead((answer) => ({ ...answer, body: "{}" })), ambiguous: true },
  "wrong content type": {
    on: "person",
    ...instead((answer) => ({ ...answer, headers: { "content-type": "text/html" } })),
    ambiguous: true,
  },
  "reset edit": { on: "edit", trouble: { reset: true } },
  "lost edit": { on: "edit", trouble: { lost: true } },
});

const botApi = (error_code: number, description: string, parameters?: object): { trouble: Trouble } =>
  answered(error_code, { ok: false, error_code, description, ...(parameters && { parameters }) });

const tooMany = (seconds: number): { trouble: Trouble } =>
  answered(
    429,
    {
      ok: false,
      error_code: 429,
      description: `Too Many Requests: retry after ${seconds}`,
      parameters: { retry_after: seconds },
    },
    { "retry-after": String(seconds) },
  );

/** Telegram does not say whom a limit counts for: a group's are taken for its own, a person's who was written to once for the bot's. */
const TELEGRAM: Faults = {
  ...onTheLine({ ok: false, error_code: 500, description: "Internal Server Error" }),
  "429 of a group": { on: "group", ...tooMany(2), waits: { whom: "chat", ms: 2_000 } },
  "429 of a group's edits": { on: "edit", ...tooMany(1), waits: { whom: "chat", ms: 1_000 } },
  "429 of the bot": { on: "person", ...tooMany(1), waits: { whom: "all", ms: 1_000 } },
  "401 for a moment": { on: "person", ...botApi(401, "Unauthorized") },
  "409": { on: "group", ...botApi(409, "Conflict: terminated by other getUpdates request") },
  "403 blocked": { on: "person", ...botApi(403, "Forbidden: bot was blocked by the user"), dead: true },
  "403 deactivated": { on: "person", ...botApi(403, "Forbidden: user is deactivated"), dead: true },
  "400 chat not found": { on: "person", ...botApi(400, "Bad Request: chat not found"), dead: true },
  "403 kicked": { on: "group", ...botApi(403, "Forbidden: bot was kicked from the supergroup chat"), dead: true },
  "400 no rights": {
    on: "group",
    ...botApi(400, "Bad Request: not enough rights to send text messages to the chat"),
    dead: true,
  },
  "400 not modified": {
    on: "edit",
    ...botApi(400, "Bad Request: message is not modified: specified new message content is exactly the same"),
  },
  "400 edit not found": { on: "edit", ...botApi(400, "Bad Request: message to edit not found"), anew: true },
  "400 unparsed": {
    on: "person",
    ...botApi(400, "Bad Request: can't parse entities: Unsupported start tag at byte offset 0"),
  },
};

const api = (status: number, code: number): { trouble: Trouble } =>
  answered(status, { message: `loopback ${code}`, code });

const limited = (
  scope: string,
  body: number,
  header: number,
  more: Record<string, string> = {},
): { trouble: Trouble } =>
  answered(
    429,
    { message: "You are being rate limited.", retry_after: body, global: scope === "global" },
    { "retry-after": String(header), "x-ratelimit-scope": scope, ...more },
  );

const DISCORD: Faults = {
  ...onTheLine({ message: "500: Internal Server Error", code: 0 }),
  "429 of a bucket": { on: "group", ...limited("user", 1.337, 2), waits: { whom: "chat", ms: 1_337 } },
  "429 shared": { on: "person", ...limited("shared", 1.5, 2), waits: { whom: "chat", ms: 1_500 } },
  "429 of edits": { on: "edit", ...limited("shared", 0.75, 1), waits: { whom: "chat", ms: 750 } },
  "429 global": {
    on: "person",
    ...limited("global", 1, 1, { "x-ratelimit-global": "true" }),
    waits: { whom: "all", ms: 1_000 },
  },
  "429 in a header alone": {
    on: "group",
    ...page(429, "error code: 1015", { "retry-after": "1" }),
    waits: { whom: "chat", ms: 1_000 },
  },
  "401 for a moment": { on: "person", ...answered(401, { message: "401: Unauthorized", code: 0 }) },
  "50007 closed": { on: "person", ...api(403, 50_007), dead: true },
  "50278 no server in common": { on: "person", ...api(403, 50_278), dead: true },
  "50001 no access": { on: "group", ...api(403, 50_001), dead: true },
  "50013 no permission": { on: "group", ...api(403, 50_013), dead: true },
  "10003 unknown channel": { on: "group", ...api(404, 10_003), dead: true },
  "10003 of a private channel": { on: "person", ...api(404, 10_003) },
  "10008 unknown message": { on: "edit", ...api(404, 10_008), anew: true },
  "30046 old message": {
    on: "edit",
    ...answered(
      429,
      { message: "Maximum number of edits to messages older than 1 hour reached.", code: 30_046, retry_after: 2 },
      { "retry-after": "2", "x-ratelimit-scope": "user" },
    ),
    waits: { whom: "chat", ms: 2_000 },
  },
  "40060 already acknowledged": { on: "group", ...api(400, 40_060) },
};

const named = (platform: Kind["platform"], faults: Faults): Kind[] =>
  Object.entries(faults).map(([name, fault]) => ({ name: `${platform} ${name}`, platform, ...fault }));

export const KINDS: readonly Kind[] = [...named("telegram", TELEGRAM), ...named("discord", DISCORD)];
