// Discord's own events: a party among those of a server, made once, kept up to date, without the address.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deliverOver } from "../../../adapters/discord/deliver.ts";
import type { ChatAdapter, View } from "../../../src/core.ts";
import type { Loopback } from "./loopback.ts";
import { botOver, outcomeOf, startLoopback } from "./loopback.ts";

const EVENT = "POST /guilds/:id/scheduled-events";
const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 23, 12);

let discord: Loopback;
let deliver: ChatAdapter["deliver"];
let now = NOON;
let nextId = 0;

beforeAll(async () => {
  discord = await startLoopback();
});
afterAll(() => discord.close());
beforeEach(() => {
  now = NOON;
  const bot = botOver(discord.url, () => now, []);
  deliver = deliverOver(() => bot);
  discord.forgetCalls();
});

const someId = (): string => String(300_000_000_000_000_000n + BigInt((nextId += 1)));

describe("a server's own event", () => {
  const PAGE = "https://party.example/p/k3x9q2bb";
  const server = () => ({ platform: "discord", chatId: `events:${someId()}`, kind: "group", reach: "post" }) as const;
  const party = (over: Partial<NonNullable<View["event"]>> = {}, title = "Rooftop"): View<"group"> => ({
    seenBy: "group",
    title,
    party: "k3x9q2bb",
    card: "c",
    body: ["Bring *something*."],
    buttons: [[{ label: "Page", open: PAGE }]],
    event: { startsAt: NOON + HOUR, timeZone: "Europe/Berlin", place: "Kreuzberg, Berlin", calledOff: false, ...over },
  });

  test("is made outside, with the public label, the page's link and an end", async () => {
    const { messageId } = await deliver(server(), party(), { nonce: "a" });
    expect(discord.events[messageId]).toMatchObject({
      name: "Rooftop",
      description: `Bring \\*something\\*.\n\n${PAGE}`,
      entity_type: 3,
      privacy_level: 2,
      entity_metadata: { location: "Kreuzberg, Berlin" },
      scheduled_start_time: "2026-11-23T13:00:00.000Z",
      scheduled_end_time: "2026-11-23T17:00:00.000Z",
    });
  });

  test("is changed with its party, and cancelled with it", async () => {
    const to = server();
    const { messageId: replace } = await deliver(to, party(), { nonce: "a" });
    await deliver(to, party({ startsAt: NOON + 2 * HOUR, endsAt: NOON + 3 * HOUR }), { nonce: "b", replace });
    expect(discord.events[replace]).toMatchObject({
      scheduled_start_time: "2026-11-23T14:00:00.000Z",
      scheduled_end_time: "2026-11-23T15:00:00.000Z",
    });
    await deliver(to, party({ calledOff: true }), { nonce: "c", replace });
    expect(discord.events[replace]).toMatchObject({ status: 4 });
  });

  test("that runs keeps its start; called off, it ends", async () => {
    const to = server();
    const { messageId: replace } = await deliver(to, party(), { nonce: "a" });
    now = NOON + 2 * HOUR;
    discord.forgetCalls();
    await deliver(to, party({}, "Rooftop!"), { nonce: "b", replace });
    expect(discord.calls().at(-1)?.body).not.toHaveProperty("scheduled_start_time");
    expect(discord.events[replace]).toMatchObject({ name: "Rooftop!" });
    await deliver(to, party({ calledOff: true }), { nonce: "c", replace });
    expect(discord.events[replace]).toMatchObject({ status: 3 });
  });

  test("whose making got no answer is found instead of made twice", async () => {
    const to = server();
    discord.failNext(EVENT, { reset: true, done: true });
    const before = Object.keys(discord.events).length;
    const late = party({ startsAt: NOON + 9 * HOUR }, "Unheard");
    const lone = { ...late, party: "k3x9q2cc", buttons: [] };
    expect(await outcomeOf(deliver(to, lone, { nonce: "a" }))).toEqual({ outcome: "ambiguous" });
    expect(await outcomeOf(deliver(to, lone, { nonce: "a" }))).toHaveProperty("sent");
    expect(Object.keys(discord.events)).toHaveLength(before + 1);
  });

  test("of a party that has begun or is called off is not made; once it is ahead again, it is", async () => {
    const to = server();
    discord.forgetCalls();
    const past = await deliver(to, party({ startsAt: NOON - HOUR }), { nonce: "a" });
    await deliver(to, party({ calledOff: true }), { nonce: "b" });
    expect(discord.calls()).toEqual([]);
    const { messageId } = await deliver(to, party({}, "Ahead"), { nonce: "c", replace: past.messageId });
    expect(discord.events[messageId]).toMatchObject({ name: "Ahead" });
  });

  test("that somebody deleted is gone; of a party called off, that is well", async () => {
    const [to, replace] = [server(), someId()];
    expect(await outcomeOf(deliver(to, party(), { nonce: "a", replace }))).toEqual({ outcome: "gone" });
    expect(await outcomeOf(deliver(to, party({ calledOff: true }), { nonce: "a", replace }))).toHaveProperty("sent");
  });

  test("keeps within a hundred and a thousand characters", async () => {
    const long = {
      ...party({ place: "ä".repeat(300) }, "ö".repeat(300)),
      body: ["ü".repeat(3_000)],
      party: "k3x9q2dd",
    };
    const { messageId } = await deliver(
      server(),
      { ...long, buttons: [[{ label: "P", open: "https://party.example/p/k3x9q2dd" }]] },
      { nonce: "a" },
    );
    const event = discord.events[messageId] as {
      name: string;
      description: string;
      entity_metadata: { location: string };
    };
    expect(event.name.length).toBeLessThanOrEqual(100);
    expect(event.entity_metadata.location.length).toBeLessThanOrEqual(100);
    expect(event.description.length).toBeLessThanOrEqual(1_000);
    expect(event.description).toMatch(/…\n\nhttps:\/\/party\.example\/p\/k3x9q2dd$/);
  });
});
