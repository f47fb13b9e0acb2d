// The loopback Discord: what a message may hold, where it may go, and whom it notifies.
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Answered, expectFault, expectRefused, MINUTE, startTown } from "./rest-town.ts";
import type { Json } from "./types.ts";

const town = await startTown();
const { ask, posts, edits } = town;
afterAll(() => town.rest.close());
beforeEach(() => town.fresh());

const button = (id: string, more: Json = {}): Json => ({ type: 2, style: 1, label: "Going", custom_id: id, ...more });
const rows = (...buttons: Json[]): Json => ({ components: [{ type: 1, components: buttons }] });

describe("messages", () => {
  test("a message is posted, read, listed, edited and deleted", async () => {
    const { body: made } = await posts({ content: "hello", ...rows(button("a")) });
    expect(made).toMatchObject({
      content: "hello",
      author: { id: town.state.bot.id },
      edited_timestamp: null,
      type: 0,
    });
    const path = `/channels/${town.kitchen.id}/messages`;
    town.now += MINUTE;
    expect((await edits(made["id"], { content: null, embeds: [{ title: "Party" }] })).body).toMatchObject({
      content: "",
      embeds: [{ type: "rich", title: "Party" }],
      components: [{ type: 1 }],
      edited_timestamp: "2026-11-22T12:01:00.000000+00:00",
    });
    const second = await posts({ content: "two" });
    expect((await ask("GET", `${path}/${String(made["id"])}`)).body).toMatchObject({ embeds: [{ title: "Party" }] });
    expect((await ask("GET", path)).body).toMatchObject([{ content: "two" }, { id: made["id"] }]);
    expect((await ask("GET", `${path}?limit=1&before=${String(second.body["id"])}`)).body).toMatchObject([
      { id: made["id"] },
    ]);
    expect((await ask("DELETE", `${path}/${String(made["id"])}`)).status).toBe(204);
    await expectRefused(edits(made["id"], { content: "late" }), 404, 10008);
  });

  test("an empty message is refused, also by editing", async () => {
    await expectRefused(posts({ content: "  " }), 400, 50006);
    await expectRefused(posts({}), 400, 50006);
    const { body } = await posts({ content: "a" });
    await expectRefused(edits(body["id"], { content: "" }), 400, 50006);
  });

  test.each<[string, Json, string, string]>([
    ["content", { content: "x".repeat(2_001) }, "content", "BASE_TYPE_MAX_LENGTH"],
    ["unknown field", { content: "a", contents: "b" }, "contents", "LOOPBACK_UNKNOWN_FIELD"],
    ["flags", { content: "a", flags: 64 }, "flags", "MESSAGE_FLAGS_INVALID"],
    ["nonce", { content: "a", nonce: "x".repeat(26) }, "nonce", "NONCE_TYPE_TOO_LONG"],
    ["11 embeds", { embeds: Array.from({ length: 11 }, () => ({ title: "a" })) }, "embeds", "BASE_TYPE_MAX_LENGTH"],
    ["an empty embed", { embeds: [{ color: 1, title: " " }] }, "embeds.0.title", ""],
    ["embed title", { embeds: [{ title: "x".repeat(257) }] }, "embeds.0.title", "BASE_TYPE_MAX_LENGTH"],
    ["description", { embeds: [{ description: "x".repeat(4_097) }] }, "embeds.0.description", "BASE_TYPE_MAX_LENGTH"],
    ["embed url", { embeds: [{ title: "a", url: "javascript:1" }] }, "embeds.0.url", "URL_TYPE_INVALID_SCHEME"],
    ["color", { embeds: [{ title: "a", color: 0x1000000 }] }, "embeds.0.color", "NUMBER_TYPE_MAX"],
    [
      "26 fields",
      { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: "a", value: "b" })) }] },
      "embeds.0.fields",
      "BASE_TYPE_MAX_LENGTH",
    ],
    [
      "blank name",
      { embeds: [{ fields: [{ name: " ", value: "b" }] }] },
      "embeds.0.fields.0.name",
      "BASE_TYPE_REQUIRED",
    ],
    ["no value", { embeds: [{ fields: [{ name: "a" }] }] }, "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED"],
    [
      "long value",
      { embeds: [{ fields: [{ name: "a", value: "x".repeat(1_025) }] }] },
      "embeds.0.fields.0.value",
      "BASE_TYPE_BAD_LENGTH",
    ],
    ["footer", { embeds: [{ footer: { text: "x".repeat(2_049) } }] }, "embeds.0.footer.text", "BASE_TYPE_BAD_LENGTH"],
    [
      "6,000 together",
      { embeds: [{ description: "x".repeat(4_000) }, { description: "x".repeat(2_001) }] },
      "embeds.1",
      "MAX_EMBED_SIZE_EXCEEDED",
    ],
  ])("too much or wrong is told by field: %s", async (_what, body, path, code) => {
    if (code === "") return expectFault(posts(body), "embeds.0.description", "BASE_TYPE_REQUIRED");
    return expectFault(posts(body), path, code);
  });

  test.each<[string, Json, string, string]>([
    [
      "6 rows",
      { components: Array.from({ length: 6 }, (_, i) => rows(button(`${i}`))) },
      "components",
      "BASE_TYPE_MAX_LENGTH",
    ],
    [
      "6 buttons",
      rows(...[1, 2, 3, 4, 5, 6].map((i) => button(`${i}`))),
      "components.0.components",
      "BASE_TYPE_BAD_LENGTH",
    ],
    ["no buttons", rows(), "components.0.components", "BASE_TYPE_BAD_LENGTH"],
    [
      "same id",
      rows(button("a"), button("a")),
      "components.0.components.1.custom_id",
      "COMPONENT_CUSTOM_ID_DUPLICATED",
    ],
    ["long id", rows(button("x".repeat(101))), "components.0.components.0.custom_id", "BASE_TYPE_BAD_LENGTH"],
    [
      "long label",
      rows(button("a", { label: "x".repeat(81) })),
      "components.0.components.0.label",
      "BASE_TYPE_MAX_LENGTH",
    ],
    [
      "no label",
      rows(button("a", { label: "" })),
      "components.0.components.0",
      "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
    ],
    [
      "emoji",
      rows(button("a", { emoji: { name: "abc" } })),
      "components.0.components.0.emoji.name",
      "BUTTON_COMPONENT_INVALID_EMOJI",
    ],
    ["style", rows(button("a", { style: 7 })), "components.0.components.0.style", "BASE_TYPE_CHOICES"],
    [
      "link's id",
      rows(button("a", { style: 5, url: "https://a.b" })),
      "components.0.components.0",
      "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
    ],
    [
      "link's scheme",
      rows({ type: 2, style: 5, label: "a", url: "geo:1,2" }),
      "components.0.components.0.url",
      "URL_TYPE_INVALID_SCHEME",
    ],
    ["a bare button", { components: [button("a")] }, "components.0.type", "UNION_TYPE_CHOICES"],
    [
      "no options",
      rows({ type: 3, custom_id: "s", options: [] }),
      "components.0.components.0.options",
      "BASE_TYPE_BAD_LENGTH",
    ],
    [
      "26 options",
      rows({ type: 3, custom_id: "s", options: Array.from({ length: 26 }, (_, i) => ({ label: "a", value: `${i}` })) }),
      "components.0.components.0.options",
      "BASE_TYPE_BAD_LENGTH",
    ],
    [
      "same option",
      rows({ type: 3, custom_id: "s", options: [1, 2].map(() => ({ label: "a", value: "1" })) }),
      "components.0.components.0.options.1.value",
      "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ],
    ["menu beside", rows(button("a"), { type: 5, custom_id: "s" }), "components.0", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"],
    ["text without V2", { components: [{ type: 10, content: "a" }] }, "components.0.type", "UNION_TYPE_CHOICES"],
  ])("components are held to their limits: %s", async (_what, body, path, code) =>
    expectFault(posts({ content: "a", ...body }), path, code),
  );

  test("the newer layouts stand alone, and a message of them stays one", async () => {
    const components = [{ type: 17, components: [{ type: 10, content: "**Party**" }, { type: 14 }] }];
    const made = await posts({ flags: 1 << 15, components });
    expect(made.body).toMatchObject({ components: [{ id: 1, type: 17, components: [{ id: 2 }, { id: 3 }] }] });
    const code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
    await expectFault(posts({ flags: 1 << 15, content: "a", components }), "content", code);
    await expectFault(edits(made.body["id"], { embeds: [{ title: "a" }] }), "embeds", code);
    const many = Array.from({ length: 41 }, () => ({ type: 14 }));
    await expectFault(posts({ flags: 1 << 15, components: many }), "components", "BASE_TYPE_MAX_LENGTH");
  });

  test("the same nonce within five minutes is the same message, in the same channel", async () => {
    const body = { content: "once", nonce: "n1", enforce_nonce: true };
    const first = await posts(body);
    town.now += 4 * MINUTE;
    const again = await posts({ ...body, content: "twice" });
    expect(again.body).toMatchObject({ id: first.body["id"], content: "once", nonce: "n1" });
    const elsewhere = await posts(body, town.state.newChannel("hall", { guild: town.guild }));
    expect(elsewhere.body["id"]).not.toBe(first.body["id"]);
    town.now += 2 * MINUTE;
    expect((await posts(body)).body["id"]).not.toBe(first.body["id"]);
    expect((await posts({ content: "a", nonce: "n1" })).body["content"]).toBe("a");
  });

  test("the same nonce of a message that was deleted is an unknown message", async () => {
    const body = { content: "once", nonce: "n1", enforce_nonce: true };
    const { body: first } = await posts(body);
    await ask("DELETE", `/channels/${town.kitchen.id}/messages/${String(first["id"])}`);
    await expectRefused(posts(body), 404, 10008);
  });

  test("only own messages are edited, and old ones not often", async () => {
    const said = town.state.post(town.kitchen, town.ada.id, {
      content: "hi",
      embeds: [],
      components: [],
      flags: 0,
      pings: { users: [], roles: [], everyone: false },
    });
    await expectRefused(edits(said.id, { content: "mine" }), 403, 50005);
    await expectRefused(ask("DELETE", `/channels/${town.kitchen.id}/messages/${said.id}`), 403, 50013);
    const { body } = await posts({ content: "a" });
    town.now += 61 * MINUTE;
    for (let i = 0; i < 5; i += 1) expect((await edits(body["id"], { content: `${i}` })).status).toBe(200);
    const late = await edits(body["id"], { content: "b" });
    expect(late).toMatchObject({ status: 429, body: { code: 30046, retry_after: 20 } });
    town.now += 20_000;
    expect((await edits(body["id"], { content: "b" })).status).toBe(200);
  });

  test("where it cannot be: an unknown channel, a closed one, a mute one, a server left", async () => {
    const body = { content: "a" };
    await expectRefused(ask("POST", "/channels/123456/messages", body), 404, 10003);
    town.kitchen.mute = true;
    await expectRefused(posts(body), 403, 50013);
    town.kitchen.closed = true;
    await expectRefused(posts(body), 403, 50001);
    town.kitchen.closed = false;
    town.guild.installed = false;
    await expectRefused(posts(body), 403, 50001);
    const together = town.state.newChannel("trio", { people: [town.ada.id], group: true });
    await expectRefused(posts(body, together), 403, 50001);
    town.kitchen.deleted = true;
    await expectRefused(posts(body), 404, 10003);
    expect(town.rest.refused().filter(({ message }) => /^(?:10003|50001|50013) .*Access/.test(message))).toEqual([]);
  });
});

