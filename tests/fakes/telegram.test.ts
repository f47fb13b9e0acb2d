// The loopback Bot API itself: its wire, its updates, its limits and its menus.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type Answer, buttons, call, fake, forward, poll, refusal, start, updates } from "./telegram/asking.ts";
import { faults } from "./telegram/index.ts";
import type { Update } from "./telegram/inbox.ts";

afterEach(() => fake.close());

describe("the wire", () => {
  test("a call comes by GET, as JSON, as a form or in parts", async () => {
    await start();
    const ada = fake.user("Ada", { started: true });
    const url = `${fake.url}/bot${fake.token}/sendMessage`;
    const markup = JSON.stringify(buttons("Going"));
    const form = { chat_id: String(ada.id), text: "by form", reply_markup: markup };
    const parts = new FormData();
    for (const [name, value] of Object.entries({ ...form, text: "in parts" })) parts.set(name, value);
    await fetch(`${url}?chat_id=${ada.id}&text=by+GET`);
    await fetch(url, { method: "POST", body: new URLSearchParams(form) });
    await fetch(url, { method: "POST", body: parts });
    await call("sendMessage", { chat_id: ada.id, text: "as JSON" });
    const seen = ada.messagesIn(ada.private);
    expect(seen.map((one) => one.text)).toEqual(["by GET", "by form", "in parts", "as JSON"]);
    expect(seen.map((one) => one.buttons.flat().map((button) => button.label))).toEqual([[], ["Going"], ["Going"], []]);
  });

  test("a wrong token, an unknown method and an unknown or missing parameter are refused", async () => {
    await start();
    const status = async (path: string): Promise<number> => (await fetch(`${fake.url}${path}`)).status;
    expect(await status(`/bot${fake.bot.id}:wrong/getMe`)).toBe(401);
    expect(await status("/botnonsense/getMe")).toBe(404);
    expect(await status("/")).toBe(404);
    expect(await refusal("sendParty", {})).toBe("404 Not Found: method not found");
    expect(await refusal("toString", {})).toBe("404 Not Found: method not found");
    expect(await refusal("sendMessage", { chat_id: 1, text: "x", colour: "red" })).toMatch(/unknown parameter colour/);
    expect(await refusal("sendMessage", { text: "x" })).toBe("400 Bad Request: chat_id is empty");
    expect(await refusal("sendMessage", { chat_id: 1 })).toBe("400 Bad Request: message text is empty");
    expect(await refusal("sendMessage", { chat_id: 1, text: null })).toMatch(/text must be of type string, not null/);
    expect(await refusal("getUpdates", { limit: "many" })).toMatch(/limit must be of type int/);
    expect(await refusal("sendMessage", { chat_id: 1, text: "x" })).toBe("400 Bad Request: chat not found");
  });

  test("faults that were asked for happen to the next calls, once each", async () => {
    await start();
    const ada = fake.user("Ada", { started: true });
    const message = { chat_id: ada.id, text: "x" };
    fake.failNext("sendMessage", [
      faults.tooMany(7),
      faults.blocked,
      faults.badGateway,
      faults.reset,
      faults.resetButDone,
    ]);
    const first = await call("sendMessage", message);
    expect([first.error_code, first.parameters]).toEqual([429, { retry_after: 7 }]);
    expect(await refusal("sendMessage", message)).toBe("403 Forbidden: bot was blocked by the user");
    await expect(call("sendMessage", message)).rejects.toThrow(/JSON/);
    await expect(call("sendMessage", message)).rejects.toThrow("fetch failed");
    expect(ada.messagesIn(ada.private)).toHaveLength(0);
    await expect(call("sendMessage", message)).rejects.toThrow("fetch failed");
    expect(ada.messagesIn(ada.private)).toHaveLength(1);
    expect(await refusal("sendMessage", message)).toBe("ok");
    expect(fake.calls("sendMessage")).toHaveLength(6);
  });

  test("silence lasts until the caller hangs up", async () => {
    await start();
    fake.failNext("getMe", faults.timeout);
    const asked = fetch(`${fake.url}/bot${fake.token}/getMe`, { signal: AbortSignal.timeout(50) });
    await expect(asked).rejects.toThrow("timeout");
    expect((await call("getMe")).result).toMatchObject({ username: "partybot", can_read_all_group_messages: false });
  });
});

