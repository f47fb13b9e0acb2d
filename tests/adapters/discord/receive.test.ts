// Discord: what people do in it: commands with people, roles and channels; menus; completion; buttons in private and where the bot may only answer.
import { afterEach, beforeEach, expect, test } from "vitest";
import { readInteraction } from "../../../adapters/discord/interaction.ts";
import { chatOf, isAdmin, mayMention, nameOf } from "../../../adapters/discord/who.ts";
import type { Stage } from "./stage.ts";
import { BBQ, cardIn, labels, said, stage } from "./stage.ts";

let it: Stage;
beforeEach(async () => {
  it = await stage();
});
afterEach(async () => {
  expect(it.fake.refused()).toEqual([]);
  await it.close();
});

const hosted = async () => {
  const ada = it.person("Ada");
  await ada.slash(it.kitchen, "party create", BBQ);
  await it.settled();
  return ada;
};

test("several people are invited in one command, each once", async () => {
  const ada = await hosted();
  const [ben, cleo] = [it.person("Ben"), it.person("Cleo")];
  const done = await ada.slash(it.kitchen, "party invite", { who: ben, "who-2": cleo, "who-3": ben });
  expect(said(done)).toContain("Invited: Ben and Cleo");
});

test("a role that somebody may not mention is not mentioned for them", async () => {
  const chosen = { id: "7", name: "Everybody", mentionable: false };
  const one = readInteraction({
    id: "1",
    type: 2,
    token: "t",
    guild_id: "9",
    channel_id: "2",
    member: { user: { id: "3", username: "ada" }, permissions: "0" },
  });
  if (!one?.member) throw new Error("unread");
  expect(mayMention(one, chosen)).toBe(false);
  expect(mayMention(one, { ...chosen, mentionable: true })).toBe(true);
  const mentions = (1n << 17n).toString();
  expect(mayMention({ ...one, member: { ...one.member, permissions: mentions } }, chosen)).toBe(true);
});

test("a role is invited with its count, which is left out where Discord does not tell it", async () => {
  const ada = await hosted();
  const role = it.guild.role("Runners", [it.person("Ben"), it.person("Cleo")]);
  expect(said(await ada.slash(it.kitchen, "party invite", { role }))).toContain("@Runners, 2 people");
  it.fake.failNext("GET /guilds/:id/roles/member-counts", { status: 503 });
  expect(said(await ada.slash(it.kitchen, "party invite", { role }))).toContain("Invite @Runners?");
});

test("a message becomes a party in a form with its words in it", async () => {
  const ben = it.person("Ben");
  const idea = ben.says(it.kitchen, `Rooftop BBQ at mine?\n${"I have a grill. ".repeat(90)}`);
  const { modal } = await it.person("Ada").menu(it.kitchen, "Make this a party", idea);
  const value = (name: string): string => modal?.fields.find((one) => one.customId === name)?.value ?? "";
  expect(value("what")).toBe("Rooftop BBQ at mine?");
  expect(value("about")).toContain("I have a grill.");
  expect(value("about").length).toBeLessThanOrEqual(1_000);
});

test("a place is completed while it is typed, and a broken database offers nothing rather than late", async () => {
  const ada = await hosted();
  const party = await ada.completes(it.kitchen, "party show", { party: "roof" }, "party");
  expect(party.choices?.map((one) => one.name)).toEqual([expect.stringContaining("Rooftop BBQ")]);
  const places = await ada.completes(it.kitchen, "party create", { where: "Hambur" }, "where");
  expect(places.choices?.map((one) => one.name).join()).toContain("Hamburg");
  const nothing = await ada.completes(it.kitchen, "party show", { party: "no such party" }, "party");
  expect(nothing.choices).toEqual([]);
});

test("in private the answer is a message that stays, and a switch is thrown in its place", async () => {
  const ada = it.person("Ada");
  const settings = await ada.slash(ada.dm, "party settings", { zone: "Berlin" });
  const [message] = settings.messages;
  expect(message?.ephemeral).toBe(false);
  const label = labels(message)[0] ?? "";
  const thrown = await ada.presses(message!, label);
  expect(thrown.first).toBe("update");
  expect(labels(thrown.messages[0])[0]).not.toBe(label);
  expect(ada.dm.seen()).toHaveLength(1);
});

test("details of a party are for whoever asks, and leave the card as it is", async () => {
  const ada = await hosted();
  const before = cardIn(it.kitchen).raw;
  const details = await ada.presses(cardIn(it.kitchen), "Details");
  expect(details.first).toBe("message");
  expect(details.messages.map((one) => one.ephemeral)).toEqual([true]);
  expect(said(details)).toContain("Kastanienallee 12");
  expect(cardIn(it.kitchen).raw).toEqual(before);
});

test("where the bot was only brought along, the card is an answer for all, and its buttons keep it up to date", async () => {
  const [ada, ben] = [it.person("Ada"), it.person("Ben")];
  const group = it.fake.groupDm([ada, ben]);
  const done = await ada.slash(group, "party create", BBQ);
  await it.settled();
  expect(done.messages.map((one) => one.ephemeral)).toEqual([true, false]);
  const pressed = await ben.presses(cardIn(group), "Going");
  await it.settled();
  expect(pressed.first).toBe("update");
  expect(cardIn(group).text).toContain("Ben");
  expect(it.fake.calls("POST /channels/:id/messages")).toEqual([]);
});

test("somebody is known by the name they have in the server", () => {
  const user = { id: "3", username: "ada_1", global_name: "Ada" };
  expect(nameOf(user, "Countess")).toBe("Countess");
  expect(nameOf(user, null)).toBe("Ada");
  expect(nameOf({ id: "3", username: "ada_1", global_name: null })).toBe("ada_1");
});

const told = (more: Record<string, unknown>) => {
  const one = readInteraction({ id: "1", type: 2, token: "t", channel_id: "2", ...more });
  if (!one) throw new Error("unread");
  return one;
};

const member = (permissions: bigint) => ({
  guild_id: "9",
  member: { user: { id: "3", username: "ada" }, permissions: permissions.toString() },
});

test("a channel of a server that has the bot is posted in; elsewhere the bot may answer alone", () => {
  const user = { id: "3", username: "ada" };
  const posts = told({ ...member(0n), authorizing_integration_owners: { 0: "9" } });
  expect(chatOf(posts)).toEqual({ platform: "discord", chatId: "2", server: "9", kind: "group", reach: "post" });
  const along = told({ ...member(0n), authorizing_integration_owners: { 1: "3" } });
  expect(chatOf(along)).toMatchObject({ server: "9", kind: "group", reach: "answer" });
  expect(chatOf(told({ user, context: 1 }))).toEqual({
    platform: "discord",
    chatId: "3",
    kind: "person",
    reach: "post",
  });
  expect(chatOf(told({ user, context: 2 }))).toMatchObject({ chatId: "2", kind: "group", reach: "answer" });
});

test("who may manage a server's events, or anything, sets what holds for all of it", () => {
  expect(isAdmin(told(member(0n)))).toBe(false);
  expect(isAdmin(told(member(1n << 33n)))).toBe(true);
  expect(isAdmin(told(member(1n << 3n)))).toBe(true);
  expect(isAdmin(told({ user: { id: "3", username: "ada" } }))).toBe(false);
});
