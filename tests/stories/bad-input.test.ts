// Stories: whatever people type, the answer is kind, says what to do, and nothing falls over.
import blns from "big-list-of-naughty-strings" with { type: "json" };
import { describe, expect, test } from "vitest";
import { commands } from "../../src/commands/index.ts";
import type { Answered } from "./language.ts";
import { story } from "./language.ts";
import { webDriver } from "./web-driver.ts";
import { startWorld } from "./world.ts";

const GOOD = { what: "Tea", when: "28.11.2026 19:00", where: "Berlin" };
const line = (args: Record<string, string>): string =>
  `/create ${Object.entries(args)
    .map(([name, value]) => `${name}:${value}`)
    .join(" ")}`;

/** A kind answer: words for people, and nothing of the machine's insides. */
const isKind = (answer: Answered): void => {
  const said = `${answer.title}${answer.text}${answer.asks ? "?" : ""}`;
  expect(said).not.toBe("");
  expect(said).not.toMatch(
    /\bat .*\.[jt]s:\d+|SQLITE|ER_[A-Z]|undefined|\[object|NaN|TypeError|went wrong on our side/,
  );
};

story(
  "each kind of bad argument is asked again, with what to do, and the rest is kept",
  async ({ person, platform }) => {
    const ada = await person("Ada");
    const cases: [Record<string, string>, string][] = [
      [{ when: "1.1.2020 20:00" }, "when"],
      [{ when: "31 February 2027 20:00" }, "when"],
      [{ when: "whenever" }, "when"],
      [{ max: "0" }, "max"],
      [{ max: "-1" }, "max"],
      [{ max: "1e9" }, "max"],
      [{ max: "1000000000" }, "max"],
      [{ what: "x".repeat(10_000) }, "what"],
      // Discord offers a menu there, in which nothing wrong can be typed.
      ...(platform === "discord" ? [] : [[{ find: "everyone" }, "find"] satisfies [Record<string, string>, string]]),
    ];
    for (const [bad, arg] of cases) {
      const answer = await ada.types(line({ ...GOOD, ...bad }));
      isKind(answer);
      expect(answer.asks?.trouble).toBe(arg);
      expect(answer.text.length).toBeGreaterThan(10);
      const { [arg as keyof typeof GOOD]: good } = { max: "5", find: "invited", ...GOOD } as Record<string, string>;
      expect((await ada.fillsIn({ [arg]: good ?? "" })).text).toContain("Tea");
      await ada.types("/calloff sure:yes");
    }
  },
);

story("an unknown command, an empty one and a wrong code say what to do", async ({ person }) => {
  const ada = await person("Ada");
  for (const typed of [
    "/",
    "/dance",
    "/creat",
    "/show 22222222",
    "/rsvp",
    "/rsvp 22222222 going",
    "/admit 22222222 x yes",
    "/invite @nobody",
    "/help xyz",
  ]) {
    isKind(await ada.types(typed));
  }
  expect((await ada.types("/creat")).text).toContain("create");
});

describe("every naughty string", () => {
  test("in every command and as each argument of create gets a kind answer, and the program stays up", async () => {
    const world = await startWorld("sqlite");
    const driver = await webDriver(world);
    let ada = await driver.person("Ada");
    try {
      for (const [i, naughty] of blns.entries()) {
        // Somebody new now and then: one person alone would be asked to slow down.
        if (i % 60 === 59) ada = await driver.person(`Ada ${i}`);
        const command = commands[i % commands.length]?.name ?? "help";
        isKind(await ada.types(`/${command} ${naughty}`));
        const arg = ["what", "when", "where", "about", "until"][i % 5] as string;
        isKind(await ada.types(line({ ...GOOD, [arg]: naughty })));
      }
      expect((await fetch(`${world.app.url}/healthz`)).status).toBe(200);
      expect((await ada.types("/help")).text).toContain("/create");
    } finally {
      await driver.close();
      await world.close();
    }
  }, 240_000);
});
