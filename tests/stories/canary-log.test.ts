// Stories: what the program logs while everything goes wrong names nobody, quotes nothing and holds no platform's id.
import { randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import type { Account, ChatAdapter, Core } from "../../src/core.ts";
import { MINUTE } from "../../src/domain/time.ts";
import { createLog } from "../../src/log.ts";
import { newDataKey } from "../../src/safety/keyring.ts";
import { handClock } from "../support/clock.ts";
import { DATABASES, freshDatabase } from "../support/databases.ts";

const ADA = { platform: "telegram", userId: "5550100777" } as const;
const GROUP = { platform: "telegram", chatId: "-1009998887", kind: "group", reach: "post" } as const;
const SECRETS = ["Adalovelace", "Secretgarden", "Canarygasse", ADA.userId, GROUP.chatId, "1009998887", "hunter2"];

/** A platform whose library throws what it was given, as careless ones do. */
const careless = () => {
  let core: Core | undefined;
  const adapter: ChatAdapter = {
    platform: "telegram",
    start: async (to) => void (core = to),
    stop: async () => undefined,
    deliver: (to, view) => Promise.reject(new Error(`hunter2 could not send ${JSON.stringify({ to, view })}`)),
  };
  const types = (account: Account, line: string) => {
    const press = core?.parse(line);
    if (!core || !press) throw new Error("not a line of ours");
    const who = { id: randomUUID(), account, name: "Adalovelace", chat: GROUP, chatTitle: "Secretgarden" };
    return core.dispatch({ ...who, seenBy: "group" as const, press });
  };
  return { adapter, types };
};

test.each(DATABASES)("on %s", async (database) => {
  const { url, drop } = await freshDatabase(database);
  const lines: string[] = [];
  const into = new Writable({ write: (line, _, done) => done(void lines.push(String(line))) });
  const config = readConfig({ DATABASE_URL: url, DATA_KEYS: newDataKey(1), PORT: "0", PLAYGROUND: "on" });
  const clock = handClock();
  const { adapter, types } = careless();
  const app = await startApp({ config, clock, log: createLog("trace", into), adapters: [adapter], ticking: false });
  try {
    await types(ADA, "/create Secretgarden when:28.11.2026 19:00 where:Canarygasse 77, Berlin");
    await app.sender.drain();
    clock.forward(30 * MINUTE);
    await app.sender.drain();
    // A card whose message cannot be built, and a line that the core itself cannot carry out.
    await app.store.write((tx) =>
      tx.notes.put(
        [
          {
            key: "broken",
            to: { chat: "nowhere" },
            party: "none",
            reason: { kind: "mentioned", who: ["Adalovelace"], news: "invited" },
            dueAt: clock.now(),
            expiresAt: clock.now() + MINUTE,
          },
        ],
        clock.now(),
      ),
    );
    await app.sender.drain();
    await fetch(`${app.url}/p/Secretgarden?who=Adalovelace`);
    const log = lines.join("");
    expect(log).toContain("delivery.unknown_fault");
    for (const secret of SECRETS) expect(log.includes(secret), `the log tells ${secret}`).toBe(false);
  } finally {
    await app.stop();
    await drop();
  }
});
