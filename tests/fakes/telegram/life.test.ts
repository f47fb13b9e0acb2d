// The loopback Bot API itself: what its people and groups see and do.
import { afterEach, describe, expect, test } from "vitest";
import { buttons, call, fake, forward, refusal, start, updates } from "./asking.ts";

afterEach(() => fake.close());

describe("cards", () => {
  test("a tap is answered once and not too late, and shows what the bot said", async () => {
    await start();
    const ada = fake.user("Ada");
    const group = fake.group("Kitchen", [ada]);
    await call("sendMessage", { chat_id: group.id, text: "BBQ", reply_markup: buttons("Going", "Maybe") });
    const card = ada.messagesIn(group).at(-1);
    if (!card) throw new Error("no card");
    await updates({ offset: -1 });
    const tapped = ada.taps(card, "Going");
    const query = (await updates()).at(-1)?.["callback_query"] as Record<string, unknown>;
    expect(query).toMatchObject({
      data: "rsvp k3x9q2ab Going",
      from: { id: ada.id },
      message: { message_id: card.messageId },
    });
    const answer = { callback_query_id: query["id"], text: "See you!", show_alert: true };
    expect(await refusal("answerCallbackQuery", { ...answer, text: "x".repeat(201) })).toMatch(/TOO_LONG/);
    expect(await refusal("answerCallbackQuery", { ...answer, url: "https://party.example" })).toMatch(/URL_INVALID/);
    expect(await refusal("answerCallbackQuery", answer)).toBe("ok");
    expect(await tapped).toEqual({ text: "See you!", alert: true });
    expect(await refusal("answerCallbackQuery", answer)).toMatch(/^400 Bad Request: query is too old/);
    void ada.taps(card, "Maybe").catch(() => undefined);
    const late = (await updates()).at(-1)?.["callback_query"] as Record<string, unknown>;
    forward(16_000);
    expect(await refusal("answerCallbackQuery", { callback_query_id: late["id"] })).toMatch(/query is too old/);
  });

  test("an edit must change something, of a message of the bot's own that is still there", async () => {
    await start();
    const ada = fake.user("Ada");
    ada.sends(ada.private, "/start");
    const { result } = await call("sendMessage", { chat_id: ada.id, text: "BBQ", reply_markup: buttons("Going") });
    const card = { chat_id: ada.id, message_id: result["message_id"] as number };
    const same = { ...card, text: "<b></b>BBQ", parse_mode: "HTML", reply_markup: buttons("Going") };
    expect(await refusal("editMessageText", same)).toMatch(/^400 Bad Request: message is not modified/);
    expect(await refusal("editMessageText", { ...card, text: "BBQ" })).toBe("ok");
    expect(ada.messagesIn(ada.private).at(-1)).toMatchObject({ text: "BBQ", buttons: [], edited: true });
    expect(await refusal("editMessageReplyMarkup", { ...card, reply_markup: buttons("Maybe") })).toBe("ok");
    const [started] = ada.messagesIn(ada.private);
    expect(await refusal("editMessageText", { ...card, message_id: started?.messageId, text: "x" })).toMatch(
      /can't be edited/,
    );
    expect(await refusal("editMessageText", { ...card, message_id: 1, text: "x" })).toMatch(
      /message to edit not found/,
    );
    expect(await refusal("deleteMessage", card)).toBe("ok");
    expect(await refusal("editMessageText", { ...card, text: "x" })).toMatch(/message to edit not found/);
    expect(await refusal("deleteMessage", card)).toMatch(/message to delete not found/);
  });

  test("inline results are shared anywhere, and their messages edited by their own ids", async () => {
    await start();
    const ada = fake.user("Ada");
    const group = fake.group("Elsewhere", [ada], { bot: false });
    const asked = ada.inline("bbq");
    const query = (await updates()).at(-1)?.["inline_query"] as Record<string, unknown>;
    const article = (id: string) => ({
      type: "article",
      id,
      title: "BBQ",
      input_message_content: { message_text: "<b>BBQ</b>", parse_mode: "HTML" },
      reply_markup: buttons("Going"),
    });
    const answer = (results: object[]) => ({ inline_query_id: query["id"], results, is_personal: true, cache_time: 0 });
    const many = Array.from({ length: 51 }, (_, n) => article(String(n)));
    expect(await refusal("answerInlineQuery", answer(many))).toBe("400 Bad Request: RESULTS_TOO_MUCH");
    expect(await refusal("answerInlineQuery", answer([article("a"), article("a")]))).toBe(
      "400 Bad Request: RESULT_ID_DUPLICATE",
    );
    expect(await refusal("answerInlineQuery", answer([article("a")]))).toBe("ok");
    const [result] = (await asked).results;
    if (!result) throw new Error("no result");
    const shared = ada.chooses(result, group, "bbq");
    const chosen = (await updates()).at(-1)?.["chosen_inline_result"];
    expect(chosen).toMatchObject({ result_id: "a", inline_message_id: shared.inlineMessageId });
    const edit = { inline_message_id: shared.inlineMessageId, text: "BBQ: 1 going", reply_markup: buttons("Going") };
    expect((await call("editMessageText", edit)).result).toBe(true);
    expect(ada.messagesIn(group)).toMatchObject([
      { text: "BBQ: 1 going", edited: true, buttons: [[{ label: "Going" }]] },
    ]);
    void ada.taps(shared, "Going").catch(() => undefined);
    const tap = (await updates()).at(-1)?.["callback_query"];
    expect(tap).toMatchObject({ inline_message_id: shared.inlineMessageId });
    expect(tap).not.toHaveProperty("message");
  });
});

