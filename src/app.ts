// App: the composition root. Wires the rooms together; `main` runs it for real, and tests start it with a clock of their own.
import { dirname } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { WebAdapter } from "../adapters/web/index.ts";
import type { WebParts } from "../adapters/web/parts.ts";
import { createWeb } from "../adapters/web/index.ts";
import type { Change, ChatAdapter, Core, Route } from "./chat/adapter.ts";
import type { Links } from "./chat/command.ts";
import type { Clock } from "./clock.ts";
import { commands } from "./commands/index.ts";
import type { Config } from "./config.ts";
import { createCore } from "./core.ts";
import type { DeliveryLog } from "./delivery/log.ts";
import { deliveryJobs } from "./delivery/jobs.ts";
import { type Bus, createBus, type Relay, type Ears } from "./delivery/live.ts";
import { plan } from "./delivery/plan.ts";
import type { Sender } from "./delivery/post.ts";
import { createSender } from "./delivery/post.ts";
import { createSchedule } from "./delivery/schedule.ts";
import { withWishes } from "./delivery/wishes.ts";
import type { Chat, Platform } from "./domain/chat.ts";
import type { Log } from "./log.ts";
import { codeOfFault, createMetrics, type Metrics } from "./metrics.ts";
import { createReadiness } from "./operator/readiness.ts";
import { createPlaces } from "./places/index.ts";
import { loadOrMakeKeys } from "./safety/key-file.ts";
import { createKeyring } from "./safety/keyring.ts";
import { hashToken, newCode, newId, newToken } from "./safety/tokens.ts";
import { createSample } from "./sample.ts";
import { openStore } from "./store/open.ts";
import type { Store } from "./store/types.ts";
import { wordsFor } from "./words/words.ts";

export type App = {
  core: Core;
  store: Store;
  sender: Sender;
  /** Where the web is reached, with the port that was taken. */
  url: string;
  /** Whether the other replicas are heard. */
  bus: Bus["state"];
  /** About to stop: serves as before, and says at `/readyz` that nothing more is to be sent here. */
  drain(): void;
  /** Stops taking requests, sends what is on its way, closes the database. */
  stop(): Promise<void>;
};

export type AppParts = {
  config: Config;
  clock: Clock;
  log: Log;
  /** Adapters beside the web. */
  adapters?: readonly ChatAdapter[];
  /** Whether time runs by itself: cron and the sender's timer. Tests that own the clock say no. */
  ticking?: boolean;
};

/** The built pages: beside the compiled code, or in `dist` when run from the sources. */
const PAGES = fileURLToPath(new URL(import.meta.url.includes("/dist/") ? "../page" : "../dist/page", import.meta.url));

const SQLITE = /^sqlite:(.+)$/;

/** The configured database, migrated and ready; the embedded one makes its folder and its key. */
export const openDatabase = async (
  { config, log }: Pick<AppParts, "config" | "log">,
  retried: (code: unknown) => void = () => {},
): Promise<Store> => {
  const url = config.databaseUrl.reveal();
  const file = SQLITE.exec(url)?.[1];
  const keys = config.dataKeys?.reveal() ?? (await loadOrMakeKeys(file === undefined ? "data" : dirname(file)));
  const heard = (event: string, detail?: Record<string, unknown>): void => {
    if (event === "store.retry") retried(detail?.["why"]);
    log(event, detail);
  };
  return openStore({ url, keyring: createKeyring(keys), log: heard });
};

/** The links that views carry. `origin` is asked late: with port 0 it is known only once the server listens. */
const linksOver = (origin: () => string): Links => ({
  party: (code) => `${origin()}/p/${code}`,
  invitation: (token) => `${origin()}/i/#${token}`,
  calendar: (token) => `${origin()}/calendar/${token}.ics`,
});

