// The loopback Discord over REST: who may ask, how often, and what goes wrong.
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createLimits, type Verdict } from "./limits.ts";
import { type Answered, expectRefused, MINUTE, NOON, startTown } from "./rest-town.ts";
import type { Route } from "./router.ts";

const town = await startTown();
const { ask, posts } = town;
afterAll(() => town.rest.close());
beforeEach(() => town.fresh());

describe("who asks", () => {
  test("a wrong token is 401, a way that does not exist 404, a method that does not 405", async () => {
    await expectRefused(ask("GET", "/users/@me", undefined, "Bot other"), 401, 0);
    await expectRefused(ask("GET", "/users/@you"), 404, 0);
    await expectRefused(ask("PUT", "/users/@me"), 405, 0);
    expect(town.rest.refused()).toContainEqual({ route: "GET /users/@me", message: "0 401: Unauthorized" });
  });

  test("the bot reads who it is, and where its gateway is", async () => {
    expect((await ask("GET", "/users/@me")).body).toMatchObject({ id: town.state.bot.id, bot: true });
    for (const path of ["/applications/@me", "/oauth2/applications/@me"])
      expect((await ask("GET", path)).body).toMatchObject({
        id: town.state.applicationId,
        bot: { id: town.state.bot.id },
      });
    const { body } = await ask("GET", "/gateway/bot");
    expect(body).toMatchObject({ shards: 1, session_start_limit: { total: 1000, max_concurrency: 1 } });
  });

  test("what is not JSON is refused, and so are parameters that nobody knows", async () => {
    const response = await fetch(`${town.rest.url}/v10/channels/${town.kitchen.id}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${town.state.token}`, "content-type": "application/json" },
      body: "{",
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 50109 });
    await expectRefused(ask("GET", `/guilds/${town.guild.id}?with=all`), 400, 50035);
  });

  test("answers to interactions need no bot's token; the first is 204 without a content type", async () => {
    const first = await ask("POST", "/interactions/1/abc/callback", { type: 5 }, "");
    expect(first.status).toBe(204);
    expect(first.headers.get("content-type")).toBeNull();
    const told = await ask("POST", "/interactions/1/abc/callback?with_response=true", { type: 5 }, "");
    expect(told).toMatchObject({ status: 200, body: { interaction: { id: "1" } } });
    await expectRefused(ask("POST", "/interactions/404/abc/callback", { type: 5 }), 404, 10062);
    const hook = `/webhooks/${town.state.applicationId}/abc`;
    expect((await ask("POST", hook, { content: "a" }, "")).body).toMatchObject({ token: "abc" });
    expect((await ask("PATCH", `${hook}/messages/@original`, {}, "")).body).toMatchObject({ messageId: "@original" });
    expect((await ask("GET", `${hook}/messages/77777`, undefined, "")).body).toMatchObject({ messageId: "77777" });
    expect((await ask("DELETE", `${hook}/messages/@original`, undefined, "")).status).toBe(204);
    await expectRefused(ask("POST", "/webhooks/1/abc", {}), 404, 10015);
    expect(town.rest.calls("PATCH /webhooks/:id/:token/messages/@original")).toHaveLength(1);
  });
});

describe("private messages", () => {
  const opens = (id: string): Promise<Answered> => ask("POST", "/users/@me/channels", { recipient_id: id });

  test("one channel for each person, whom it may write to if they share a server or have the app, and let it", async () => {
    const first = await opens(town.ada.id);
    expect(first.body).toMatchObject({ type: 1, recipients: [{ id: town.ada.id }] });
    expect((await opens(town.ada.id)).body["id"]).toBe(first.body["id"]);
    const dm = town.state.dmWith(town.ada.id);
    expect((await posts({ content: "a" }, dm)).status).toBe(200);
    town.ada.dmsOpen = false;
    await expectRefused(posts({ content: "a" }, dm), 403, 50007);
    town.guild.members.delete(town.ada.id);
    await expectRefused(posts({ content: "a" }, dm), 403, 50278);
    town.ada.hasApp = true;
    await expectRefused(posts({ content: "a" }, dm), 403, 50007);
    town.ada.dmsOpen = true;
    expect((await posts({ content: "a" }, dm)).status).toBe(200);
    await expectRefused(opens("123456"), 400, 50033);
  });

  test("many strangers in a minute are too many; those who acted do not count", async () => {
    for (let i = 0; i < 10; i += 1) expect((await opens(town.state.newPerson(`P${i}`).id)).status).toBe(200);
    await expectRefused(opens(town.state.newPerson("P11").id), 403, 40003);
    const met = town.state.newPerson("Met");
    met.acted = true;
    expect((await opens(met.id)).status).toBe(200);
    town.now += MINUTE;
    expect((await opens(town.state.newPerson("P12").id)).status).toBe(200);
  });
});

