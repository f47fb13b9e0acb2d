// Discord: the commands as Discord is told of them, held by a golden file and by Discord's limits.
import { describe, expect, test } from "vitest";
import type { CommandInfo } from "../../../src/core.ts";
import { argInfos } from "../../../src/chat/missing.ts";
import { commands } from "../../../src/commands/index.ts";
import { isOffered, slashCommands } from "../../../adapters/discord/slash.ts";

type Json = {
  name: string;
  description?: string;
  type?: number;
  options?: Json[];
  choices?: { name: string; value: string }[];
};

const infos = commands.map((command): CommandInfo => ({ ...command, args: argInfos(command) }));
const registered = slashCommands(infos) as Json[];

/** Discord counts every name, description and value of a command together. */
const weight = ({ name, description = "", options = [], choices = [] }: Json): number =>
  name.length +
  description.length +
  choices.reduce((sum, choice) => sum + choice.name.length + choice.value.length, 0) +
  options.reduce((sum, option) => sum + weight(option), 0);

const every = (one: Json): Json[] => [one, ...(one.options ?? []).flatMap(every)];

describe("the commands that Discord is told of", () => {
  test("are as the golden file holds them", async () => {
    await expect(`${JSON.stringify(registered, null, 2)}\n`).toMatchFileSnapshot("golden/commands.json");
  });

  test("offer every command that is not hidden, and none of its arguments is needed before the form", () => {
    const [party] = registered;
    expect(party?.options?.map((option) => option.name)).toEqual(infos.filter(isOffered).map((info) => info.name));
    expect(JSON.stringify(registered)).not.toContain('"required":true');
  });

  test("are within Discord's limits", () => {
    for (const command of registered) {
      expect(weight(command)).toBeLessThanOrEqual(8_000);
      for (const one of every(command)) {
        if (one.type !== 2 && one.type !== 3) expect(one.name).toMatch(/^[-_\p{Ll}\p{N}]{1,32}$/u);
        expect(one.name.length).toBeLessThanOrEqual(32);
        expect((one.description ?? "").length).toBeLessThanOrEqual(100);
        expect((one.options ?? []).length).toBeLessThanOrEqual(25);
        expect((one.choices ?? []).length).toBeLessThanOrEqual(25);
        const names = (one.options ?? []).map((option) => option.name);
        expect(new Set(names).size).toBe(names.length);
      }
    }
  });
});
