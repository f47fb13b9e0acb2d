// Discord's faults: what each code, limit and broken connection comes to for the sender.
import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { describe, expect, test } from "vitest";
import { alarmOf, codeOf, faultOf, waitOf } from "../../../adapters/discord/faults.ts";

const refused = (code: number, status = 400): DiscordAPIError =>
  new DiscordAPIError({ code, message: "no" }, code, status, "POST", "/x", {});
const limited = (over: Partial<ConstructorParameters<typeof RateLimitError>[0]>): RateLimitError =>
  new RateLimitError({
    timeToReset: 0,
    limit: 5,
    method: "POST",
    hash: "h",
    url: "/x",
    route: "/x",
    majorParameter: "1",
    global: false,
    retryAfter: 0,
    sublimitTimeout: 0,
    scope: "user",
    ...over,
  });
const socket = (code: string): Error => Object.assign(new Error("x"), { code });

describe("a code", () => {
  test.each([
    [10003, "unreachable"],
    [10004, "unreachable"],
    [10013, "unreachable"],
    [50001, "unreachable"],
    [50013, "unreachable"],
    [50007, "unreachable"],
    [50278, "unreachable"],
    [10008, "gone"],
    [10070, "gone"],
    [50083, "gone"],
    [50035, "gone"],
    [30046, "retry"],
    [40003, "retry"],
    [130000, "retry"],
    [99999, "ambiguous"],
  ])("%i is %s, whether it may be repeated or not", (code, outcome) => {
    expect(faultOf(refused(code), true).outcome).toBe(outcome);
    expect(faultOf(refused(code), false).outcome).toBe(outcome);
    expect(codeOf(refused(code))).toBe(code);
  });

  test("of a place that cannot be reached says why, without naming it", () => {
    expect(faultOf(refused(50007, 403), true)).toEqual({ outcome: "unreachable", why: "closed to direct messages" });
  });

  test("of an old message that was edited too often waits for minutes", () => {
    expect(faultOf(refused(30046, 429), true)).toMatchObject({ afterMs: 600_000 });
  });

  test("that nobody foresaw, and one that says the fault is ours, raises an alarm", () => {
    expect(alarmOf(refused(99999))).toMatchObject({ alarm: true, code: 99999 });
    expect(alarmOf(refused(50035))).toMatchObject({ alarm: true });
    expect(alarmOf(refused(10008, 404))).toBeUndefined();
    expect(alarmOf(limited({ retryAfter: 5 }))).toBeUndefined();
  });
});

describe("a limit", () => {
  test.each([
    ["told by the answer", { retryAfter: 7_050 }, 7_050],
    ["of a part of the bucket", { retryAfter: 2_000, sublimitTimeout: 3_000 }, 3_000],
    ["known beforehand", { timeToReset: 400 }, 400],
    ["without a time", {}, 1_000],
  ])("%s is waited for", (_what, over, ms) => {
    expect(waitOf(limited(over))).toBe(ms);
    expect(faultOf(limited(over), false)).toEqual({ outcome: "retry", afterMs: ms });
  });
});

describe("no answer", () => {
  test.each(["ECONNREFUSED", "ENOTFOUND", "UND_ERR_CONNECT_TIMEOUT"])("for %s: nothing was sent", (code) => {
    expect(faultOf(socket(code), false)).toEqual({ outcome: "retry" });
  });

  test.each([
    ["a cut connection", socket("ECONNRESET")],
    ["a time that ran out", new DOMException("aborted", "AbortError")],
    ["a server that stumbled", new HTTPError(503, "x", "POST", "/x", {})],
    ["an answer nobody can read", new Error("x")],
  ])("for %s: repeated where that shows it once, else in doubt", (_what, error) => {
    expect(faultOf(error, true)).toEqual({ outcome: "retry" });
    expect(faultOf(error, false)).toEqual({ outcome: "ambiguous" });
  });
});

test("a token that is not accepted is a fault, is tried again slowly, and raises an alarm", () => {
  for (const error of [refused(0, 401), new Error("Expected token to be set for this request, but none was present")]) {
    expect(faultOf(error, true)).toEqual({ outcome: "retry", afterMs: 60_000, refused: true });
    expect(alarmOf(error)).toMatchObject({ alarm: true });
  }
});