describe("too much, and what goes wrong", () => {
  const route = "POST /channels/:id/messages";

  test("every answer tells its bucket; with limits on the sixth message in five seconds waits", async () => {
    const quiet = await posts({ content: "a" });
    expect(quiet.headers.get("x-ratelimit-remaining")).toBe("4");
    town.rest.limits(true);
    const all: Answered[] = [];
    for (let i = 0; i < 6; i += 1) all.push(await posts({ content: "a" }));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(all[4]?.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(all[5]?.body).toMatchObject({ global: false, message: "You are being rate limited." });
    expect(all[5]?.body["retry_after"]).toBeLessThanOrEqual(5);
    expect(all[5]?.headers.get("x-ratelimit-scope")).toBe("user");
    expect((await posts({ content: "a" }, town.state.newChannel("hall", { guild: town.guild }))).status).toBe(200);
    town.rest.limits(false);
  });

  test("fifty a second in all, but for answers to interactions", () => {
    let clock = 0;
    const limits = createLimits(true, () => clock, NOON);
    const asks = (path: string, more: Partial<Route> = {}): Verdict =>
      limits.count({ route: { method: "GET", path, run: () => undefined, ...more }, ids: [] });
    for (let i = 0; i < 50; i += 1) expect(asks(`/way/${i}`).wait).toBeUndefined();
    clock += 400;
    expect(asks("/other")).toEqual({
      headers: { "x-ratelimit-global": "true", "x-ratelimit-scope": "global" },
      wait: 0.6,
      global: true,
    });
    expect(asks("/interactions", { free: true }).wait).toBeUndefined();
    clock += 600;
    expect(asks("/other").wait).toBeUndefined();
  });

  test("who is refused ten thousand times in ten minutes is not heard any more", () => {
    let clock = 0;
    const limits = createLimits(false, () => clock, NOON);
    for (let i = 0; i < 9_999; i += 1) limits.refusal();
    expect(limits.banned()).toBe(0);
    clock += MINUTE;
    limits.refusal();
    expect(limits.banned()).toBe(540);
    clock += 9 * MINUTE;
    expect(limits.banned()).toBe(0);
  });

  test("faults happen to the next requests of a route, and may be done all the same", async () => {
    const count = (): number => town.kitchen.messages.size;
    town.rest.failNext(route, [
      { status: 503 },
      { limited: "shared", retryAfter: 0.5 },
      { status: 403, code: 50007, message: "no" },
      { reset: true, done: true },
    ]);
    expect((await posts({ content: "a" })).status).toBe(503);
    const limited = await posts({ content: "a" });
    expect(limited).toMatchObject({ status: 429, body: { retry_after: 0.5, global: false } });
    expect(limited.headers.get("x-ratelimit-scope")).toBe("shared");
    await expectRefused(posts({ content: "a" }), 403, 50007);
    expect(count()).toBe(0);
    await expect(posts({ content: "a" })).rejects.toThrow();
    expect(count()).toBe(1);
    expect((await posts({ content: "a" })).status).toBe(200);
    town.rest.failNext(route, { never: true });
    const gone = new AbortController();
    const waiting = fetch(`${town.rest.url}/v10/channels/${town.kitchen.id}/messages`, {
      method: "POST",
      signal: gone.signal,
    });
    const came = new Promise<void>((resolve) => town.state.watch(() => resolve()));
    await came;
    gone.abort();
    await expect(waiting).rejects.toThrow();
  });

  test("calls are kept with their route, body and status", async () => {
    town.rest.forgetCalls();
    await posts({ content: "a" });
    expect(town.rest.calls()).toEqual([
      {
        method: "POST",
        path: `/channels/${town.kitchen.id}/messages`,
        route,
        body: { content: "a" },
        at: NOON,
        status: 200,
      },
    ]);
    expect(town.rest.calls("GET /users/@me")).toEqual([]);
    expect(town.rest.busy()).toBe(0);
  });
});
