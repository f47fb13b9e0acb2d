// The loopback Discord's people: they do what Discord's own apps let them do, and the bot hears of it as from the real one.
import { type Interaction, MessageFlags } from "discord.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startFakeDiscord } from "./index.ts";
import { COMMANDS, FORM } from "./people-commands.ts";
import { startBot, type TestBot } from "./people-bot.ts";
import type { FakeChannel, FakeDiscord, FakeGuild, FakeUser, Json, Modal, OptionValue, Outcome } from "./types.ts";

const NOON = Date.UTC(2026, 10, 22, 12);

let fake: FakeDiscord;
let bot: TestBot;
let guild: FakeGuild;
let kitchen: FakeChannel;
let ada: FakeUser;
let ben: FakeUser;

beforeEach(async () => {
  fake = await startFakeDiscord({ now: () => NOON });
  guild = fake.guild("Friends", { locale: "de" });
  kitchen = guild.channel("kitchen");
  [ada, ben] = [fake.user("Ada", { locale: "en-GB" }), fake.user("Ben")];
  guild.add(ada, { nick: "Countess" });
  guild.add(ben);
  bot = await startBot(fake);
  await bot.registers(COMMANDS);
});
afterEach(async () => {
  expect(bot.failures).toEqual([]);
  expect(fake.refused()).toEqual([]);
  await bot.close();
  await fake.close();
});

/** The bot answers with this message. */
const says = (message: Json): void =>
  bot.on(async (one) => (one.isAutocomplete() ? undefined : one.isRepliable() && one.reply(message)));

const data = (): Json => (bot.told.at(-1)?.["data"] ?? {}) as Json;

