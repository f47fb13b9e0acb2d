// Tests: everything that can go wrong between the bot and its platforms, again and again: nothing is lost, and nobody asks too early.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { MINUTE, SECOND } from "../../src/domain/time.ts";
import { createKeyring, newDataKey } from "../../src/safety/keyring.ts";
import { newId } from "../../src/safety/tokens.ts";
import { connect, disconnect, openStore } from "../../src/store/open.ts";
import { startFakeDiscord } from "../fakes/discord/index.ts";
import { startFakeTelegram } from "../fakes/telegram/index.ts";
import { DATABASES, freshDatabase, type Kind as Database } from "../support/databases.ts";
import { openFaultyRoad } from "../support/faulty-road.ts";
import { createCrowd } from "./crowd.ts";
import { createLedger } from "./ledger.ts";
import { startReplica } from "./replica.ts";
import { KINDS } from "./storm-kinds.ts";
import { breath, type Judged, type Storm, wave } from "./storm-wave.ts";
import { createWeather } from "./storm-weather.ts";

/** On each database: each kind about once; a soak asks for more. */
const FAULTS = Number(process.env["DELIVERY_FAULTS"] ?? KINDS.length);
/** The faults of one wave: so many that those that take ten seconds take them side by side. */
const WAVE = 400;

const openStorm = async (kind: Database) => {
  const { url, drop } = await freshDatabase(kind);
  const store = await openStore({ url, keyring: createKeyring(newDataKey(1)) });
  const rows = await connect(url);
  let skipped = 0;
  const now = (): number => systemClock.now() + skipped;
  const fakes = { telegram: await startFakeTelegram({ now }), discord: await startFakeDiscord({ now }) };
  const [ledger, weather] = [createLedger(), createWeather()];
  const road = (platform: "telegram" | "discord") =>
    openFaultyRoad(fakes[platform].url, { trouble: weather.trouble(platform), carriedOut: ledger.of(platform) });
  const roads = { telegram: await road("telegram"), discord: await road("discord") };
  const door = (platform: "telegram" | "discord") => ({ token: fakes[platform].token, apiUrl: roads[platform].url() });
  const replica = await startReplica({
    store,
    telegram: door("telegram"),
    discord: door("discord"),
    now,
    owner: newId(),
    timer: false,
  });
  const notes = (code: string) => rows.writer("notes").where({ party_code: code });
  const storm: Storm = {
    store,
    ledger,
    weather,
    now,
    crowd: await createCrowd(store, fakes, now),
    settled: async (code) => {
      for (;;) {
        await replica.sender.drain();
        const open = notes(code)
          .whereIn("state", ["pending", "leased"])
          .where("due_at", "<=", now() + 20 * MINUTE);
        const [next]: { due_at: number }[] = await open.orderBy("due_at").limit(1).select("due_at");
        if (!next) return;
        // What a platform asked to wait is waited for.
        if (!weather.waiting()) skipped += Math.max(0, next.due_at - now());
        await breath();
      }
    },
    dropped: (code) => notes(code).where({ state: "dropped" }).select("kind", "why"),
  };
  const close = async (): Promise<void> => {
    await replica.stop();
    await Promise.all([roads.telegram, roads.discord, fakes.telegram, fakes.discord].map((one) => one.close()));
    await Promise.all([store.close(), disconnect(rows)]);
    await drop();
  };
  return { storm, close };
};

describe.concurrent.each(DATABASES)("a storm of faults, on %s", (kind) => {
  let storm: Storm;
  let close = async (): Promise<void> => {};
  beforeAll(async () => {
    ({ storm, close } = await openStorm(kind));
  });
  afterAll(() => close());

  test(`of ${KINDS.length} kinds: everybody is told or given up as they should be, on Discord once, and nobody is asked too early`, {
    timeout: 120_000 + FAULTS * 1_000,
  }, async () => {
    const all: Judged = { faults: 0, wrong: [], doubts: 0, repeats: { telegram: 0, discord: 0 } };
    const kinds = Array.from({ length: FAULTS }, (_, at) => KINDS[at % KINDS.length] ?? KINDS[0]).filter(
      (one) => !!one,
    );
    const began = performance.now();
    for (let at = 0; at < kinds.length; at += WAVE) {
      const judged = await wave(storm, `Party ${String(at).padStart(5, "0")}`, kinds.slice(at, at + WAVE));
      all.faults += judged.faults;
      all.doubts += judged.doubts;
      all.wrong.push(...judged.wrong);
      for (const platform of ["telegram", "discord"] as const) all.repeats[platform] += judged.repeats[platform];
    }
    console.log(
      `${kind}: ${all.faults} faults of ${KINDS.length} kinds over ${storm.ledger.posted()} messages in ${((performance.now() - began) / SECOND).toFixed(0)} s: lost ${all.wrong.length}, too early ${storm.weather.early.length}, Discord repeats ${all.repeats.discord}, Telegram repeats ${all.repeats.telegram} of ${all.doubts} ambiguous`,
    );
    expect(all.wrong).toEqual([]);
    expect(storm.weather.early).toEqual([]);
    expect(all.repeats.discord).toBe(0);
    expect(all.repeats.telegram).toBeLessThanOrEqual(all.doubts);
    expect(all.faults).toBe(FAULTS);
  });
});
