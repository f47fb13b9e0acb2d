import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodePress, parseLine, PRESS_BYTES, readMentions, writeMention } from "../../src/chat/press.ts";
import { commands } from "../../src/commands/index.ts";
import { CODE_ALPHABET } from "../../src/domain/party.ts";

const parse = (line: string) => parseLine(line, commands);
const code = fc.string({ unit: fc.constantFrom(...CODE_ALPHABET), minLength: 8, maxLength: 8 });

describe("a typed line", () => {
  test.each([
    [
      "/create Rooftop BBQ when:sat 19:00 where:Kastanienallee 12 max:10",
      { what: "Rooftop BBQ", when: "sat 19:00", where: "Kastanienallee 12", max: "10" },
    ],
    ["/create@partybot Rooftop BBQ", { what: "Rooftop BBQ" }],
    [
      "create Dinner where:https://maps.example/?q=1,2&when:x when:today",
      { what: "Dinner", where: "https://maps.example/?q=1,2&when:x", when: "today" },
    ],
    ["/create max:10 Rooftop BBQ", { what: "Rooftop BBQ", max: "10" }],
    ["/create WHEN: sat 8pm What:Tea", { when: "sat 8pm", what: "Tea" }],
    ["/create Party: the sequel when:sat 8pm", { what: "Party: the sequel", when: "sat 8pm" }],
  ])("%s", (line, args) => {
    expect(parse(line)).toEqual({ command: "create", args });
  });

  test.each([
    ["/rsvp going", { answer: "going" }],
    ["/rsvp maybe 2", { answer: "maybe", plus: "2" }],
    ["/rsvp k3x9q2bb going +1", { party: "k3x9q2bb", answer: "going", plus: "+1" }],
    ["/rsvp Rooftop BBQ can't", { party: "Rooftop BBQ", answer: "can't" }],
    ["/rsvp", {}],
  ])("%s", (line, args) => {
    expect(parse(line)).toEqual({ command: "rsvp", args });
  });

  test("an alias is the command it stands for, in any case", () => {
    expect(parse("/PLAN Tea")).toEqual({ command: "create", args: { what: "Tea" } });
  });

  test("what names no command is no press", () => {
    expect(parse("/dance")).toBeUndefined();
    expect(parse("")).toBeUndefined();
    expect(parse("/")).toBeUndefined();
  });

  test("nothing that is typed makes the parser throw, and no argument appears that is not declared", () => {
    const declared = (name: string) => Object.keys(commands.find((c) => c.name === name)?.args ?? {});
    const lines = fc.tuple(
      fc.constantFrom(...commands.map((c) => c.name)),
      fc.string({ unit: "binary", maxLength: 300 }),
    );
    fc.assert(
      fc.property(lines, ([name, rest]) => {
        const press = parse(`/${name} ${rest}`);
        for (const arg of Object.keys(press?.args ?? {})) expect(declared(press?.command ?? "")).toContain(arg);
      }),
    );
  });
});

describe("a button", () => {
  test("carries a press that reads back the same, within 64 bytes", () => {
    const rsvp = fc.record({
      party: code,
      answer: fc.constantFrom("going", "maybe", "no"),
      plus: fc.constantFrom("0", "2", "+1", "-1"),
    });
    fc.assert(
      fc.property(rsvp, (args) => {
        const data = encodePress({ command: "rsvp", args }, commands);
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(PRESS_BYTES);
        expect(parse(data)).toEqual({ command: "rsvp", args });
      }),
    );
  });

  test("that would be too long, or would not read back, fails when the view is built", () => {
    expect(() => encodePress({ command: "create", args: { what: "x".repeat(80) } }, commands)).toThrow(
      "longer than 64 bytes",
    );
    expect(() => encodePress({ command: "create", args: { what: "a max:3" } }, commands)).toThrow("does not read back");
    expect(() => encodePress({ command: "dance", args: {} }, commands)).toThrow("no command");
  });
});

describe("a mention", () => {
  test("reads back as the account and the name", () => {
    const mention = { account: { platform: "telegram" as const, userId: "123456789012345678" }, name: "Ben Okri" };
    expect(readMentions(`and ${writeMention(mention)}, please`)).toEqual({ mentions: [mention], rest: "and please" });
  });
});
