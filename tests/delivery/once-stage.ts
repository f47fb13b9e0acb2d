// Tests: one sender over both real adapters, on roads where a test says what becomes of each message, by a clock in the test's hand.
import { MINUTE, SECOND } from "../../src/domain/time.ts";
import { newId } from "../../src/safety/tokens.ts";
import { startFakeDiscord } from "../fakes/discord/index.ts";
import { startFakeTelegram } from "../fakes/telegram/index.ts";
import { freshStore } from "../support/databases.ts";
import { openFaultyRoad, type Passage, type Trouble } from "../support/faulty-road.ts";
import { createCrowd, type Fellow, move, type Platform, type Room } from "./crowd.ts";
import { createLedger } from "./ledger.ts";
import { type Replica, startReplica } from "./replica.ts";

/** What becomes of a request about messages; undefined where it goes through. */
export type Weather = (passage: Passage) => Trouble | undefined;

export type Stage = Awaited<ReturnType<typeof openStage>>;

const JSON_TYPE = { "content-type": "application/json" };
export const answered = (status: number, body: unknown): Trouble => ({
  answered: { status, headers: JSON_TYPE, body: JSON.stringify(body) },
});
export const UNAVAILABLE = answered(503, { message: "503: Service Unavailable", code: 0 });

const MESSAGES = /\/channels\/\d+\/messages|\/sendMessage$|\/editMessageText$/;
export const isPost = ({ method, path }: Passage): boolean => method === "POST" && !path.endsWith("/editMessageText");

/** The first post is carried out and its answer lost; then `after` meets everything. */
export const lostAndThen = (after: Trouble): Weather => {
  let lost = false;
  return (passage) => {
    if (lost || !isPost(passage)) return after;
    lost = true;
    return { reset: true };
  };
};

export const openStage = async () => {
  const fresh = await freshStore("sqlite");
  // The platforms' own time goes on whatever our clock says.
  const time = { now: Date.UTC(2030, 5, 1, 12), ahead: 0 };
  const platforms = { now: () => time.now };
  const fakes = { telegram: await startFakeTelegram(platforms), discord: await startFakeDiscord(platforms) };
  const ledger = createLedger();
  const weather: { over?: Weather } = {};
  const logged: string[] = [];
  const trouble = (passage: Passage): Trouble | undefined =>
    MESSAGES.test(passage.path.replace(/\?.*/, "")) ? weather.over?.(passage) : undefined;
  const road = (platform: Platform) =>
    openFaultyRoad(fakes[platform].url, { trouble, carriedOut: ledger.of(platform) });
  const roads = { telegram: await road("telegram"), discord: await road("discord") };
  const door = (platform: Platform) => ({ token: fakes[platform].token, apiUrl: roads[platform].url() });
  const now = (): number => time.now + time.ahead;
  const start = async (): Promise<Replica> => {
    const known = fakes.discord.calls().length;
    fakes.telegram.forgetCalls();
    const made = await startReplica({
      store: fresh.store,
      telegram: door("telegram"),
      discord: door("discord"),
      now,
      owner: newId(),
      pace: "none",
      timer: false,
      random: () => 0.5,
      log: (event, detail) => void logged.push(`${event} ${JSON.stringify(detail)}`),
    });
    // Both know who they are then, and may send.
    await fakes.discord.until(() => fakes.discord.calls().length > known, 10_000);
    await fakes.telegram.until(() => fakes.telegram.calls("getMe").length > 0, 10_000);
    await fakes.discord.quiet();
    return made;
  };
  let replica = await start();
  /** Sends all that falls due within so many minutes, one after the other. */
  const pass = async (minutes: number): Promise<void> => {
    const end = time.now + minutes * MINUTE;
    for (;;) {
      await replica.sender.drain();
      const next = (await fresh.store.outbox.nextDue(now())) ?? Number.POSITIVE_INFINITY;
      if (next - time.ahead > end) break;
      time.now = Math.max(next - time.ahead, time.now + SECOND);
    }
    time.now = Math.max(time.now, end);
  };
  const crowd = await createCrowd(fresh.store, fakes, now);
  let parties = 0;
  /** A party with one guest and one group there, both told of it. */
  const party = async (platform: Platform) => {
    const title = `Party ${(parties += 1)}`;
    const [host, guest] = (await crowd.fellows(platform, [`Host of ${title}`, `Guest of ${title}`])) as [
      Fellow,
      Fellow,
    ];
    const [room] = (await crowd.rooms(platform, [`Room of ${title}`])) as [Room];
    const { code } = await crowd.host({ title, host, rooms: [room], going: [guest] });
    await pass(1);
    return {
      title,
      guest,
      room,
      moves: () => move(fresh.store, code, "Neukölln, Berlin", now()),
      /** How many messages say so, in private and in the group. */
      told: () => [guest, room].map(({ address }) => ledger.ids(address, `Changed: ${title}`).length),
    };
  };
  return {
    ...{ store: fresh.store, fakes, time, weather, logged, ledger, crowd, pass, party, now },
    restart: async (): Promise<void> => {
      await replica.stop();
      replica = await start();
    },
    close: async (): Promise<void> => {
      await replica.stop();
      await Promise.all([roads.telegram, roads.discord, fakes.telegram, fakes.discord].map((one) => one.close()));
      await fresh.close();
    },
  };
};