describe("a command", () => {
  test("brings all that was filled in, and people, roles and channels with what is known of them", async () => {
    const runners = guild.role("Runners", [ben]);
    bot.on(async (one: Interaction) => {
      if (!one.isChatInputCommand()) return;
      const { options } = one;
      const who = options.getUser("who", true);
      const parts = [options.getSubcommand(), options.getString("what"), options.getInteger("max"), who.displayName];
      const more = [options.getRole("role")?.name, options.getChannel("where")?.name, options.getNumber("price")];
      await one.reply(`${[...parts, ...more, options.getBoolean("loud"), options.getString("theme")].join(", ")}`);
    });
    const given = { what: "Rooftop BBQ", max: 7, who: ben, role: runners, where: kitchen, price: 2.5, loud: true };
    const outcome = await ada.slash(kitchen, "party create", { ...given, theme: "disco" });
    expect(bot.failures).toEqual([]);
    expect(outcome.first).toBe("message");
    expect(outcome.messages.map((one) => one.text)).toEqual([
      "create, Rooftop BBQ, 7, Ben, Runners, kitchen, 2.5, true, disco",
    ]);
    expect(kitchen.seen()).toHaveLength(1);
    expect(outcome.afterMs).toBeLessThan(3_000);
  });

  test("is told as Discord tells it, in a server and in private", async () => {
    says({ content: "Hello" });
    await ada.slash(kitchen, "help");
    const shared = {
      application_id: fake.applicationId,
      type: 2,
      version: 1,
      entitlements: [],
      locale: "en-GB",
      attachment_size_limit: 10_485_760,
    };
    expect(bot.told[0]).toMatchObject({
      ...shared,
      guild: { id: guild.id, locale: "de", features: [] },
      guild_id: guild.id,
      guild_locale: "de",
      channel_id: kitchen.id,
      channel: { id: kitchen.id, type: 0, name: "kitchen", permissions: expect.stringMatching(/^\d+$/) },
      member: { nick: "Countess", roles: [], permissions: expect.stringMatching(/^\d+$/), user: { id: ada.id } },
      app_permissions: expect.stringMatching(/^\d+$/),
      authorizing_integration_owners: { 0: guild.id },
      context: 0,
    });
    expect(bot.told[0]).not.toHaveProperty("user");
    await ada.slash(ada.dm, "help");
    const owners = { authorizing_integration_owners: { 0: "0" }, context: 1 };
    expect(bot.told[1]).toMatchObject({ ...shared, ...owners, user: { id: ada.id }, channel: { type: 1 } });
    for (const name of ["member", "guild", "guild_id", "guild_locale"]) expect(bot.told[1]).not.toHaveProperty(name);
  });

  test.each<[string, string, () => Record<string, OptionValue>]>([
    ["a command that nobody registered", "garden", () => ({})],
    ["a subcommand that there is not", "party destroy", () => ({})],
    ["a group alone", "party", () => ({})],
    ["more than is needed of a name", "help me", () => ({})],
    ["an option that there is not", "party create", () => ({ what: "BBQ", when: "now" })],
    ["nothing where something is required", "party create", () => ({ max: 7 })],
    ["a text that is too long", "party create", () => ({ what: "x".repeat(21) })],
    ["a text that is too short", "party create", () => ({ what: "x" })],
    ["half a guest", "party create", () => ({ what: "BBQ", max: 1.5 })],
    ["words for a number", "party create", () => ({ what: "BBQ", max: "many" })],
    ["too many guests", "party create", () => ({ what: "BBQ", max: 101 })],
    ["a theme that is no choice", "party create", () => ({ what: "BBQ", theme: "polka" })],
    ["a name instead of a person", "party create", () => ({ what: "BBQ", who: "Ben" })],
    ["a role instead of a person", "party create", () => ({ what: "BBQ", who: guild.role("Runners", []) })],
    ["a channel of elsewhere", "party create", () => ({ what: "BBQ", where: fake.guild("Others").channel("hall") })],
    ["maybe instead of yes or no", "party create", () => ({ what: "BBQ", loud: "maybe" })],
  ])("cannot be sent with %s", async (_, command, options) => {
    await expect(ada.slash(kitchen, command, options())).rejects.toThrow();
    expect(bot.told).toEqual([]);
  });

  test("in a group of commands is found under it", async () => {
    says({ content: "Done" });
    await ada.slash(kitchen, "party guests list", { sorted: true });
    const sub = { name: "list", type: 1, options: [{ name: "sorted", type: 5, value: true }] };
    expect(data()["options"]).toEqual([{ name: "guests", type: 2, options: [sub] }]);
  });

  test("is offered only where it was registered for, and to those who may use it", async () => {
    says({ content: "Hello" });
    const group = fake.groupDm([ada, ben]);
    await expect(ada.slash(group, "server")).rejects.toThrow("does not offer");
    await expect(ada.slash(ada.dm, "server")).rejects.toThrow("does not offer");
    expect(await ada.slash(kitchen, "server")).toMatchObject({ first: "message" });
    await expect(ada.slash(kitchen, "admin")).rejects.toThrow("does not offer");
    guild.add(ada, { manageEvents: true });
    expect(await ada.slash(kitchen, "admin")).toMatchObject({ first: "message" });
    await expect(fake.user("Stranger").slash(kitchen, "help")).rejects.toThrow("not in that channel");
    guild.kicksBot();
    await expect(ada.slash(kitchen, "server")).rejects.toThrow("does not offer");
  });

  test("is completed while it is typed, and only where completion was promised", async () => {
    bot.on(async (one) => {
      if (!one.isAutocomplete()) return;
      const { name, value } = one.options.getFocused(true);
      await one.respond([{ name: `${name}: ${value}`, value: one.options.getInteger("max") ?? "none" }]);
    });
    const outcome = await ada.completes(kitchen, "party create", { max: 7, what: "roo" }, "what");
    expect(outcome).toMatchObject({ first: "choices", choices: [{ name: "what: roo", value: 7 }], messages: [] });
    expect(data()["options"]).toMatchObject([{ options: [{ value: 7 }, { value: "roo", focused: true }] }]);
    const empty = await ada.completes(kitchen, "party create", {}, "what");
    expect(empty.choices).toEqual([{ name: "what: ", value: "none" }]);
    await expect(ada.completes(kitchen, "party create", { theme: "d" }, "theme")).rejects.toThrow("not completed");
  });

  test("of a menu brings the message or the person", async () => {
    says({ content: "Done" });
    const idea = ben.says(kitchen, "Rooftop BBQ?");
    const made = await ada.menu(kitchen, "Make this a party", idea);
    expect(data()).toMatchObject({ type: 3, target_id: idea.messageId });
    expect((data()["resolved"] as Json)["messages"]).toMatchObject({ [idea.messageId]: { content: "Rooftop BBQ?" } });
    const asked = { target_message_id: idea.messageId, user: { id: ada.id }, type: 2 };
    expect(made.messages[0]?.raw["interaction_metadata"]).toMatchObject(asked);
    await ada.menu(kitchen, "Invite", ben);
    const { users, members } = data()["resolved"] as Record<string, Json>;
    expect([users, members]).toMatchObject([{ [ben.id]: { username: "ben" } }, { [ben.id]: { roles: [] } }]);
    await expect(ada.menu(kitchen, "Invite", idea)).rejects.toThrow("offers no");
  });
});

