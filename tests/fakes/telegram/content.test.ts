// The loopback Bot API itself: what it refuses in texts and keyboards, in whose words.
import { afterEach, describe, expect, test } from "vitest";
import { fake, refusal, start } from "./asking.ts";

afterEach(() => fake.close());

describe("texts", () => {
  const send = async (text: string, more: object = {}): Promise<string> => {
    const ada = [...fake.state.people.values()][0];
    return refusal("sendMessage", { chat_id: ada?.id, text, parse_mode: "HTML", ...more });
  };

  test("HTML becomes plain text with marks, in UTF-16 units, trimmed", async () => {
    await start();
    const ada = fake.user("Ada", { started: true });
    await send(
      ` 🏠 <b>Roof <i>top</i></b> &lt;3 &amp; <a href="https://t.me/partybot?start=p_k3x9">more</a>, <tg-time unix="1795374000" format="wDT">Saturday</tg-time> <blockquote expandable>a\n</blockquote><pre><code class="language-ts">x</code></pre> `,
    );
    const [seen] = ada.messagesIn(ada.private);
    expect(seen?.text).toBe("🏠 Roof top <3 & more, Saturday a\nx");
    const marked = seen?.entities.map((one) => [one.type, seen.text.slice(one.offset, one.offset + one.length)]);
    expect(marked).toEqual([
      ["bold", "Roof top"],
      ["italic", "top"],
      ["text_link", "more"],
      ["date_time", "Saturday"],
      ["expandable_blockquote", "a\n"],
      ["pre", "x"],
    ]);
    expect(seen?.entities[3]).toMatchObject({ unix_time: 1795374000, date_time_format: "wDT" });
    expect(seen?.entities[5]).toMatchObject({ language: "ts" });
  });

  test.each([
    ["<p>x</p>", 'Unsupported start tag "p" at byte offset 0'],
    ["é<b>x", 'Can\'t find end tag corresponding to start tag "b"'],
    ["é<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'],
    ["x</b>", "Unexpected end tag at byte offset 1"],
    ["<b", "Unclosed start tag at byte offset 0"],
    ["1 < 2 > 1", 'Unsupported start tag "" at byte offset 2'],
    ["Ben & Ada", '"&" that opens no supported entity'],
    ["&nbsp;", '"&" that opens no supported entity'],
    ['<b class="x">x</b>', "attribute class of <b>"],
    ['<a href="javascript:alert(1)">x</a>', "Unsupported URL protocol"],
    ['<tg-time unix="soon">x</tg-time>', "without a Unix time"],
    ['<tg-time unix="1795374000" format="q">x</tg-time>', 'format "q"'],
    ["<span>x</span>", 'must have class "tg-spoiler"'],
    ["<code><b>x</b></code>", "<b> inside <code>"],
  ])("%s is refused", async (html, why) => {
    await start();
    fake.user("Ada", { started: true });
    const told = await send(html);
    expect(told).toMatch(/^400 Bad Request: can't parse entities: /);
    expect(told).toContain(why);
  });

  test("4,096 characters are counted after the marks are read", async () => {
    await start();
    fake.user("Ada", { started: true });
    expect(await send(`<b>${"&lt;".repeat(4096)}</b>`)).toBe("ok");
    expect(await send("x".repeat(4097))).toBe("400 Bad Request: message is too long");
    expect(await send("<b> </b>")).toBe("400 Bad Request: message text is empty");
    expect(await send("x", { parse_mode: "BBCode" })).toBe("400 Bad Request: unsupported parse_mode");
  });
});

describe("keyboards", () => {
  const withMarkup = async (reply_markup: object, chat?: number): Promise<string> => {
    const ada = [...fake.state.people.values()][0];
    return refusal("sendMessage", { chat_id: chat ?? ada?.id, text: "x", reply_markup });
  };
  const withButton = (button: object): Promise<string> => withMarkup({ inline_keyboard: [[{ text: "x", ...button }]] });

  test("callback data is 1-64 bytes, addresses can be opened, and a button does one thing", async () => {
    await start();
    fake.user("Ada", { started: true });
    expect(await withButton({ callback_data: "ü".repeat(32) })).toBe("ok");
    expect(await withButton({ callback_data: "ü".repeat(33) })).toBe("400 Bad Request: BUTTON_DATA_INVALID");
    expect(await withButton({ callback_data: "" })).toBe("400 Bad Request: BUTTON_DATA_INVALID");
    expect(await withButton({})).toMatch(/Text buttons are unallowed in the inline keyboard/);
    expect(await withButton({ url: "https://party.example/p/k3x9", callback_data: "x" })).toMatch(
      /url and callback_data/,
    );
    expect(await withButton({ url: "http://localhost:8080/" })).toMatch(
      "inline keyboard button URL 'http://localhost:8080/' is invalid: Wrong HTTP URL",
    );
    expect(await withButton({ url: "http://127.0.0.1:8080/" })).toBe("ok");
    expect(await withButton({ url: `https://t.me/partybot?start=${"x".repeat(65)}` })).toMatch(/payload/);
    expect(await withButton({ color: "red", callback_data: "x" })).toMatch(/unknown field color/);
  });

  test("at most 100 buttons, 8 in a row, and places are asked for in private only", async () => {
    await start();
    const group = fake.group("Kitchen", [fake.user("Ada", { started: true })]);
    const rows = (count: number, each: number) => ({
      inline_keyboard: Array.from({ length: count }, () =>
        Array.from({ length: each }, () => ({ text: "x", callback_data: "x" })),
      ),
    });
    expect(await withMarkup(rows(12, 8))).toBe("ok");
    expect(await withMarkup(rows(13, 8))).toBe("400 Bad Request: reply markup is too long");
    expect(await withMarkup(rows(1, 9))).toMatch(/more than 8 buttons in a row/);
    const asks = { keyboard: [[{ text: "Here I am", request_location: true }]], one_time_keyboard: true };
    expect(await withMarkup(asks)).toBe("ok");
    expect(await withMarkup(asks, group.id)).toBe("400 Bad Request: location can be requested in private chats only");
    expect(await withMarkup({ force_reply: true, selective: true, input_field_placeholder: "When?" }, group.id)).toBe(
      "ok",
    );
    expect(group.seen().at(-1)?.asksReply).toEqual({ placeholder: "When?" });
  });
});
