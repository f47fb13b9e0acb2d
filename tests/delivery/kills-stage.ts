// Tests: a database, both platforms behind faulty roads, a crowd, and replicas that are killed while they tell it of parties.
import type { Platform } from "../../src/domain/chat.ts";
import { MINUTE } from "../../src/domain/time.ts";
import { createKeyring, newDataKey } from "../../src/safety/keyring.ts";
import { type Connections, connect, disconnect, openStore } from "../../src/store/open.ts";
import { startFakeDiscord } from "../fakes/discord/index.ts";
import { startFakeTelegram } from "../fakes/telegram/index.ts";
import { freshDatabase, type Kind } from "../support/databases.ts";
import { type FaultyRoad, openFaultyRoad, type Passage, type Trouble } from "../support/faulty-road.ts";
import { createCrowd } from "./crowd.ts";
import { createReplicas, type Program } from "./kills-replicas.ts";
import { createLedger, destinationOf } from "./ledger.ts";

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** A row of the outbox, as far as a judge looks at it. */
export type Row = {
  id: string;
  note_key: string;
  kind: string;
  target: "person" | "chat" | "card";
  target_id: string;
  state: "pending" | "leased" | "sent" | "dropped";
  due_at: number;
  finished_at: number | null;
  lease_owner: string | null;
  lease_token: string | null;
};

export const openStage = async (kind: Kind, program: Program) => {
  const dataKeys = newDataKey(1);
  const { url, drop } = await freshDatabase(kind);
  const store = await openStore({ url, keyring: createKeyring(dataKeys) });
  const rows = await connect(url);
  const met = createMet();
  const replicas = createReplicas({
    script: program.script,
    url,
    dataKeys,
    doors: (owner) => ({
      telegram: { token: telegram.token, apiUrl: roads[0].url(owner) },
      discord: { token: discord.token, apiUrl: roads[1].url(owner) },
    }),
    connected: met.both,
  });
  // The platforms' clock is the replicas'.
  const { now } = replicas;
  const telegram = await startFakeTelegram({ now });
  const discord = await startFakeDiscord({ now });
  const ledger = createLedger();
  const busyWith = createBusy();
  const road = (platform: "telegram" | "discord", to: string): Promise<FaultyRoad> =>
    openFaultyRoad(to, {
      trouble: (passage) => busyWith.trouble(platform, passage),
      carriedOut: (passage, answer) => {
        met.heard(platform, passage);
        ledger.of(platform)(passage, answer);
      },
    });
  const roads = [await road("telegram", telegram.url), await road("discord", discord.url)] as const;
  return {
    store,
    replicas,
    ledger,
    fakes: { telegram, discord },
    crowd: await createCrowd(store, { telegram, discord }, now),
    /** The platforms are carrying something out. */
    busy: (): boolean => roads.some((one) => one.busy() > 0),
    tooFast: busyWith.tooFast,
    notes: notesIn(rows),
    close: async () => {
      await replicas.killAll();
      await Promise.all([...roads.map((one) => one.close()), telegram.close(), discord.close()]);
      await Promise.all([store.close(), disconnect(rows)]);
      await drop();
    },
  };
};

/** The notes of some parties that are due within a minute, or were. */
const notesIn =
  ({ writer }: Connections) =>
  async (codes: readonly string[], now: number): Promise<Row[]> => {
    const rows: Row[] = await writer("notes")
      .whereIn("party_code", [...codes])
      .where("due_at", "<=", now + MINUTE)
      .select(
        "id",
        "note_key",
        "kind",
        "target",
        "target_id",
        "state",
        "due_at",
        "finished_at",
        "lease_owner",
        "lease_token",
      );
    return rows.map((row) => (row.lease_token === null ? row : { ...row, state: "leased" }));
  };

/** Which replicas have asked either platform who they are. */
const createMet = () => {
  const known = new Map<string, Set<Platform>>();
  const waiting = new Map<string, () => void>();
  return {
    heard: (platform: Platform, { via, path }: Passage): void => {
      if (!/\/getMe$|\/applications\/@me$/.test(path)) return;
      const met = (known.get(via) ?? new Set()).add(platform);
      known.set(via, met);
      if (met.size === 2) waiting.get(via)?.();
    },
    both: (owner: string): Promise<void> =>
      known.get(owner)?.size === 2 ? Promise.resolve() : new Promise((resolve) => waiting.set(owner, resolve)),
  };
};

const TOO_FAST = { status: 429, headers: { "content-type": "application/json" } };

/** Platforms that refuse the next message to each of some chats as too fast, once. */
const createBusy = () => {
  const refusing = new Set<string>();
  return {
    tooFast: (addresses: readonly string[]): void => addresses.forEach((one) => void refusing.add(one)),
    trouble: (platform: "telegram" | "discord", passage: Passage): Trouble | undefined => {
      const to = destinationOf(platform, passage);
      if (to?.what !== "post" || !refusing.delete(to.address)) return undefined;
      const body =
        platform === "telegram"
          ? {
              ok: false,
              error_code: 429,
              description: "Too Many Requests: retry after 1",
              parameters: { retry_after: 1 },
            }
          : { message: "You are being rate limited.", retry_after: 1, global: false };
      const headers = { ...TOO_FAST.headers, "retry-after": "1", "x-ratelimit-scope": "shared" };
      return { answered: { ...TOO_FAST, headers, body: JSON.stringify(body) } };
    },
  };
};
