// Discord: every view of the house as the message it becomes, held by a golden file for each language.
import { expect, test } from "vitest";
import { bodyOf } from "../../../adapters/discord/render.ts";
import { encodePress } from "../../../src/chat/press.ts";
import { commands } from "../../../src/commands/index.ts";
import { everyView } from "../../support/every-view.ts";
import { expectWithinLimits } from "./limits.ts";

const core = { encode: (press: Parameters<typeof encodePress>[0]) => encodePress(press, commands) };

test.each(["en", "de"] as const)("every view in %s, within Discord's limits", async (locale) => {
  const bodies = Object.entries(everyView(locale)).map(([name, view]) => [name, bodyOf(view, core, locale)] as const);
  for (const [name, body] of bodies) {
    expectWithinLimits(body, name);
    if (name.includes("group")) expect(JSON.stringify(body), name).not.toContain("Kastanienallee");
  }
  const golden = JSON.stringify(Object.fromEntries(bodies), null, 2);
  await expect(`${golden}\n`).toMatchFileSnapshot(`./golden/views-${locale}.json`);
});
