// Discord's messages: any view within the platform's limits, text never markup, nobody called but who is meant.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markdownOf } from "../../../adapters/discord/markdown.ts";
import { bodyOf } from "../../../adapters/discord/render.ts";
import { encodePress } from "../../../src/chat/press.ts";
import { commands } from "../../../src/commands/index.ts";
import type { Button, Inline, View } from "../../../src/core.ts";
import { expectWithinLimits, textsOf } from "./limits.ts";

const core = { encode: (press: Parameters<typeof encodePress>[0]) => encodePress(press, commands) };
const rendered = (view: Partial<View<"group">>) => bodyOf({ seenBy: "group", title: "T", ...view }, core);
const embedOf = (view: Partial<View<"group">>) => rendered(view).embeds[0];

const nasty = fc.constantFrom(
  "**",
  "__",
  "~~",
  "||",
  "```",
  "`",
  "# ",
  "\n# ",
  "\n-# ",
  "\n- ",
  "\n1. ",
  "\n> ",
  "\n>>> ",
  "<@1>",
  "<@&2>",
  "<#3>",
  "<t:1:F>",
  "<:a:1>",
  "</party create:1>",
  "@everyone",
  "@here",
  "[x](https://evil.example)",
  "](https://evil.example)",
  "https://good.example/a_b_c?d=1",
  "\\",
  "👨‍👩‍👧‍👦",
  "a",
  " ",
);
const words = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 3_000 }),
  fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join("")),
);
const inline: fc.Arbitrary<Inline> = fc.oneof(
  words,
  words.map((bold) => ({ bold })),
  words.map((who) => ({ who, account: { platform: "discord" as const, userId: "7" } })),
  words.map((text) => ({ link: "https://party.example/?a=)(<>[]", text })),
  fc.integer({ min: 0, max: 4e12 }).map((at) => ({ at, timeZone: "Europe/Berlin" })),
);
const button: fc.Arbitrary<Button> = fc
  .tuple(words, fc.constantFrom("going", "maybe", "no"), fc.integer({ min: 0, max: 40 }))
  .map(([label, answer, plus]) => ({
    label,
    press: { command: "rsvp", args: { party: "k3x9q2fb", answer, plus: `${plus}` } },
  }));
const view: fc.Arbitrary<View> = fc.record({
  seenBy: fc.constant("group" as const),
  title: words,
  body: fc.array(inline, { maxLength: 40 }),
  fields: fc.array(fc.record({ label: words, value: fc.array(inline, { maxLength: 12 }) }), { maxLength: 30 }),
  buttons: fc.array(fc.array(button, { maxLength: 12 }), { maxLength: 15 }),
});

