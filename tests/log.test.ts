// What the log writes, and what it never does.
import { inspect } from "node:util";
import fc from "fast-check";
import { DiscordAPIError } from "discord.js";
import { TelegramError } from "telegraf";
import { describe, expect, test } from "vitest";
import { alarmOf as discordAlarm } from "../adapters/discord/faults.ts";
import { alarmOf as telegramAlarm } from "../adapters/telegram/faults.ts";
import { deliveryJobs } from "../src/delivery/jobs.ts";
import type { Sender } from "../src/delivery/post.ts";
import { createLog, type Detail } from "../src/log.ts";
import type { Store } from "../src/store/types.ts";

function lines(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const written: string[] = [];
  write(createLog("info", { write: (line: string) => void written.push(line) }));
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}
const one = (event: string, detail?: Detail) => lines((log) => log(event, detail))[0] ?? {};

const refusedBy = (code: number, status: number): DiscordAPIError =>
  new DiscordAPIError({ code, message: "no" }, code, status, "POST", "/x", {});

class PaintError extends Error {
  override readonly name = "PaintError";
  readonly code: string;
  readonly sql = "canary";
  constructor(message: string, code: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

describe("what is written", () => {
  test("an event is one line of JSON with its level, time and the fields that are allowed", () => {
    const detail = {
      ms: 12,
      count: 3,
      platform: "web",
      outcome: "sent",
      command: "rsvp",
      kind: "reminder",
      code: "ECONNREFUSED",
    };
    const [line, ...others] = lines((log) => log.warn("note sent", { ...detail, version: "0.1.0", route: "/p/:code" }));
    expect(others).toEqual([]);
    expect(line).toMatchObject({ level: "warn", event: "note sent", ...detail, version: "0.1.0", route: "/p/:code" });
    expect(line?.["time"]).toBeTypeOf("number");
  });

  test("the schedule's, the sender's and the store's own fields are kept", () => {
    const detail = {
      alarm: true,
      job: "delivery.sweep",
      tries: 2,
      why: "ER_LOCK_DEADLOCK",
      ran: ["0001-the-house", "canary"],
    };
    expect(one("store.no_claim", detail)).toMatchObject({
      event: "store.no_claim",
      ...detail,
      ran: ["0001-the-house"],
    });
  });

  test("a job is named as its schedule names it, and a phrase of the program's own is kept", () => {
    for (const { name } of deliveryJobs({} as Sender, {} as Store, 30))
      expect(one("schedule.job_failed", { job: name })["job"]).toBe(name);
    for (const job of ["canary 12", "Canary", ".canary", "canary.", "canary@party.example"])
      expect(one("schedule.job_failed", { job })).not.toHaveProperty("job");
    for (const error of [refusedBy(50_035, 400), refusedBy(99_999, 400), refusedBy(0, 401)]) {
      const alarm = discordAlarm(error);
      expect(one("discord delivery", alarm)["what"]).toBe(alarm?.["what"]);
    }
    for (const [code, description] of [
      [401, "Unauthorized"],
      [400, "Bad Request: PEER_FLOOD"],
      [400, "Bad Request: message is too long"],
    ] as const) {
      const alarm = telegramAlarm(new TelegramError({ error_code: code, description }));
      expect(one("telegram delivery", alarm)).toMatchObject(alarm ?? { none: true });
    }
    expect(one("discord delivery", { what: "kastanienallee zwei" })).not.toHaveProperty("what");
  });

  test("each of the three levels is its own, and lower ones than asked for are left out", () => {
    const written: string[] = [];
    const log = createLog("error", { write: (line: string) => void written.push(line) });
    log("a");
    log.warn("b");
    log.error("c");
    expect(written.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(["c"]);
  });

  test("the server's address is written without path, query or password", () => {
    expect(one("listening", { url: "http://127.0.0.1:8080/i/canary?token=canary" })["url"]).toBe(
      "http://127.0.0.1:8080",
    );
    expect(one("listening", { url: "https://canary:canary@party.example/" })["url"]).toBe("https://party.example");
  });

  test("an error gives its name, its code and where it happened", () => {
    const at = one("write failed", { error: new PaintError("canary", "ER_LOCK_DEADLOCK") })["error"];
    expect(at).toMatchObject({ name: "PaintError", code: "ER_LOCK_DEADLOCK" });
    expect((at as { at: string[] }).at[0]).toMatch(/^tests\/log\.test\.ts:\d+$/);
    expect(
      one("x", { error: new Error("fetch failed", { cause: new PaintError("", "ECONNRESET") }) })["error"],
    ).toMatchObject({ code: "ECONNRESET" });
    expect(one("x", { error: "canary" })["error"]).toEqual({ name: "string" });
    expect(one("x", { error: "TypeError" })["error"]).toEqual({ name: "TypeError" });
  });
});

describe("what is never written", () => {
  test("a field that is not allowed, at any depth", () => {
    const line = one("person joined", {
      name: "canary",
      address: "canary",
      userId: "canary",
      person: { name: "canary" },
      kind: { name: "canary" },
      outcome: ["canary"],
      count: "canary",
      command: "canary Str 12",
      platform: "canary",
      code: "canary42",
      route: "/p/k3x9q2bb",
      url: "canary street 12",
      at: "canary",
    });
    expect(Object.keys(line).sort()).toEqual(["event", "level", "time"]);
  });

  test("an error's message, fields or cause, whatever they look like", () => {
    const street = "Kastanienallee canary 12\n    at canary (src/canary.ts:1:2)\n    at /home/canary.ts:3:4";
    const error = new PaintError(street, "canary", new Error("canary"));
    const written = JSON.stringify(one("write failed", { error }));
    expect(written).not.toContain("canary");
    expect(written).toContain("tests/log.test.ts");
    error.message = "changed since";
    expect(JSON.stringify(one("write failed", { error }))).not.toContain("canary");
    expect(
      JSON.stringify(one("write failed", { error: Object.assign(new Error("x"), { name: "canary street" }) })),
    ).not.toContain("canary");
  });

  test("an event that was built from what people wrote", () => {
    expect(one("hello Anna <anna@party.example>")["event"]).toBe("unnamed event");
    expect(one("at 52.5401, 13.4102")["event"]).toBe("unnamed event");
  });

  test("a canary put anywhere in anything", () => {
    const holder = fc.oneof(
      fc.constant("canary 12"),
      fc.record({ canary: fc.constant("canary 12") }),
      fc.array(fc.constant("canary 12")),
    );
    const names = fc.oneof(
      fc.constantFrom("kind", "code", "url", "route", "error", "version", "level", "time", "event", "msg", "err"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.dictionary(names, holder), (detail) => {
        const line = one("tried", detail);
        expect(inspect(line, { depth: 9 })).not.toContain("canary");
        expect(line["event"]).toBe("tried");
      }),
    );
  });
});
