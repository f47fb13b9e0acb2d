// Discord's way in for tests: the whole program over a real database, with a core that can be held back, before a loopback Discord.
import { createDiscord } from "../../../adapters/discord/index.ts";
import type { Shards, Timing } from "../../../adapters/discord/parts.ts";
import { TIMING } from "../../../adapters/discord/turn.ts";
import type { App } from "../../../src/app.ts";
import { startApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import type { AdapterStore, ChatAdapter, Core } from "../../../src/core.ts";
import { createLog } from "../../../src/log.ts";
import { newDataKey } from "../../../src/safety/keyring.ts";
import type { FakeChannel, FakeDiscord, FakeGuild, FakeUser, Outcome, Seen } from "../../fakes/discord/index.ts";
import { startFakeDiscord } from "../../fakes/discord/index.ts";
import type { HandClock } from "../../support/clock.ts";
import { handClock } from "../../support/clock.ts";
import { freshDatabase } from "../../support/databases.ts";

export const BBQ = { what: "Rooftop BBQ", when: "28.11.2026 19:00", where: "Kastanienallee 12, Berlin" };

export type Stage = {
  fake: FakeDiscord;
  guild: FakeGuild;
  kitchen: FakeChannel;
  clock: HandClock;
  log: string[];
  desk: AdapterStore;
  adapter: ChatAdapter;
  app: App;
  /** From now on the core takes nothing, until it is let go. */
  hold(): void;
  letGo(): void;
  /** Somebody in the server. */
  person(name: string, opts?: { locale?: string }): FakeUser;
  settled(): Promise<void>;
  close(): Promise<void>;
};

export type Staging = { timing?: Partial<Timing>; shards?: Shards; desk?: AdapterStore; owner?: string };

/** Leases and facts in memory: what counts here is who asks for them, and when. */
export const sharedDesk = (): AdapterStore => {
  const memos = new Map<string, string>();
  const leases = new Map<string, { owner: string; until: number }>();
  return {
    take: async (name, owner, now, until) => {
      const held = leases.get(name);
      if (held && held.owner !== owner && held.until > now) return undefined;
      leases.set(name, { owner, until });
      return 1;
    },
    release: async (name, owner) => void (leases.get(name)?.owner === owner && leases.delete(name)),
    recall: async (name) => memos.get(name),
    remember: async (name, value) => void memos.set(name, value),
    forget: async (name) => void memos.delete(name),
    sweep: async () => 0,
  };
};

/** An adapter for a loopback; `wrap` stands between it and the core. */
export const adapterFor = (
  fake: FakeDiscord,
  { timing = {}, shards = "auto", desk = sharedDesk(), owner = "one" }: Staging,
  { clock, log, wrap = (core) => core }: { clock: HandClock; log: string[]; wrap?: (core: Core) => Core },
): ChatAdapter => {
  const made = createDiscord(
    {
      token: fake.token,
      apiUrl: fake.url,
      shards,
      desk,
      owner,
      clock,
      pageUrl: () => "https://party.example",
      log: (event, detail = {}) => void log.push(`${event} ${JSON.stringify({ ...detail, error: undefined })}`),
    },
    { ...TIMING, ...timing },
  );
  return { ...made, start: (core) => made.start(wrap(core)) };
};

const programOver = async (url: string, clock: HandClock, adapter: ChatAdapter): Promise<App> => {
  const config = readConfig({ DATABASE_URL: url, DATA_KEYS: newDataKey(1), PORT: "0", PLAYGROUND: "off" });
  return startApp({ config, clock, log: createLog("fatal"), adapters: [adapter], ticking: false });
};

/** A door that may be shut in front of the core. */
const createDoor = () => {
  let open: Promise<void> = Promise.resolve();
  let unlock = (): void => {};
  return {
    hold: () => {
      open = new Promise((resolve) => (unlock = resolve));
    },
    letGo: () => unlock(),
    wrap: (core: Core): Core => ({
      ...core,
      dispatch: async (request) => {
        await open;
        return core.dispatch(request);
      },
    }),
  };
};

export const stage = async (staging: Staging = {}, before: (fake: FakeDiscord) => void = () => {}): Promise<Stage> => {
  const clock = handClock();
  const fake = await startFakeDiscord({ now: clock.now });
  before(fake);
  const guild = fake.guild("Friends");
  const kitchen = guild.channel("kitchen");
  const log: string[] = [];
  const door = createDoor();
  const desk = staging.desk ?? sharedDesk();
  const adapter = adapterFor(fake, { ...staging, desk }, { clock, log, wrap: door.wrap });
  const { url, drop } = await freshDatabase("sqlite");
  const app = await programOver(url, clock, adapter);
  await fake.until(() => fake.gateway.ready().length > 0 && fake.commands().length > 0, 10_000);
  return {
    fake,
    guild,
    kitchen,
    clock,
    log,
    desk,
    adapter,
    app,
    hold: door.hold,
    letGo: door.letGo,
    person: (name, opts) => {
      const user = fake.user(name, opts);
      guild.add(user);
      return user;
    },
    settled: async () => {
      await fake.quiet();
      await app.sender.drain();
      await fake.quiet();
    },
    close: async () => {
      door.letGo();
      await app.stop();
      await fake.close();
      await drop();
    },
  };
};

export const said = (outcome: Outcome): string => outcome.messages.map((one) => one.text).join("\n");

export const labels = (message: Seen | undefined): string[] => message?.buttons.map((button) => button.label) ?? [];

/** The latest card in a channel. */
export const cardIn = (channel: FakeChannel): Seen => {
  const card = channel.seen().findLast((one) => labels(one).includes("Going"));
  if (!card) throw new Error("no card");
  return card;
};

export const CALLBACK = "POST /interactions/:id/:token/callback";
