// The web over real HTTP: headers, pages, the playground, and what is refused.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Joined } from "../../../adapters/web/wire.ts";
import type { House } from "./house.ts";
import { cookieIn, dataIn, openHouse, openLine } from "./house.ts";

let house: House;
let ada: Joined;
let code: string;
beforeAll(async () => {
  house = await openHouse();
  ada = await house.joins("Ada");
  code = await house.party(
    ada,
    "/create <b>Rooftop</b> & </script> BBQ when:28.11.2026 19:00 where:52.4990,13.4180 find:nearby approve:no plus:2",
  );
});
afterAll(() => house.world.close());

describe("every page", () => {
  test.each(["/", "/privacy", "/guidelines", "/playground", "/i/", "/p/22222222", "/nothing/here"])(
    "%s refuses what is not ours, stays out of caches, and is a whole document",
    async (path) => {
      const response = await house.gets(path, { accept: "text/html" });
      const policy = response.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("cache-control")).toBe("no-store");
      const html = await response.text();
      expect(html).toMatch(/^<!doctype html><html lang="en">/);
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)(?![^>]*application\/json)|<style|\sstyle=|\son\w+=/);
      expect(html.match(/<h1>/g)?.length ?? 0).toBeLessThanOrEqual(1);
    },
  );

  test("all that a page asks for is there, and may be kept for ever", async () => {
    for (const path of ["/", "/playground", "/i/", `/p/${code}`]) {
      const html = await (await house.gets(path)).text();
      const files = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? "");
      expect(files.length).toBeGreaterThan(1);
      for (const file of files) {
        const response = await house.gets(file);
        expect(response.status).toBe(200);
        expect(response.headers.get("cache-control")).toContain("immutable");
        expect(response.headers.get("content-type")).toMatch(file.endsWith(".css") ? /^text\/css/ : /javascript/);
      }
    }
  });

  test("the tile server is allowed when there is one, and nothing else is", async () => {
    const other = await openHouse({ MAP_TILES_URL: "https://{s}.tiles.example/{z}/{x}/{y}.png?key=1" });
    const policy = (await other.gets("/")).headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/img-src 'self' data: https:\/\/\S*tiles\.example/);
    await other.world.close();
  });

  test("no address of any shape ends in a fault of ours", async () => {
    const segment = fc.oneof(
      fc.webSegment(),
      fc.string({ maxLength: 30 }).map(encodeURIComponent),
      fc.constantFrom("%", "%E0%A4%A", "..", "%2e%2e%2f", "%00", "party.ics", "cover.png", "cover.svg", code, "p", "i"),
    );
    const path = fc.array(segment, { maxLength: 4 }).map((parts) => `/${parts.join("/")}`);
    const prefixed = fc.tuple(fc.constantFrom("", "/p", "/assets", "/calendar", "/playground/chat"), path);
    await fc.assert(
      fc.asyncProperty(prefixed, async ([head, tail]) => {
        const response = await house.gets(`${head}${tail}`).catch(() => undefined);
        expect(response?.status ?? 0).toBeLessThan(500);
        await response?.arrayBuffer();
      }),
      { numRuns: 300 },
    );
  });
});

