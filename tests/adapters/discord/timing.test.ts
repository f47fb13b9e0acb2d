// Discord: every answer comes in time, and only once, whatever becomes of the core, of a request or of an acknowledgement.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Stage } from "./stage.ts";
import { BBQ, CALLBACK, cardIn, said, stage } from "./stage.ts";

let it: Stage;
afterEach(() => it.close());

const party = async () => {
  const ada = it.person("Ada");
  await ada.slash(it.kitchen, "party create", BBQ);
  await it.settled();
  return ada;
};

describe("while the core takes long", () => {
  beforeEach(async () => {
    it = await stage({ timing: { direct: 60, callback: 1_000, again: 1 } });
  });

  test("a command that takes long is promised an answer, hidden, and gets it", async () => {
    const ada = it.person("Ada");
    it.hold();
    const asked = ada.slash(it.kitchen, "party parties");
    await it.fake.until(() => it.fake.calls(CALLBACK).length > 0);
    it.letGo();
    const outcome = await asked;
    expect(outcome.first).toBe("deferred");
    expect(outcome.messages).toHaveLength(1);
    expect(outcome.messages[0]?.ephemeral).toBe(true);
    expect(it.fake.refused()).toEqual([]);
  });

  test("a card whose button takes long stays as it is, and is then up to date, with the answer beside it", async () => {
    await party();
    const ben = it.person("Ben");
    it.hold();
    const pressed = ben.presses(cardIn(it.kitchen), "Going");
    await it.fake.until(() => it.fake.calls(CALLBACK).some((call) => (call.body as { type: number }).type === 6));
    expect(cardIn(it.kitchen).text).not.toContain("Ben");
    it.letGo();
    const outcome = await pressed;
    await it.settled();
    expect(outcome.first).toBe("deferredUpdate");
    expect(cardIn(it.kitchen).text).toContain("Ben");
    expect(said(outcome)).toContain("You're going");
  });

  test("many at once are all acknowledged in time while nothing comes back, and all answered after it", async () => {
    await party();
    const people = Array.from({ length: 100 }, (_, i) => it.person(`Guest ${i}`));
    it.hold();
    const asked = people.map((one, i) =>
      i % 2 === 0 ? one.presses(cardIn(it.kitchen), "Maybe") : one.slash(it.kitchen, "party rsvp", { answer: "maybe" }),
    );
    await it.fake.until(() => it.fake.calls(CALLBACK).filter((call) => call.status === 204).length >= 101, 10_000);
    it.letGo();
    const outcomes = await Promise.all(asked);
    expect(outcomes.filter((one) => one.first === "none" || one.afterMs > 3_000)).toEqual([]);
    expect(outcomes.filter((one) => !/maybe/i.test(said(one))).map(said)).toEqual([]);
    await it.settled();
    expect(cardIn(it.kitchen).text).toMatch(/100 maybe|Maybe: \*\*100/);
    // On a busy machine an acknowledgement may take longer on its way back than the bot waits: it is sent again, and known already.
    const wrong = it.fake.refused().filter(({ message }) => !message.startsWith("40060"));
    expect(wrong).toEqual([]);
  });

  test("the rest of an answer is given again too, when it fails", async () => {
    const ada = it.person("Ada");
    it.hold();
    it.fake.failNext("PATCH /webhooks/:id/:token/messages/@original", [{ status: 502 }, { reset: true }]);
    const asked = ada.slash(it.kitchen, "party parties");
    await it.fake.until(() => it.fake.calls(CALLBACK).length > 0);
    it.letGo();
    expect((await asked).messages).toHaveLength(1);
  });

  test("the program that stops finishes what is in hand", async () => {
    const ada = it.person("Ada");
    it.hold();
    const asked = ada.slash(it.kitchen, "party parties");
    await it.fake.until(() => it.fake.calls(CALLBACK).length > 0);
    const stopped = it.adapter.stop();
    it.letGo();
    await stopped;
    expect((await asked).messages).toHaveLength(1);
  });
});

describe("while the core is quick", () => {
  beforeEach(async () => {
    it = await stage({ timing: { callback: 600 } });
  });

  test("a pressed card is renewed by the button's own answer, which only the one who pressed reads the rest of", async () => {
    await party();
    const ben = it.person("Ben");
    const outcome = await ben.presses(cardIn(it.kitchen), "Going");
    await it.settled();
    expect(outcome.first).toBe("update");
    expect(cardIn(it.kitchen).text).toContain("Ben");
    const beside = outcome.messages.filter((one) => one.ephemeral);
    expect(beside.map((one) => one.text).join()).toContain("Kastanienallee 12");
    expect(it.fake.calls("PATCH /channels/:id/messages/:id")).toEqual([]);
    expect(
      it.kitchen
        .seen()
        .map((one) => one.text)
        .join(),
    ).not.toContain("Kastanienallee");
  });

  test.each([
    ["was lost on its way there", { reset: true }],
    ["was lost on its way back", { reset: true, done: true }],
    ["was swallowed", { never: true }],
    ["met a server in trouble", { status: 503 }],
  ] as const)("an answer that %s is given again, and seen once", async (_, fault) => {
    const ada = it.person("Ada");
    it.fake.failNext(CALLBACK, fault);
    const outcome = await ada.slash(it.kitchen, "party parties");
    await it.settled();
    expect(outcome.first).toBe("message");
    expect(outcome.messages).toHaveLength(1);
  });

  test("an answer that Discord takes no more changes nothing of what was done", async () => {
    await party();
    const ben = it.person("Ben");
    it.fake.failNext(CALLBACK, { status: 404, code: 10062 });
    const pressed = ben.presses(cardIn(it.kitchen), "Going");
    await it.fake.until(() => it.fake.calls(CALLBACK).some((call) => call.status === 404));
    await it.settled();
    it.clock.forward(5_000);
    await it.app.sender.drain();
    await it.settled();
    expect(cardIn(it.kitchen).text).toContain("Ben");
    expect((await pressed).first).toBe("none");
  });
});
