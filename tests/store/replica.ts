// A replica of the bot in a process of its own: the whole app on a cluster. Commands come by lines, and so do the answers.
import { createInterface } from "node:readline";
import { startApp } from "../../src/app.ts";
import type { ChatAdapter } from "../../src/chat/adapter.ts";
import { systemClock } from "../../src/clock.ts";
import { readConfig } from "../../src/config.ts";
import type { Log } from "../../src/log.ts";
import { destinationOf } from "../delivery/recorder.ts";
import type { Line, Replied, Ready } from "./replicas.ts";

const { url, dataKeys, box } = JSON.parse(process.argv[2] ?? "{}") as { url: string; dataKeys: string; box: string };

/** Posts to a box outside, which knows nonces as Discord does. */
const postbox: ChatAdapter = {
  platform: "discord",
  start: async () => {},
  stop: async () => {},
  deliver: async (to, view, { nonce, replace }) => {
    const body = JSON.stringify({ to: destinationOf(to), title: view.title, nonce, replace });
    const answer = await fetch(box, { method: "POST", body });
    return (await answer.json()) as { messageId: string };
  },
};

const faults: Record<string, number> = {};
const count = (event: string, detail?: Record<string, unknown>): void => {
  const name = `${event} ${String(detail?.["why"] ?? (detail?.["error"] as Error | undefined)?.message ?? "")}`.trim();
  faults[name] = (faults[name] ?? 0) + 1;
};
const log: Log = Object.assign(count, { warn: count, error: count });

const say = (line: Replied | Ready): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const config = readConfig({ DATABASE_URL: url, DATA_KEYS: dataKeys, PORT: "0", PLAYGROUND: "off" });
const app = await startApp({ config, clock: systemClock, log, adapters: [postbox] });
say({ ready: true });

const answer = async ({ id, chat, userId, name, press }: Line): Promise<void> => {
  const request = {
    id,
    account: { platform: "discord" as const, userId },
    name,
    chat,
    seenBy: "person" as const,
    press,
  };
  const reply = await app.core.dispatch(request);
  const said = reply.kind === "done" ? `${reply.view?.title ?? ""} ${reply.notice ?? ""}` : reply.kind;
  say({ id, ok: reply.kind === "done" && reply.tone !== "refused", said });
};

for await (const line of createInterface({ input: process.stdin })) void answer(JSON.parse(line) as Line);
say({ ready: false, faults });
await app.stop();
process.exit();