describe("what comes from elsewhere", () => {
  test.each([
    ["another site", { origin: "https://evil.example" }],
    ["another port of this machine", { origin: "http://127.0.0.1:1" }],
    ["nowhere it tells", { origin: "null" }],
    ["another site, in a form", { origin: "null", "sec-fetch-site": "cross-site" }],
  ])("%s changes nothing", async (_what, headers) => {
    const cookie = cookieIn(await house.posts(`/p/${code}/answer`, { name: "Hal", answer: "maybe" }), code) ?? "";
    for (const path of [
      `/p/${code}/answer`,
      `/p/${code}/forget`,
      "/i/answer",
      "/playground/say",
      "/playground/people",
    ]) {
      const response = await house.posts(path, { answer: "going", name: "x" }, { cookie, ...headers });
      expect(response.status).toBe(403);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    const { mine } = dataIn(await (await house.gets(`/p/${code}`, { cookie })).text());
    expect(mine.answer).toBe("maybe");
    await house.posts(`/p/${code}/answer`, { answer: "withdraw" }, { cookie });
  });

  test("a bearer in the address or of another's making opens nothing", async () => {
    for (const authorization of ["", "Bearer", "Bearer x", `Bearer ${"A".repeat(22)}`, `Basic ${ada.bearer}`]) {
      expect((await house.gets("/playground/chat/private", { authorization })).status).toBe(401);
    }
    expect((await house.gets(`/playground/chat/private?bearer=${ada.bearer}`)).status).toBe(401);
  });
});

describe("the playground", () => {
  test("what was typed in private is read by its owner alone", async () => {
    await house.says(ada, { text: "hello bot", chat: "private" });
    const read = async (bearer: string): Promise<string> =>
      (await house.gets("/playground/chat/private", { authorization: `Bearer ${bearer}` })).text();
    const ben = await house.joins("Ben");
    expect(await read(ada.bearer)).toContain("hello bot");
    expect(await read(ben.bearer)).not.toContain("hello bot");
  });

  test("a name in a command is the person of that name in the room", async () => {
    const [ann, host, guest] = [await house.joins("Ann"), await house.joins("Host"), await house.joins("Ann Lee")];
    for (const { bearer } of [ann, host, guest]) {
      const line = await openLine(house.url, { kind: "hello", bearer, room: "porch" });
      await line.until("welcome");
      line.socket.close();
    }
    const party = await house.party(host, "/create Secret tea when:28.11.2026 19:00 where:52.4990,13.4180");
    await house.says(host, { text: `/invite @ann lee party:${party}` }, "porch");
    const told = async ({ bearer }: Joined): Promise<string> =>
      (await house.gets("/playground/chat/private", { authorization: `Bearer ${bearer}` })).text();
    expect(await told(guest)).toContain("Secret tea");
    expect(await told(ann)).not.toContain("Secret tea");
  });

  test.each([
    ["too long for a chat", { text: "x".repeat(2_001) }, 413],
    ["too long for anything", { text: `/help ${"x".repeat(20_001)}` }, 413],
    ["longer than the server takes", { text: "x".repeat(200_000) }, 413],
    ["empty", { text: " \u200B " }, 400],
    ["no words at all", {}, 400],
    ["an id that cannot be", { text: "hi", id: "\u0000" }, 400],
  ])("%s is answered with words", async (_what, what, status) => {
    const body = { id: "1", chat: "room", room: "kitchen", ...what };
    const response = await house.posts("/playground/say", body, { authorization: `Bearer ${ada.bearer}` });
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toMatch(/[a-z]{3}.*\./);
  });

  test("a connection whose body was not read is given up openly, not under the next request", async () => {
    const response = await house.posts("/playground/say", { text: "x".repeat(200_000) });
    expect(response.headers.get("connection")).toBe("close");
  });

  test("a command of 10,000 characters is a command like any other", async () => {
    const said = await house.says(ada, { text: `/create ${"x".repeat(10_000)}` });
    expect(said.reply?.kind).toBe("ask");
  });

  test("whoever talks without a pause is asked to wait, and told how long", async () => {
    const chatty = await house.joins("Chatty", "loft");
    const headers = { authorization: `Bearer ${chatty.bearer}` };
    const statuses = new Map<number, Response>();
    for (let i = 0; i < 260 && !statuses.has(429); i++) {
      const response = await house.posts(
        "/playground/say",
        { id: `${i}`, chat: "room", room: "loft", text: "hi" },
        headers,
      );
      statuses.set(response.status, response);
      if (response.status !== 429) await response.arrayBuffer();
    }
    const refused = statuses.get(429);
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(((await refused?.json()) as { error: string }).error).toContain("moment");
  });

  test("switched off, it is not there at all", async () => {
    const other = await openHouse({ PLAYGROUND: "off" });
    for (const path of ["/playground", "/playground/chat/room"]) expect((await other.gets(path)).status).toBe(404);
    expect((await other.posts("/playground/people", { name: "Ada" })).status).toBe(404);
    expect(await (await other.gets("/")).text()).not.toContain("/playground");
    await other.world.close();
  });
});

describe("behind a proxy", () => {
  test("cookies are for https alone, the links are the public ones, and each visitor has their own measure", async () => {
    const other = await openHouse({ PUBLIC_URL: "https://party.example" });
    const headers = { origin: "https://party.example" };
    const host = (await (await other.posts("/playground/people", { name: "Ada" }, headers)).json()) as Joined;
    const said = await other.posts(
      "/playground/say",
      { id: "1", chat: "room", text: "/create Tea when:28.11.2026 19:00 where:52.4990,13.4180 find:nearby approve:no" },
      { ...headers, authorization: `Bearer ${host.bearer}` },
    );
    const party = /"party":"([a-z0-9]{8})"/.exec(await said.text())?.[1] ?? "";
    const page = await other.gets(`/p/${party}`);
    expect(page.headers.get("strict-transport-security")).toContain("max-age");
    expect(await page.text()).toContain(`content="https://party.example/p/${party}/cover.png"`);
    const answer = async (from: string): Promise<Response> =>
      other.posts(`/p/${party}/answer`, { answer: "withdraw" }, { ...headers, "x-forwarded-for": `9.9.9.9, ${from}` });
    const answered = await other.posts(`/p/${party}/answer`, { name: "Ben", answer: "going" }, headers);
    expect(answered.headers.getSetCookie()[0]).toContain("; Secure");
    let last = 0;
    for (let i = 0; i < 300 && last !== 429; i++) last = (await answer("203.0.113.7")).status;
    expect(last).toBe(429);
    expect((await answer("203.0.113.8")).status).not.toBe(429);
    await other.world.close();
  });
});
