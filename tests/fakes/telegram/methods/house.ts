// The loopback Bot API: what every method is given.
import type { Inbox } from "../inbox.ts";
import type { Limits } from "../limits.ts";
import type { Params } from "../params.ts";
import type { Queries } from "../queries.ts";
import type { State } from "../state.ts";
import type { Settings } from "../settings.ts";
import type { Webhook } from "../webhook.ts";

export type Rooms = {
  state: State;
  inbox: Inbox;
  limits: Limits;
  queries: Queries;
  settings: Settings;
  webhook: Webhook;
};

/** A method: its parameters as a table, and what it does. `signal` fires when the caller hangs up. */
export type Method = { takes: string; run(house: Rooms, params: Params, signal: AbortSignal): unknown };