const button = (label: string, more: Json = {}): Json => ({ type: 2, style: 1, label, custom_id: label, ...more });
const row = (...components: Json[]): Json => ({ type: 1, components });

/** The bot answers with this message; what it says next is up to the test. */
const shows = async (message: Json, where = kitchen, by = ada): Promise<Outcome["messages"][number]> => {
  says(message);
  const { messages } = await by.slash(where, "help");
  const [seen] = messages;
  if (!seen) throw new Error(`nothing was shown: ${String(bot.failures[0])}`);
  bot.on(async (one) => one.isMessageComponent() && one.update({ content: "Thanks", components: [] }));
  return seen;
};

describe("what can be pressed", () => {
  test("is what the message has now, and the answer may take its place", async () => {
    const link = { type: 2, style: 5, label: "Map", url: "https://party.example" };
    const seen = await shows({ components: [row(button("Going"), button("Maybe", { disabled: true }), link)] });
    for (const label of ["Maybe", "Map", "Never"]) await expect(ben.presses(seen, label)).rejects.toThrow("no button");
    const pressed = await ben.presses(seen, "Going");
    expect(pressed).toMatchObject({ first: "update", messages: [{ messageId: seen.messageId, text: "Thanks" }] });
    expect(bot.told.at(-1)).toMatchObject({
      type: 3,
      message: { id: seen.messageId, components: [{ type: 1 }] },
      data: { component_type: 2, custom_id: "Going", id: 2 },
    });
    await expect(ben.presses(seen, "Going")).rejects.toThrow("no button");
    kitchen.remove(seen);
    await expect(ben.presses(seen, "Going")).rejects.toThrow("gone");
  });

  test("is for those who can see it", async () => {
    const seen = await shows({ flags: MessageFlags.Ephemeral, components: [row(button("Going"))] });
    expect([ada.reads(kitchen).length, ben.reads(kitchen).length, kitchen.seen().length]).toEqual([1, 0, 0]);
    await expect(ben.presses(seen, "Going")).rejects.toThrow("somebody else");
    await expect(fake.user("Stranger").presses(seen, "Going")).rejects.toThrow("not in that channel");
    expect(await ada.presses(seen, "Going")).toMatchObject({ first: "update", messages: [{ ephemeral: true }] });
  });

  test("stands beside a text, too, where the newer layouts are used", async () => {
    const text = { type: 10, content: "Rooftop BBQ" };
    const section = { type: 9, components: [text], accessory: button("Going") };
    const seen = await shows({ flags: MessageFlags.IsComponentsV2, components: [{ type: 17, components: [section] }] });
    expect(seen).toMatchObject({ title: "Rooftop BBQ", text: "Rooftop BBQ", buttons: [{ label: "Going" }] });
  });

  test("in a menu is as many as it takes", async () => {
    const options = ["a", "b", "c"].map((value) => ({ label: value.toUpperCase(), value }));
    const texts = { type: 3, custom_id: "letters", options, max_values: 2, placeholder: "Some" };
    const people = { type: 5, custom_id: "people" };
    const seen = await shows({ components: [row(texts), row(people)] });
    expect(seen.selects).toEqual([
      { kind: "string", placeholder: "Some", options, max: 2 },
      { kind: "user", options: [], max: 1 },
    ]);
    for (const values of [["d"], ["a", "b", "c"], [], ["a", "a"], [ada, ben]])
      await expect(ada.selects(seen, values)).rejects.toThrow();
    const letters = ada.selects(seen, ["a", "c"]);
    expect(await letters).toMatchObject({ first: "update" });
    expect(data()).toMatchObject({ component_type: 3, custom_id: "letters", values: ["a", "c"] });
    const again = await shows({ components: [row(people)] });
    await ada.selects(again, [ben]);
    expect(data()).toMatchObject({ values: [ben.id], resolved: { users: { [ben.id]: { id: ben.id } } } });
  });
});