export const startApp = async (parts: AppParts): Promise<App> => {
  const { config, clock, log, ticking = true } = parts;
  const metrics = createMetrics({ now: clock.now, stats: (now, of) => store.outbox.stats(now, of) });
  const store = await openDatabase(parts, metrics.retried);
  const delivery = deliveryOver(parts, store, metrics, await relayOver(parts));
  const { sender, bus, adapters, links, wake } = delivery;
  const places = placesOver(parts, metrics);
  const committed = (changes: readonly Change[]): void => {
    for (const change of changes) bus.publish(change);
    wake();
  };
  const fault = (event: string, detail: Record<string, unknown>): void => log.error(event, detail);
  const core = metrics.timed(
    createCore({ store, places, clock, commands, links, fresh: FRESH, plan, committed, fault }, bus.onChange),
  );
  const chats = [...(parts.adapters ?? []), ...(await chatAdapters(parts, store, delivery.origin, metrics))];
  const sample = createSample({ store, places, clock, plan, onPosted: wake });
  let started = false;
  const figures: Metrics["read"] = (seen) => {
    metrics.busUp(bus.state() !== "down");
    return metrics.read(seen);
  };
  const watched = { ready: readyOver(parts, store, () => started), metrics: figures, cities: places.cities };
  const web = webOver({ ...parts, adapters: chats }, store, core, { ...watched, others: bus.others }, (room) =>
    sample({ ...SAMPLE, chat: roomOf(room) }),
  );
  for (const adapter of [web, ...chats]) adapters.set(adapter.platform, adapter);
  await web.start(core);
  delivery.reachedAt(web.url);
  await Promise.all(chats.map((adapter) => adapter.start(core)));
  started = true;
  const schedule = createSchedule({
    jobs: deliveryJobs(sender, store, config.retentionDays),
    now: clock.now,
    log: deliveryLog(log),
  });
  if (ticking) await schedule.start();
  sender.wake();
  // Not awaited: the first party may be typed before the cities are open, and then waits for them itself.
  void places.prepare();
  const drain = (): void => {
    started = false;
    web.drain();
  };
  const stop = async (): Promise<void> => {
    drain();
    await schedule.stop();
    // The sender first, while the platforms are still there; one that hangs keeps nobody else from being told goodbye.
    const sent = sender.stop();
    await Promise.race([sent, rest(SENDER_FIRST, undefined, { ref: false })]);
    await Promise.all([...adapters.values()].map((adapter) => adapter.stop()));
    await sent;
    await bus.stop();
    await store.close();
  };
  return { core, store, sender, url: web.url, bus: bus.state, drain, stop };
};

/** How long a stop waits for what is being sent before the adapters are stopped too, in milliseconds. */
const SENDER_FIRST = 2_000;

/** The way to the other replicas, where there is one. Its library is loaded only then. */
const relayOver = async ({ config, log }: AppParts): Promise<((ears: Ears) => Relay) | undefined> => {
  if (!config.redisUrl) return undefined;
  const { redisRelay } = await import("./delivery/redis-bus.ts");
  return redisRelay({ url: config.redisUrl.reveal(), replica: newId(), log: deliveryLog(log) });
};

const readyOver = ({ config, clock }: AppParts, store: Store, started: () => boolean) =>
  createReadiness({
    nextDue: () => store.outbox.nextDue(clock.now()),
    started,
    now: clock.now,
    lateSeconds: config.readyLateSeconds,
  });

const placesOver = ({ config, clock, log }: AppParts, metrics: Metrics) =>
  createPlaces({
    now: clock.now,
    ...(config.googleMapsApiKey && { googleKey: config.googleMapsApiKey.reveal() }),
    ...(config.geocoderUrl !== undefined && { geocoderUrl: config.geocoderUrl }),
    onFault: (provider, why) => {
      metrics.placeFault(provider, why);
      log.warn("place provider failed", { kind: provider, code: codeOfFault(why) });
    },
  });

const FRESH = { id: newId, code: newCode, token: newToken, hash: hashToken };

/** What the playground's button fills an empty room with. */
const SAMPLE = { city: "Berlin", parties: 24, seed: 1 };
const roomOf = (room: string): Chat => ({ platform: "web", chatId: `room:${room}`, kind: "group", reach: "post" });

