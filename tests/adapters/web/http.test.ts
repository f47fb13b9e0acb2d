// The web over real HTTP: headers, pages, answers with and without a script, invitations, calendars, and what is refused.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Joined, WireMine, WireParty } from "../../../adapters/web/wire.ts";
import type { House } from "./house.ts";
import { cookieIn, dataIn, openHouse, openLine } from "./house.ts";

type Given = { party: WireParty; mine: WireMine; notice: string; refused?: true; url: string };

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

const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${house.url}${path}`, {
    method: "POST",
    headers: { origin: house.url, accept: "text/html", ...headers },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });

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

describe("a party's page", () => {
  test("shows the party as text, whatever it is called, and its data reads back", async () => {
    const html = await (await house.gets(`/p/${code}`)).text();
    expect(html).toContain("&lt;b&gt;Rooftop&lt;/b&gt; &amp; &lt;/script&gt; BBQ");
    expect(html).not.toContain("<b>Rooftop");
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    const { party, mine, now } = dataIn(html);
    expect(party).toMatchObject({ code, title: "<b>Rooftop</b> & </script> BBQ", hostName: "Ada", going: 0 });
    expect(party).not.toHaveProperty("exact");
    expect(mine).toEqual({ role: "stranger" });
    expect(now).toBe(house.world.now());
    expect(html).toContain('<meta property="og:description"');
    expect(html).toContain(`content="${house.url}/p/${code}/cover.png"`);
  });

  test("without a script: a name, a button, and the page comes back with the answer in it", async () => {
    const posted = await form(`/p/${code}/answer`, { name: "Ben", plus: "1", answer: "going" });
    expect(posted.status).toBe(303);
    expect(posted.headers.get("location")).toBe(`/p/${code}`);
    const cookies = posted.headers.getSetCookie();
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
    const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
    const html = await (await house.gets(`/p/${code}`, { cookie })).text();
    expect(html).toMatch(/value="going" aria-pressed="true"/);
    expect(html).toMatch(/<p class="mine"[^>]*>[^<]+<\/p>/);
    expect(html).not.toContain('name="name"');
    const { party, mine } = dataIn(html);
    expect(mine).toMatchObject({ role: "going", name: "Ben", answer: "going", plus: 1 });
    expect(party.exact?.point).toBeDefined();
    // "Not you?": the next page is a stranger's again.
    const forgotten = await form(`/p/${code}/forget`, {}, { cookie });
    expect(forgotten.headers.getSetCookie()[0]).toMatch(new RegExp(`^g_${code}=;.*Max-Age=0`));
    expect(dataIn(await (await house.gets(`/p/${code}`)).text()).party).not.toHaveProperty("exact");
    await house.posts(`/p/${code}/answer`, { answer: "withdraw" }, { cookie });
  });

  test("with a script: the same answer twice counts once, and one may change and take it back", async () => {
    const first = await house.posts(`/p/${code}/answer`, { name: "Cleo", answer: "going", plus: 2 });
    const cookie = cookieIn(first, code) ?? "";
    const given = (await first.json()) as Given;
    expect(given).toMatchObject({ mine: { answer: "going", plus: 2, name: "Cleo" }, party: { going: 3 } });
    expect(given.notice).not.toBe("");
    const again = async (body: object): Promise<Given> =>
      (await (await house.posts(`/p/${code}/answer`, body, { cookie })).json()) as Given;
    expect((await again({ answer: "going", plus: 2, id: "one" })).party.going).toBe(3);
    expect((await again({ answer: "going", plus: 2, id: "one" })).party.going).toBe(3);
    expect((await again({ answer: "maybe", plus: 0 })).party).toMatchObject({ going: 0, maybe: 1 });
    const tooMany = await again({ answer: "going", plus: 20 });
    expect(tooMany.refused).toBe(true);
    expect(tooMany.notice.length).toBeGreaterThan(10);
    expect((await again({ answer: "withdraw" })).party).toMatchObject({ going: 0, maybe: 0 });
  });

  test("one guest's cookie is worth nothing at another party", async () => {
    const other = await house.party(
      ada,
      "/create Second when:29.11.2026 19:00 where:52.4990,13.4180 find:nearby approve:no",
    );
    const mine = cookieIn(await house.posts(`/p/${code}/answer`, { name: "Dora", answer: "going" }), code) ?? "";
    const renamed = mine.replace(code, other);
    expect(dataIn(await (await house.gets(`/p/${other}`, { cookie: mine })).text()).mine).toEqual({ role: "stranger" });
    expect(dataIn(await (await house.gets(`/p/${other}`, { cookie: renamed })).text()).party).not.toHaveProperty(
      "exact",
    );
    await house.posts(`/p/${code}/answer`, { answer: "withdraw" }, { cookie: mine });
  });

  test.each([
    ["no name", { answer: "going" }],
    ["an empty name", { name: "  ", answer: "going" }],
    ["an answer there is none of", { name: "Eve", answer: "perhaps" }],
    ["a list", []],
    ["nothing", null],
    ["a negative number of guests", { name: "Eve", answer: "going", plus: -1 }],
  ])("%s is refused with words, and nobody is added", async (_what, body) => {
    const response = await house.posts(`/p/${code}/answer`, body);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: string }).error).toMatch(/[a-z]{3}.*\./);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(dataIn(await (await house.gets(`/p/${code}`)).text()).party.going).toBe(0);
  });

  test("the calendar file holds the address for a guest alone", async () => {
    const stranger = await (await house.gets(`/p/${code}/party.ics`)).text();
    expect(stranger).toContain("DTSTART;TZID=Europe/Berlin:20261128T190000");
    expect(stranger).not.toMatch(/GEO:|52\.499/);
    const cookie = cookieIn(await house.posts(`/p/${code}/answer`, { name: "Finn", answer: "going" }), code) ?? "";
    expect(await (await house.gets(`/p/${code}/party.ics`, { cookie })).text()).toContain("GEO:52.499");
    await house.posts(`/p/${code}/answer`, { answer: "withdraw" }, { cookie });
  });

  test("a code that is no party's, and one that cannot be, are answered kindly", async () => {
    for (const wrong of ["22222222", "nope", "%3Cscript%3E"]) {
      const response = await house.gets(`/p/${wrong}`, { accept: "text/html" });
      expect(response.status).toBe(404);
      expect(await response.text()).toContain("Ask your host for the link".toLowerCase().slice(4, 12));
    }
    expect((await house.gets("/p?code=%20K3X9Q2BB%20")).headers.get("location")).toBe("/p/k3x9q2bb");
  });
});

describe("an invitation", () => {
  const invite = async (): Promise<string> => {
    const said = JSON.stringify(await house.says(ada, { text: `/invite party:${code}`, chat: "private" }));
    const token = /\/i\/#([\w-]+)/.exec(said)?.[1];
    if (token === undefined) throw new Error(said);
    return token;
  };

  test("opens without a trace in any address, and an answer makes a guest of that party", async () => {
    const token = await invite();
    const opened = (await (await house.posts("/i/open", { token })).json()) as Given;
    expect(opened.party).toMatchObject({ code });
    expect(opened.party).not.toHaveProperty("exact");
    const answered = await house.posts("/i/answer", { token, name: "Gil", answer: "going", plus: 0 });
    const given = (await answered.json()) as Given;
    expect(given).toMatchObject({ url: `/p/${code}`, mine: { name: "Gil", answer: "going" } });
    expect(given.party.exact?.point).toBeDefined();
    const cookie = cookieIn(answered, code) ?? "";
    const again = (await (await house.posts("/i/open", { token }, { cookie })).json()) as Given;
    expect(again.mine).toMatchObject({ name: "Gil", answer: "going" });
  });

  test.each(["/i/open", "/i/answer"])("%s with a token of nobody's says where to get another", async (path) => {
    for (const token of ["A".repeat(22), "x", "' OR 1=1 --"]) {
      const response = await house.posts(path, { token, name: "Eve", answer: "going" });
      expect(response.status).toBe(404);
      expect(((await response.json()) as { error: string }).error).toContain("Ask your host");
    }
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
