// The loopback Discord: the bot's commands, and what they are held to.
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Answered, expectFault, expectRefused, startTown } from "./rest-town.ts";
import type { Json } from "./types.ts";

const town = await startTown();
const { ask } = town;
afterAll(() => town.rest.close());
beforeEach(() => town.fresh());

describe("commands", () => {
  const puts = (...commands: unknown[]): Promise<Answered> =>
    ask("PUT", `/applications/${town.state.applicationId}/commands`, commands);
  const command = (more: Json = {}): Json => ({ name: "party", description: "Parties", ...more });
  const option = (more: Json = {}): Json => ({ type: 3, name: "what", description: "What", ...more });

  test("all are replaced at once; the same name keeps its id", async () => {
    const first = (await puts(command(), { type: 3, name: "Make this a party" })).body as unknown as Json[];
    expect(first).toMatchObject([
      { type: 1, name: "party" },
      { type: 3, description: "" },
    ]);
    const second = (await puts(command({ description: "Other" }))).body as unknown as Json[];
    expect(second[0]?.["id"]).toBe(first[0]?.["id"]);
    expect(town.state.commands.size).toBe(1);
    const one = `/applications/${town.state.applicationId}/commands/${String(first[0]?.["id"])}`;
    expect((await ask("PATCH", one, { description: "New" })).body).toMatchObject({ name: "party", description: "New" });
    expect((await ask("DELETE", one)).status).toBe(204);
    await expectRefused(ask("GET", one), 404, 10063);
    await expectRefused(ask("PUT", "/applications/1/commands", []), 404, 10002);
  });

  test.each<[string, Json, string, string]>([
    ["upper case", { name: "Party" }, "0.name", "APPLICATION_COMMAND_INVALID_NAME"],
    ["a space", { name: "my party" }, "0.name", "APPLICATION_COMMAND_INVALID_NAME"],
    ["long name", { name: "x".repeat(33) }, "0.name", "BASE_TYPE_BAD_LENGTH"],
    ["no description", { description: "" }, "0.description", "BASE_TYPE_REQUIRED"],
    ["long description", { description: "x".repeat(101) }, "0.description", "BASE_TYPE_BAD_LENGTH"],
    ["locale", { name_localizations: { "de-DE": "feier" } }, "0.name_localizations.de-DE", "LOOPBACK_UNKNOWN_FIELD"],
    ["context", { contexts: [3] }, "0.contexts.0", "BASE_TYPE_CHOICES"],
    ["no contexts", { contexts: [] }, "0.contexts", "BASE_TYPE_BAD_LENGTH"],
    ["permissions", { default_member_permissions: "admin" }, "0.default_member_permissions", "NUMBER_TYPE_COERCE"],
    [
      "26 options",
      { options: Array.from({ length: 26 }, (_, i) => option({ name: `o${i}` })) },
      "0.options",
      "BASE_TYPE_MAX_LENGTH",
    ],
    ["same option", { options: [option(), option()] }, "0.options.1", "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED"],
    [
      "order",
      { options: [option(), option({ name: "must", required: true })] },
      "0.options.1",
      "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ],
    [
      "mixed",
      { options: [option(), option({ type: 1, name: "sub" })] },
      "0.options",
      "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ],
    [
      "too deep",
      { options: [option({ type: 1, options: [option({ type: 1, name: "deep" })] })] },
      "0.options.0.options.0.type",
      "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ],
    [
      "26 choices",
      { options: [option({ choices: Array.from({ length: 26 }, (_, i) => ({ name: `${i}`, value: `${i}` })) })] },
      "0.options.0.choices",
      "BASE_TYPE_MAX_LENGTH",
    ],
    [
      "long choice",
      { options: [option({ choices: [{ name: "a", value: "x".repeat(101) }] })] },
      "0.options.0.choices.0.value",
      "BASE_TYPE_MAX_LENGTH",
    ],
    [
      "length of a number",
      { options: [option({ type: 4, max_length: 3 })] },
      "0.options.0.max_length",
      "LOOPBACK_UNKNOWN_FIELD",
    ],
    [
      "both",
      { options: [option({ autocomplete: true, choices: [{ name: "a", value: "a" }] })] },
      "0.options.0",
      "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE",
    ],
    [
      "8,000 characters",
      {
        options: [0, 1, 2].map((i) =>
          option({
            name: `o${i}`,
            choices: Array.from({ length: 25 }, (_, n) => ({ name: `${n}`.padEnd(100, "x"), value: `${n}` })),
            description_localizations: { de: "x".repeat(100) },
          }),
        ),
        name_localizations: { de: "x".repeat(32) },
      },
      "0",
      "",
    ],
  ])("a command is held to its limits: %s", async (_what, more, path, code) => {
    // 3 × 25 × 100 and what is around them is just under 8,000: one more option is too much.
    if (code === "") {
      expect((await puts(command(more))).status).toBe(200);
      const four = [...(more["options"] as Json[]), { ...(more["options"] as Json[])[0], name: "o3" }];
      return expectFault(puts(command({ ...more, options: four })), path, "APPLICATION_COMMAND_TOO_LARGE");
    }
    return expectFault(puts(command(more)), path, code);
  });

  test("a menu of a message has no description, and no name stands twice", async () => {
    const code = "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION";
    await expectFault(puts({ type: 2, name: "Invite", description: "x" }), "0.description", code);
    await expectFault(puts(command(), command()), "1", "APPLICATION_COMMANDS_DUPLICATE_NAME");
    const many = Array.from({ length: 101 }, (_, i) => command({ name: `c${i}` }));
    await expectRefused(puts(...many), 400, 30032);
  });
});