describe("a form", () => {
  let form: Modal;
  beforeEach(async () => {
    bot.on(async (one) => {
      if (one.isChatInputCommand() || one.isButton()) await one.showModal(FORM as never);
      if (one.isModalSubmit()) await one.reply(`${one.fields.getTextInputValue("what")} by ${one.user.displayName}`);
    });
    const opened = await ada.slash(kitchen, "help");
    expect(opened).toMatchObject({ first: "modal", messages: [] });
    form = opened.modal as Modal;
  });

  test("comes back as it was filled in, with what nobody touched, once", async () => {
    expect(form.fields[0]).toEqual({
      customId: "what",
      label: "what",
      kind: "text",
      value: "BBQ",
      required: true,
      min: 2,
      max: 20,
    });
    const done = await ada.submits(form, { about: "Bring salads", who: [ben] });
    expect(done.messages.map((one) => one.text)).toEqual(["BBQ by Ada"]);
    expect((data()["components"] as Json[]).map((one) => one["component"])).toEqual([
      { type: 4, id: 2, custom_id: "what", value: "BBQ" },
      { type: 4, id: 4, custom_id: "about", value: "Bring salads" },
      { type: 3, id: 6, custom_id: "theme", values: ["disco"] },
      { type: 5, id: 8, custom_id: "who", values: [ben.id] },
    ]);
    expect(data()).toMatchObject({ custom_id: "form", resolved: { users: { [ben.id]: { id: ben.id } } } });
    expect(done.messages[0]?.raw["interaction_metadata"]).toMatchObject({
      type: 5,
      triggering_interaction_metadata: { type: 2, user: { id: ada.id } },
    });
    await expect(ada.submits(form, {})).rejects.toThrow("closed");
  });

  test.each<[string, Record<string, string | FakeUser[]>]>([
    ["nothing in a field that is needed", { what: "" }],
    ["too little in a text", { what: "x" }],
    ["too much in a text", { what: "x".repeat(21) }],
    ["too little in a text that need not be", { about: "four" }],
    ["a choice that there is not", { theme: "polka" }],
    ["no choice where one is needed", { theme: "" }],
    ["a field that there is not", { when: "now" }],
    ["a name instead of people", { who: "Ben" }],
  ])("is not sent with %s", async (_, values) => {
    await expect(ada.submits(form, values)).rejects.toThrow();
    await expect(ben.submits(form, {})).rejects.toThrow("not opened by them");
    expect(bot.told).toHaveLength(1);
  });
});

test("a message reads as in the app: names for mentions, a time in words, an address as it is", async () => {
  const runners = guild.role("Runners", []);
  const embeds = [
    { title: "BBQ", author: { name: "Ada" }, fields: [{ name: "When", value: `<t:${NOON / 1_000}:F>` }] },
  ];
  const content = `<@${ben.id}> and <@&${runners.id}>, **come**`;
  const seen = await shows({ content, embeds, allowedMentions: { users: [ben.id] } });
  expect(seen.text).toBe("@Ben and @Runners, **come**\nAda\nBBQ\nWhen: Sun, 22 Nov 2026 12:00 UTC");
  expect(seen).toMatchObject({ title: "BBQ", pinged: [ben.id] });
});
