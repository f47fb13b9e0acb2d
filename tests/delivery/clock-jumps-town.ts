// Tests: the program's sender by a clock that is wrong for a while, beside the true time, which the platforms have.
import { setImmediate as breath, setTimeout as rest } from "node:timers/promises";
import type { Point } from "../../src/delivery/points.ts";
import { HOUR, type Instant, MINUTE, SECOND } from "../../src/domain/time.ts";
import { createKeyring, newDataKey } from "../../src/safety/keyring.ts";
import { newId } from "../../src/safety/tokens.ts";
import { connect, disconnect, openStore } from "../../src/store/open.ts";
import { startFakeDiscord } from "../fakes/discord/index.ts";
import { startFakeTelegram } from "../fakes/telegram/index.ts";
import { freshDatabase, type Kind } from "../support/databases.ts";
import { openFaultyRoad } from "../support/faulty-road.ts";
import type { Jump } from "./clock-jumps-days.ts";
import { createCrowd, type Fellow, type Room } from "./crowd.ts";
import { type Posted, postedIn } from "./ledger.ts";
import { type Replica, startReplica } from "./replica.ts";

/** A reminder as it came: at the true time, and by the process' clock when it was taken up. */
type Came = Posted & { at: Instant; claimed: Instant };
/** What the process says of one party: each is a sentence. */
export type Wrong = { missed: string[]; early: string[]; twice: string[]; late: string[] };

export type Town = Awaited<ReturnType<typeof openTown>>;

/** How often the process looks whether something is due, by the true time. */
const STEP = 20 * MINUTE;

export const openTown = async (kind: Kind) => {
  const time = { now: Date.UTC(2027, 0, 1), wrongBy: 0 };
  const clock = (): Instant => time.now + time.wrongBy;
  const { url, drop } = await freshDatabase(kind);
  const store = await openStore({ url, keyring: createKeyring(newDataKey(1)) });
  const rows = await connect(url);
  const now = (): Instant => time.now;
  const fakes = { telegram: await startFakeTelegram({ now }), discord: await startFakeDiscord({ now }) };
  const came: Came[] = [];
  let claimed = 0;
  let hook: ((point: Point) => void) | undefined;
  const road = (platform: "telegram" | "discord") =>
    openFaultyRoad(fakes[platform].url, {
      carriedOut: (passage, answer) => {
        const one = postedIn(platform, passage, answer);
        // A nonce that Discord knows posts nothing.
        const known = came.some((other) => other.address === one?.address && other.messageId === one.messageId);
        if (one && !known) came.push({ ...one, at: time.now, claimed });
      },
    });
  const roads = { telegram: await road("telegram"), discord: await road("discord") };
  const door = (platform: "telegram" | "discord") => ({ token: fakes[platform].token, apiUrl: roads[platform].url() });
  const at = (point: Point): Promise<void> | void => {
    if (point === "claimed") claimed = clock();
    hook?.(point);
  };
  const start = async (): Promise<Replica> => {
    fakes.telegram.forgetCalls();
    fakes.discord.forgetCalls();
    const doors = { telegram: door("telegram"), discord: door("discord") };
    const made = await startReplica({
      store,
      ...doors,
      now: clock,
      owner: newId(),
      pace: "none",
      timer: false,
      hooks: { at },
    });
    await fakes.telegram.until(() => fakes.telegram.calls("getMe").some((call) => call.answer !== undefined), 20_000);
    await fakes.discord.until(
      () => fakes.discord.calls("GET /applications/@me").some((call) => call.status === 200),
      20_000,
    );
    // The answer is on its way through the road.
    await rest(AFTER_ANSWER);
    return made;
  };
  let replica = await start();
  const crowd = await createCrowd(store, fakes, now);
  return {
    time,
    store,
    crowd,
    came,
    clock,
    rows: rows.writer,
    drain: () => replica.sender.drain(),
    /** From now on told of each point. */
    on: (told: typeof hook): void => {
      hook = told;
    },
    /** As if the process had been killed: what it has in hand stays there. */
    restart: async (): Promise<void> => {
      await replica.stop();
      replica = await start();
    },
    close: async () => {
      await replica.stop();
      await Promise.all([roads.telegram, roads.discord, fakes.telegram, fakes.discord].map((one) => one.close()));
      await Promise.all([store.close(), disconnect(rows)]);
      await drop();
    },
  };
};

const AFTER_ANSWER = 50;

type Reader = Fellow | Room;

/** A reminder as it was planned by the right clock. */
type Planned = { target_id: string; due_at: Instant };

