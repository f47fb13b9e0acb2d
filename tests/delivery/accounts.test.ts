// Tests: a person with several accounts is told on the one used last, and on another only when that one cannot be reached.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Fault } from "../../src/chat/adapter.ts";
import { HOUR } from "../../src/domain/time.ts";
import { carry } from "../../src/delivery/carry.ts";
import { createHand } from "../../src/delivery/hand.ts";
import type { AccountRow, Lease } from "../../src/store/types.ts";
import { type FreshStore, freshStore } from "../support/databases.ts";
import { createRecorder } from "./recorder.ts";
import { createWorld, NOON } from "./world.ts";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore("sqlite");
});
afterAll(() => fresh.close());

/** Tells someone who used Discord last, and the web before. Returns where it was shown. */
const tell = async (
  fault: Fault | undefined,
  platforms: readonly ("discord" | "web")[],
  unreachable = false,
): Promise<string[]> => {
  const { store } = fresh;
  const world = await createWorld(store);
  const [host, ana] = await world.people("host", "ana");
  if (!host || !ana) throw new Error("nobody");
  const { code } = await world.host(host, []);
  await world.act(async (_, record) => record({ kind: "invited", party: code, personId: ana.id, by: host.id }));
  const leases = await store.outbox.claim({ now: NOON, until: NOON + HOUR, limit: 50, owner: "test" });
  const lease = leases.find(({ note }) => note.party === code) as Lease;
  const recorders = { discord: createRecorder("discord"), web: createRecorder("web") };
  if (fault) recorders.discord.fault("@ana", fault);
  const account = { userId: "ana", personId: ana.id, lastUsedAt: NOON, unreachable: false, acted: true };
  const accounts: AccountRow[] = [
    { ...account, platform: "discord", unreachable },
    { ...account, platform: "web" },
  ];
  const adapters = new Map(platforms.map((platform) => [platform, recorders[platform].adapter]));
  const log = { warn: () => {}, error: () => {} };
  const carrier = {
    store,
    hand: createHand({ adapters, log, now: () => NOON, at: () => {} }),
    serves: (platform: "discord" | "telegram" | "web") => platform !== "telegram" && adapters.has(platform),
    rewrite: () => Promise.reject(new Error("no card")),
    dueAgain: () => {},
    now: () => NOON,
    at: () => {},
    random: () => 0,
  };
  await carry(carrier, lease, { kind: "person", accounts, view: { seenBy: "person", title: "Come" } });
  return (["discord", "web"] as const).filter((platform) => recorders[platform].delivered.length > 0);
};

test("the account used last is told, and no other", async () => {
  expect(await tell(undefined, ["discord", "web"])).toEqual(["discord"]);
});

test("where the last one cannot be reached, the next one is told", async () => {
  expect(await tell({ outcome: "unreachable", why: "closed" }, ["discord", "web"])).toEqual(["web"]);
});

test("where the message may have arrived, no other account is told", async () => {
  expect(await tell({ outcome: "ambiguous" }, ["discord", "web"])).toEqual([]);
});

test("where the platform asks to wait, no other account is told", async () => {
  expect(await tell({ outcome: "retry" }, ["discord", "web"])).toEqual([]);
});

test("an account on a platform that is not set up here is passed over", async () => {
  expect(await tell(undefined, ["web"])).toEqual(["web"]);
});
