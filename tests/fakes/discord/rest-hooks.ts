// The loopback Discord: answers to interactions over REST: the first one, and those that follow by the interaction's token.
import { refusals } from "./refused.ts";
import type { Asked, House, Route } from "./router.ts";

/** These know a token of their own: the bot's is not asked for, and neither count towards the 50 a second. */
const OPEN = { free: true, open: true } as const;
const HOOK = "/webhooks/:id/:token";
const ORIGINAL = `${HOOK}/messages/@original`;
const ONE = `${HOOK}/messages/:id`;
const BUCKET = { most: 5, ms: 2_000 };

const ours = (run: (house: House, token: string, asked: Asked) => unknown): Route["run"] => {
  return (house, asked) => {
    const [application, token = ""] = asked.ids;
    if (application !== house.state.applicationId) throw refusals.unknownWebhook();
    return run(house, token, asked);
  };
};

const callback: Route["run"] = ({ desk }, { ids: [id = "", token = ""], query, body }) => {
  const made = desk.callback(id, token, body);
  return query.get("with_response") === "true" ? made : undefined;
};

const messageOf = ({ ids }: Asked): string => ids[2] ?? "@original";

const follow = ours(({ desk }, token, { body }) => desk.followUp(token, body));
const read = ours(({ desk }, token, asked) => desk.read(token, messageOf(asked)));
const edit = ours(({ desk }, token, asked) => desk.edit(token, messageOf(asked), asked.body));
const remove = ours(({ desk }, token, asked) => desk.remove(token, messageOf(asked)));

export const hookRoutes: readonly Route[] = [
  { method: "POST", path: "/interactions/:id/:token/callback", query: "with_response", ...OPEN, run: callback },
  // For the answers of an application `wait` is always true, whatever is asked.
  { method: "POST", path: HOOK, query: "wait thread_id with_components", bucket: BUCKET, ...OPEN, run: follow },
  ...[ORIGINAL, ONE].flatMap((path): Route[] => [
    { method: "GET", path, query: "thread_id", bucket: BUCKET, ...OPEN, run: read },
    { method: "PATCH", path, query: "thread_id with_components", bucket: BUCKET, ...OPEN, run: edit },
    { method: "DELETE", path, query: "thread_id", bucket: BUCKET, ...OPEN, run: remove },
  ]),
];
