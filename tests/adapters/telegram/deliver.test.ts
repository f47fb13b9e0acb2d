// Telegram's deliver: what each fault of the platform comes to for the sender.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fault, View } from "../../../src/core.ts";
import { DeliveryFault } from "../../../src/core.ts";
import type { FakeGroup, FakeUser } from "../../fakes/telegram/index.ts";
import { faults } from "../../fakes/telegram/index.ts";
import type { Stand } from "./bot.ts";
import { stand } from "./bot.ts";

let s: Stand;
let ada: FakeUser;
let group: FakeGroup;
const toGroup = () => ({
  platform: "telegram" as const,
  chatId: String(group.id),
  kind: "group" as const,
  reach: "post" as const,
});
const toAda = () => ({ platform: "telegram" as const, userId: String(ada.id) });
const view: View<"group"> = { seenBy: "group", title: "Rooftop <BBQ> & more" };
const refused = (what: string) => ({ code: 400, description: `Bad Request: ${what}` });
const say = (title: string): View<"group"> => ({ ...view, title });

const outcomeOf = async (work: Promise<unknown>): Promise<Fault | "sent"> => {
  try {
    await work;
    return "sent";
  } catch (error) {
    if (error instanceof DeliveryFault) return error.fault;
    throw error;
  }
};

beforeAll(async () => {
  s = await stand();
});
afterAll(() => s.close());
beforeEach(async () => {
  ada = s.fake.user("Ada", { started: true });
  group = s.fake.group("Attic", [ada]);
  await s.fake.until(() => s.fake.updates.waiting() === 0);
});

describe("a new message", () => {
  test.each([
    ["429 with retry_after", faults.tooMany(7), { outcome: "retry", afterMs: 7_000 }],
    ["kicked", faults.kicked, { outcome: "unreachable", why: "kicked" }],
    ["no such chat", faults.chatNotFound, { outcome: "unreachable" }],
    ["5xx", faults.internal, { outcome: "ambiguous" }],
    ["a page of a proxy instead of an answer", faults.badGateway, { outcome: "ambiguous" }],
    ["a connection cut before the answer", faults.reset, { outcome: "ambiguous" }],
    ["a connection cut after it was done", faults.resetButDone, { outcome: "ambiguous" }],
    ["another poller", faults.conflict, { outcome: "retry" }],
    ["a token that is not accepted", faults.unauthorized, { outcome: "retry", afterMs: 60_000, refused: true }],
    ["a channel that was closed to the bot", refused("CHANNEL_PRIVATE"), { outcome: "unreachable" }],
  ])("%s", async (_what, fault, outcome) => {
    s.fake.failNext("sendMessage", fault);
    expect(await outcomeOf(s.adapter.deliver(toGroup(), view, { nonce: "n" }))).toMatchObject(outcome);
  });

  test.each([
    ["message is too long", "gone", "message refused"],
    ["BUTTON_DATA_INVALID", "gone", "message refused"],
    ["message text is empty", "gone", "message refused"],
    ["PEER_FLOOD", "ambiguous", "unknown fault"],
    ["something nobody foresaw", "ambiguous", "unknown fault"],
  ])("%s: %s, and an alarm says so", async (description, outcome, what) => {
    s.fake.failNext("sendMessage", refused(description));
    expect(await outcomeOf(s.adapter.deliver(toGroup(), view, { nonce: "n" }))).toEqual({ outcome });
    expect(s.log.at(-1)).toMatch(new RegExp(`^telegram delivery .*"alarm":true,"what":"${what}","status":400`));
    expect(s.log.at(-1)).not.toContain("nobody foresaw");
  });

  test("an alarm names what Telegram names; a token that is refused raises one as well", async () => {
    for (const fault of [refused("PEER_FLOOD"), faults.unauthorized]) {
      s.fake.failNext("sendMessage", fault);
      await outcomeOf(s.adapter.deliver(toGroup(), view, { nonce: "n" }));
    }
    expect(s.log.at(-2)).toContain('"code":"PEER_FLOOD"');
    expect(s.log.at(-1)).toContain('"what":"token refused","status":401');
  });

  test("text that Telegram cannot read goes out without tags, and raises an alarm", async () => {
    s.fake.failNext("sendMessage", faults.cannotParse);
    expect(await outcomeOf(s.adapter.deliver(toGroup(), view, { nonce: "n" }))).toBe("sent");
    expect(group.seen().at(-1)?.text).toBe("Rooftop <BBQ> & more");
    expect(s.log.some((line) => line.includes("alarm"))).toBe(true);
  });

  test.each([
    ["blocked", faults.blocked],
    ["deactivated", faults.deactivated],
    ["never met", faults.neverMet],
  ])("a person who is %s is not written to again, until they write", async (_what, fault) => {
    s.fake.failNext("sendMessage", fault);
    const person: View<"person"> = { seenBy: "person", title: "Hello" };
    expect(await outcomeOf(s.adapter.deliver(toAda(), person, { nonce: "n" }))).toMatchObject({
      outcome: "unreachable",
    });
    s.fake.forgetCalls();
    expect(await outcomeOf(s.adapter.deliver(toAda(), person, { nonce: "n" }))).toMatchObject({
      outcome: "unreachable",
    });
    expect(s.fake.calls("sendMessage")).toHaveLength(0);
    ada.sends(ada.private, "/start");
    await s.fake.until(() => s.fake.updates.waiting() === 0);
    expect(await outcomeOf(s.adapter.deliver(toAda(), person, { nonce: "n" }))).toBe("sent");
  });

  test("a message shared inline has nowhere to post beside it", async () => {
    const chat = { ...toGroup(), chatId: "inline:AQAD" };
    expect(await outcomeOf(s.adapter.deliver(chat, view, { nonce: "n" }))).toEqual({ outcome: "gone" });
  });
});