const deliveryLog = (log: Log): DeliveryLog => ({
  warn: (fields, event) => log.warn(event, fields),
  error: (fields, event) => log.error(event, fields),
});

/** The sender and the change bus, with the adapters and the links they are given as the start goes on. */
const deliveryOver = (
  { config, clock, log, ticking = true }: AppParts,
  store: Store,
  metrics: Metrics,
  relay: ((ears: Ears) => Relay) | undefined,
) => {
  let origin = config.publicUrl ?? "";
  const links = linksOver(() => origin);
  const adapters = new Map<Platform, ChatAdapter>();
  const owner = newId();
  const bus = createBus(deliveryLog(log), relay);
  const posting = createSender({
    store,
    adapters,
    words: wordsFor,
    links,
    now: clock.now,
    owner,
    log: deliveryLog(log),
    timer: ticking,
    observer: metrics.delivery,
  });
  const sender = withWishes(posting, { store, now: clock.now, log: deliveryLog(log) });
  const wake = (): void => {
    sender.wake();
    bus.wake();
  };
  // Another replica has put something, or may have: whoever has the right to send looks at once.
  bus.onWake(sender.wake);
  bus.others.onMissed(sender.wake);
  const reachedAt = (url: string): void => {
    origin = config.publicUrl ?? url;
  };
  return { sender, bus, wake, adapters, links, reachedAt, origin: () => origin };
};

/** The chat platforms whose tokens are set. Each is loaded only then: a platform's library costs memory. */
const chatAdapters = async (
  parts: AppParts,
  store: Store,
  pageUrl: () => string,
  metrics: Metrics,
): Promise<ChatAdapter[]> => {
  const { config, clock, log, ticking = true } = parts;
  const discord = await discordOver(parts, store, pageUrl, metrics);
  if (!config.telegram) return discord;
  const { token, apiUrl, webhookSecret } = config.telegram;
  const { createTelegram } = await import("../adapters/telegram/index.ts");
  const webhook = webhookSecret &&
    config.publicUrl !== undefined && { secret: webhookSecret.reveal(), publicUrl: config.publicUrl };
  return [
    ...discord,
    createTelegram({
      token: token.reveal(),
      apiUrl,
      ...(webhook && { webhook }),
      desk: store.adapters,
      owner: newId(),
      clock,
      ...(!ticking && { pace: "none" as const }),
      pageUrl,
      tooFast: (scope) => metrics.tooFast("telegram", scope),
      log: (event, detail) => log(event, detail),
    }),
  ];
};

const discordOver = async (
  { config, clock, log }: AppParts,
  store: Store,
  pageUrl: () => string,
  metrics: Metrics,
): Promise<ChatAdapter[]> => {
  if (!config.discord) return [];
  const { token, apiUrl, shards } = config.discord;
  const { createDiscord } = await import("../adapters/discord/index.ts");
  return [
    createDiscord({
      token: token.reveal(),
      apiUrl,
      shards,
      desk: store.adapters,
      owner: newId(),
      clock,
      pageUrl,
      tooFast: (scope) => metrics.tooFast("discord", scope),
      log: (event, detail) => log(event, detail),
    }),
  ];
};

const webOver = (
  { config, clock, log, adapters = [] }: AppParts,
  store: Store,
  core: Core,
  watched: Required<Pick<WebParts, "ready" | "metrics" | "others" | "cities">>,
  sample: (room: string) => Promise<unknown>,
): WebAdapter =>
  createWeb({
    host: config.host,
    port: config.port,
    ...(config.publicUrl !== undefined && { publicUrl: config.publicUrl }),
    playground: config.playground,
    linesPerAddress: config.linesPerAddress,
    web: store.web,
    clock,
    pageDir: PAGES,
    ...watched,
    routes: (): Route[] => adapters.flatMap((adapter) => adapter.routes?.(core) ?? []),
    sample,
    log: (event, detail) => log(event, detail),
    ...(config.mapTiles && { tiles: config.mapTiles }),
  });
