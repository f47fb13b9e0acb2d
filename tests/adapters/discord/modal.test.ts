// Discord: forms: what is missing is asked for in one, and a mistake in it costs no typing.
import { afterEach, beforeEach, expect, test } from "vitest";
import { fieldsOf } from "../../../adapters/discord/form.ts";
import { filledIn } from "../../../adapters/discord/kept.ts";
import type { ArgInfo } from "../../../src/core.ts";
import type { Modal, Seen } from "../../fakes/discord/index.ts";
import type { Stage } from "./stage.ts";
import { adapterFor, BBQ, cardIn, labels, said, sharedDesk, stage } from "./stage.ts";

const FIX = "Change what I typed";

let it: Stage;
beforeEach(async () => {
  it = await stage();
});
afterEach(async () => {
  expect(it.fake.refused()).toEqual([]);
  await it.close();
});

const fields = (modal: Modal | undefined): Record<string, string | undefined> =>
  Object.fromEntries((modal?.fields ?? []).map((one) => [one.customId, one.value]));

const opened = (modal: Modal | undefined): Modal => {
  if (!modal) throw new Error("no form was opened");
  return modal;
};

const only = (messages: readonly Seen[]): Seen => {
  const [one] = messages;
  if (!one || messages.length !== 1) throw new Error(`${messages.length} messages`);
  return one;
};

test("a party without particulars is asked for in a form: what is needed first, and what else there is room for", async () => {
  const { modal, first } = await it.person("Ada").slash(it.kitchen, "party create");
  expect(first).toBe("modal");
  expect(modal?.title).toBe("Plan a party");
  expect(modal?.fields.map(({ customId, required }) => [customId, required])).toEqual([
    ["what", true],
    ["when", true],
    ["where", true],
    ["about", false],
    ["until", false],
  ]);
});

test("what was given with the command stands in the form, and what it has no room for is not lost", async () => {
  const ada = it.person("Ada");
  const { modal } = await ada.slash(it.kitchen, "party create", { what: "Rooftop BBQ", max: "7", plus: 3 });
  expect(fields(modal)).toMatchObject({ what: "Rooftop BBQ", max: "7" });
  const done = await ada.submits(opened(modal), { when: BBQ.when, where: BBQ.where });
  await it.settled();
  expect(said(done)).toContain("Rooftop BBQ");
  expect(cardIn(it.kitchen).text).toContain("of 7");
});

test("a mistake is told to the one who made it, and the form opens again as it was", async () => {
  const ada = it.person("Ada");
  const { modal } = await ada.slash(it.kitchen, "party create");
  const typed = { what: "Rooftop BBQ", when: "the day after never", where: BBQ.where, about: "Bring\nsalads" };
  const wrong = await ada.submits(opened(modal), typed);
  const message = only(wrong.messages);
  expect(message.ephemeral).toBe(true);
  expect(labels(message)).toContain(FIX);
  const again = await ada.presses(message, FIX);
  expect(again.modal?.fields[0]?.customId).toBe("when");
  expect(fields(again.modal)).toMatchObject(typed);
  const done = await ada.submits(opened(again.modal), { when: BBQ.when });
  expect(said(done)).toContain("Bring");
  await it.settled();
  expect(cardIn(it.kitchen).title).toBe("Rooftop BBQ");
});

test("a doubt is settled by a choice, without the form", async () => {
  const ada = it.person("Ada");
  for (const what of ["Rooftop BBQ", "Board games"]) {
    await ada.slash(it.kitchen, "party create", { ...BBQ, what });
    await it.settled();
  }
  const doubt = await ada.slash(it.kitchen, "party show");
  const [select] = only(doubt.messages).selects;
  expect(select?.options.map((one) => one.label).join()).toContain("Board games");
  const games = select?.options.find((one) => one.label.startsWith("Board games"))?.value ?? "";
  const shown = await ada.selects(only(doubt.messages), [games]);
  expect(said(shown)).toContain("Board games");
  expect(shown.first).toBe("update");
});

test("an invitation by link offers to choose people instead", async () => {
  const ada = it.person("Ada");
  const [ben, cleo] = [it.person("Ben"), it.person("Cleo")];
  await ada.slash(it.kitchen, "party create", BBQ);
  await it.settled();
  const link = await ada.slash(it.kitchen, "party invite");
  const { modal } = await ada.presses(only(link.messages), "Choose people");
  expect(modal?.fields.map((one) => one.kind)).toContain("users");
  const done = await ada.submits(opened(modal), { who: [ben, cleo] });
  expect(said(done)).toMatch(/Ben/);
  expect(said(done)).toMatch(/Cleo/);
});

test("a form is in the language of whoever fills it in", async () => {
  const { modal } = await it.person("Jörg", { locale: "de" }).slash(it.kitchen, "party create");
  expect(modal?.title).toBe("Eine Party planen");
});

test("what was typed before the bot restarted is still in the form", async () => {
  const desk = sharedDesk();
  const { fake, clock } = it;
  await it.adapter.stop();
  const first = adapterFor(fake, { desk }, { clock, log: it.log });
  await first.start(it.app.core);
  await fake.until(() => fake.gateway.ready().length === 1, 15_000);
  const ada = it.person("Ada");
  const { modal } = await ada.slash(it.kitchen, "party create", { max: "7" });
  const wrong = await ada.submits(opened(modal), { what: "Rooftop BBQ", when: "never", where: BBQ.where });
  await first.stop();
  const second = adapterFor(fake, { desk, owner: "two" }, { clock, log: it.log });
  await second.start(it.app.core);
  await fake.until(() => fake.gateway.ready().length === 1, 15_000);
  const again = await ada.presses(only(wrong.messages), FIX);
  expect(fields(again.modal)).toMatchObject({ what: "Rooftop BBQ", when: "never", where: BBQ.where });
  const done = await ada.submits(opened(again.modal), { when: BBQ.when });
  expect(said(done)).toContain("7");
  await second.stop();
});

const arg = (name: string, more: Partial<ArgInfo> = {}): ArgInfo => ({
  name,
  about: name,
  kind: "short",
  schema: "text",
  required: false,
  secret: false,
  ...more,
});

test("a form has at most five fields, the doubtful one first, and none for what it cannot hold", () => {
  const missing = [
    arg("a"),
    arg("b", { kind: "long" }),
    arg("crowd", { schema: "crowd" }),
    arg("party", { schema: "party" }),
    arg("c", { required: true }),
    arg("d"),
    arg("e"),
    arg("f"),
    arg("elsewhere", { on: ["telegram"] }),
  ];
  expect(fieldsOf({ args: { e: "given" }, missing, doubted: "d" }).map((one) => one.name)).toEqual([
    "d",
    "c",
    "e",
    "b",
    "a",
  ]);
  expect(fieldsOf({ args: {}, missing, doubted: "party" })[0]?.name).toBe("party");
});

test("a field that was emptied is taken out, and the core's draft does not bring it back", () => {
  const form = { command: "create", args: { what: "BBQ", about: "Corn" }, draft: "d" };
  expect(filledIn(form, { about: "" })).toEqual({ press: { command: "create", args: { what: "BBQ" } } });
  expect(filledIn(form, { about: "Salad" })).toEqual({
    press: { command: "create", args: { what: "BBQ", about: "Salad" } },
    draft: "d",
  });
});
