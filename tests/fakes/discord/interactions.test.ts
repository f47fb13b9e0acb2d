// The loopback Discord's interactions: what may answer them, how soon, how often and for how long, and who sees it.
import fc from "fast-check";
import { MessageFlags } from "discord.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask } from "./gateway-line.ts";
import { startFakeDiscord } from "./index.ts";
import { COMMANDS } from "./people-commands.ts";
import { startBot, type TestBot } from "./people-bot.ts";
import type { FakeChannel, FakeDiscord, FakeGuild, FakeUser, Json, Outcome } from "./types.ts";

const MINUTE = 60_000;
const EPHEMERAL = MessageFlags.Ephemeral;
const ORIGINAL = "/messages/@original";

let now = Date.UTC(2026, 10, 22, 12);
let fake: FakeDiscord;
let bot: TestBot;
let guild: FakeGuild;
let kitchen: FakeChannel;
let ada: FakeUser;
let ben: FakeUser;

beforeAll(async () => {
  fake = await startFakeDiscord({ now: () => now });
  bot = await startBot(fake);
  await bot.registers(COMMANDS);
});
afterAll(async () => {
  await bot.close();
  await fake.close();
});
beforeEach(() => {
  bot.on(async () => undefined);
  guild = fake.guild("Friends");
  kitchen = guild.channel("kitchen");
  [ada, ben] = [fake.user("Ada"), fake.user("Ben")];
  guild.add(ada);
  guild.add(ben);
});

/** Something that was done, of which the bot knows. */
const heard = async (act: () => Promise<Outcome>): Promise<{ outcome: Promise<Outcome> }> => {
  const next = bot.next();
  const outcome = act();
  await Promise.race([next, outcome]);
  return { outcome };
};
const slash = (where = kitchen, by = ada) => heard(() => by.slash(where, "help"));

const code = (answer: Json | undefined): unknown => answer?.["code"];
const BUTTONS = [{ type: 1, components: [{ type: 2, style: 1, label: "Going", custom_id: "going" }] }];