/** What Discord would read as markup, once our own is taken away: a sign behind a backslash is a letter to it, and it takes addresses literally. */
const markupIn = (markdown: string): string[] =>
  markdown
    .replace(/\\[^0-9A-Za-z\s]/g, "x")
    .replace(/\]\(https:\/\/party\.example\/[^\s()]*\)/g, "x")
    .replace(/https?:\/\/[^\s<]+/g, "x")
    .replace(/<t:\d+:[FRtf]>/g, "x")
    .match(/<[@#:/at]|@everyone|@here|\]\(|[`_]|~~|\|\||^\s*(?:#{1,3} |-# |- |\d+\. |> )/gm) ?? [];

describe("a view of any content", () => {
  test("keeps every limit of a message", () => {
    fc.assert(
      fc.property(view, (any) => expectWithinLimits(bodyOf(any, core), "any")),
      { numRuns: 120 },
    );
  });

  test("shows what people wrote and never reads it as markup", () => {
    fc.assert(
      fc.property(view, (any) => {
        for (const text of textsOf(bodyOf(any, core))) expect(markupIn(text)).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  test("calls nobody", () => {
    fc.assert(
      fc.property(view, (any) => {
        expect(bodyOf(any, core)).toMatchObject({ allowed_mentions: { parse: [] } });
        expect(bodyOf(any, core)).not.toHaveProperty("content");
      }),
      { numRuns: 30 },
    );
  });

  test("reads back letter by letter", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => {
        expect(markdownOf([{ text }], 2_000).replace(/\\[^0-9A-Za-z\s]/g, "")).not.toMatch(/[\\*_~`|[\]<>#]/);
        const back = markdownOf([{ text }], 2_000).replace(/\\([^0-9A-Za-z\s])/g, "$1");
        expect(back.replaceAll("\u2060", "")).toBe(text.replaceAll("\u2060", ""));
      }),
      { numRuns: 300 },
    );
  });
});

describe("text that is too long", () => {
  test("ends with an ellipsis after a whole character", () => {
    const family = "👨‍👩‍👧‍👦";
    const title = embedOf({ title: family.repeat(60) })?.title ?? "";
    expect(title).toBe(`${family.repeat(23)}…`);
    expect(title.length).toBeLessThanOrEqual(256);
  });

  test("never ends within an escape or an address", () => {
    expect(markdownOf([{ text: "****" }], 5)).toBe("\\*\\*…");
    expect(markdownOf([{ text: "see https://good.example/abcdefgh", live: true }], 20)).toBe("see …");
    expect(markdownOf([{ text: "a", bold: true }, { markup: "<t:1:F>" }], 10)).toBe("**a**…");
  });

  test("of many fields leaves room for what the party is about", () => {
    const fields = Array.from({ length: 25 }, () => ({ label: "Guest", value: ["x".repeat(1_000)] }));
    const embed = embedOf({ body: ["About the party. ".repeat(20)], fields });
    expect(embed?.description).toBe("About the party. ".repeat(20));
    expect(embed?.fields?.length).toBeGreaterThan(4);
  });
});

describe("a time", () => {
  const at = Date.UTC(2026, 10, 28, 18, 0);
  const start: Inline = { at, timeZone: "Europe/Berlin" };

  test("is the reader's own, with how long until and the party's own hour beneath", () => {
    const end: Inline = { at: at + 6 * 3_600_000, timeZone: "Europe/Berlin", after: at };
    expect(embedOf({ fields: [{ label: "When", value: [start, " until ", end] }] })?.fields?.[0]).toEqual({
      name: "When",
      value: "<t:1795888800:F> until <t:1795910400:t>\n<t:1795888800:R> · 19:00 (Central European Time)",
      inline: false,
    });
  });

  test("within a sentence is the reader's own alone", () => {
    expect(embedOf({ body: ["It was on ", start, "."] })?.description).toBe("It was on <t:1795888800:F>.");
  });
});

describe("a mention", () => {
  const ada = { platform: "discord", userId: "111111111111111111" } as const;

  test("that notifies stands in the text too, and is the only one allowed", () => {
    const body = rendered({
      body: [
        { who: "Ada", account: ada, notify: true },
        ", ",
        { who: "Ada", account: ada, notify: true },
        " and ",
        { crowd: { platform: "discord", crowdId: "222222222222222222", name: "Friends" } },
        " and ",
        { who: "Ben", account: { platform: "discord", userId: "333333333333333333" } },
      ],
    });
    expect(body.content).toBe("<@111111111111111111> <@&222222222222222222>");
    expect(body.allowed_mentions).toEqual({
      parse: [],
      users: ["111111111111111111"],
      roles: ["222222222222222222"],
    });
    expect(body.embeds[0]?.description).toBe(
      "<@111111111111111111>, <@111111111111111111> and <@&222222222222222222> and Ben",
    );
  });

  test("of somebody of another platform, or in private, is a name", () => {
    const cleo: Inline = { who: "Cleo", account: { platform: "telegram", userId: "5" }, notify: true };
    expect(rendered({ body: [cleo] })).toMatchObject({
      allowed_mentions: { parse: [] },
      embeds: [{ description: "Cleo" }],
    });
    const own = bodyOf({ seenBy: "person", title: "T", body: [{ who: "Ada", account: ada, notify: true }] }, core);
    expect(own).not.toHaveProperty("content");
  });

  test("of a hundred people fits; the rest are named where it says who", () => {
    const body = Array.from(
      { length: 150 },
      (_, i): Inline => ({
        who: `Guest ${i}`,
        account: { platform: "discord", userId: `${100_000_000_000_000_000 + i * 100}` },
        notify: true,
      }),
    );
    const message = rendered({ body });
    expect(message.content?.length).toBeLessThanOrEqual(2_000);
    expect(message.allowed_mentions.users?.length).toBe(message.content?.split(" ").length);
  });
});

describe("a card", () => {
  const card: Partial<View<"group">> = {
    party: "k3x9q2bb",
    card: "card",
    buttons: [[{ label: "Page", open: "https://party.example/p/k3x9q2bb" }]],
    map: { area: { lat: 52.5, lng: 13.4 }, url: "https://party.example/p/k3x9q2bb" },
  };

  test("links its page, shows its cover and leads to the map and the calendar", () => {
    const body = rendered(card);
    expect(body.embeds[0]?.url).toBe("https://party.example/p/k3x9q2bb");
    expect(body.embeds[0]?.image?.url).toMatch(/^https:\/\/party\.example\/p\/k3x9q2bb\/cover\.png\?t=[0-9a-f]{8}$/);
    expect(body.components[0]?.components.map((one) => ("url" in one ? one.url : one.custom_id))).toEqual([
      "https://party.example/p/k3x9q2bb",
      "https://www.openstreetmap.org/#map=13/52.50000/13.40000",
      "https://party.example/p/k3x9q2bb/party.ics",
    ]);
  });

  test("has the colour of its code, and none of it once called off", () => {
    const { buttons: _buttons, map: _map, ...calledOff } = card;
    expect(embedOf(card)?.color).toBeGreaterThan(0);
    expect(embedOf(card)?.color).toBe(embedOf({ ...card, title: "Another" })?.color);
    expect(embedOf(calledOff)).toMatchObject({ color: 0x80848e });
    expect(embedOf(calledOff)).not.toHaveProperty("image");
  });

  test("of an installation that only this machine reaches has no link to it", () => {
    const local = "http://127.0.0.1:8080/p/k3x9q2bb";
    const body = rendered({
      ...card,
      buttons: [[{ label: "Page", open: local }]],
      map: { area: { lat: 1, lng: 2 }, url: local },
    });
    expect(JSON.stringify(body)).not.toContain("127.0.0.1");
  });
});

test("more rows than Discord takes close ranks, and no button is there twice", () => {
  const buttons = Array.from({ length: 9 }, (_, i): Button[] => [
    { label: `${i}`, press: { command: "show", args: { party: `k3x9q2b${i}` } } },
  ]);
  const rows = rendered({ buttons: [...buttons, buttons[0] ?? []] }).components;
  expect(rows.map((row) => row.components.length)).toEqual([5, 4]);
});

test("a draft is opened again by a button of the adapter's own", () => {
  expect(rendered({ buttons: [[{ label: "Fix", reopen: "d1" }]] }).components[0]?.components[0]).toMatchObject({
    custom_id: "~r d1",
    style: 2,
  });
});