describe("who is notified", () => {
  const role = (mentionable: boolean): string => town.state.newRole(town.guild, "Dancers", { mentionable }).id;
  const pinged = async (content: string, allowed?: Json): Promise<unknown> => {
    const { body } = await posts({ content, ...(allowed && { allowed_mentions: allowed }) });
    return town.kitchen.messages.get(String(body["id"]))?.pings;
  };

  test("everybody who is mentioned, unless allowed_mentions says less", async () => {
    const dancers = role(true);
    const text = `<@${town.ada.id}> <@&${dancers}> @everyone`;
    expect(await pinged(text)).toEqual({ users: [town.ada.id], roles: [dancers], everyone: true });
    expect(await pinged(text, { parse: [] })).toEqual({ users: [], roles: [], everyone: false });
    expect(await pinged(text, { parse: ["roles"], users: [town.ada.id] })).toEqual({
      users: [town.ada.id],
      roles: [dancers],
      everyone: false,
    });
  });

  test("not those who are only listed, not here, or mentioned in an embed; roles that are closed take a right", async () => {
    expect(await pinged("hello", { users: [town.ada.id] })).toMatchObject({ users: [] });
    const bea = town.state.newPerson("Bea");
    expect(await pinged(`<@${bea.id}>`)).toMatchObject({ users: [] });
    const { body } = await posts({ embeds: [{ description: `<@${town.ada.id}>` }] });
    expect(town.kitchen.messages.get(String(body["id"]))?.pings.users).toEqual([]);
    const closed = role(false);
    expect(await pinged(`<@&${closed}>`)).toMatchObject({ roles: [closed] });
    town.guild.botPermissions = 0n;
    expect(await pinged(`<@&${closed}> @everyone`)).toMatchObject({ roles: [], everyone: false });
  });

  test("an edit notifies nobody", async () => {
    const { body } = await posts({ content: "a" });
    await edits(body["id"], { content: `<@${town.ada.id}>` });
    expect(town.kitchen.messages.get(String(body["id"]))?.pings.users).toEqual([]);
  });

  test("allowed_mentions that contradict themselves are refused", async () => {
    const says = (allowed_mentions: Json): Promise<Answered> => posts({ content: "a", allowed_mentions });
    await expectFault(
      says({ parse: ["users"], users: ["1"] }),
      "allowed_mentions",
      "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    );
    await expectFault(says({ parse: ["people"] }), "allowed_mentions.parse.0", "BASE_TYPE_CHOICES");
    await expectFault(says({ users: ["1", "1"] }), "allowed_mentions.users", "SET_TYPE_DUPLICATE");
    await expectFault(says({ users: ["ada"] }), "allowed_mentions.users.0", "NUMBER_TYPE_COERCE");
  });
});