describe("the first answer", () => {
  test("is given once", async () => {
    const { outcome } = await slash();
    expect(await bot.answers(4, { content: "Hello" })).toBeUndefined();
    expect(code(await bot.answers(4, { content: "Hello again" }))).toBe(40060);
    expect((await outcome).messages.map((one) => one.text)).toEqual(["Hello"]);
    expect(fake.refused().at(-1)?.message).toContain("40060");
  });

  test("comes within three seconds, or not at all", async () => {
    const { outcome } = await slash();
    const { first, messages, afterMs } = await outcome;
    expect([first, messages]).toEqual(["none", []]);
    expect(afterMs).toBeGreaterThanOrEqual(3_000);
    expect(code(await bot.answers(4, { content: "Late" }))).toBe(10062);
    expect(code(await bot.later("POST", "", { content: "Late" }))).toBe(10015);
  });

  test("is for an interaction that there was, by its own token", async () => {
    await slash();
    const path = `/interactions/${String(bot.told.at(-1)?.["id"])}/another/callback`;
    expect(code(await ask(fake, path, "POST", { type: 4, data: { content: "Hi" } }))).toBe(10062);
    await bot.answers(4, { content: "Hello" });
  });

  test("that is wrong does not count, so that a right one may follow", async () => {
    const { outcome } = await slash();
    for (const [type, data] of [
      [1],
      [6],
      [7, { content: "Changed" }],
      [8, { choices: [] }],
      [5, { flags: EPHEMERAL | MessageFlags.SuppressEmbeds }],
      [5, { content: "Soon" }],
      [4, { content: "x".repeat(2_001) }],
      [4, { content: "Hello", tone: "soft" }],
      [9, { title: "Form", custom_id: "form", components: [] }],
    ] as const)
      expect(code(await bot.answers(type, data)), JSON.stringify([type, data])).toBe(50035);
    expect(code(await bot.answers(4, {}))).toBe(50006);
    expect(await bot.answers(4, { content: "Hello" })).toBeUndefined();
    expect(await outcome).toMatchObject({ first: "message" });
  });

  test("to what is typed is choices: twenty-five at most, of a hundred characters", async () => {
    const { outcome } = await heard(() => ada.completes(kitchen, "party create", {}, "what"));
    const choice = (i: number, name = `Party ${i}`): Json => ({ name, value: String(i) });
    const many = Array.from({ length: 26 }, (_, i) => choice(i));
    expect(code(await bot.answers(4, { content: "Hello" }))).toBe(50035);
    expect(code(await bot.answers(8, { choices: many }))).toBe(50035);
    expect(code(await bot.answers(8, { choices: [choice(1, "x".repeat(101))] }))).toBe(50035);
    expect(code(await bot.answers(8, { choices: [{ name: "No value" }] }))).toBe(50035);
    await bot.answers(8, { choices: many.slice(1) });
    expect((await outcome).choices).toHaveLength(25);
  });

  const field = (more: Json = {}, component: Json = {}): Json => ({
    type: 18,
    label: "What",
    component: { type: 4, custom_id: "what", style: 1, ...component },
    ...more,
  });
  const fields = (...components: Json[]): Json => ({ components });
  const select = (more: Json): Json => field({}, { type: 3, style: undefined, ...more });
  test.each<[string, Json]>([
    ["a title of 46 characters", { title: "x".repeat(46) }],
    ["an id of 101 characters", { custom_id: "x".repeat(101) }],
    ["six fields", fields(...[1, 2, 3, 4, 5, 6].map((i) => field({}, { custom_id: `f${i}` })))],
    ["two fields of one name", fields(field(), field())],
    ["a label of 46 characters", fields(field({ label: "x".repeat(46) }))],
    ["an empty label", fields(field({ label: "" }))],
    ["a description of 101 characters", fields(field({ description: "x".repeat(101) }))],
    ["a placeholder of 101 characters", fields(field({}, { placeholder: "x".repeat(101) }))],
    ["4,001 characters in it", fields(field({}, { value: "x".repeat(4_001) }))],
    ["more in it than may be", fields(field({}, { max_length: 3, value: "four" }))],
    ["less in it than must be", fields(field({}, { min_length: 3, value: "ab" }))],
    ["more at least than at most", fields(field({}, { min_length: 4, max_length: 3 }))],
    ["no style", fields(field({}, { style: undefined }))],
    ["a field without a label", fields({ type: 4, custom_id: "what", style: 1 })],
    ["a button", fields(field({}, { type: 2, label: "Go" }))],
    ["a menu without options", fields(select({ options: [] }))],
    ["a menu that needs nothing of what is needed", fields(select({ options: [option("a")], min_values: 0 }))],
    ["a field that nobody knows", { colour: "red" }],
  ])("is no form with %s", async (_, more) => {
    const form = { title: "Form", custom_id: "form", ...fields(field()), ...more };
    await slash();
    expect(code(await bot.answers(9, form))).toBe(50035);
    expect(
      await bot.answers(9, { ...form, title: "Form", custom_id: "form", ...fields(field()), colour: undefined }),
    ).toBe(undefined);
  });

  test("to a form is no form; to one that a button opened, it may stand in the message's place", async () => {
    const form = { title: "Form", custom_id: "form", ...fields(field()) };
    const { outcome } = await slash();
    await bot.answers(4, { content: "Card", components: BUTTONS });
    const [card] = (await outcome).messages;
    const pressed = await heard(() => ben.presses(card!, "Going"));
    await bot.answers(9, form);
    const { modal } = await pressed.outcome;
    const sent = await heard(() => ben.submits(modal!, { what: "BBQ" }));
    expect(bot.told.at(-1)).toMatchObject({ type: 5, message: { id: card!.messageId } });
    expect(code(await bot.answers(9, form))).toBe(50035);
    await bot.answers(7, { content: "Changed", components: [] });
    expect(await sent.outcome).toMatchObject({ first: "update", messages: [{ messageId: card!.messageId }] });
    const asked = await slash();
    await bot.answers(9, form);
    const alone = await heard(async () => ada.submits((await asked.outcome).modal!, { what: "BBQ" }));
    expect(code(await bot.answers(7, { content: "Changed" }))).toBe(50035);
    await bot.answers(4, { content: "Done" });
    await alone.outcome;
  });
});

const option = (value: string): Json => ({ label: value, value });

