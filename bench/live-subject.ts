// Bench: the real program with a party that many look at, and beside it, in the same process, plain `ws` that stringifies once for all.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { createGuests } from "../adapters/web/guests.ts";
import { ask, privateChat } from "../adapters/web/talk.ts";
import { startApp } from "../src/app.ts";
import { systemClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import { createLog } from "../src/log.ts";
import { newDataKey } from "../src/safety/keyring.ts";
import { freshDatabase } from "../tests/support/databases.ts";
import { sampleParty } from "../tests/support/samples.ts";
import type { Told } from "./live.ts";
import { clock } from "./live-crowd.ts";

const WEEK = 7 * 86_400_000;
const signedIn = Number(process.argv[2] ?? 0);

const { url, drop } = await freshDatabase("sqlite");
const config = readConfig({
  DATABASE_URL: url,
  DATA_KEYS: newDataKey(1),
  PORT: "0",
  PLAYGROUND: "off",
  MAP_TILES_URL: "none",
  LINES_PER_ADDRESS: "10000",
});
const app = await startApp({ config, clock: systemClock, log: createLog("error") });
const guests = createGuests(app.store.web, systemClock);

const now = systemClock.now();
const party = await app.store.write(async (tx) => {
  const host = await tx.people.ensure({ platform: "web", userId: "the-host" }, { name: "Hanna", now });
  const one = sampleParty(host.id, { startsAt: now + WEEK, findable: "nearby" });
  await tx.parties.add(one, now);
  return one.code;
});

const comers = await Promise.all(Array.from({ length: signedIn }, (_, i) => guests.welcome(`Guest ${i + 1}`)));
await app.store.write(async (tx) => {
  for (const [i, { account, name }] of comers.entries()) {
    const { id } = await tx.people.ensure(account, { name, now });
    await tx.rsvps.answer({ party, personId: id, answer: i % 2 === 0 ? "going" : "maybe", now });
  }
});
const swaying = await guests.welcome("Sway");

const plain = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
await once(plain, "listening");

let [asked, shouted] = [0, 0];
/** Somebody changes their mind. */
const rsvp = async (): Promise<Told> => {
  const at = clock();
  asked += 1;
  const args = { party, answer: asked % 2 === 1 ? "going" : "maybe" };
  const saying = { guest: swaying, id: String(asked), chat: privateChat(swaying.account.userId) };
  const reply = await ask(app.core, saying, { command: "rsvp", args });
  if (reply.kind !== "done" || reply.tone === "refused") throw new Error("the answer was not taken");
  return { at };
};

/** What a page of a party is sent, stringified once. */
const shout = async (): Promise<Told> => {
  const [look] = (await app.core.look(party, [undefined])) ?? [];
  const text = JSON.stringify({ kind: "party", party: { ...look?.seen, version: (shouted += 1) } });
  const at = clock();
  for (const socket of plain.clients) socket.send(text);
  return { at };
};

const WISHES: Record<string, () => Promise<unknown>> = {
  rsvp,
  shout,
  where: async () => ({
    ours: `${app.url.replace("http", "ws")}/live`,
    plain: `ws://127.0.0.1:${(plain.address() as AddressInfo).port}`,
    party,
    cookies: comers.map(({ bearer }) => `g_${party}=${bearer}`),
  }),
  end: async () => {
    plain.close();
    for (const socket of plain.clients) socket.terminate();
    await app.stop();
    await drop();
    return "ended";
  },
};

process.on("message", (wish: string) => {
  void WISHES[wish]?.().then((one) => process.send?.(one));
});
// Whoever measured is gone.
process.on("disconnect", () => process.exit());
process.send?.("ready");