describe("people and groups", () => {
  test("nobody is written to before they start the bot, after they block it, or once they are gone", async () => {
    await start();
    const ada = fake.user("Ada");
    const message = { chat_id: ada.id, text: "hello" };
    const group = fake.group("Kitchen", [ada]);
    expect(await refusal("sendMessage", message)).toBe("403 Forbidden: bot can't initiate conversation with a user");
    ada.opensDeepLink("i_k3x9q2ab");
    expect(ada.messagesIn(ada.private)[0]?.text).toBe("/start i_k3x9q2ab");
    expect(await refusal("sendMessage", message)).toBe("ok");
    ada.blocks();
    expect(await refusal("sendMessage", message)).toBe("403 Forbidden: bot was blocked by the user");
    expect((await updates()).at(-1)?.["my_chat_member"]).toMatchObject({ new_chat_member: { status: "kicked" } });
    ada.sends(ada.private, "/start");
    expect(await refusal("sendMessage", message)).toBe("ok");
    ada.deletesAccount();
    expect(await refusal("sendMessage", message)).toBe("403 Forbidden: user is deactivated");
    group.removeBot();
    expect(await refusal("sendMessage", { ...message, chat_id: group.id })).toBe(
      "403 Forbidden: bot was kicked from the group chat",
    );
    expect(() => ada.opensDeepLink("a b")).toThrow(/payload/);
  });

  test("with privacy on, a group's bot hears commands, answers to it and what happens, and no chatter", async () => {
    await start();
    const ada = fake.user("Ada");
    const group = fake.group("Kitchen", [ada]);
    await call("sendMessage", { chat_id: group.id, text: "When?" });
    const question = ada.messagesIn(group).at(-1);
    if (!question) throw new Error("no question");
    await updates({ offset: -1 });
    ada.sends(group, "did you see the game?");
    ada.sends(group, "/create BBQ");
    ada.sends(group, "/create@partybot BBQ");
    ada.sends(group, "/roll@dicebot 6");
    ada.sends(group, "not a /command");
    ada.sends(group, "sat 19:00", { replyTo: question });
    ada.sends(group, "", { location: { latitude: 52.5, longitude: 13.4 } });
    group.rename("Balcony");
    const heard = (await updates()).slice(1).map((one) => one["message"] as Record<string, unknown>);
    expect(heard.map((one) => one["text"] ?? one["new_chat_title"])).toEqual([
      "/create BBQ",
      "/create@partybot BBQ",
      "sat 19:00",
      "Balcony",
    ]);
    expect(heard[1]?.["entities"]).toEqual([{ type: "bot_command", offset: 0, length: 16 }]);
    expect(heard[2]?.["reply_to_message"]).toMatchObject({ message_id: question.messageId, text: "When?" });
  });

  test("a group that becomes a supergroup says where it went, and its old id no longer works", async () => {
    await start();
    const ada = fake.user("Ada");
    const group = fake.group("Kitchen", [ada]);
    await call("sendMessage", { chat_id: group.id, text: "BBQ" });
    const bigger = group.migrate();
    const [went, came] = (await updates()).slice(-2).map((one) => one["message"]);
    expect(went).toMatchObject({ chat: { id: group.id, type: "group" }, migrate_to_chat_id: bigger.id });
    expect(came).toMatchObject({ chat: { id: bigger.id, type: "supergroup" }, migrate_from_chat_id: group.id });
    expect(String(bigger.id)).toMatch(/^-100\d{10}$/);
    const told = await call("sendMessage", { chat_id: group.id, text: "x" });
    expect(told).toMatchObject({
      error_code: 400,
      description: "Bad Request: group chat was upgraded to a supergroup chat",
      parameters: { migrate_to_chat_id: bigger.id },
    });
    const edit = { chat_id: group.id, message_id: group.seen().find((one) => one.byBot)?.messageId, text: "y" };
    expect(await refusal("editMessageText", edit)).toBe(`400 ${told.description}`);
    expect((await call("sendMessage", { chat_id: bigger.id, text: "x" })).result["message_id"]).toBe(2);
  });

  test("a forum's topic is answered in by its number, and a thread that is no topic is refused", async () => {
    await start();
    const ada = fake.user("Ada");
    const forum = fake.supergroup("Neighbours", [ada], { forum: true });
    const plain = fake.supergroup("Kitchen", [ada]);
    const topic = forum.topic("Summer");
    ada.sends(topic, "/create");
    const said = (await updates()).at(-1)?.["message"];
    expect(said).toMatchObject({ message_thread_id: topic.threadId, is_topic_message: true, chat: { is_forum: true } });
    const message = { chat_id: forum.id, text: "x", message_thread_id: topic.threadId };
    expect(await refusal("sendMessage", message)).toBe("ok");
    expect(ada.messagesIn(topic).map((one) => one.text)).toEqual(["", "/create", "x"]);
    expect(await refusal("sendMessage", { ...message, message_thread_id: 1 + topic.threadId })).toMatch(
      /thread not found/,
    );
    expect(await refusal("sendMessage", { ...message, chat_id: plain.id })).toMatch(/thread not found/);
    const lost = { chat_id: forum.id, text: "x", reply_parameters: { message_id: 999 } };
    expect(await refusal("sendMessage", lost)).toBe("400 Bad Request: message to be replied not found");
  });

  test("channels and anonymous admins look as they do", async () => {
    await start();
    const ada = fake.user("Ada");
    const group = fake.group("Kitchen", [ada]);
    fake.channel("News").posts("/create");
    ada.sends(group, "/create", { as: "anonymous admin" });
    const [post, hidden] = (await updates()).slice(-2);
    expect(post?.["channel_post"]).toMatchObject({ sender_chat: { type: "channel" } });
    expect(post?.["channel_post"]).not.toHaveProperty("from");
    expect(hidden?.["message"]).toMatchObject({
      from: { username: "GroupAnonymousBot" },
      sender_chat: { id: group.id },
    });
  });
});
