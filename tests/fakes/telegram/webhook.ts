// The loopback Bot API: updates brought to the bot's own server, one after another, again until it takes them.
import type { Inbox, Update } from "./inbox.ts";
import type { Json } from "./refused.ts";

type Hook = { url: string; secret: string | undefined; most: number };
export type Webhook = ReturnType<typeof createWebhook>;

/** ms before the same update is brought again: short, since nobody here has an hour. */
const AGAIN = [20, 50, 100, 250];

export const createWebhook = (inbox: Inbox, seconds: () => number, watch: (watcher: () => void) => () => void) => {
  let hook: Hook | undefined;
  let relay: string | undefined;
  let busy = false;
  let failed = 0;
  let timer: NodeJS.Timeout | undefined;
  let lastError: Json = {};

  const bring = async (update: Update, secret: string | undefined, to: Hook): Promise<number> => {
    const { pathname, search, origin } = new URL(to.url);
    const response = await fetch(`${relay ?? origin}${pathname}${search}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(secret !== undefined && { "x-telegram-bot-api-secret-token": secret }),
      },
      body: JSON.stringify(update),
      redirect: "manual",
    });
    await response.arrayBuffer();
    return response.status;
  };
  const pump = async (): Promise<void> => {
    const update = inbox.first();
    if (!hook || !update || busy) return;
    busy = true;
    const status = await bring(update, hook.secret, hook).catch(() => 0);
    busy = false;
    if (status >= 200 && status < 300) {
      failed = 0;
      inbox.done(update);
      return pump();
    }
    lastError = {
      last_error_date: seconds(),
      last_error_message: status ? `Wrong response from the webhook: ${status}` : "Connection failed",
    };
    timer = setTimeout(() => void pump(), AGAIN[failed++] ?? 500);
  };
  const unwatch = watch(() => {
    if (failed === 0) void pump();
  });

  return {
    set: (to: Hook | undefined): void => {
      hook = to;
      failed = 0;
      clearTimeout(timer);
      inbox.webhook(to !== undefined);
      void pump();
    },
    info: (): Json => ({
      url: hook?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: inbox.waiting(),
      ...(hook && { max_connections: hook.most, ip_address: "149.154.167.220" }),
      ...lastError,
      ...(inbox.allowed().length > 0 && { allowed_updates: inbox.allowed() }),
    }),
    /** The address is public; here its calls are carried to this origin. */
    relayTo: (origin: string): void => {
      relay = origin;
    },
    /** Brings one update now, with any secret (undefined: the header is missing); the status it got. */
    deliver: (update: Update, secret: string | undefined): Promise<number> => {
      if (!hook) throw new Error("no webhook is set");
      return bring(update, secret, hook);
    },
    secret: () => hook?.secret,
    close: (): void => {
      hook = undefined;
      clearTimeout(timer);
      unwatch();
    },
  };
};