describe("an edit", () => {
  const posted = async (): Promise<string> => (await s.adapter.deliver(toGroup(), view, { nonce: "n" })).messageId;

  test("that changes nothing is a success", async () => {
    const replace = await posted();
    expect(await outcomeOf(s.adapter.deliver(toGroup(), view, { nonce: "n", replace }))).toBe("sent");
  });

  test.each([
    ["a message that is gone", faults.editNotFound, { outcome: "gone" }],
    ["a message that cannot be edited any more", faults.cannotEdit, { outcome: "gone" }],
    ["5xx", faults.internal, { outcome: "retry" }],
    ["a cut connection", faults.reset, { outcome: "retry" }],
    ["429", faults.tooMany(3), { outcome: "retry", afterMs: 3_000 }],
    ["kicked", faults.kicked, { outcome: "unreachable" }],
  ])("%s", async (_what, fault, outcome) => {
    const replace = await posted();
    s.fake.failNext("editMessageText", fault);
    expect(await outcomeOf(s.adapter.deliver(toGroup(), say("Changed"), { nonce: "n", replace }))).toMatchObject(
      outcome,
    );
  });

  test("keeps the message's id", async () => {
    const replace = await posted();
    expect(await s.adapter.deliver(toGroup(), say("Changed"), { nonce: "n", replace })).toEqual({ messageId: replace });
    expect(group.seen().at(-1)).toMatchObject({ text: "Changed", edited: true });
  });
});

test("nothing listens: to be tried again, for nothing was sent", async () => {
  const { createTelegram } = await import("../../../adapters/telegram/index.ts");
  const { faultOf } = await import("../../../adapters/telegram/faults.ts");
  expect(createTelegram).toBeTypeOf("function");
  expect(faultOf(Object.assign(new Error("x"), { code: "ECONNREFUSED" }), false)).toEqual({ outcome: "retry" });
  expect(faultOf(Object.assign(new Error("x"), { code: "ENOTFOUND" }), false)).toEqual({ outcome: "retry" });
  expect(faultOf(Object.assign(new Error("x"), { code: "ECONNRESET" }), false)).toEqual({ outcome: "ambiguous" });
  expect(faultOf(new DOMException("aborted", "AbortError"), false)).toEqual({ outcome: "ambiguous" });
});

test("no log line holds a text, a name or the token", () => {
  expect(s.log.join("\n")).not.toMatch(/Rooftop|Ada|Attic|loopback_token/);
});
