// The loopback Bot API: who the bot is, and how it gets its updates.
import { flag, text, whole } from "../params.ts";
import { bad } from "../refused.ts";
import { BOT } from "../state.ts";
import type { Method } from "./house.ts";

const ME = {
  ...BOT,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: true,
  can_connect_to_business: false,
  has_main_web_app: false,
};

const setWebhook: Method = {
  takes:
    "url!:string certificate:file ip_address:string max_connections:int allowed_updates:array drop_pending_updates:bool secret_token:string",
  run: ({ inbox, webhook }, params) => {
    const url = text(params, "url") ?? "";
    const secret = text(params, "secret_token");
    if (secret !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(secret))
      throw bad("secret token contains unallowed characters");
    if (url !== "" && !(URL.canParse(url) && url.startsWith("https://")))
      throw bad("bad webhook: An HTTPS URL must be provided for webhook");
    if (!["", "443", "80", "88", "8443"].includes(url === "" ? "" : new URL(url).port))
      throw bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
    if (params["allowed_updates"] !== undefined) inbox.allow(params["allowed_updates"]);
    if (flag(params, "drop_pending_updates")) inbox.forget();
    webhook.set(url === "" ? undefined : { url, secret, most: whole(params, "max_connections") ?? 40 });
    return true;
  },
};

export const updateMethods: Record<string, Method> = {
  getMe: { takes: "", run: () => ME },
  getUpdates: {
    takes: "offset:int limit:int timeout:int allowed_updates:array",
    run: ({ inbox }, params, signal) => {
      if (params["allowed_updates"] !== undefined) inbox.allow(params["allowed_updates"]);
      const limit = Math.min(100, Math.max(1, whole(params, "limit") ?? 100));
      return inbox.poll({
        offset: whole(params, "offset") ?? 0,
        limit,
        timeout: whole(params, "timeout") ?? 0,
        signal,
      });
    },
  },
  setWebhook,
  deleteWebhook: {
    takes: "drop_pending_updates:bool",
    run: ({ inbox, webhook }, params) => {
      if (flag(params, "drop_pending_updates")) inbox.forget();
      webhook.set(undefined);
      return true;
    },
  },
  getWebhookInfo: { takes: "", run: ({ webhook }) => webhook.info() },
};
