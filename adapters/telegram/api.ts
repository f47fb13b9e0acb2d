// Telegram: calls to the Bot API through telegraf's client, each with an end.
import { Telegram, TelegramError } from "telegraf";

/** In milliseconds: a call without an answer by then has failed, and may have been carried out. */
const PATIENCE = 15_000;

export type Api = {
  /** Calls a method; `T` is what the API's documentation says it returns. Rejects with telegraf's TelegramError or the network's error. */
  call<T>(method: string, payload?: Record<string, unknown>, opts?: { signal?: AbortSignal; ms?: number }): Promise<T>;
};

/** telegraf's types stop at an earlier version of the Bot API, so the method is a plain name here. */
type AnyCall = (method: string, payload: object, opts: { signal: AbortSignal }) => Promise<unknown>;

/** `tooFast`: told of each call that is refused as such, and whom it was for: Telegram does not say whom a limit counts for. */
export const createApi = (token: string, apiUrl: string, tooFast: (scope: Scope) => void = () => {}): Api => {
  // Without the slash at the end, a path in the address would be dropped.
  const client = new Telegram(token, { apiRoot: `${apiUrl.replace(/\/+$/, "")}/`, webhookReply: false });
  const callApi = client.callApi.bind(client) as unknown as AnyCall;
  return {
    call: async <T>(
      method: string,
      payload: Record<string, unknown> = {},
      { signal, ms = PATIENCE }: { signal?: AbortSignal; ms?: number } = {},
    ): Promise<T> => {
      const limit = AbortSignal.timeout(ms);
      try {
        return (await callApi(method, payload, { signal: signal ? AbortSignal.any([signal, limit]) : limit })) as T;
      } catch (error) {
        if (error instanceof TelegramError && error.code === TOO_FAST) tooFast(scopeOf(payload));
        throw error;
      }
    },
  };
};

const TOO_FAST = 429;
type Scope = "group" | "person" | "bot";

/** The ids of groups are below zero. */
const scopeOf = ({ chat_id }: Record<string, unknown>): Scope => {
  if (chat_id === undefined) return "bot";
  return String(chat_id).startsWith("-") ? "group" : "person";
};