describe("updates", () => {
  test("are kept until an offset confirms them, with growing ids", async () => {
    await start();
    const ada = fake.user("Ada");
    for (const word of ["one", "two", "three"]) ada.sends(ada.private, word);
    const [first, second] = await updates({ limit: 2 });
    expect(first?.["message"]).toMatchObject({
      text: "one",
      chat: { type: "private", id: ada.id },
      from: { id: ada.id },
    });
    expect(ada.id).toBeGreaterThan(2 ** 31);
    expect(second?.update_id).toBe((first?.update_id ?? 0) + 1);
    expect(await updates()).toHaveLength(3);
    expect(await updates({ offset: second?.update_id })).toHaveLength(2);
    expect(await updates({ offset: -1 })).toHaveLength(1);
    expect(fake.updates.waiting()).toBe(1);
  });

  test("repeated and mixed up updates are given once each before an offset forgets them", async () => {
    await start();
    for (const update_id of [50, 70, 60, 50]) fake.updates.push({ update_id, message: null });
    expect((await updates({ limit: 2 })).map((one) => one.update_id)).toEqual([50, 70]);
    expect((await updates({ offset: 71 })).map((one) => one.update_id)).toEqual([60, 50]);
    expect(await updates({ offset: 71 })).toEqual([]);
  });

  test("a long poll ends with the first update, and a second poller ends the first", async () => {
    await start();
    const ada = fake.user("Ada");
    const older = poll(30);
    await fake.until(() => fake.calls("getUpdates").length === 1);
    const newer = poll(30);
    expect(await older).toMatchObject({
      error_code: 409,
      description: expect.stringMatching(/^Conflict: terminated by other/),
    });
    ada.sends(ada.private, "hello");
    expect((await newer).result).toHaveLength(1);
  });

  test("only the kinds that are allowed come, and memberships of others only when asked for", async () => {
    await start();
    const ada = fake.user("Ada");
    const group = fake.group("Kitchen", [ada]);
    group.add(fake.user("Ben"));
    const kinds = (found: Update[]): string[] => found.map((one) => Object.keys(one)[1] ?? "");
    expect(kinds(await updates())).toEqual(["my_chat_member", "message", "message"]);
    await updates({ offset: -1, allowed_updates: ["callback_query", "chat_member"] });
    ada.sends(ada.private, "hello");
    group.add(fake.user("Eve"));
    expect(kinds(await updates()).slice(1)).toEqual(["chat_member"]);
  });

  test("a webhook gets them in order with its secret, again until it takes them, and polling is refused meanwhile", async () => {
    await start();
    const got: { id: number; secret: unknown }[] = [];
    let refusals = 2;
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const update = JSON.parse(Buffer.concat(parts).toString()) as Update;
        got.push({ id: update.update_id, secret: request.headers["x-telegram-bot-api-secret-token"] });
        response.writeHead(refusals-- > 0 ? 500 : 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    fake.webhook.relayTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await refusal("setWebhook", { url: "http://party.example/hook" })).toMatch(/HTTPS URL must be provided/);
    expect(await refusal("setWebhook", { url: "https://party.example/hook", secret_token: "a b" })).toMatch(
      /unallowed/,
    );
    await call("setWebhook", { url: "https://party.example/hook", secret_token: "s3cret" });
    expect(await refusal("getUpdates", {})).toMatch(
      /^409 Conflict: can't use getUpdates method while webhook is active/,
    );
    const ada = fake.user("Ada");
    ada.sends(ada.private, "one");
    ada.sends(ada.private, "two");
    await fake.until(() => fake.updates.waiting() === 0);
    const [first = 0] = got.map((one) => one.id);
    expect(got.map((one) => one.id)).toEqual([first, first, first, first + 1]);
    expect(new Set(got.map((one) => one.secret))).toEqual(new Set(["s3cret"]));
    expect((await call("getWebhookInfo")).result).toMatchObject({
      pending_update_count: 0,
      url: "https://party.example/hook",
    });
    expect(await fake.webhook.deliver({ update_id: 1 }, undefined)).toBe(200);
    expect(got.at(-1)?.secret).toBeUndefined();
    await call("setWebhook", { url: "" });
    expect(await updates()).toEqual([]);
    server.close();
  });
});

