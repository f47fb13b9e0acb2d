// Discord's deliver: what is sent, once however often it is tried, and what each fault of the platform comes to.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deliverOver } from "../../../adapters/discord/deliver.ts";
import type { Bot } from "../../../adapters/discord/parts.ts";
import type { ChatAdapter, Fault, View } from "../../../src/core.ts";
import type { Fault as Injected } from "../../fakes/discord/types.ts";
import type { Loopback } from "./loopback.ts";
import { botOver, outcomeOf, startLoopback } from "./loopback.ts";

const POST = "POST /channels/:id/messages";
const PATCH = "PATCH /channels/:id/messages/:id";
const OPEN = "POST /users/@me/channels";
const NOON = Date.UTC(2026, 10, 23, 12);

let discord: Loopback;
let bot: Bot;
let deliver: ChatAdapter["deliver"];
let now = NOON;
let nextId = 0;
const lines: string[] = [];

beforeAll(async () => {
  discord = await startLoopback();
});
afterAll(() => discord.close());
beforeEach(() => {
  now = NOON;
  bot = botOver(discord.url, () => now, lines);
  deliver = deliverOver(() => bot);
  discord.forgetCalls();
});

const someId = (): string => String(200_000_000_000_000_000n + BigInt((nextId += 1)));
const group = (chatId = someId()) => ({ platform: "discord", chatId, kind: "group", reach: "post" }) as const;
const say = (title: string): View<"group"> => ({ seenBy: "group", title });
const own: View<"person"> = { seenBy: "person", title: "Kastanienallee 12" };

describe("a new message", () => {
  test("goes to the thread where there is one, else to the channel", async () => {
    const [chat, threadId] = [group(), someId()];
    await deliver(chat, say("A"), { nonce: "a" });
    await deliver({ ...chat, threadId }, say("B"), { nonce: "b" });
    expect(discord.calls().map(({ path }) => path)).toEqual([
      `/channels/${chat.chatId}/messages`,
      `/channels/${threadId}/messages`,
    ]);
  });

  test("sent twice with one nonce is shown once; the same note in another channel is another message", async () => {
    const [chat, other] = [group(), group()];
    discord.failNext(POST, { reset: true, done: true });
    expect(await outcomeOf(deliver(chat, say("A"), { nonce: "n" }))).toEqual({ outcome: "ambiguous" });
    const { messageId } = await deliver(chat, say("A"), { nonce: "n" });
    const elsewhere = await deliver(other, say("A"), { nonce: "n" });
    expect(Object.values(discord.messages).filter((one) => one["channel_id"] === chat.chatId)).toHaveLength(1);
    expect(elsewhere.messageId).not.toBe(messageId);
    const [first] = discord.calls(POST).map(({ body }) => body as { nonce: string; enforce_nonce: boolean });
    expect(first?.enforce_nonce).toBe(true);
    expect(first?.nonce.length).toBeLessThanOrEqual(25);
  });

  test.each<[string, Injected, Fault]>([
    ["5xx", { status: 502 }, { outcome: "ambiguous" }],
    ["a connection cut", { reset: true }, { outcome: "ambiguous" }],
    ["no such channel", { status: 404, code: 10003 }, { outcome: "unreachable", why: "no such channel" }],
    ["no access", { status: 403, code: 50001 }, { outcome: "unreachable", why: "no access" }],
    ["no permission", { status: 403, code: 50013 }, { outcome: "unreachable", why: "no permission" }],
    ["an unknown code", { status: 400, code: 77777 }, { outcome: "ambiguous" }],
  ])("%s", async (_what, fault, outcome) => {
    discord.failNext(POST, fault);
    expect(await outcomeOf(deliver(group(), say("A"), { nonce: "n" }))).toEqual(outcome);
  });

  test("of which the first was deleted meanwhile counts as shown, and its next edit posts anew", async () => {
    const chat = group();
    discord.failNext(POST, { status: 404, code: 10008 });
    const { messageId } = await deliver(chat, say("A"), { nonce: "n" });
    expect(await outcomeOf(deliver(chat, say("B"), { nonce: "m", replace: messageId }))).toEqual({ outcome: "gone" });
  });

  test("that Discord cannot read goes out without its addresses, and raises an alarm", async () => {
    const page = "https://party.example/p/k3x9q2bb";
    const view: View<"group"> = {
      ...say("Rooftop"),
      party: "k3x9q2bb",
      card: "c",
      buttons: [
        [
          { label: "Details", press: { command: "show", args: { party: "k3x9q2bb" } } },
          { label: "Page", open: page },
        ],
      ],
    };
    discord.failNext(POST, { status: 400, code: 50035 });
    expect(await outcomeOf(deliver(group(), view, { nonce: "n" }))).toHaveProperty("sent");
    expect(JSON.stringify(discord.calls(POST).at(-1)?.body)).toMatch(/Rooftop.*Details/);
    expect(JSON.stringify(discord.calls(POST).at(-1)?.body)).not.toContain(page);
    expect(lines.at(-1)).toContain('"alarm":true');
  });

  test("before the bot has started is put off", async () => {
    const idle = deliverOver(() => undefined);
    expect(await outcomeOf(idle(group(), say("A"), { nonce: "n" }))).toMatchObject({ outcome: "retry" });
  });

  test("with a token that is refused waits a minute, as all others do, and works once it is accepted", async () => {
    discord.failNext(POST, { status: 401 });
    const refused = await outcomeOf(deliver(group(), say("A"), { nonce: "n" }));
    expect(refused).toEqual({ outcome: "retry", afterMs: 60_000, refused: true });
    expect(lines.at(-1)).toContain('"what":"token refused"');
    now += 20_000;
    expect(await outcomeOf(deliver(group(), say("B"), { nonce: "m" }))).toEqual({ outcome: "retry", afterMs: 40_000 });
    expect(discord.calls(POST)).toHaveLength(1);
    now += 40_000;
    expect(await outcomeOf(deliver(group(), say("A"), { nonce: "n" }))).toHaveProperty("sent");
  });
});

