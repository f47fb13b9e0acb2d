// A party's page and an invitation over real HTTP: read, answered with and without a script, and put into a calendar.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Joined, WireMine, WireParty } from "../../../adapters/web/wire.ts";
import type { House } from "./house.ts";
import { cookieIn, dataIn, openHouse } from "./house.ts";

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

  test("a newcomer's answer that is sent twice makes one guest", async () => {
    const body = { name: "Twice", answer: "going", id: "0123456789abcdef0123456789abcdef" };
    const given = await Promise.all([house.posts(`/p/${code}/answer`, body), house.posts(`/p/${code}/answer`, body)]);
    const parties = await Promise.all(given.map(async (one) => ((await one.json()) as Given).party.going));
    expect(parties).toContain(1);
    expect(Math.max(...parties)).toBe(1);
    const cookie = cookieIn(given[0] as Response, code) ?? "";
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
      expect(await response.text()).toMatch(/your host|the whole one/);
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