describe("limits", () => {
  const sendMany = async (count: number, to: () => number): Promise<(Answer | undefined)[]> => {
    const answers: Answer[] = [];
    for (let n = 0; n < count; n++) answers.push(await call("sendMessage", { chat_id: to(), text: `${n}` }));
    return answers;
  };

  test("a chat takes a message a second after a short burst, and says how long to wait", async () => {
    await start({ limits: true });
    const ada = fake.user("Ada", { started: true });
    const answers = await sendMany(4, () => ada.id);
    expect(answers.map((one) => one?.ok)).toEqual([true, true, true, false]);
    expect(answers[3]).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } });
    expect(answers[3]?.description).toBe("Too Many Requests: retry after 1");
    forward(1000);
    expect((await sendMany(2, () => ada.id)).map((one) => one?.ok)).toEqual([true, false]);
  });

  test("a group takes 20 a minute, edits among them, and everyone together 30 a second", async () => {
    await start({ limits: true });
    const ada = fake.user("Ada");
    const group = fake.group("Kitchen", [ada]);
    for (let n = 0; n < 10; n++) {
      const { result } = await call("sendMessage", { chat_id: group.id, text: "x" });
      forward(1000);
      await call("editMessageText", { chat_id: group.id, message_id: result["message_id"], text: "y" });
      forward(1000);
    }
    expect(await call("sendMessage", { chat_id: group.id, text: "x" })).toMatchObject({
      parameters: { retry_after: 40 },
    });
    forward(40_000);
    expect(await refusal("sendMessage", { chat_id: group.id, text: "x" })).toBe("ok");
    forward(5000);
    const people = Array.from({ length: 31 }, (_, n) => fake.user(`P${n}`, { started: true }).id);
    const answers = await sendMany(31, () => people.pop() ?? 0);
    expect(answers.filter((one) => one?.ok)).toHaveLength(30);
    expect(answers.at(-1)?.error_code).toBe(429);
    fake.limits(false);
    expect(await refusal("sendMessage", { chat_id: ada.id, text: "x" })).not.toMatch(/429/);
  });
});

describe("menus", () => {
  test("commands are kept by scope and language, and checked", async () => {
    await start();
    const commands = [{ command: "create", description: "Start a party" }];
    const scope = { type: "all_group_chats" };
    expect(await refusal("setMyCommands", { commands, scope, language_code: "de" })).toBe("ok");
    expect((await call("getMyCommands", { scope, language_code: "de" })).result).toEqual(commands);
    expect((await call("getMyCommands", { scope })).result).toEqual([]);
    expect(await refusal("deleteMyCommands", { scope, language_code: "de" })).toBe("ok");
    expect((await call("getMyCommands", { scope, language_code: "de" })).result).toEqual([]);
    const wrong = (command: string, description = "x") =>
      refusal("setMyCommands", { commands: [{ command, description }] });
    expect(await wrong("Create")).toBe("400 Bad Request: BOT_COMMAND_INVALID");
    expect(await wrong("create", "x".repeat(257))).toBe("400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID");
    const many = Array.from({ length: 101 }, (_, n) => ({ command: `c${n}`, description: "x" }));
    expect(await refusal("setMyCommands", { commands: many })).toBe("400 Bad Request: BOT_COMMANDS_TOO_MUCH");
    expect(await refusal("setMyCommands", { commands, scope: { type: "everyone" } })).toMatch(/BotCommandScope/);
    expect(await refusal("setMyCommands", { commands, language_code: "en-GB" })).toMatch(/invalid language code/);
  });

  test("descriptions have their lengths and the menu button opens https only", async () => {
    await start();
    expect(await refusal("setMyDescription", { description: "x".repeat(512) })).toBe("ok");
    expect(await refusal("setMyDescription", { description: "x".repeat(513) })).toMatch(/TOO_LONG/);
    expect(await refusal("setMyShortDescription", { short_description: "x".repeat(121) })).toMatch(/TOO_LONG/);
    const opens = (url: string) =>
      refusal("setChatMenuButton", { menu_button: { type: "web_app", text: "Nearby", web_app: { url } } });
    expect(await opens("http://party.example/nearby")).toMatch(/Only HTTPS links are allowed/);
    expect(await opens("https://party.example/nearby")).toBe("ok");
    expect((await call("getChatMenuButton")).result).toMatchObject({ type: "web_app", text: "Nearby" });
  });

  test("the bot can ask who is in a chat, and leave it", async () => {
    await start();
    const [ada, ben] = [fake.user("Ada"), fake.user("Ben")];
    const group = fake.group("Kitchen", [ada, ben]);
    const status = async (user_id: number): Promise<unknown> =>
      (await call("getChatMember", { chat_id: group.id, user_id })).result["status"];
    expect([await status(ada.id), await status(ben.id), await status(fake.bot.id)]).toEqual([
      "creator",
      "member",
      "member",
    ]);
    expect((await call("getChat", { chat_id: group.id })).result).toMatchObject({ title: "Kitchen", type: "group" });
    expect(await refusal("leaveChat", { chat_id: group.id })).toBe("ok");
    expect(await refusal("sendMessage", { chat_id: group.id, text: "x" })).toBe(
      "403 Forbidden: bot is not a member of the group chat",
    );
  });
});