describe("a promised answer", () => {
  test("is given by discord.js's own means, and seen as was promised", async () => {
    bot.on(async (one) => {
      if (!one.isChatInputCommand()) return;
      await one.deferReply({ flags: EPHEMERAL });
      await one.editReply("Here you are");
      await one.followUp("For all");
    });
    const { first, messages } = await ada.slash(kitchen, "help");
    expect([first, messages[0]?.text, messages[0]?.ephemeral]).toEqual(["deferred", "Here you are", true]);
    await fake.quiet();
    expect(kitchen.seen().map((one) => one.text)).toEqual(["For all"]);
    expect(bot.failures).toEqual([]);
  });

  test("is waited for, also by whoever waits until the bot has nothing in hand", async () => {
    const { outcome } = await slash();
    await bot.answers(5);
    const done: string[] = [];
    const quiet = fake.quiet().then(() => done.push("quiet"));
    expect(await Promise.race([quiet, outcome, ask(fake, "/users/@me").then(() => "pending")])).toBe("pending");
    await bot.later("PATCH", ORIGINAL, { content: "Here" });
    await quiet;
    expect((await outcome).messages.map((one) => one.text)).toEqual(["Here"]);
  });

  test("that leaves a card as it is may change it later, or be given beside it", async () => {
    const { outcome } = await slash();
    await bot.answers(4, { content: "Card", components: BUTTONS });
    const [card] = (await outcome).messages;
    const pressed = await heard(() => ben.presses(card!, "Going"));
    expect(code(await bot.answers(6, { content: "Changed" }))).toBe(50035);
    await bot.answers(6);
    await bot.later("PATCH", ORIGINAL, { content: "Card, 1 going" });
    const answered = await pressed.outcome;
    await bot.later("POST", "", { content: "You're going", flags: EPHEMERAL });
    expect(answered.first).toBe("deferredUpdate");
    expect(answered.messages.map((one) => [one.text, one.ephemeral])).toEqual([
      ["Card, 1 going", false],
      ["You're going", true],
    ]);
    expect(ben.reads(kitchen)).toHaveLength(2);
    expect(ada.reads(kitchen)).toHaveLength(1);
  });

  test("is read, changed and taken back by its token, which lives fifteen minutes", async () => {
    const { outcome } = await slash();
    await bot.answers(4, { content: "Hello", flags: EPHEMERAL });
    expect(await bot.later("GET", ORIGINAL)).toMatchObject({ content: "Hello", flags: EPHEMERAL });
    const more = await bot.later("POST", "?wait=true", { content: "More" });
    const path = `/messages/${String(more?.["id"])}`;
    expect(await bot.later("PATCH", path, { content: "Less" })).toMatchObject({ content: "Less" });
    expect(await bot.later("DELETE", path)).toBeUndefined();
    expect(code(await bot.later("PATCH", path, { content: "Gone" }))).toBe(10008);
    now += 14 * MINUTE;
    await bot.later("PATCH", ORIGINAL, { content: "Still here" });
    expect((await outcome).messages.map((one) => one.text)).toEqual(["Still here"]);
    now += 2 * MINUTE;
    expect(code(await bot.later("PATCH", ORIGINAL, { content: "Too late" }))).toBe(50027);
    expect(code(await bot.later("POST", "", { content: "Too late" }))).toBe(50027);
    expect(code(await ask(fake, `/webhooks/${fake.applicationId}/unknown${ORIGINAL}`))).toBe(10015);
  });

  test("is seen by whom the promise said, and everything after it by whom it says itself", async () => {
    const property = fc.asyncProperty(fc.boolean(), fc.array(fc.boolean(), { maxLength: 3 }), async (hidden, later) => {
      const flagsOf = (one: boolean): Json => (one ? { flags: EPHEMERAL } : {});
      const { outcome } = await slash();
      await bot.answers(5, flagsOf(hidden));
      // Whatever the first says of itself.
      await bot.later("POST", "", { content: "First", ...flagsOf(!hidden) });
      for (const one of later) await bot.later("POST", "", { content: "More", ...flagsOf(one) });
      const { messages } = await outcome;
      expect(messages.map((one) => one.ephemeral)).toEqual([hidden, ...later]);
      const ids = messages.filter((one) => one.ephemeral).map((one) => one.messageId);
      const seen = new Set(ben.reads(kitchen).map((one) => one.messageId));
      expect(ids.filter((id) => seen.has(id))).toEqual([]);
    });
    await fc.assert(property, { numRuns: 12 });
  });
});

describe("a bot that was only brought along", () => {
  const posts = (channel: FakeChannel) => ask(fake, `/channels/${channel.id}/messages`, "POST", { content: "Hi" });

  test.each<[string, () => FakeChannel, number]>([
    ["to a group", () => fake.groupDm([ada, ben]), 2],
    ["to a server that never added it", () => elsewhere(), 0],
  ])("%s may answer there and five times more, and do nothing else", async (_, where, context) => {
    const channel = where();
    const { outcome } = await slash(channel);
    const owners = { authorizing_integration_owners: { 1: ada.id } };
    expect(bot.told.at(-1)).toMatchObject({ ...owners, context });
    await bot.answers(4, { content: "Card", components: BUTTONS });
    for (let i = 0; i < 5; i += 1) expect(code(await bot.later("POST", "", { content: "More" }))).toBeUndefined();
    expect(code(await bot.later("POST", "", { content: "Too much" }))).toBe(40094);
    expect(code(await posts(channel))).toBe(50001);
    // Of its button Discord says who brought the bot, not who presses.
    const pressed = await heard(async () => ben.presses((await outcome).messages[0]!, "Going"));
    expect(bot.told.at(-1)).toMatchObject(owners);
    await bot.answers(6);
    await bot.later("PATCH", ORIGINAL, { content: "1 going" });
    await pressed.outcome;
    expect(channel.seen()[0]?.text).toBe("1 going");
  });

  const elsewhere = (): FakeChannel => {
    const others = fake.guild("Others", { installed: false });
    others.add(ada);
    others.add(ben);
    return others.channel("hall");
  };

  test("loses what it was shut out of, and can still answer there", async () => {
    kitchen.closes();
    expect(code(await posts(kitchen))).toBe(50001);
    const { outcome } = await slash();
    await bot.answers(4, { content: "Hello" });
    expect((await outcome).messages).toHaveLength(1);
  });
});