describe("a limit", () => {
  test.each(["user", "shared"] as const)(
    "of scope %s parks the channel: nothing goes out to it until its time is up",
    async (limited) => {
      const [chat, other] = [group(), group()];
      discord.failNext(POST, { limited, retryAfter: 3 });
      const first = await outcomeOf(deliver(chat, say("A"), { nonce: "n" }));
      expect(first).toMatchObject({ outcome: "retry" });
      const afterMs = "afterMs" in first ? (first.afterMs ?? 0) : 0;
      expect(afterMs).toBeGreaterThanOrEqual(3_000);
      expect(afterMs).toBeLessThan(4_000);
      now += 1_000;
      expect(await outcomeOf(deliver(chat, say("B"), { nonce: "m" }))).toEqual({
        outcome: "retry",
        afterMs: afterMs - 1_000,
      });
      expect(discord.calls(POST)).toHaveLength(1);
      expect(await outcomeOf(deliver(other, say("C"), { nonce: "o" }))).toHaveProperty("sent");
      now += afterMs;
      expect(await outcomeOf(deliver(chat, say("A"), { nonce: "n" }))).toHaveProperty("sent");
    },
  );

  test("for the whole bot parks everything", async () => {
    discord.failNext(POST, { limited: "global", retryAfter: 10 });
    expect(await outcomeOf(deliver(group(), say("A"), { nonce: "n" }))).toMatchObject({ outcome: "retry" });
    expect(await outcomeOf(deliver(group(), say("B"), { nonce: "m" }))).toMatchObject({ outcome: "retry" });
    const account = { platform: "discord", userId: someId() } as const;
    expect(await outcomeOf(deliver(account, own, { nonce: "o" }))).toMatchObject({ outcome: "retry" });
    expect(discord.calls()).toHaveLength(1);
  });
});

describe("an edit", () => {
  const posted = async (chat: ReturnType<typeof group>): Promise<string> =>
    (await deliver(chat, say("A"), { nonce: "n" })).messageId;

  test("keeps the message's id and takes away what is no more", async () => {
    const chat = group();
    const replace = await posted(chat);
    expect(await deliver(chat, say("B"), { nonce: "m", replace })).toEqual({ messageId: replace });
    expect(discord.calls(PATCH).at(-1)?.body).toMatchObject({ content: "", components: [], embeds: [{ title: "B" }] });
  });

  test.each<[string, Injected, Fault]>([
    ["a message that was deleted", { status: 404, code: 10008 }, { outcome: "gone" }],
    ["an old message, edited too often", { status: 400, code: 30046 }, { outcome: "retry", afterMs: 600_000 }],
    ["5xx", { status: 500 }, { outcome: "retry" }],
    ["no access any more", { status: 403, code: 50001 }, { outcome: "unreachable", why: "no access" }],
  ])("%s", async (_what, fault, outcome) => {
    const chat = group();
    const replace = await posted(chat);
    discord.failNext(PATCH, fault);
    expect(await outcomeOf(deliver(chat, say("B"), { nonce: "m", replace }))).toEqual(outcome);
  });
});

describe("a direct message", () => {
  const account = () => ({ platform: "discord", userId: someId() }) as const;

  test("opens the channel once", async () => {
    const to = account();
    await deliver(to, own, { nonce: "a" });
    await deliver(to, own, { nonce: "b" });
    expect(discord.calls(OPEN)).toHaveLength(1);
    expect(discord.calls(POST)).toHaveLength(2);
  });

  test.each([
    ["on opening", OPEN],
    ["on writing", POST],
  ])("to somebody who is closed to it, found out %s, is unreachable", async (_when, route) => {
    discord.failNext(route, { status: 403, code: 50007 });
    expect(await outcomeOf(deliver(account(), own, { nonce: "a" }))).toEqual({
      outcome: "unreachable",
      why: "closed to direct messages",
    });
  });

  test("whose channel is no more opens another one", async () => {
    const to = account();
    await deliver(to, own, { nonce: "a" });
    discord.failNext(POST, { status: 404, code: 10003 });
    expect(await outcomeOf(deliver(to, own, { nonce: "b" }))).toHaveProperty("sent");
    expect(discord.calls(OPEN)).toHaveLength(2);
  });
});

test("no log line holds a text, a name, an address or the token", () => {
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join("\n")).not.toMatch(/Rooftop|Kastanienallee|loopback-token|\d{17}/);
});
