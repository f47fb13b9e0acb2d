// Discord's promise: what is told is told once, also when the answer was lost and the nonce is long forgotten.
import { REST } from "discord.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deliverOver } from "../../../adapters/discord/deliver.ts";
import type { Bot } from "../../../adapters/discord/parts.ts";
import type { Chat, ChatAdapter, View } from "../../../src/core.ts";
import type { FakeChannel, FakeDiscord, FakeGuild, FakeUser } from "../../fakes/discord/index.ts";
import { startFakeDiscord } from "../../fakes/discord/index.ts";
import { botOver, outcomeOf } from "./loopback.ts";

const POST = "POST /channels/:id/messages";
const PATCH = "PATCH /channels/:id/messages/:id";
const READ = "GET /channels/:id/messages";
const NOON = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;
const PAGE = "https://party.example/p/k3x9q2bb";

let fake: FakeDiscord;
let guild: FakeGuild;
let kitchen: FakeChannel;
let ada: FakeUser;
let bot: Bot;
let deliver: ChatAdapter["deliver"];
let now = NOON;

/** The bot anew, as after a restart. */
const restart = (): void => {
  const post = new REST({ api: fake.url, version: "10", retries: 0, rejectOnRateLimit: () => true });
  const me = { applicationId: fake.applicationId, userId: fake.botId };
  bot = { ...botOver(fake.url, () => now, []), token: fake.token, me, post: post.setToken(fake.token) };
  deliver = deliverOver(() => bot);
};

beforeEach(async () => {
  now = NOON;
  fake = await startFakeDiscord({ now: () => now });
  guild = fake.guild("Friends");
  kitchen = guild.channel("kitchen");
  ada = fake.user("Ada");
  guild.add(ada);
  restart();
});
afterEach(() => fake.close());

const chat = (): Chat & { kind: "group" } => ({
  platform: "discord",
  chatId: kitchen.id,
  kind: "group",
  reach: "post",
});
const plain: View<"group"> = { seenBy: "group", title: "Tomorrow: Rooftop" };
const withPage: View<"group"> = { ...plain, party: "k3x9q2bb", buttons: [[{ label: "Page", open: PAGE }]] };
const withPress: View<"group"> = {
  ...plain,
  buttons: [[{ label: "Going", press: { command: "rsvp", args: { party: "k3x9q2bb", answer: "going" } } }]],
};

/** Discord takes the message, and its answer is lost. */
const lost = async (view: View<"group">, nonce = "n"): Promise<number> => {
  const triedAt = now;
  fake.failNext(POST, { reset: true, done: true });
  expect(await outcomeOf(deliver(chat(), view, { nonce }))).toEqual({ outcome: "ambiguous" });
  return triedAt;
};

const chatter = (count: number): void => {
  for (let i = 0; i < count; i += 1) ada.says(kitchen, `${i}`);
};

