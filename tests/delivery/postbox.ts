// Tests: a destination outside of every process under test: an HTTP server that writes down what it gets, and the adapter that posts to it.
import type { AddressInfo } from "node:net";
import { createServer } from "node:http";
import { once } from "node:events";
import type { ChatAdapter } from "../../src/chat/adapter.ts";
import { destinationOf } from "./recorder.ts";

/** What a doomed process is told. `committed`: it stops before sending; `claimed`: with notes on lease; `delivered`: before finishing them. */
export type Doom = {
  url: string;
  dataKeys: string;
  box: string;
  now: number;
  stage: "committed" | "claimed" | "delivered";
  guests: readonly string[];
  title: string;
};

export type Posted = { to: string; nonce: string; replace?: string };

export const links = {
  party: (code: string) => `https://party.example/p/${code}`,
  invitation: (token: string) => `https://party.example/i/#${token}`,
  calendar: (token: string) => `https://party.example/calendar/${token}.ics`,
};

export const openBox = async (): Promise<{ url: string; posted: Posted[]; close(): Promise<void> }> => {
  const posted: Posted[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const one = JSON.parse(body) as Posted;
      posted.push(one);
      response.end(JSON.stringify({ messageId: one.replace ?? `m ${one.nonce}` }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    posted,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

/** `after` runs when the box has it and before the sender hears so. */
export const createPostbox = (url: string, after: () => Promise<void> = async () => {}): ChatAdapter => ({
  platform: "web",
  start: async () => {},
  stop: async () => {},
  deliver: async (destination, _, { nonce, replace }) => {
    const body: Posted = { to: destinationOf(destination), nonce, ...(replace !== undefined && { replace }) };
    const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    const { messageId } = (await answer.json()) as { messageId: string };
    await after();
    return { messageId };
  },
});
