// The loopback Bot API asked with plain fetch, for its own tests: one server at a time, and a clock that a test moves.
import { get } from "node:http";
import { expect } from "vitest";
import { type FakeTelegram, startFakeTelegram, type Update } from "./index.ts";

export type Answer = {
  ok: boolean;
  result: Record<string, unknown> & Update[];
  error_code: number;
  description: string;
  parameters?: Record<string, number>;
};

/** The server that was started last. */
export let fake: FakeTelegram;
let at = Date.UTC(2026, 10, 22, 11);
export const start = async (opts: { limits?: boolean } = {}): Promise<FakeTelegram> => {
  at = Date.UTC(2026, 10, 22, 11);
  fake = await startFakeTelegram({ now: () => at, ...opts });
  return fake;
};
export const forward = (ms: number): void => {
  at += ms;
};

export const call = async (method: string, params: object = {}): Promise<Answer> => {
  const response = await fetch(`${fake.url}/bot${fake.token}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(params),
  });
  const answer = (await response.json()) as Answer;
  expect(response.status).toBe(answer.ok ? 200 : answer.error_code);
  return answer;
};
export const refusal = async (method: string, params: object): Promise<string> => {
  const answer = await call(method, params);
  return answer.ok ? "ok" : `${answer.error_code} ${answer.description}`;
};
/** A poll on a line of its own: fetch would let one wait behind the other. */
export const poll = (timeout: number): Promise<Answer> =>
  new Promise((resolve, reject) => {
    get(`${fake.url}/bot${fake.token}/getUpdates?timeout=${timeout}`, { agent: false }, (response) => {
      let body = "";
      response.on("data", (part: Buffer) => (body += part.toString()));
      response.on("end", () => resolve(JSON.parse(body) as Answer));
    }).on("error", reject);
  });
export const updates = async (params: object = {}): Promise<Update[]> => (await call("getUpdates", params)).result;
export const buttons = (...labels: string[]) => ({
  inline_keyboard: [labels.map((text) => ({ text, callback_data: `rsvp k3x9q2ab ${text}` }))],
});