describe("a message whose answer was lost", () => {
  test.each([1, 3, 61, 24 * 60])("is there once when it is tried again after %i minutes", async (minutes) => {
    const triedAt = await lost(plain);
    chatter(3);
    now += minutes * MINUTE;
    restart();
    const { messageId } = await deliver(chat(), plain, { nonce: "n", triedAt });
    const told = kitchen.seen().filter((one) => one.title === plain.title);
    expect(told.map((one) => one.messageId)).toEqual([messageId]);
  });

  test.each([
    ["leads nowhere", plain],
    ["leads to its party's page", withPage],
    ["has buttons", withPress],
  ])("is known again where it %s", async (_what, view) => {
    const triedAt = await lost(view);
    now += 10 * MINUTE;
    await deliver(chat(), view, { nonce: "n", triedAt });
    expect(kitchen.seen()).toHaveLength(1);
    expect(fake.refused()).toEqual([]);
  });

  test("is found among hundreds that were said since", async () => {
    const triedAt = await lost(plain);
    chatter(250);
    now += 10 * MINUTE;
    await deliver(chat(), plain, { nonce: "n", triedAt });
    expect(kitchen.seen()).toHaveLength(251);
    expect(fake.calls(READ).length).toBeLessThanOrEqual(3);
  });

  test("is found by a clock that runs some minutes ahead or was an hour ahead", async () => {
    const triedAt = (await lost(plain)) + 4 * MINUTE;
    now += 10 * MINUTE;
    await deliver(chat(), plain, { nonce: "n", triedAt });
    await deliver(chat(), plain, { nonce: "n", triedAt: now + 60 * MINUTE });
    expect(kitchen.seen()).toHaveLength(1);
  });

  test("goes on being looked for where the search had to wait", async () => {
    const triedAt = await lost(plain);
    now += 10 * MINUTE;
    chatter(250);
    fake.failNext(READ, { limited: "user", retryAfter: 1 });
    expect(await outcomeOf(deliver(chat(), plain, { nonce: "n", triedAt }))).toMatchObject({ outcome: "retry" });
    now += 2_000;
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await deliver(chat(), plain, { nonce: "n", triedAt });
    expect(kitchen.seen().filter((one) => one.title === plain.title)).toHaveLength(1);
  });

  test("and that somebody deleted within minutes is not told again", async () => {
    const triedAt = await lost(plain);
    kitchen.remove(kitchen.seen()[0] as never);
    now += MINUTE;
    await deliver(chat(), plain, { nonce: "n", triedAt });
    expect(kitchen.seen()).toEqual([]);
  });

  test("in private is there once as well", async () => {
    const own: View<"person"> = { seenBy: "person", title: "Kastanienallee 12" };
    const to = { platform: "discord", userId: ada.id } as const;
    const triedAt = now;
    fake.failNext(POST, { reset: true, done: true });
    await outcomeOf(deliver(to, own, { nonce: "n" }));
    now += 10 * MINUTE;
    await deliver(to, own, { nonce: "n", triedAt });
    expect(ada.reads(ada.dm)).toHaveLength(1);
  });
});

test("a message that Discord never took is posted, whether its nonce is remembered or not", async () => {
  for (const minutes of [1, 10]) {
    const triedAt = now;
    const nonce = `n${minutes}`;
    fake.failNext(POST, { reset: true });
    await outcomeOf(deliver(chat(), plain, { nonce }));
    now += minutes * MINUTE;
    await deliver(chat(), plain, { nonce, triedAt });
  }
  expect(kitchen.seen()).toHaveLength(2);
});

test("another note of the same words, and somebody else's link, are not taken for it", async () => {
  await deliver(chat(), withPage, { nonce: "other" });
  ada.says(kitchen, `${PAGE}#m=whatever`);
  await deliver(chat(), withPage, { nonce: "n", triedAt: now - 10 * MINUTE });
  expect(kitchen.seen().filter((one) => one.title === plain.title)).toHaveLength(2);
});

test("where the history is closed to the bot, it is posted rather than never", async () => {
  const triedAt = await lost(plain);
  now += 10 * MINUTE;
  guild.hidesHistory();
  await deliver(chat(), plain, { nonce: "n", triedAt });
  expect(kitchen.seen()).toHaveLength(2);
});

test("a first attempt looks for nothing, nor does one within the nonce's minutes", async () => {
  await deliver(chat(), plain, { nonce: "a" });
  await deliver(chat(), plain, { nonce: "b", triedAt: now - MINUTE });
  expect(fake.calls(READ)).toEqual([]);
});

test("an edit whose answer was lost comes to the same when it is made again", async () => {
  const { messageId: replace } = await deliver(chat(), plain, { nonce: "n" });
  const triedAt = now;
  fake.failNext(PATCH, { reset: true, done: true });
  const edited = { ...plain, title: "Today: Rooftop" };
  expect(await outcomeOf(deliver(chat(), edited, { nonce: "m", replace }))).toEqual({ outcome: "retry" });
  now += 10 * MINUTE;
  expect(await deliver(chat(), edited, { nonce: "m", replace, triedAt })).toEqual({ messageId: replace });
  expect(kitchen.seen().map((one) => one.title)).toEqual(["Today: Rooftop"]);
});

test("the mark leads people where the title led before, and tells nothing", async () => {
  await deliver(chat(), withPage, { nonce: "the-note's-own-nonce" });
  const [embed] = kitchen.seen()[0]?.raw["embeds"] as { url: string }[];
  expect(embed?.url).toMatch(/^https:\/\/party\.example\/p\/k3x9q2bb#m=[\w-]{12}$/);
  expect(embed?.url).not.toContain("nonce");
});
