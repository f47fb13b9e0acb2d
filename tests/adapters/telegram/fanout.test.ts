// Telegram's limits, held by the server: a change that hundreds are told of, and whose card stands in many groups, reaches all of them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPace, type Pace } from "../../../adapters/telegram/pace.ts";
import { createTelegram } from "../../../adapters/telegram/index.ts";
import { startApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import type { AdapterStore, Chat } from "../../../src/core.ts";
import { createLog } from "../../../src/log.ts";
import { newDataKey } from "../../../src/safety/keyring.ts";
import { newId } from "../../../src/safety/tokens.ts";
import type { Call, FakeGroup, FakeUser } from "../../fakes/telegram/index.ts";
import { faults, startFakeTelegram } from "../../fakes/telegram/index.ts";
import { DATABASES, freshDatabase, type Kind } from "../../support/databases.ts";
import { besides } from "../../support/raw-rows.ts";
import { holdTime } from "./held-time.ts";

const GUESTS = Number(process.env["FANOUT_GUESTS"] ?? 200);
const GROUPS = Number(process.env["FANOUT_GROUPS"] ?? 20);
const PACED = new Set(["sendMessage", "editMessageText"]);

/** The adapter is made before the app opens its store. */
const deskInMemory = (): AdapterStore => {
  const facts = new Map<string, string>();
  return {
    take: async () => 1,
    release: async () => undefined,
    recall: async (name) => facts.get(name),
    remember: async (name, value) => void facts.set(name, value),
    forget: async (name) => void facts.delete(name),
    sweep: async () => 0,
  };
};

/** The program with a bot that is paced by a time that the test holds, which is the server's too. */
const stage = async (kind: Kind) => {
  const { url, drop } = await freshDatabase(kind);
  let taken = 0;
  // What a turn was given for is on its way until the server has answered.
  const time = holdTime(() => paced().filter((one) => one.answer !== undefined).length < taken);
  const fake = await startFakeTelegram({ now: time.now });
  const paced = (): Call[] => fake.calls().filter((one) => PACED.has(one.method));
  const real = createPace(time);
  const pace: Pace = {
    ...real,
    turn: async (to) => {
      const later = await real.turn(to);
      if (later === 0) taken += 1;
      return later;
    },
  };
  const config = readConfig({ DATABASE_URL: url, DATA_KEYS: newDataKey(1), PORT: "0", PLAYGROUND: "off" });
  const log = createLog("fatal");
  const bot = {
    token: fake.token,
    apiUrl: fake.url,
    desk: deskInMemory(),
    owner: newId(),
    clock: { now: time.now },
    pace,
  };
  const adapter = createTelegram({ ...bot, pageUrl: () => "https://party.example", log: () => undefined });
  const app = await startApp({ config, clock: { now: time.now }, log, ticking: false, adapters: [adapter] });
  await fake.until(() => fake.calls("setChatMenuButton").length > 0);
  const says = async (user: FakeUser, line: string, chat?: Chat): Promise<void> => {
    const press = app.core.parse(line);
    const userId = String(user.id);
    const own: Chat = { platform: "telegram", chatId: userId, kind: "person", reach: "post" };
    if (!press) throw new Error(line);
    const who = { account: { platform: "telegram" as const, userId }, name: user.name };
    const reply = await app.core.dispatch({ id: newId(), ...who, chat: chat ?? own, seenBy: "person", press });
    if (reply.kind !== "done" || reply.tone === "refused") throw new Error(JSON.stringify(reply));
  };
  /** Until nothing is due any more, now or later today. */
  const delivered = async (): Promise<void> => {
    for (let due: number | undefined = time.now(); due !== undefined && due < time.now() + 600_000; ) {
      time.passTo(due);
      await time.during(app.sender.drain());
      due = await app.store.outbox.nextDue(time.now());
    }
  };
  /** From here on the server holds its limits, and only what comes now is counted. */
  const limited = (): void => {
    fake.forgetCalls();
    taken = 0;
    fake.limits(true);
  };
  const close = async (): Promise<void> => {
    await app.stop();
    await fake.close();
    await drop();
  };
  return { url, app, fake, time, says, delivered, limited, paced, close };
};

type Stage = Awaited<ReturnType<typeof stage>>;
type Town = { code: string; ada: FakeUser; guests: FakeUser[]; groups: FakeGroup[] };

const groupChat = ({ id }: FakeGroup): Chat => ({
  platform: "telegram",
  chatId: String(id),
  kind: "group",
  reach: "post",
});

/** A party with its card in every group, and guests who are going. */
const town = async (
  { fake, app, says, delivered }: Stage,
  sizes: { guests: number; groups: number },
): Promise<Town> => {
  const ada = fake.user("Ada", { started: true });
  const guests = Array.from({ length: sizes.guests }, (_, at) => fake.user(`Guest ${at}`, { started: true }));
  const [home, ...others] = Array.from({ length: sizes.groups }, (_, at) => fake.supergroup(`Group ${at}`, [ada]));
  if (!home) throw new Error("no group");
  // The bot greets each group: a message of its own, which becomes a card.
  await fake.until(() => fake.calls("sendMessage").length >= sizes.groups && fake.updates.waiting() === 0, 20_000);
  await says(ada, "/create Rooftop BBQ when:28.11.2026 19:00 where:Berlin", groupChat(home));
  await delivered();
  const code = /rsvp (\w{8})/.exec(JSON.stringify(home.seen().map((one) => one.buttons)))?.[1] ?? "";
  for (const group of others) {
    const messageId = String(group.seen().at(-1)?.messageId);
    await app.core.adopt(code, { platform: "telegram", userId: String(ada.id) }, groupChat(group), messageId);
  }
  for (const guest of guests) await says(guest, `/rsvp ${code} going`, groupChat(home));
  await delivered();
  return { code, ada, guests, groups: [home, ...others] };
};

const cardIn = (group: FakeGroup): string =>
  group
    .seen()
    .filter((one) => one.text.startsWith("Rooftop BBQ"))
    .map((one) => one.text)
    .join();

const toldOf = (user: FakeUser, words: string): number =>
  user.messagesIn(user.private).filter((one) => one.text.includes(words)).length;

/** The most tries that any note has behind it. */
const attempts = (url: string): Promise<number> =>
  besides(url, async ({ writer }) => Number((await writer("notes").max("attempts as most"))[0]?.["most"] ?? 0));

describe.each(DATABASES)("on %s", (kind) => {
  let s: Stage;
  let t: Town;
  beforeAll(
    async () => {
      s = await stage(kind);
      t = await town(s, { guests: GUESTS, groups: GROUPS });
    },
    60_000 + 200 * GUESTS,
  );
  afterAll(() => s.close());

  test("everybody is told and every card is right, as fast as may be, and nothing is refused", async () => {
    s.limited();
    const from = s.time.now();
    await s.says(t.ada, `/edit ${t.code} when:28.11.2026 20:30`);
    await s.delivered();
    const took = s.time.now() - from;
    const made = s.paced();
    console.log(`${kind}: ${made.length} messages in ${(took / 1_000).toFixed(1)} s`);
    expect(made.filter((one) => one.answer?.ok === false)).toEqual([]);
    expect(took).toBeLessThan((made.length / 30) * 1_000 * 1.1);
    for (const guest of t.guests) expect(toldOf(guest, "20:30")).toBe(1);
    for (const group of t.groups) expect(cardIn(group)).toContain("20:30");
    expect(await attempts(s.url)).toBe(0);
  });

  test("a chat for which Telegram asks to wait is told after that, everybody else meanwhile, and no try is spent", async () => {
    s.limited();
    s.fake.failNext("sendMessage", faults.tooMany(7));
    await s.says(t.ada, `/edit ${t.code} when:28.11.2026 21:30`);
    await s.delivered();
    const made = s.paced();
    const refused = made.filter((one) => one.answer?.ok === false);
    expect(refused).toHaveLength(1);
    const [first] = refused;
    const again = made.find((one) => one.params["chat_id"] === first?.params["chat_id"] && one.at > (first?.at ?? 0));
    expect((again?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(7_000);
    for (const guest of t.guests) expect(toldOf(guest, "21:30")).toBe(1);
    for (const group of t.groups) expect(cardIn(group)).toContain("21:30");
    expect(await attempts(s.url)).toBe(0);
  });

  test("a card that changes with every second is edited twenty times a minute at most, and ends up right", async () => {
    const home = t.groups[0] as FakeGroup;
    const lively = t.guests.slice(0, 22);
    s.limited();
    for (const guest of lively) {
      await s.says(guest, `/rsvp ${t.code} maybe`, groupChat(home));
      await s.time.during(s.app.sender.drain());
      s.time.passTo(s.time.now() + 1_000);
    }
    await s.delivered();
    const edits = s.paced().filter((one) => String(one.params["chat_id"]) === String(home.id));
    expect(edits.length).toBeGreaterThan(10);
    expect(s.paced().filter((one) => one.answer?.ok === false)).toEqual([]);
    expect(cardIn(home)).toContain(`${lively.length} maybe`);
  });
});
