// Telegram's messages: every view within the platform's limits, text never markup, menus as the golden file holds them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { htmlOf } from "../../../adapters/telegram/html.ts";
import { keyboardOf } from "../../../adapters/telegram/keyboard.ts";
import { menuCalls } from "../../../adapters/telegram/menu.ts";
import { bodyOf } from "../../../adapters/telegram/render.ts";
import { argInfos } from "../../../src/chat/missing.ts";
import { encodePress } from "../../../src/chat/press.ts";
import { commands } from "../../../src/commands/index.ts";
import type { Button, CommandInfo, Inline, View } from "../../../src/core.ts";

const core = { encode: (press: Parameters<typeof encodePress>[0]) => encodePress(press, commands) };
const infos = (): CommandInfo[] => commands.map((command) => ({ ...command, args: argInfos(command) }));

/** The text as Telegram counts it: without tags, each escape one character. Fails on a tag that is not closed or not ours. */
const plain = (html: string): string => {
  const open: string[] = [];
  const text = html.replace(/<(\/?)(b|i|a|tg-time)((?: [a-z]+="[^"<>]*")*)>/g, (_, close: string, name: string) => {
    if (close === "") open.push(name);
    else expect(open.pop()).toBe(name);
    return "";
  });
  expect(open).toEqual([]);
  expect(text).not.toMatch(/[<>]/);
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
};

const words = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 2_000 }),
  fc.constantFrom("<b>", "</b>", "&amp;", "@someone", '"><script>', "a & b < c"),
);
const inline: fc.Arbitrary<Inline> = fc.oneof(
  words,
  words.map((bold) => ({ bold })),
  words.map((who) => ({ who })),
  words.map((text) => ({ link: 'https://party.example/?a="<>&b', text })),
  fc.integer({ min: 0, max: 4e12 }).map((at) => ({ at, timeZone: "Europe/Berlin" })),
);
const button: fc.Arbitrary<Button> = fc
  .tuple(words, fc.constantFrom("go" as const, "stop" as const))
  .map(([label, tone]) => ({ label, tone, press: { command: "show", args: { party: "k3x9q2fb" } } }));
const view: fc.Arbitrary<View> = fc.record({
  seenBy: fc.constant("group" as const),
  title: words,
  body: fc.array(inline, { maxLength: 40 }),
  fields: fc.array(fc.record({ label: words, value: fc.array(inline, { maxLength: 12 }) }), { maxLength: 30 }),
  buttons: fc.array(fc.array(button, { maxLength: 12 }), { maxLength: 15 }),
});

describe("a view of any content", () => {
  test("is at most 4,096 characters, with every tag closed, and at most 100 marks", () => {
    fc.assert(
      fc.property(view, (any) => {
        const { text } = bodyOf(any, core);
        expect(plain(text).length).toBeLessThanOrEqual(4_096);
        expect((text.match(/<(?:b|i|a|tg-time)\b/g) ?? []).length).toBeLessThanOrEqual(100);
      }),
      { numRuns: 150 },
    );
  });

  test("has at most 100 buttons, 8 a row, each with a label and at most 64 bytes of data", () => {
    fc.assert(
      fc.property(view, (any) => {
        const rows = keyboardOf(any.buttons ?? [], core)?.inline_keyboard ?? [];
        expect(rows.flat().length).toBeLessThanOrEqual(100);
        for (const row of rows) expect(row.length).toBeLessThanOrEqual(8);
        for (const key of rows.flat()) {
          expect(key.text).not.toBe("");
          if ("callback_data" in key) expect(Buffer.byteLength(key.callback_data)).toBeLessThanOrEqual(64);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("shows what people wrote and never reads it as markup", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => {
        expect(plain(htmlOf([{ text, bold: true }])).replaceAll("\u2060", "")).toBe(text.replaceAll("\u2060", ""));
      }),
      { numRuns: 300 },
    );
  });
});

test("a time is the reader's own, with the party's hour and zone in words beneath", () => {
  const at = Date.UTC(2026, 10, 28, 18, 0);
  const { text } = bodyOf({ seenBy: "group", title: "T", body: [{ at, timeZone: "Europe/Berlin" }] }, core);
  expect(text).toContain(
    '<tg-time unix="1795888800" format="wDt">Saturday, 28 November 2026 at 19:00 (Central European Time)</tg-time>',
  );
});

test("a link to this machine is no button: nobody else could open it", () => {
  const open = (url: string) => keyboardOf([[{ label: "Page", open: url }]], core);
  expect(open("http://127.0.0.1:8080/p/x")).toBeUndefined();
  expect(open("http://localhost/p/x")).toBeUndefined();
  expect(open("https://party.example/p/x")).toBeDefined();
});

test("a name after an @ does not call a stranger", () => {
  expect(htmlOf([{ text: "Party of @durov" }])).toBe("Party of @\u2060durov");
});

test("the menus by scope and language, and what the bot says of itself", async () => {
  const calls = menuCalls(infos(), "https://party.example");
  for (const { payload } of calls) {
    const listed = (payload["commands"] ?? []) as { command: string; description: string }[];
    expect(listed.length).toBeLessThanOrEqual(100);
    for (const { command, description } of listed) {
      expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
      expect(description.length).toBeGreaterThan(0);
      expect(description.length).toBeLessThanOrEqual(256);
    }
    expect(String(payload["description"] ?? "").length).toBeLessThanOrEqual(512);
    expect(String(payload["short_description"] ?? "").length).toBeLessThanOrEqual(120);
  }
  const golden = calls.map(({ method, payload }) => `${method} ${JSON.stringify(payload, null, 2)}`).join("\n\n");
  await expect(`${golden}\n`).toMatchFileSnapshot("./golden/menu.txt");
});