/** One party and one jump, from three days before the party until an hour after its start. */
export const live = async (town: Town, jump: Jump, n: number): Promise<Wrong> => {
  const { title, planned, readers } = await posted(town, jump, n);
  await pass(town, jump, planned);
  const came = town.came.filter((one) => one.title.endsWith(title));
  return judged(jump, planned, readers, came);
};

/** A party in three days, of which four are to be reminded. Its reminders' titles end in `title`. */
const posted = async (town: Town, { startsAt, timeZone }: Pick<Jump, "startsAt" | "timeZone">, n: number) => {
  const { time, crowd } = town;
  const title = `Party ${String(n).padStart(6, "0")}`;
  time.now = Math.max(time.now, startsAt - 72 * HOUR);
  const people = [
    ...(await crowd.fellows("telegram", [`Ada ${n}`])),
    ...(await crowd.fellows("discord", [`Ben ${n}`])),
  ];
  const rooms = [...(await crowd.rooms("telegram", [`Flat ${n}`])), ...(await crowd.rooms("discord", [`flat-${n}`]))];
  const [host] = people;
  if (!host) throw new Error("nobody");
  const { code } = await crowd.host({ title, host, rooms, going: people, startsAt, timeZone });
  await settle(town);
  const planned: Planned[] = await town
    .rows("notes")
    .where({ party_code: code, kind: "remind" })
    .select("target_id", "due_at");
  town.came.length = 0;
  return { title, planned, readers: [...people, ...rooms] };
};

/** A party that starts in three days, at noon in Berlin, so that nobody's quiet hours matter. */
export const reminded = async (
  town: Town,
  n: number,
): Promise<{ startsAt: Instant; title: string; readers: number }> => {
  const startsAt = Math.ceil(town.time.now / (24 * HOUR)) * 24 * HOUR + 83 * HOUR;
  const { title, readers } = await posted(town, { startsAt, timeZone: "Europe/Berlin" }, n);
  return { startsAt, title, readers: readers.length };
};

/** Everything that is due now, and what is put off by seconds. */
export const settle = async (town: Town): Promise<void> => {
  await town.drain();
  // The embedded database answers without a pause: everything else has its turn.
  await breath();
  for (let tries = 0; tries < 5; tries += 1) {
    const soon = await town.store.outbox.nextDue(town.clock());
    if (soon === undefined || soon > town.clock() + 30 * SECOND) return;
    town.time.now += Math.max(SECOND, soon - town.clock());
    await town.drain();
  }
};

const pass = async (town: Town, jump: Jump, planned: readonly Planned[]): Promise<void> => {
  const { time } = town;
  const { from, until, startsAt, by, at, restarts } = jump;
  const steps = Array.from({ length: Math.ceil((27 * HOUR) / STEP) }, (_, step) => startsAt - 26 * HOUR + step * STEP);
  const moments = [...steps, from, until, ...planned.map(({ due_at }) => due_at)].sort((a, b) => a - b);
  if (at)
    town.on((point) => {
      if (point === at && time.now >= from && time.now < until) time.wrongBy = by;
    });
  for (const moment of moments) {
    time.now = Math.max(time.now, moment);
    if (time.now >= until) {
      const was = time.wrongBy;
      time.wrongBy = 0;
      if (was !== 0) town.on(undefined);
      if (was !== 0 && restarts) await town.restart();
    } else if (time.now >= from && !at) time.wrongBy = by;
    await settle(town);
  }
  town.on(undefined);
  time.wrongBy = 0;
};

const judged = (jump: Jump, planned: readonly Planned[], readers: readonly Reader[], came: readonly Came[]): Wrong => {
  const wrong: Wrong = { missed: [], early: [], twice: [], late: [] };
  for (const reader of readers) {
    const own = planned.filter(({ target_id }) => target_id === ("key" in reader ? reader.key : reader.id));
    const told = came.filter(({ address }) => address === reader.address);
    const say = `${jump.name} by ${jump.by / HOUR} h${jump.restarts ? ", restarted" : ""}: ${reader.platform}`;
    if (told.length < own.length) wrong.missed.push(`${say}: ${told.length} of ${own.length}`);
    if (told.length > own.length) wrong.twice.push(`${say}: ${told.length} of ${own.length}`);
    for (const [at, { due_at }] of own.toSorted((a, b) => a.due_at - b.due_at).entries()) {
      const one = told[at];
      if (!one) continue;
      if (one.claimed < due_at) wrong.early.push(`${say}: ${(due_at - one.claimed) / MINUTE} min`);
      const right = due_at >= jump.from && due_at < jump.until ? jump.until : due_at;
      if (one.at > right + STEP) wrong.late.push(`${say}: ${(one.at - right) / MINUTE} min`);
    }
  }
  return wrong;
};
