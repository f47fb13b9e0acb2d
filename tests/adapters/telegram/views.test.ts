// Telegram: every view of the house as the message it becomes, held by a golden file for each language.
import { expect, test } from "vitest";
import { bodyOf } from "../../../adapters/telegram/render.ts";
import { encodePress } from "../../../src/chat/press.ts";
import { commands } from "../../../src/commands/index.ts";
import { everyView } from "../../support/every-view.ts";

const core = { encode: (press: Parameters<typeof encodePress>[0]) => encodePress(press, commands) };

test.each(["en", "de"] as const)("every view in %s, within Telegram's limits", async (locale) => {
  const bodies = Object.entries(everyView(locale)).map(([name, view]) => ({ name, body: bodyOf(view, core, locale) }));
  for (const { name, body } of bodies) {
    expect(body.text.length, name).toBeLessThanOrEqual(4_096);
    for (const row of body.reply_markup?.inline_keyboard ?? []) {
      expect(row.length, name).toBeLessThanOrEqual(8);
      for (const button of row) {
        if ("callback_data" in button) expect(Buffer.byteLength(String(button.callback_data))).toBeLessThanOrEqual(64);
      }
    }
    if (name.includes("group")) expect(body.text, name).not.toContain("Kastanienallee");
  }
  const golden = bodies.map(({ name, body }) => {
    const rows = (body.reply_markup?.inline_keyboard ?? []).map((row) =>
      row.map((one) => JSON.stringify(one)).join("  "),
    );
    return [`== ${name}`, body.text, ...rows].join("\n");
  });
  await expect(`${golden.join("\n\n")}\n`).toMatchFileSnapshot(`./golden/views-${locale}.txt`);
});
