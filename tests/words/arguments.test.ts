// Words: every language says what each argument of each command is.
import { expect, test } from "vitest";
import { argInfos } from "../../src/chat/missing.ts";
import { commands } from "../../src/commands/index.ts";
import { LANGUAGES } from "../../src/words/words.ts";

const names = commands.flatMap((command) => argInfos(command).map((arg) => `${command.name}.${arg.name}`));

test.each(Object.keys(LANGUAGES).filter((language) => language !== "en"))(
  "%s describes every argument, none that is gone, each in a hundred characters",
  (language) => {
    const said = LANGUAGES[language]?.arguments ?? {};
    expect(Object.keys(said).sort()).toEqual([...names].sort());
    for (const [name, words] of Object.entries(said)) expect(words.length, name).toBeLessThanOrEqual(100);
  },
);
