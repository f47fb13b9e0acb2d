// Telegram: the adapter: connects, takes updates by polling or webhook, and delivers.
import type { AfterFailure, ChatAdapter, Core } from "../../src/core.ts";
import { createGate, insist } from "../../src/core.ts";
import { createApi } from "./api.ts";
import { deliverOver } from "./deliver.ts";
import { codeOf, waitOf } from "./faults.ts";
import { createLanes } from "./lanes.ts";
import { setMenu } from "./menu.ts";
import type { Bot, TelegramParts } from "./parts.ts";
import type { Polling } from "./poll.ts";
import { startPolling } from "./poll.ts";
import { createPace, UNPACED } from "./pace.ts";
import { createReach } from "./reach.ts";
import type { Receive } from "./receive.ts";
import { createReceive } from "./receive.ts";
import { setWebhook, webhookRoute } from "./webhook.ts";

export type { TelegramParts } from "./parts.ts";

/** Enough for a database beside the network, few enough for the embedded one to leave room for everything else. */
const TURNS = 2;

type GetMe = { id: number; username: string };

export const createTelegram = (parts: TelegramParts): ChatAdapter => {
  const stopping = new AbortController();
  let bot: Bot | undefined;
  let receive: Receive | undefined;
  let polling: Polling | undefined;
  let connecting: Promise<void> = Promise.resolve();
  const connect = async (core: Core): Promise<void> => {
    const api = createApi(parts.token, parts.apiUrl, parts.tooFast);
    const base = {
      ...parts,
      core,
      api,
      lanes: createLanes(),
      turn: createGate(TURNS),
      reach: createReach(parts.desk, parts.clock.now),
      pace: parts.pace === "none" ? UNPACED : (parts.pace ?? createPace()),
    };
    const me = await insist(stopping.signal, () => api.call<GetMe>("getMe"), unreached(parts));
    if (!me) return;
    const made: Bot = { ...base, me: { id: String(me.id), username: me.username } };
    bot = made;
    receive = createReceive(made);
    if (parts.webhook) await insist(stopping.signal, () => setWebhook(made), unreached(parts));
    else if (!stopping.signal.aborted) polling = startPolling(made, receive);
    await setMenu(made);
  };
  return {
    platform: "telegram",
    // Not awaited: the web is up also while Telegram cannot be reached.
    start: async (core) => {
      connecting = connect(core).catch((error: unknown) => parts.log("telegram not connected", { alarm: true, error }));
    },
    stop: async () => {
      stopping.abort();
      await connecting;
      await polling?.stop();
      await bot?.lanes.idle();
    },
    deliver: deliverOver(() => bot),
    ...(parts.webhook && { routes: () => [webhookRoute(parts.webhook?.secret ?? "", () => receive)] }),
  };
};

const unreached =
  ({ log }: TelegramParts) =>
  (error: unknown): AfterFailure => {
    const code = codeOf(error);
    // 401 and 404: the token is not one that Telegram knows.
    const alarm = code === 401 || code === 404;
    log("telegram cannot be reached", { alarm, ...(code === undefined ? { error } : { status: code }) });
    return waitOf(error);
  };
